/**
 * Each key names one row.
 *
 * @module
 */
import { formatItems } from "../../core/units.ts";
import { type Check, NO_ROWS } from "../check.ts";

/** Counts the keys; the findings come from the joins of all rows. */
export const keysCheck: Check = {
  name: "keys",
  title: "every key is unique in its entity",
  open: () => ({
    finish: ({ keys }) =>
      keys === 0 ? { detail: "", skipped: NO_ROWS } : { detail: formatItems(keys, "key") },
  }),
};

/**
 * Each key names one row.
 *
 * @module
 */
import { formatItems } from "../../core/units.ts";
import { type Check, MAX_ROWS, NO_ROWS } from "../check.ts";

/** Counts the keys; the findings come from the joins of all rows. */
export const keysCheck: Check = {
  name: "keys",
  title: "every key is unique in its entity",
  open: ({ findings }) => ({
    tableEnd({ entity, path, rowCount }) {
      if (rowCount <= MAX_ROWS) return;
      findings.addIssue("keys", {
        code: "too-many-rows",
        severity: "error",
        message:
          `what holds between rows was checked for the first ${MAX_ROWS} of ${rowCount} rows`,
        path,
        entity: entity.plural,
        hint: "check the snapshot in parts",
      });
    },
    finish: ({ keys }) =>
      keys === 0 ? { detail: "", skipped: NO_ROWS } : { detail: formatItems(keys, "key") },
  }),
};

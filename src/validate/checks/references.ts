/**
 * Each reference names a row that exists.
 *
 * @module
 */
import { formatItems } from "../../core/units.ts";
import type { Check } from "../check.ts";

/** Counts the references; the findings come from the joins of all rows. */
export const referencesCheck: Check = {
  name: "references",
  title: "every reference names an existing row",
  open: () => ({
    finish({ references, unseen }) {
      const list = unseen.join(", ");
      if (references === 0) {
        const skipped = unseen.length > 0
          ? `the snapshot has not the rows that ${list} name`
          : "no row that could be read refers to another";
        return { detail: "", skipped };
      }
      const beside = unseen.length === 0
        ? ""
        : `; ${list} not checked: the snapshot has no such rows`;
      return { detail: `${formatItems(references, "reference")}${beside}` };
    },
  }),
};

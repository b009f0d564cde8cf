/**
 * An entity is the same in every format.
 *
 * @module
 */
import type { Issue } from "../../core/issue.ts";
import { formatItems } from "../../core/units.ts";
import { type Check, NO_ROWS } from "../check.ts";

/** Compares the numbers of rows; what differs between rows comes from the joins of all rows. */
export const agreementCheck: Check = {
  name: "agreement",
  title: "an entity has the same rows in every format",
  open({ findings, states }) {
    const issues: Issue[] = [];
    return {
      tableEnd({ entity, path, rowCount, isFirst }) {
        const state = states.get(entity.plural)!;
        if (isFirst || rowCount === state.rowCount) return;
        issues.push({
          code: "formats-disagree",
          severity: "error",
          message: `the file has ${formatItems(rowCount, "row")} of ${entity.plural}, ` +
            `${state.firstPath} has ${state.rowCount}`,
          path,
          entity: entity.plural,
          actual: `${rowCount}`,
          expected: `${state.rowCount}`,
        });
      },
      finish({ compared }) {
        // Behind what differs between rows.
        for (const issue of issues) findings.addIssue("agreement", issue);
        if ([...states.values()].every(({ sources }) => sources.length < 2)) {
          return { detail: "", skipped: "each entity is in one file only" };
        }
        if (compared === 0) return { detail: "", skipped: NO_ROWS };
        return { detail: `${formatItems(compared, "row")} compared` };
      },
    };
  },
};

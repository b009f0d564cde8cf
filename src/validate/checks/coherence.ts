/**
 * The dataset's own rules between fields and rows.
 *
 * @module
 */
import { formatItems } from "../../core/units.ts";
import type { CellReport, Check } from "../check.ts";
import { openRowRule } from "../rules/mod.ts";
import { placeOf } from "../rules/input.ts";

/**
 * Runs the rules of the dataset over the first file of each entity. What rules between rows find comes from the
 * joins of all rows.
 */
export const coherenceCheck: Check = {
  name: "coherence",
  title: "rows agree with themselves and with the rows they refer to",
  openRows(scope) {
    const counts = { tests: 0 };
    const runners = scope.isFirst
      ? scope.rules.flatMap((rule) => {
        const runner = openRowRule(rule, scope);
        return runner === undefined ? [] : [{ rule, runner }];
      })
      : [];
    return {
      counts,
      rows(block, report: CellReport) {
        for (const { rule, runner } of runners) {
          const place = placeOf(scope.entity, rule.field);
          const { code, severity = "error" } = rule;
          const message = `it does not hold that ${rule.message}`;
          counts.tests += runner.run(
            block,
            (row, expected) =>
              report(row, place, { code, severity }, () => ({ message, expected: expected() })),
          );
        }
      },
    };
  },
  open({ rules, states }) {
    let testCount = 0;
    return {
      tableEnd: ({ counts }) => void (testCount += counts.tests ?? 0),
      finish({ tests, asked, left }) {
        const total = testCount + tests;
        const own = rules.rows.filter((rule) =>
          (states.get(rule.entity)?.rowCount ?? 0) > 0 && !left.includes(rule.code)
        );
        const count = new Set([...own.map(({ code }) => code), ...asked]).size;
        if (total === 0) {
          return { detail: "", skipped: "the snapshot has no rows that the rules apply to" };
        }
        const beside = left.length === 0 ? "" : `; ${left.length} need rows the snapshot has not`;
        return { detail: `${formatItems(count, "rule")}, ${formatItems(total, "test")}${beside}` };
      },
    };
  },
};

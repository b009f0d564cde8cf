/**
 * The dataset's own rules between fields and rows.
 *
 * @module
 */
import type { RowRule } from "../../core/rule.ts";
import { formatCount, formatItems } from "../../core/units.ts";
import { cellIssue } from "../cell_issue.ts";
import type { BlockView, Check } from "../check.ts";
import { STATE } from "../decoded_column.ts";
import { canOpenRule, openRule, OUTCOME, type RuleRunner } from "../row_rule.ts";

/** Runs the rules of the dataset over the first file of each entity. */
export const coherenceCheck: Check = {
  name: "coherence",
  title: "rows agree with themselves and with the rows they refer to",
  open(scope) {
    const { findings, rules, words } = scope;
    const runners = new Map<string, { rule: RowRule; runner: RuleRunner }[]>();
    const run = new Set<string>();
    const left = new Set<string>();
    const untested = new Map<RowRule, number>();
    let count = 0;
    const openRules = (view: BlockView) =>
      rules.rows.filter((rule) => rule.entity === view.memory.entity.plural).flatMap((rule) => {
        if (!canOpenRule(rule, view)) {
          left.add(rule.code);
          return [];
        }
        run.add(rule.code);
        return [{ rule, runner: openRule(rule, view, scope) }];
      });
    return {
      rows(view) {
        if (!view.isFirst) return;
        const { plural, fields } = view.memory.entity;
        let entries = runners.get(plural);
        if (entries === undefined) runners.set(plural, entries = openRules(view));
        for (const { rule, runner } of entries) {
          const place = fields.findIndex((field) => field.name === rule.field);
          const { states } = view.columns[place]!;
          const test = runner.openBlock(view);
          for (let row = 0; row < view.block.count; row++) {
            if (states[row] !== STATE.value) continue;
            const outcome = test(row);
            if (outcome === OUTCOME.noInput) continue;
            if (outcome === OUTCOME.noRoom) {
              untested.set(rule, (untested.get(rule) ?? 0) + 1);
              continue;
            }
            count++;
            if (typeof outcome === "number") continue;
            findings.add(
              "coherence",
              { code: rule.code, severity: "error" },
              () =>
                cellIssue(view, row, place, {
                  code: rule.code,
                  message: `it does not hold that ${rule.message}`,
                  expected: outcome(),
                }),
            );
          }
        }
      },
      finish() {
        for (const [rule, rowCount] of untested) {
          findings.addIssue("coherence", {
            code: "rule-not-checked",
            severity: "warning",
            message: `for ${formatItems(rowCount, "row")} it was not tested that ${rule.message}`,
            path: scope.memories.get(rule.entity)!.sources[0] ?? "",
            entity: rule.entity,
            field: rule.field,
            hint: `only ${formatCount(words.maxWords)} distinct words are kept, ` +
              "and not so many should be in fields that have few",
          });
        }
        if (run.size === 0) {
          return { detail: "", skipped: "the snapshot has no rows that the rules apply to" };
        }
        const beside = left.size === 0 ? "" : `; ${left.size} need rows the snapshot has not`;
        return {
          detail: `${formatItems(run.size, "rule")}, ${formatItems(count, "test")}${beside}`,
        };
      },
    };
  },
};

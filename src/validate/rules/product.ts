/**
 * Rules of worksheets: a number that is another one times factors.
 *
 * @module
 */
import type { ProductRule } from "../../core/rule.ts";
import { STATE } from "../decoded_column.ts";
import { openGate } from "./gate.ts";
import { placeOf, type RuleScope } from "./input.ts";
import type { RowRunner } from "./runner.ts";

/**
 * Compiles a rule of a product.
 *
 * @param rule The rule; its inputs are decimals of the row.
 * @param scope Where the rows are.
 * @returns The rule at work.
 */
export function openProduct(rule: ProductRule, scope: RuleScope): RowRunner {
  const gate = openGate(rule.field, rule.when, scope);
  const columnOf = (name: string) => scope.columns[placeOf(scope.entity, name)]!;
  const own = columnOf(rule.field);
  const base = columnOf(rule.base);
  const factors = rule.factors.map(columnOf);
  const units = factors.map(({ field }) => 10 ** (field.scale ?? 0));
  const scale = own.field.scale ?? 0;
  const unit = 10 ** ((base.field.scale ?? 0) - scale);
  return {
    run(block, fail) {
      const marks = gate(block);
      let count = 0;
      for (let row = 0; row < block.count; row++) {
        if (marks[row] !== 1 || base.states[row] !== STATE.value) continue;
        let product = base.numbers[row]!;
        let isKnown = true;
        for (let at = 0; at < factors.length; at++) {
          const { states, numbers } = factors[at]!;
          if (states[row] === STATE.null) continue;
          if (states[row] !== STATE.value) isKnown = false;
          const one = units[at]!;
          product = Math.floor((product * numbers[row]! + one / 2) / one);
        }
        if (!isKnown) continue;
        count++;
        const wanted = Math.floor((product + unit / 2) / unit);
        if (wanted !== own.numbers[row]) fail(row, () => (wanted / 10 ** scale).toFixed(scale));
      }
      return count;
    },
  };
}

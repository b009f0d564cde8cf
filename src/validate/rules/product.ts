/**
 * Rules of worksheets: a number that is another one times factors.
 *
 * @module
 */
import type { ProductRule } from "../../core/rule.ts";
import { type DecodedColumn, STATE } from "../decoded_column.ts";
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
  let products = new Float64Array(0);
  let asked = new Uint8Array(0);
  return {
    run(block, fail) {
      const { count } = block;
      if (own.givenCount === 0) return 0;
      const marks = gate(block);
      if (products.length < count) {
        products = new Float64Array(count);
        asked = new Uint8Array(count);
      }
      for (let row = 0; row < count; row++) {
        asked[row] = marks[row] === 1 && base.states[row] === STATE.value ? 1 : 0;
        products[row] = base.numbers[row]!;
      }
      for (let at = 0; at < factors.length; at++) {
        multiply(products, asked, factors[at]!, units[at]!, count);
      }
      let askedCount = 0;
      for (let row = 0; row < count; row++) {
        if (asked[row] !== 1) continue;
        askedCount++;
        const wanted = Math.floor((products[row]! + unit / 2) / unit);
        if (wanted !== own.numbers[row]) fail(row, () => (wanted / 10 ** scale).toFixed(scale));
      }
      return askedCount;
    },
  };
}

/** Multiplies rows by a factor of each; those that are not asked any more have none that is proper. */
function multiply(
  products: Float64Array,
  asked: Uint8Array,
  { states, numbers }: DecodedColumn,
  one: number,
  count: number,
): void {
  const half = one / 2;
  for (let row = 0; row < count; row++) {
    const state = states[row]!;
    if (state === STATE.value) {
      products[row] = Math.floor((products[row]! * numbers[row]! + half) / one);
    } else if (state !== STATE.null) asked[row] = 0;
  }
}

/**
 * Checks values that a reader put into a column without their cells.
 *
 * @module
 */
import { DAY_RANGE } from "../core/batch.ts";
import type { Field } from "../core/entity.ts";
import type { ValueCounter } from "../core/value_file.ts";
import { type DecodedColumn, isNumeric, STATE } from "./decoded_column.ts";
import { numberBounds } from "./field_rules.ts";

/** Checks the values of the rows that stand in a column. */
export type ValueCheck = (count: number) => void;

/**
 * The numbers that a field takes for its own: within its bounds, and to be written exactly.
 *
 * @param field A field of numbers, days or truth values.
 * @returns The least and the greatest.
 */
function goodRange(field: Field): { readonly first: number; readonly last: number } {
  const [first, last] = field.kind === "day"
    ? [DAY_RANGE.first, DAY_RANGE.last]
    : [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  const { min, max } = numberBounds(field);
  return { first: Math.max(first, min), last: Math.min(last, max) };
}

/**
 * Compiles what the field of a column asks of its values: those that are not of its form become
 * {@linkcode STATE.bad}, as they do where `FieldDecoder` reads them from cells. Words are bad where their number
 * is -1.
 *
 * @param column The column.
 * @returns The check; it looks at what is in the column when it is called.
 */
export function compileValueCheck(column: DecodedColumn): ValueCheck {
  const { field, hasCodes } = column;
  const { first, last } = goodRange(field);
  return (count) => {
    const { states, numbers, codes } = column;
    if (field.nullable !== true) {
      for (let row = 0; row < count; row++) {
        if (states[row] === STATE.null) states[row] = STATE.bad;
      }
    }
    if (isNumeric(field)) {
      for (let row = 0; row < count; row++) {
        const value = numbers[row]!;
        if ((value < first || value > last) && states[row] === STATE.value) {
          states[row] = STATE.bad;
        }
      }
    } else if (hasCodes) {
      for (let row = 0; row < count; row++) {
        if (codes[row] === -1 && states[row] === STATE.value) states[row] = STATE.bad;
      }
    }
  };
}

/**
 * Hands values that are counted on to others: those that are of their field's form alone.
 *
 * @param field The field.
 * @param targets Take the values.
 * @returns Takes the values of a reader, as {@linkcode ValueCounter} says.
 */
export function checkedCounter(field: Field, targets: readonly ValueCounter[]): ValueCounter {
  const hasNumbers = isNumeric(field);
  const { first, last } = goodRange(field);
  return {
    add(values, counts, size) {
      let good = counts;
      for (let at = 0; at < size; at++) {
        const value = values[at]!;
        if (hasNumbers ? value >= first && value <= last : value !== -1) continue;
        good ??= new Uint32Array(size).fill(1);
        good[at] = 0;
      }
      for (const target of targets) target.add(values, good, size);
    },
    addNulls(count) {
      if (field.nullable !== true) return;
      for (const target of targets) target.addNulls(count);
    },
  };
}

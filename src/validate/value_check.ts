/**
 * Checks values that a reader put into a column without their cells.
 *
 * @module
 */
import { type DecodedColumn, isNumeric, STATE } from "./decoded_column.ts";
import { compileNumber } from "./field_rules.ts";

/** The days that can be written with four digits of the year: 0000-01-01 to 9999-12-31. */
const [FIRST_DAY, LAST_DAY] = [-719_528, 2_932_896] as const;

/** Checks the values of the rows that stand in a column. */
export type ValueCheck = (count: number) => void;

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
  const test = compileNumber(field);
  const [first, last] = field.kind === "day"
    ? [FIRST_DAY, LAST_DAY]
    : [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  return (count) => {
    const { states, numbers, codes } = column;
    if (field.nullable !== true) {
      for (let row = 0; row < count; row++) {
        if (states[row] === STATE.null) states[row] = STATE.bad;
      }
    }
    if (isNumeric(field)) {
      for (let row = 0; row < count; row++) {
        if (states[row] !== STATE.value) continue;
        const value = numbers[row]!;
        if (value < first || value > last || test(value) !== undefined) states[row] = STATE.bad;
      }
    } else if (hasCodes) {
      for (let row = 0; row < count; row++) {
        if (states[row] === STATE.value && codes[row] === -1) states[row] = STATE.bad;
      }
    }
  };
}

/**
 * The cells of fields of numbers: whole ones, days, decimals and truth values.
 *
 * @module
 */
import type { Field } from "../core/entity.ts";
import type { RowBlock } from "../core/table.ts";
import { readBoolean, readDay, readDecimal, readInteger } from "./cell_values.ts";
import { type DecodedColumn, STATE } from "./decoded_column.ts";
import { mixHash } from "./hash.ts";

/**
 * Reads the numbers of a block, in a loop of its own for each kind.
 *
 * @param column Gets the numbers of the rows whose state is that of a value; NaN for what is none.
 * @param place The field's place in a row.
 * @param block The rows.
 */
export function readNumbers(column: DecodedColumn, place: number, block: RowBlock): void {
  const { states, numbers, field } = column;
  const { starts, ends, bytes, width, count } = block;
  const { kind, scale = 0 } = field;
  if (kind === "decimal") {
    for (let row = 0, cell = place; row < count; row++, cell += width) {
      if (states[row] !== STATE.value) continue;
      numbers[row] = readDecimal(bytes, starts[cell]!, ends[cell]!, scale);
    }
  } else if (kind === "day") {
    for (let row = 0, cell = place; row < count; row++, cell += width) {
      if (states[row] === STATE.value) numbers[row] = readDay(bytes, starts[cell]!, ends[cell]!);
    }
  } else if (kind === "integer") {
    for (let row = 0, cell = place; row < count; row++, cell += width) {
      if (states[row] !== STATE.value) continue;
      numbers[row] = readInteger(bytes, starts[cell]!, ends[cell]!);
    }
  } else {
    for (let row = 0, cell = place; row < count; row++, cell += width) {
      if (states[row] !== STATE.value) continue;
      numbers[row] = readBoolean(bytes, starts[cell]!, ends[cell]!);
    }
  }
}

/**
 * Reads a number of a field's kind.
 *
 * @param field The field.
 * @param bytes What the span points into.
 * @param start First byte.
 * @param end Byte behind the last.
 * @returns The number; NaN where it is none.
 */
export function readNumber(
  { kind, scale = 0 }: Field,
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  switch (kind) {
    case "integer":
      return readInteger(bytes, start, end);
    case "day":
      return readDay(bytes, start, end);
    case "decimal":
      return readDecimal(bytes, start, end, scale);
    default:
      return readBoolean(bytes, start, end);
  }
}

/**
 * Hashes a number, the same in every format.
 *
 * @param value The number.
 * @returns 32 bits.
 */
export function hashNumber(value: number): number {
  return mixHash(value | 0, Math.floor(value / 4_294_967_296) | 0);
}

/**
 * The cells of fields of numbers: whole ones, days, decimals and truth values.
 *
 * @module
 */
import type { Field } from "../core/entity.ts";
import type { NumberCells, RowBlock } from "../core/table.ts";
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

/** What a cell without a value hashes to. */
export const NULL_HASH = 0x2545f491;

/**
 * Takes the numbers of cells that were never texts.
 *
 * @param column Gets states, numbers and hashes.
 * @param cells The cells.
 * @param count Number of rows.
 * @param isGood Says whether a number is good, or undefined for none where there must be one.
 * @returns How many cells hold something.
 */
export function takeNumbers(
  { states, numbers, hashes, hasHashes, field }: DecodedColumn,
  cells: NumberCells,
  count: number,
  isGood: (row: number, value: number | undefined) => boolean,
): number {
  const isNullable = field.nullable === true;
  const { first } = cells;
  let givenCount = 0;
  for (let row = 0; row < count; row++) {
    if (cells.states[first + row] !== STATE.value) {
      states[row] = isNullable ? STATE.null : STATE.bad;
      if (hasHashes) hashes[row] = NULL_HASH;
      if (!isNullable) isGood(row, undefined);
      continue;
    }
    const value = cells.numbers[first + row]!;
    givenCount++;
    numbers[row] = value;
    if (hasHashes) hashes[row] = hashNumber(value);
    states[row] = isGood(row, value) ? STATE.value : STATE.bad;
  }
  return givenCount;
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

/**
 * What the buffers of a row group's columns share.
 *
 * @module
 */
import type { Column } from "../core/batch.ts";
import type { Field } from "../core/entity.ts";
import type { ChunkValues } from "./_parquet_pages.ts";

/** A column of the row group that is being filled. */
export interface ColumnBuffer {
  /** Number of values, nulls apart. */
  readonly count: number;
  /** Bytes that are not bounded by the number of rows: those of texts. */
  readonly textBytes: number;
  /** Takes the values of the rows `from` up to `to`. */
  append(column: Column, from: number, to: number): void;
  /** Ends the row group: its values, usable until `clear`, which must come next. */
  chunk(): ChunkValues;
  /** Forgets the values; keeps the room. */
  clear(): void;
}

/** A chunk in which all is null, or that has no rows. */
export const NO_VALUES: ChunkValues = { writeValues: () => {} };

/** Numbers in a row. */
type Numbers = Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array;

/**
 * Makes room for more numbers.
 *
 * @param array The numbers so far.
 * @param count How many of them are in use.
 * @param wanted How many there must be room for.
 * @returns The same array, or a larger one that begins with the numbers in use.
 */
export function grow<T extends Numbers>(array: T, count: number, wanted: number): T {
  if (wanted <= array.length) return array;
  const larger = new (array.constructor as new (length: number) => T)(
    Math.max(wanted, array.length * 2),
  );
  larger.set(array.subarray(0, count));
  return larger;
}

/**
 * Fails on a column that is not of its field's kind.
 *
 * @param field The field.
 * @param column The column.
 * @throws {TypeError} Always.
 */
export function refuseColumn(field: Field, column: Column): never {
  throw new TypeError(`field "${field.name}" is of kind ${field.kind}, its column ${column.kind}`);
}

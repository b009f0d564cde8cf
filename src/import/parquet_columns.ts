/**
 * Parquet values as cells: a column's values as bytes in one room, with a span for each row.
 *
 * @module
 */
import { formatDay } from "../core/batch.ts";
import type { ByteBuffer } from "../core/buffer.ts";
import { CELL } from "../core/table.ts";

/** Texts of a column whose bytes are written once and pointed to again. */
const KNOWN_TEXTS = 4096;

const encoder = new TextEncoder();

/** The spans of one column of a row group. */
export interface ColumnSpans {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly kinds: Uint8Array;
}

/**
 * Writes the values of a column as bytes.
 *
 * @param values What the Parquet library gives: texts, numbers, booleans, null.
 * @param room Takes the bytes.
 * @returns A span for each value.
 */
export function writeCells(values: ArrayLike<unknown>, room: ByteBuffer): ColumnSpans {
  const count = values.length;
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  const kinds = new Uint8Array(count);
  const known = new Map<unknown, number>();
  for (let row = 0; row < count; row++) {
    const value = values[row];
    if (value === null || value === undefined) {
      kinds[row] = CELL.null;
      continue;
    }
    const before = known.get(value);
    if (before !== undefined) {
      starts[row] = starts[before]!;
      ends[row] = ends[before]!;
      kinds[row] = kinds[before]!;
      continue;
    }
    const text = typeof value === "object" ? showNested(value) : String(value);
    kinds[row] = kindOf(value);
    room.reserve(text.length * 3);
    starts[row] = room.length;
    room.length += encoder.encodeInto(text, room.bytes.subarray(room.length)).written;
    ends[row] = room.length;
    if (known.size < KNOWN_TEXTS) known.set(value, row);
  }
  return { starts, ends, kinds };
}

function kindOf(value: unknown): number {
  switch (typeof value) {
    case "string":
      return CELL.text;
    case "number":
    case "bigint":
      return CELL.number;
    case "boolean":
      return CELL.boolean;
    default:
      return CELL.nested;
  }
}

function showNested(value: unknown): string {
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (value instanceof Date) return "a timestamp";
  return Array.isArray(value) ? "a list" : "a structure";
}

/**
 * A Parquet DATE as text.
 *
 * @param day Days from 1970-01-01.
 * @returns `YYYY-MM-DD`; for years beyond 9999 or before 0, the number of days.
 */
export function readDay(day: number): string {
  return day >= -719_528 && day <= 2_932_896 ? formatDay(day) : `day ${day}`;
}

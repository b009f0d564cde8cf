/**
 * Rows as columns: what a dataset makes and a format writes.
 *
 * @module
 */
import type { Entity } from "./entity.ts";

/** 128-bit numbers as four 32-bit words, most significant first. */
export type IdWords = readonly [Uint32Array, Uint32Array, Uint32Array, Uint32Array];

/** Values of a `word` field: `words[codes[i]]`. */
export interface WordColumn {
  readonly kind: "word";
  /** The words. The same array object in every batch, so that writers may keep what they derive. */
  readonly words: readonly string[];
  /** Index in `words`, a row each. */
  readonly codes: Uint8Array | Uint16Array | Int32Array;
  /** 1 where the row has a value, 0 where it is null; absent where all have one. */
  readonly validity?: Uint8Array;
}

/** Values of an `id` field. */
export interface IdColumn {
  readonly kind: "id";
  readonly values: IdWords;
  readonly validity?: Uint8Array;
}

/** Values of an `integer` field. */
export interface IntegerColumn {
  readonly kind: "integer";
  /** Whole numbers; a Float64Array where 32 bits are too few. */
  readonly values: Int32Array | Float64Array;
  readonly validity?: Uint8Array;
}

/** Values of a `day` field. */
export interface DayColumn {
  readonly kind: "day";
  /** Days from 1970-01-01. */
  readonly values: Int32Array;
  readonly validity?: Uint8Array;
}

/** Values of a `decimal` field. */
export interface DecimalColumn {
  readonly kind: "decimal";
  /** Decimals, the field's `scale`. */
  readonly scale: number;
  /** Whole numbers of the last place: 12.34 at scale 2 is 1234; a Float64Array where 32 bits are too few. */
  readonly values: Int32Array | Float64Array;
  readonly validity?: Uint8Array;
}

/** Values of a `boolean` field. */
export interface BooleanColumn {
  readonly kind: "boolean";
  /** 1 for true, 0 for false. */
  readonly values: Uint8Array;
  readonly validity?: Uint8Array;
}

/** Values of a `text` field: UTF-8 bytes `offsets[i]` up to `offsets[i + 1]`. */
export interface TextColumn {
  readonly kind: "text";
  /** UTF-8, with at least 16 bytes of slack behind the last text. */
  readonly bytes: Uint8Array;
  /** One more entry than there are rows, ascending. */
  readonly offsets: Int32Array;
  readonly validity?: Uint8Array;
}

/** A column of a batch; its `kind` is its field's kind. */
export type Column =
  | WordColumn
  | IdColumn
  | IntegerColumn
  | DayColumn
  | DecimalColumn
  | BooleanColumn
  | TextColumn;

/**
 * Consecutive rows of one entity. A batch belongs to its reader until the next one is asked for:
 * its arrays may then be filled again.
 */
export interface Batch {
  readonly entity: Entity;
  /** Index of the first row among the entity's rows of its source, from 0. */
  readonly start: number;
  /** Number of rows. */
  readonly count: number;
  /** A column for each field, in order. Arrays may be longer than `count`. */
  readonly columns: readonly Column[];
}

/** A row as plain values, keys in field order: the slow, obvious view of a batch. */
export type Row = Record<string, string | number | boolean | null>;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * A day number as `YYYY-MM-DD`.
 *
 * @param day Days from 1970-01-01 (years 0 to 9999).
 * @returns The ISO 8601 form.
 *
 * @example
 * ```ts
 * import { formatDay } from "./batch.ts";
 * if (formatDay(17720) !== "2018-07-08") throw new RangeError();
 * ```
 */
export function formatDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

/** The days that a `YYYY-MM-DD` can say: 0000-01-01 to 9999-12-31. */
export const DAY_RANGE = { first: -719_528, last: 2_932_896 } as const;

/**
 * The day number of a `YYYY-MM-DD`.
 *
 * @param text The ISO 8601 form.
 * @returns Days from 1970-01-01, or `undefined` where it is no calendar day.
 *
 * @example
 * ```ts
 * import { parseDay } from "./batch.ts";
 * if (parseDay("2018-07-08") !== 17720 || parseDay("2018-02-30") !== undefined) throw new RangeError();
 * ```
 */
export function parseDay(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(time)) return undefined;
  const day = time / 86_400_000;
  return formatDay(day) === text ? day : undefined;
}

/**
 * A 128-bit number as a UUID.
 *
 * @param words Four 32-bit words, most significant first.
 * @returns 36 characters in lower case.
 *
 * @example
 * ```ts
 * import { formatId } from "./batch.ts";
 * if (formatId(1, 2, 3, 4) !== "00000001-0000-0002-0000-000300000004") throw new RangeError();
 * ```
 */
export function formatId(...words: [number, number, number, number]): string {
  const hex = words.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join("-");
}

/**
 * One value of a column, as it stands in a row.
 *
 * @param column The column.
 * @param index Row in the batch, from 0.
 * @returns Text, a number, a truth value, or null. Ids and days come as text; a decimal comes as the number
 * nearest to it.
 */
export function columnValue(column: Column, index: number): string | number | boolean | null {
  if (column.validity !== undefined && column.validity[index] === 0) return null;
  switch (column.kind) {
    case "word":
      return column.words[column.codes[index]!]!;
    case "id": {
      const [a, b, c, d] = column.values;
      return formatId(a[index]!, b[index]!, c[index]!, d[index]!);
    }
    case "integer":
      return column.values[index]!;
    case "day":
      return formatDay(column.values[index]!);
    case "decimal":
      return column.values[index]! / 10 ** column.scale;
    case "boolean":
      return column.values[index] !== 0;
    case "text":
      return decoder.decode(
        column.bytes.subarray(column.offsets[index]!, column.offsets[index + 1]!),
      );
  }
}

/**
 * The rows of a batch, one object each: for previews, small answers and as the oracle every format
 * is tested against. Not for the hot path.
 *
 * @param batch The batch.
 * @returns An iterator over `count` rows, in order.
 */
export function* batchRows(batch: Batch): Generator<Row> {
  for (let index = 0; index < batch.count; index++) {
    const row: Row = {};
    batch.entity.fields.forEach((field, place) => {
      row[field.name] = columnValue(batch.columns[place]!, index);
    });
    yield row;
  }
}

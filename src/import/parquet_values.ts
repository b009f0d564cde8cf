/**
 * Columns of a Parquet row group as numbers: for who adds values up and does not look at their texts. Only the
 * pages of the columns that are asked for are read and unpacked.
 *
 * @module
 */
import type { SchemaElement } from "hyparquet";
import type { Field } from "../core/entity.ts";
import type { ValueTarget } from "../core/value_file.ts";
import { type ColumnChunk, readPages } from "./parquet_chunk.ts";
import { isDate, isDecimal } from "./parquet_columns.ts";
import { ColumnCounts } from "./parquet_counts.ts";
import { type PageValues, readFlags, readPlain, type ValueKind } from "./parquet_plain.ts";
import { ENCODING, isCoded, type PageHeader } from "./parquet_page.ts";
import { readRuns } from "./parquet_runs.ts";
import { damaged } from "./thrift.ts";

const [BAD, VALUE, NULL] = [0, 1, 2];

/**
 * How the values of a column are to be read for a field.
 *
 * @param element The column.
 * @param field The field.
 * @returns The kind; undefined where the column holds something else than the field says.
 */
export function valueKindOf(element: SchemaElement, field: Field): ValueKind | undefined {
  const { type, scale = 0, converted_type, logical_type } = element;
  const whole = type === "INT32" ? "int32" : type === "INT64" ? "int64" : undefined;
  switch (field.kind) {
    case "day":
      return type === "INT32" && isDate(element) ? "int32" : undefined;
    case "decimal":
      return isDecimal(element) && scale === (field.scale ?? 0) ? whole : undefined;
    case "integer": {
      const isTime = [converted_type, logical_type?.type].some((name) => name?.startsWith("TIME"));
      return isTime || isDate(element) || isDecimal(element) ? undefined : whole;
    }
    case "boolean":
      return type === "BOOLEAN" ? "boolean" : undefined;
    case "id":
      return type === "BYTE_ARRAY" ? "id" : undefined;
    default:
      return type === "BYTE_ARRAY" ? "word" : undefined;
  }
}

/**
 * Reads a column: its values row by row, or how many rows hold each, or both.
 *
 * @param chunk The column.
 * @param kind How, as {@link valueKindOf} says.
 * @param target Takes the values, from its first entry on.
 * @throws {SyntaxError} If the file is damaged or encoded in a way that can't be read.
 */
export function readColumnValues(chunk: ColumnChunk, kind: ValueKind, target: ValueTarget): void {
  const { counter, hasRows, codeOf } = target;
  const counts = counter === undefined ? undefined : new ColumnCounts(kind, counter, codeOf);
  readPages<PageValues>(
    chunk,
    (page, count) => readPlain(page, 0, count, kind, codeOf),
    (data) => {
      counts?.addPage(data);
      if (!hasRows) return;
      const { header, page, position, readLevels, count, row, dictionary } = data;
      const { valueCount } = header;
      const { states } = target;
      const sparse = count === 0 ? undefined : readLevels();
      if (sparse === undefined) states.fill(count === 0 ? NULL! : VALUE!, row, row + valueCount);
      else {
        for (let value = 0; value < valueCount; value++) {
          states[row + value] = sparse[value] === 1 ? VALUE! : NULL!;
        }
      }
      if (count === 0) clearRows(kind, target, row, row + valueCount);
      else {
        fillPage(header, page, position, count, {
          kind,
          dictionary,
          target,
          row,
          valueCount,
          sparse,
        });
      }
    },
  );
  counts?.finish();
}

function clearRows(kind: ValueKind, target: ValueTarget, from: number, to: number): void {
  if (kind === "word") {
    if (target.codeOf !== undefined) target.codes.fill(-1, from, to);
  } else if (kind === "id") target.ids.fill(0, from * 4, to * 4);
  else target.numbers.fill(0, from, to);
}

/** Where the values of a page go. */
interface PageTarget {
  readonly kind: ValueKind;
  readonly dictionary: PageValues | undefined;
  readonly target: ValueTarget;
  /** The first row. */
  readonly row: number;
  /** Rows of the page, nulls among them. */
  readonly valueCount: number;
  /** Levels, where some rows have no value. */
  readonly sparse: Int32Array | undefined;
}

function fillPage(
  { encoding }: PageHeader,
  page: Uint8Array,
  position: number,
  count: number,
  { kind, dictionary, target, row, valueCount, sparse }: PageTarget,
): void {
  if (kind === "word" && target.codeOf === undefined) return;
  if (sparse !== undefined) clearRows(kind, target, row, row + valueCount);
  let values: PageValues;
  let places: Int32Array | undefined;
  if (isCoded(encoding)) {
    if (dictionary === undefined) throw damaged("a page needs a dictionary that is not there");
    if (position >= page.length) throw damaged("a page ends before its values");
    const width = page[position]!;
    places = readRuns({ bytes: page, start: position + 1, end: page.length, width, count });
    values = dictionary;
    const { size } = values;
    for (let value = 0; value < count; value++) {
      const place = places[value]!;
      if (place < 0 || place >= size) throw damaged(`value ${place} of a dictionary of ${size}`);
    }
  } else if (encoding === ENCODING.rle && kind === "boolean") {
    const bits = readRuns(readFlags(page, position, count));
    values = { numbers: bits, size: count };
  } else if (encoding === ENCODING.plain) {
    values = readPlain(page, position, count, kind, target.codeOf);
  } else {
    throw damaged(`its encoding number ${encoding} can't be read; plain and dictionary can`);
  }
  if (kind === "id") spreadIds(values, places, target, row, valueCount, sparse);
  else {
    const from = (values.numbers ?? values.codes)!;
    const to = values.numbers === undefined ? target.codes : target.numbers;
    spread(from, places, to, row, valueCount, sparse);
  }
}

function spread(
  from: Float64Array | Int32Array,
  places: Int32Array | undefined,
  to: Float64Array | Int32Array,
  row: number,
  valueCount: number,
  sparse: Int32Array | undefined,
): void {
  let next = 0;
  if (sparse !== undefined) {
    for (let value = 0; value < valueCount; value++) {
      if (sparse[value] === 0) continue;
      to[row + value] = from[places === undefined ? next : places[next]!]!;
      next++;
    }
  } else if (places !== undefined) {
    for (let value = 0; value < valueCount; value++) to[row + value] = from[places[value]!]!;
  } else to.set(from.length === valueCount ? from : from.subarray(0, valueCount), row);
}

function spreadIds(
  { ids: from, flaws }: PageValues,
  places: Int32Array | undefined,
  { ids: to, states }: ValueTarget,
  row: number,
  valueCount: number,
  sparse: Int32Array | undefined,
): void {
  let next = 0;
  for (let value = 0; value < valueCount; value++) {
    if (sparse !== undefined && sparse[value] === 0) continue;
    const origin = places === undefined ? next : places[next]!;
    const source = origin * 4;
    if (flaws?.[origin] === 1) states[row + value] = BAD!;
    const place = (row + value) * 4;
    for (let word = 0; word < 4; word++) to[place + word] = from![source + word]!;
    next++;
  }
}

/**
 * Columns of a Parquet row group as numbers: for who adds values up and does not look at their texts. Only the
 * pages of the columns that are asked for are read and unpacked.
 *
 * @module
 */
import type { SchemaElement } from "hyparquet";
import type { Field } from "../core/entity.ts";
import { readId } from "../core/read_id.ts";
import type { ValueTarget } from "../core/value_file.ts";
import { type ColumnChunk, readPages, readUint32 } from "./parquet_chunk.ts";
import { isDate, isDecimal } from "./parquet_columns.ts";
import { ENCODING, type PageHeader, readRuns } from "./parquet_page.ts";
import { damaged } from "./thrift.ts";

/** How values are read: into which array, and from what. */
export type ValueKind = "int32" | "int64" | "boolean" | "word" | "id";

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

/** Values of a page or a dictionary, without nulls. */
interface PageValues {
  readonly numbers?: Float64Array;
  readonly codes?: Int32Array;
  readonly ids?: Int32Array;
  /** 1 for each that is no identifier; absent where all are. */
  readonly flaws?: Uint8Array;
}

/**
 * Reads a column into arrays.
 *
 * @param chunk The column.
 * @param kind How, as {@link valueKindOf} says.
 * @param target Takes the values, from its first entry on.
 * @throws {SyntaxError} If the file is damaged or encoded in a way that can't be read.
 */
export function readColumnValues(chunk: ColumnChunk, kind: ValueKind, target: ValueTarget): void {
  readPages<PageValues>(
    chunk,
    (page, count) => readPlain(page, 0, count, kind, target),
    ({ header, page, position, levels, count, row, dictionary }) => {
      const { valueCount } = header;
      const { states } = target;
      if (levels === undefined || count === valueCount) states.fill(VALUE!, row, row + valueCount);
      else {
        for (let value = 0; value < valueCount; value++) {
          states[row + value] = levels[value] === 1 ? VALUE! : NULL!;
        }
      }
      if (count === 0) clearRows(kind, target, row, row + valueCount);
      else {
        const sparse = count === valueCount ? undefined : levels;
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
  const isCoded = encoding === ENCODING.plainDictionary || encoding === ENCODING.rleDictionary;
  let values: PageValues;
  let places: Int32Array | undefined;
  if (isCoded) {
    if (dictionary === undefined) throw damaged("a page needs a dictionary that is not there");
    if (position >= page.length) throw damaged("a page ends before its values");
    places = readRuns(page, position + 1, page.length, page[position]!, count);
    values = dictionary;
    const size = (values.numbers ?? values.codes ?? values.ids)!.length / (kind === "id" ? 4 : 1);
    for (let value = 0; value < count; value++) {
      const place = places[value]!;
      if (place < 0 || place >= size) throw damaged(`value ${place} of a dictionary of ${size}`);
    }
  } else if (encoding === ENCODING.rle && kind === "boolean") {
    const end = position + 4 + readUint32(page, position);
    const bits = readRuns(page, position + 4, Math.min(end, page.length), 1, count);
    values = { numbers: Float64Array.from(bits) };
  } else if (encoding === ENCODING.plain) {
    values = readPlain(page, position, count, kind, target);
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

function readPlain(
  page: Uint8Array,
  position: number,
  count: number,
  kind: ValueKind,
  target: ValueTarget,
): PageValues {
  const needed = { int32: count * 4, int64: count * 8, boolean: Math.ceil(count / 8) } as const;
  if (kind in needed && needed[kind as keyof typeof needed] > page.length - position) {
    throw damaged("a page ends before its values");
  }
  const view = new DataView(page.buffer, page.byteOffset + position, page.length - position);
  switch (kind) {
    case "int32": {
      const numbers = new Float64Array(count);
      for (let value = 0; value < count; value++) numbers[value] = view.getInt32(value * 4, true);
      return { numbers };
    }
    case "int64": {
      const numbers = new Float64Array(count);
      for (let value = 0; value < count; value++) {
        numbers[value] = view.getInt32(value * 8 + 4, true) * 4_294_967_296 +
          view.getUint32(value * 8, true);
      }
      return { numbers };
    }
    case "boolean": {
      const numbers = new Float64Array(count);
      for (let value = 0; value < count; value++) {
        numbers[value] = (page[position + (value >> 3)]! >> (value & 7)) & 1;
      }
      return { numbers };
    }
    case "word":
      return { codes: readTexts(page, position, count, new Int32Array(count), target.codeOf) };
    case "id": {
      const ids = new Int32Array(count * 4);
      let flaws: Uint8Array | undefined;
      let place = 0;
      readTexts(page, position, count, undefined, (bytes, start, end) => {
        if (!readId(bytes, start, end, ids, place * 4)) {
          flaws ??= new Uint8Array(count);
          flaws[place] = 1;
        }
        return place++;
      });
      return flaws === undefined ? { ids } : { ids, flaws };
    }
  }
}

function readTexts(
  page: Uint8Array,
  position: number,
  count: number,
  codes: Int32Array | undefined,
  take: ((bytes: Uint8Array, start: number, end: number) => number) | undefined,
): Int32Array {
  const out = codes ?? new Int32Array(0);
  let at = position;
  for (let value = 0; value < count; value++) {
    const length = readUint32(page, at);
    at += 4;
    if (length > page.length - at) throw damaged("a page ends within a value");
    const code = take === undefined ? -1 : take(page, at, at + length);
    if (codes !== undefined) out[value] = code;
    at += length;
  }
  return out;
}

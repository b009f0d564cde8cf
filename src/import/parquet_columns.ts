/**
 * Columns of a Parquet row group as cells: the values' bytes in one room, with a span for each row. Flat
 * columns in plain and dictionary encoding, which is what writers make of tables.
 *
 * @module
 */
import type { SchemaElement } from "hyparquet";
import { DAY_RANGE, formatDay } from "../core/batch.ts";
import type { ByteBuffer } from "../core/buffer.ts";
import { CELL } from "../core/table.ts";
import type { ColumnSpans } from "./column_spans.ts";
import { type ColumnChunk, readPages, readUint32 } from "./parquet_chunk.ts";
import { ENCODING, type PageHeader } from "./parquet_page.ts";
import { readRuns } from "./parquet_runs.ts";
import { damaged } from "./thrift.ts";

/** Bytes that the cells of a row group may take. */
const MAX_ROOM_BYTES = 1024 * 1024 * 1024;

/** Spans of values without nulls. */
interface Values {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/**
 * Reads a column.
 *
 * @param chunk The column.
 * @param room Takes the bytes of its values.
 * @returns A span for each row.
 */
export function readColumn(chunk: ColumnChunk, room: ByteBuffer): ColumnSpans {
  const { element, rowCount } = chunk;
  const kind = kindOf(element);
  const starts = new Int32Array(rowCount);
  const ends = new Int32Array(rowCount);
  const kinds = new Uint8Array(rowCount);
  readPages<Values>(
    chunk,
    (page, count) => readPlain(page, 0, count, element, room),
    ({ header, page, position, readLevels, count, row: first, dictionary }) => {
      const levels = readLevels();
      const values = readValues(header, page, position, count, { element, dictionary, room });
      let next = 0;
      for (let value = 0; value < header.valueCount; value++) {
        const row = first + value;
        if (levels !== undefined && levels[value] === 0) {
          kinds[row] = CELL.null;
          continue;
        }
        starts[row] = values.starts[next]!;
        ends[row] = values.ends[next++]!;
        kinds[row] = kind;
      }
    },
  );
  return { starts, ends, kinds };
}

function readValues(
  { encoding }: PageHeader,
  page: Uint8Array,
  position: number,
  count: number,
  { element, dictionary, room }: {
    element: SchemaElement;
    dictionary: Values | undefined;
    room: ByteBuffer;
  },
): Values {
  if (encoding === ENCODING.plain) return readPlain(page, position, count, element, room);
  if (encoding === ENCODING.rle && element.type === "BOOLEAN") {
    const end = position + 4 + readUint32(page, position);
    const bits = readRuns({
      bytes: page,
      start: position + 4,
      end: Math.min(end, page.length),
      width: 1,
      count,
    });
    return writeAll(count, room, (value) => bits[value] === 1 ? "true" : "false");
  }
  if (encoding !== ENCODING.plainDictionary && encoding !== ENCODING.rleDictionary) {
    throw damaged(`its encoding number ${encoding} can't be read; plain and dictionary can`);
  }
  if (dictionary === undefined) throw damaged("a page needs a dictionary that is not there");
  if (count === 0) return dictionary;
  if (position >= page.length) throw damaged("a page ends before its values");
  const codes = readRuns({
    bytes: page,
    start: position + 1,
    end: page.length,
    width: page[position]!,
    count,
  });
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  for (let value = 0; value < count; value++) {
    const code = codes[value]!;
    if (code < 0 || code >= dictionary.starts.length) {
      throw damaged(`value ${code} of a dictionary of ${dictionary.starts.length}`);
    }
    starts[value] = dictionary.starts[code]!;
    ends[value] = dictionary.ends[code]!;
  }
  return { starts, ends };
}

/** Bytes of a value of a fixed width. */
const WIDTHS: Readonly<Record<string, number>> = {
  INT32: 4,
  INT64: 8,
  INT96: 12,
  FLOAT: 4,
  DOUBLE: 8,
};

function readPlain(
  page: Uint8Array,
  position: number,
  count: number,
  element: SchemaElement,
  room: ByteBuffer,
): Values {
  const { type } = element;
  if (type === "BYTE_ARRAY") return readTexts(page, position, count, room);
  const width = type === "FIXED_LEN_BYTE_ARRAY"
    ? element.type_length ?? 0
    : WIDTHS[type ?? ""] ?? 0;
  const wanted = type === "BOOLEAN" ? Math.ceil(count / 8) : count * width;
  if (wanted > page.length - position || (type !== "BOOLEAN" && width < 1)) {
    throw damaged("a page ends before its values");
  }
  const view = new DataView(page.buffer, page.byteOffset + position, page.length - position);
  const show = showFixed(element);
  return writeAll(count, room, (value) => show(view, value, width));
}

function readTexts(
  page: Uint8Array,
  position: number,
  count: number,
  room: ByteBuffer,
): Values {
  if (count * 4 > page.length - position) throw damaged("a page ends before its values");
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  // All at once, with the lengths between them: that is faster than text by text.
  const sizeBytes = page.length - position;
  reserveRoom(room, sizeBytes);
  const offset = room.length - position;
  room.bytes.set(position === 0 ? page : page.subarray(position), room.length);
  room.length += sizeBytes;
  let at = position;
  for (let value = 0; value < count; value++) {
    const length = readUint32(page, at);
    at += 4;
    if (length > page.length - at) throw damaged("a page ends within a value");
    starts[value] = at + offset;
    at += length;
    ends[value] = at + offset;
  }
  return { starts, ends };
}

function reserveRoom(room: ByteBuffer, sizeBytes: number): void {
  if (room.length + sizeBytes > MAX_ROOM_BYTES) {
    throw damaged(`a row group with more than ${MAX_ROOM_BYTES} bytes of values`);
  }
  room.reserve(sizeBytes);
}

/** Writes values whose texts are ASCII. */
function writeAll(count: number, room: ByteBuffer, show: (value: number) => string): Values {
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  for (let value = 0; value < count; value++) {
    const text = show(value);
    reserveRoom(room, text.length);
    starts[value] = room.length;
    for (let at = 0; at < text.length; at++) room.bytes[room.length++] = text.charCodeAt(at);
    ends[value] = room.length;
  }
  return { starts, ends };
}

/**
 * Whether a column holds days.
 *
 * @param element The column.
 * @returns True for days from 1970-01-01.
 */
export function isDate({ logical_type, converted_type }: SchemaElement): boolean {
  return logical_type?.type === "DATE" || converted_type === "DATE";
}

function isUuid({ logical_type, type_length }: SchemaElement): boolean {
  return logical_type?.type === "UUID" && type_length === 16;
}

/**
 * Whether a column holds decimals.
 *
 * @param element The column.
 * @returns True for whole numbers of the last place.
 */
export function isDecimal({ logical_type, converted_type }: SchemaElement): boolean {
  return logical_type?.type === "DECIMAL" || converted_type === "DECIMAL";
}

/** Logical types of whole numbers that are more than a whole number. */
const NO_NUMBERS: readonly string[] = ["TIMESTAMP", "TIME"];

/** What the cells of a column are. */
function kindOf(element: SchemaElement): number {
  const { type, logical_type, converted_type = "" } = element;
  if (type === "BOOLEAN") return CELL.boolean;
  const isOther = NO_NUMBERS.includes(logical_type?.type ?? "") ||
    converted_type.startsWith("TIME");
  if (isDecimal(element)) return type === "BYTE_ARRAY" ? CELL.nested : CELL.number;
  if (type === "BYTE_ARRAY" || isUuid(element) || isDate(element)) return CELL.text;
  if (type === "INT96" || type === "FIXED_LEN_BYTE_ARRAY" || isOther) return CELL.nested;
  return CELL.number;
}

function showFixed(
  element: SchemaElement,
): (view: DataView, value: number, width: number) => string {
  const { type } = element;
  if (isDecimal(element)) return showDecimals(element);
  switch (type) {
    case "BOOLEAN":
      return (view, value) => (view.getUint8(value >> 3) >> (value & 7)) & 1 ? "true" : "false";
    case "INT32":
      return isDate(element)
        ? (view, value) => showDay(view.getInt32(value * 4, true))
        : (view, value) => `${view.getInt32(value * 4, true)}`;
    case "INT64":
      return (view, value) => `${view.getBigInt64(value * 8, true)}`;
    case "FLOAT":
      return (view, value) => `${view.getFloat32(value * 4, true)}`;
    case "DOUBLE":
      return (view, value) => `${view.getFloat64(value * 8, true)}`;
    default:
      return isUuid(element)
        ? (view, value) => showUuid(view, value * 16)
        : (_view, _value, width) => `${width} bytes`;
  }
}

/** Shows the whole numbers of a DECIMAL column, exactly, with all its decimals. */
function showDecimals(
  element: SchemaElement,
): (view: DataView, value: number, width: number) => string {
  const scale = Math.max(0, element.scale ?? 0);
  const show = (whole: bigint | number) => {
    const text = `${whole}`;
    if (scale === 0) return text;
    const isNegative = text.startsWith("-");
    const digits = (isNegative ? text.slice(1) : text).padStart(scale + 1, "0");
    return `${isNegative ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  };
  switch (element.type) {
    case "INT32":
      return (view, value) => show(view.getInt32(value * 4, true));
    case "INT64":
      return (view, value) => show(view.getBigInt64(value * 8, true));
    default:
      // Bytes of a number of any width, the most significant first, in two's complement.
      return (view, value, width) => {
        let whole = BigInt(view.getInt8(value * width));
        for (let byte = 1; byte < width; byte++) {
          whole = whole << 8n | BigInt(view.getUint8(value * width + byte));
        }
        return show(whole);
      };
  }
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function showUuid(view: DataView, at: number): string {
  let text = "";
  for (let byte = 0; byte < 16; byte++) {
    if (byte === 4 || byte === 6 || byte === 8 || byte === 10) text += "-";
    text += HEX[view.getUint8(at + byte)];
  }
  return text;
}

/**
 * A Parquet DATE as text.
 *
 * @param day Days from 1970-01-01.
 * @returns `YYYY-MM-DD`; for years beyond 9999 or before 0, the number of days.
 */
export function showDay(day: number): string {
  return day >= DAY_RANGE.first && day <= DAY_RANGE.last ? formatDay(day) : `day ${day}`;
}

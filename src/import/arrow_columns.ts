/**
 * Columns of an Arrow record batch as cells: texts where they lie in its body, other values as texts behind it.
 *
 * @module
 */
import type { ByteBuffer } from "../core/buffer.ts";
import { CELL } from "../core/table.ts";
import type { ArrowFieldType } from "./arrow_metadata.ts";
import type { ColumnSpans } from "./column_spans.ts";
import { showDay } from "./parquet_columns.ts";
import { damaged } from "./thrift.ts";

/** The values of a column: parts of the room's first bytes. */
export interface ArrowChunk {
  readonly type: ArrowFieldType;
  readonly rowCount: number;
  /** Place and length of each buffer: validity, then values. */
  readonly buffers: readonly { readonly place: number; readonly length: number }[];
}

/**
 * The number of buffers of a column.
 *
 * @param type Its type; undefined for one that is not read.
 * @returns Buffers, validity included.
 */
export function countBuffers(type: ArrowFieldType | undefined): number {
  return type?.name === "utf8" ? 3 : 2;
}

/**
 * Reads a column.
 *
 * @param chunk Where it is.
 * @param room Begins with the body of the record batch; takes texts of values that are none.
 * @returns A span for each row.
 * @throws {SyntaxError} If its buffers are too short or make no sense.
 */
export function readArrowColumn(
  { type, rowCount, buffers }: ArrowChunk,
  room: ByteBuffer,
): ColumnSpans {
  const [validity, values, texts] = buffers;
  const starts = new Int32Array(rowCount);
  const ends = new Int32Array(rowCount);
  const kinds = new Uint8Array(rowCount);
  if (rowCount === 0) return { starts, ends, kinds };
  if (validity === undefined || values === undefined) throw damaged("a column has no values");
  const hasNulls = validity.length > 0;
  if (hasNulls && validity.length * 8 < rowCount) throw damaged("a column's nulls end too soon");
  if (values.length < wantedBytes(type, rowCount)) throw damaged("a column's values end too soon");
  const kind = kindOf(type);
  const show = type.name === "utf8" ? undefined : showValue(type);
  for (let row = 0; row < rowCount; row++) {
    if (hasNulls && !readBit(room.bytes, validity.place, row)) {
      kinds[row] = CELL.null;
      continue;
    }
    kinds[row] = kind;
    if (show !== undefined) {
      const text = show(room.view, values.place, row);
      starts[row] = room.length;
      room.writeText(text);
      ends[row] = room.length;
      continue;
    }
    const from = room.view.getInt32(values.place + row * 4, true);
    const to = room.view.getInt32(values.place + row * 4 + 4, true);
    if (from < 0 || to < from || to > texts!.length) throw damaged("a text is outside its column");
    starts[row] = texts!.place + from;
    ends[row] = texts!.place + to;
  }
  return { starts, ends, kinds };
}

function readBit(bytes: Uint8Array, place: number, row: number): boolean {
  return (bytes[place + (row >>> 3)]! >>> (row & 7) & 1) === 1;
}

function wantedBytes(type: ArrowFieldType, rowCount: number): number {
  switch (type.name) {
    case "utf8":
      return 4 * (rowCount + 1);
    case "bool":
      return Math.ceil(rowCount / 8);
    case "day":
      return 4 * rowCount;
    case "int":
      return type.bytes * rowCount;
    case "decimal":
      return 16 * rowCount;
  }
}

function kindOf({ name }: ArrowFieldType): number {
  if (name === "bool") return CELL.boolean;
  return name === "utf8" || name === "day" ? CELL.text : CELL.number;
}

type ShowValue = (view: DataView, place: number, row: number) => string;

function showValue(type: Exclude<ArrowFieldType, { name: "utf8" }>): ShowValue {
  switch (type.name) {
    case "bool":
      return (view, place, row) =>
        (view.getUint8(place + (row >>> 3)) >>> (row & 7) & 1) === 1 ? "true" : "false";
    case "day":
      return (view, place, row) => showDay(view.getInt32(place + row * 4, true));
    case "int":
      return type.bytes === 4
        ? (view, place, row) => `${view.getInt32(place + row * 4, true)}`
        : (view, place, row) => `${view.getBigInt64(place + row * 8, true)}`;
    case "decimal":
      return (view, place, row) => {
        const low = view.getBigUint64(place + row * 16, true);
        const high = view.getBigInt64(place + row * 16 + 8, true);
        return showDecimal(high << 64n | low, type.scale);
      };
  }
}

function showDecimal(whole: bigint, scale: number): string {
  if (scale === 0) return `${whole}`;
  const digits = `${whole < 0n ? -whole : whole}`.padStart(scale + 1, "0");
  return `${whole < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

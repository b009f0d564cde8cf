/**
 * The metadata of Arrow IPC files: FlatBuffers, read in place.
 *
 * Whatever the bytes say, a place beyond them is a RangeError, and no loop is longer than the bytes.
 *
 * @module
 */
import { damaged } from "./thrift.ts";

/** A column of a file. */
export interface ArrowField {
  readonly name: string;
  /** Undefined where this program does not read the type. */
  readonly type: ArrowFieldType | undefined;
}

/** The types that are read. */
export type ArrowFieldType =
  | { readonly name: "utf8" }
  | { readonly name: "bool" | "day" }
  | { readonly name: "int"; readonly bytes: 4 | 8 }
  | { readonly name: "decimal"; readonly scale: number };

/** Where a record batch is in its file. */
export interface ArrowBlock {
  readonly offset: number;
  readonly headBytes: number;
  readonly bodyBytes: number;
}

/** What the end of a file says. */
export interface ArrowFooter {
  readonly fields: readonly ArrowField[];
  readonly blocks: readonly ArrowBlock[];
}

/** What stands before the values of a record batch. */
export interface ArrowBatchHead {
  readonly rowCount: number;
  /** Rows of each column. */
  readonly lengths: readonly number[];
  /** Place in the body and length of each buffer, in turn. */
  readonly buffers: readonly number[];
}

/** A table: finds the values of its slots. */
class Table {
  readonly #view: DataView;
  readonly #place: number;
  readonly #shape: number;
  readonly #shapeBytes: number;

  constructor(view: DataView, place: number) {
    this.#view = view;
    this.#place = place;
    this.#shape = place - view.getInt32(place, true);
    this.#shapeBytes = view.getUint16(this.#shape, true);
  }

  /** Place of a slot's value; undefined where it has its default. */
  find(slot: number): number | undefined {
    const at = 4 + 2 * slot;
    const offset = at < this.#shapeBytes ? this.#view.getUint16(this.#shape + at, true) : 0;
    return offset === 0 ? undefined : this.#place + offset;
  }

  byte(slot: number): number {
    const at = this.find(slot);
    return at === undefined ? 0 : this.#view.getUint8(at);
  }

  short(slot: number, byDefault: number): number {
    const at = this.find(slot);
    return at === undefined ? byDefault : this.#view.getInt16(at, true);
  }

  int(slot: number, byDefault = 0): number {
    const at = this.find(slot);
    return at === undefined ? byDefault : this.#view.getInt32(at, true);
  }

  long(slot: number): number {
    const at = this.find(slot);
    return at === undefined ? 0 : readLong(this.#view, at);
  }

  table(slot: number): Table {
    const at = this.find(slot);
    if (at === undefined) throw damaged(`its metadata lack part ${slot} of a table`);
    return new Table(this.#view, at + this.#view.getUint32(at, true));
  }

  text(slot: number): string {
    const at = this.find(slot);
    if (at === undefined) return "";
    const place = at + this.#view.getUint32(at, true);
    const length = this.#view.getUint32(place, true);
    const { buffer, byteOffset } = this.#view;
    this.#check(place + 4, length);
    return new TextDecoder().decode(new Uint8Array(buffer, byteOffset + place + 4, length));
  }

  /** Places of the members of a vector, each of so many bytes. */
  places(slot: number, width: number): number[] {
    const at = this.find(slot);
    if (at === undefined) return [];
    const place = at + this.#view.getUint32(at, true);
    const count = this.#view.getUint32(place, true);
    this.#check(place + 4, count * width);
    return Array.from({ length: count }, (_, index) => place + 4 + index * width);
  }

  tables(slot: number): Table[] {
    return this.places(slot, 4).map((at) =>
      new Table(this.#view, at + this.#view.getUint32(at, true))
    );
  }

  #check(place: number, sizeBytes: number): void {
    if (place + sizeBytes > this.#view.byteLength) throw damaged("its metadata end too soon");
  }
}

function readLong(view: DataView, at: number): number {
  const value = Number(view.getBigInt64(at, true));
  if (!Number.isSafeInteger(value) || value < 0) throw damaged(`its metadata hold ${value}`);
  return value;
}

function openRoot(bytes: Uint8Array): { view: DataView; root: Table } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { view, root: new Table(view, view.getUint32(0, true)) };
}

function readType(field: Table): ArrowFieldType | undefined {
  // Dictionaries, and columns within columns.
  if (field.find(4) !== undefined || field.places(5, 4).length > 0) return undefined;
  const number = field.byte(2);
  const type = field.table(3);
  if (number === 5) return { name: "utf8" };
  if (number === 6) return { name: "bool" };
  // Days; the default are milliseconds.
  if (number === 8 && type.short(0, 1) === 0) return { name: "day" };
  if (number === 2 && type.byte(1) === 1) {
    const bits = type.int(0);
    if (bits === 32 || bits === 64) return { name: "int", bytes: bits === 32 ? 4 : 8 };
  }
  const scale = number === 7 ? type.int(1) : -1;
  if (scale >= 0 && scale <= 38 && type.int(2, 128) === 128) return { name: "decimal", scale };
  return undefined;
}

/**
 * Reads the end of a file.
 *
 * @param bytes The footer, without its length and mark.
 * @returns Columns and record batches.
 * @throws {SyntaxError} If it makes no sense.
 * @throws {RangeError} If it points outside itself.
 */
export function readArrowFooter(bytes: Uint8Array): ArrowFooter {
  const { view, root } = openRoot(bytes);
  const schema = root.table(1);
  if (schema.short(0, 0) !== 0) throw damaged("its numbers are big-endian");
  return {
    fields: schema.tables(1).map((field) => ({ name: field.text(0), type: readType(field) })),
    blocks: root.places(3, 24).map((at) => ({
      offset: readLong(view, at),
      headBytes: view.getInt32(at + 8, true),
      bodyBytes: readLong(view, at + 16),
    })),
  };
}

/**
 * Reads what stands before the values of a record batch.
 *
 * @param bytes The metadata, with the eight bytes before them.
 * @returns Rows, and where the values are.
 * @throws {SyntaxError} If it makes no sense, or the values are packed.
 * @throws {RangeError} If it points outside itself.
 */
export function readArrowBatchHead(bytes: Uint8Array): ArrowBatchHead {
  const { view, root } = openRoot(bytes.subarray(8));
  if (root.byte(1) !== 3) throw damaged("a record batch is not where the footer says");
  const batch = root.table(2);
  if (batch.find(3) !== undefined) throw damaged("its values are packed, which is not read");
  return {
    rowCount: batch.long(0),
    lengths: batch.places(1, 16).map((at) => readLong(view, at)),
    buffers: batch.places(2, 16).flatMap((at) => [readLong(view, at), readLong(view, at + 8)]),
  };
}

/**
 * Columns of a row group while it fills: each keeps its values without nulls, in the form its pages
 * are cut from.
 *
 * @module
 */
import type { SchemaElement } from "hyparquet";
import type { Column, IdColumn, TextColumn } from "../core/batch.ts";
import { ByteBuffer } from "../core/buffer.ts";
import type { Field } from "../core/entity.ts";
import { bitWidthFor, type ChunkValues, writeHybrid } from "./_parquet_pages.ts";

/** A column of the row group that is being filled. */
export interface ColumnBuffer {
  /** Number of values, nulls apart. */
  readonly count: number;
  /** Takes the values of the rows `from` up to `to`. */
  append(column: Column, from: number, to: number): void;
  /** Ends the row group: its values, usable until `clear`, which must come next. */
  chunk(): ChunkValues;
  /** Forgets the values; keeps the room. */
  clear(): void;
}

/**
 * Opens the buffer of a field.
 *
 * @param field The field.
 * @param element Its Parquet type.
 * @returns An empty buffer.
 */
export function openColumnBuffer(field: Field, element: SchemaElement): ColumnBuffer {
  switch (field.kind) {
    case "word":
      return new WordBuffer(field);
    case "id":
    case "text":
      return new BytesBuffer(field);
    case "integer":
    case "day":
      return element.type === "INT32"
        ? new NumberBuffer(field, new Int32Array(1024))
        : new NumberBuffer(field, new Float64Array(1024));
  }
}

const encoder = new TextEncoder();

/** A chunk in which all is null, or that has no rows. */
const NO_VALUES: ChunkValues = { writeValues: () => {} };

/** Room for more numbers: the same array, or a larger one with its first `count` numbers. */
function grow<T extends Int32Array | Float64Array>(array: T, count: number, wanted: number): T {
  if (wanted <= array.length) return array;
  const larger = new (array.constructor as new (length: number) => T)(
    Math.max(wanted, array.length * 2),
  );
  larger.set(array.subarray(0, count));
  return larger;
}

/** Least and greatest of texts, in the order of their bytes; text `i` stands behind its length at `starts[i]`. */
function findBounds(plain: Uint8Array, starts: Int32Array, count: number) {
  let min = 0;
  let max = 0;
  for (let place = 1; place < count; place++) {
    if (compareTexts(plain, starts, place, min) < 0) min = place;
    else if (compareTexts(plain, starts, place, max) > 0) max = place;
  }
  return {
    min: plain.slice(starts[min]! + 4, starts[min + 1]),
    max: plain.slice(starts[max]! + 4, starts[max + 1]),
  };
}

function compareTexts(plain: Uint8Array, starts: Int32Array, left: number, right: number): number {
  const leftEnd = starts[left + 1]!;
  const rightEnd = starts[right + 1]!;
  let at = starts[left]! + 4;
  let other = starts[right]! + 4;
  while (at < leftEnd && other < rightEnd) {
    const difference = plain[at++]! - plain[other++]!;
    if (difference !== 0) return difference;
  }
  return (leftEnd - at) - (rightEnd - other);
}

function refuseColumn(field: Field, column: Column): never {
  throw new TypeError(`field "${field.name}" is of kind ${field.kind}, its column ${column.kind}`);
}

/** Words: codes into the list that all batches share. */
class WordBuffer implements ColumnBuffer {
  count = 0;
  #codes = new Int32Array(1024);
  #words: readonly string[] | undefined;
  #texts: (Uint8Array | undefined)[] = [];
  #places = new Int32Array(0);
  #starts = new Int32Array(64);

  constructor(readonly field: Field) {}

  append(column: Column, from: number, to: number): void {
    if (column.kind !== "word") refuseColumn(this.field, column);
    if (this.#words !== column.words) {
      if (this.count > 0) {
        throw new TypeError(`field "${this.field.name}" changed its list of words between batches`);
      }
      this.#words = column.words;
      this.#texts = new Array(column.words.length);
      this.#places = new Int32Array(column.words.length);
    }
    const codes = this.#codes = grow(this.#codes, this.count, this.count + to - from);
    const { validity } = column;
    if (validity === undefined) {
      codes.set(column.codes.subarray(from, to), this.count);
      this.count += to - from;
    } else {
      for (let at = from; at < to; at++) {
        if (validity[at] !== 0) codes[this.count++] = column.codes[at]!;
      }
    }
  }

  chunk(): ChunkValues {
    if (this.count === 0) return NO_VALUES;
    const codes = this.#codes;
    const places = this.#places.fill(0);
    for (let at = 0; at < this.count; at++) places[codes[at]!] = 1;
    const dictionary = new ByteBuffer(new ArrayBuffer(1024));
    let wordCount = 0;
    for (let code = 0; code < places.length; code++) {
      if (places[code] === 0) continue;
      places[code] = wordCount++;
      appendText(dictionary, this.#texts[code] ??= encoder.encode(this.#words![code]));
      this.#starts = grow(this.#starts, wordCount, wordCount + 1);
      this.#starts[wordCount] = dictionary.length;
    }
    for (let at = 0; at < this.count; at++) codes[at] = places[codes[at]!]!;
    return {
      dictionary: { count: wordCount, bytes: dictionary.written() },
      ...findBounds(dictionary.bytes, this.#starts, wordCount),
      writeValues: (from, to, page) => writeCodes(codes, wordCount, from, to, page),
    };
  }

  clear(): void {
    this.count = 0;
  }
}

function appendText(plain: ByteBuffer, text: Uint8Array): void {
  plain.reserve(text.length + 4);
  plain.view.setUint32(plain.length, text.length, true);
  plain.length += 4;
  plain.writeBytes(text);
}

/** Writes dictionary codes with the byte that says how wide they are. */
function writeCodes(
  codes: Int32Array,
  dictionaryCount: number,
  from: number,
  to: number,
  page: ByteBuffer,
): void {
  const bitWidth = bitWidthFor(dictionaryCount);
  page.reserve(1);
  page.bytes[page.length++] = bitWidth;
  writeHybrid(codes, from, to, bitWidth, page);
}

/** Greatest span of numbers that is searched for repeats. */
const MAX_SPAN = 65_536;

/** Integers and days: plain, or a dictionary where few numbers come often. */
class NumberBuffer implements ColumnBuffer {
  count = 0;
  #values: Int32Array | Float64Array;

  constructor(readonly field: Field, room: Int32Array | Float64Array) {
    this.#values = room;
  }

  append(column: Column, from: number, to: number): void {
    if (column.kind !== this.field.kind || !("values" in column) || column.kind === "id") {
      refuseColumn(this.field, column);
    }
    const values = this.#values = grow(this.#values, this.count, this.count + to - from);
    const { validity } = column;
    if (validity === undefined && column.values instanceof Int32Array) {
      values.set(column.values.subarray(from, to), this.count);
      this.count += to - from;
      return;
    }
    for (let at = from; at < to; at++) {
      if (validity !== undefined && validity[at] === 0) continue;
      const value = column.values[at]!;
      values[this.count] = value;
      // An Int32Array wraps silently what does not fit.
      if (values[this.count] !== value || !Number.isSafeInteger(value)) {
        const type = values instanceof Int32Array ? "32-bit" : "safe";
        throw new RangeError(`field "${this.field.name}" holds ${value}, not a ${type} integer`);
      }
      this.count++;
    }
  }

  chunk(): ChunkValues {
    const values = this.#values;
    const { count } = this;
    if (count === 0) return NO_VALUES;
    let min = values[0]!;
    let max = min;
    for (let at = 1; at < count; at++) {
      const value = values[at]!;
      if (value < min) min = value;
      else if (value > max) max = value;
    }
    return max - min < MAX_SPAN ? this.#packed(min, max) : this.#plain(min, max);
  }

  #plain(min: number, max: number): ChunkValues {
    const values = this.#values;
    return {
      min,
      max,
      writeValues: (from, to, page) => page.writeBytes(numberBytes(values.subarray(from, to))),
    };
  }

  #packed(min: number, max: number): ChunkValues {
    const values = this.#values;
    const { count } = this;
    const places = new Int32Array(max - min + 1);
    for (let at = 0; at < count; at++) places[values[at]! - min] = 1;
    const distinct: number[] = [];
    for (let place = 0; place < places.length; place++) {
      if (places[place] === 0) continue;
      places[place] = distinct.length;
      distinct.push(min + place);
    }
    const width = values.BYTES_PER_ELEMENT;
    const packedBytes = distinct.length * width + count * bitWidthFor(distinct.length) / 8;
    if (packedBytes >= count * width) return this.#plain(min, max);
    const codes = new Int32Array(count);
    for (let at = 0; at < count; at++) codes[at] = places[values[at]! - min]!;
    const list = values instanceof Int32Array
      ? Int32Array.from(distinct)
      : Float64Array.from(distinct);
    return {
      dictionary: { count: distinct.length, bytes: numberBytes(list) },
      min,
      max,
      writeValues: (from, to, page) => writeCodes(codes, distinct.length, from, to, page),
    };
  }

  clear(): void {
    this.count = 0;
  }
}

/** PLAIN bytes of numbers: 4 each from 32-bit integers, 8 each from larger ones, little-endian. */
function numberBytes(values: Int32Array | Float64Array): Uint8Array {
  // Every platform this program is built for is little-endian, as its other writers also assume.
  if (values instanceof Int32Array) {
    return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  }
  const halves = new Int32Array(values.length * 2);
  for (let at = 0; at < values.length; at++) {
    const high = Math.floor(values[at]! / 2 ** 32);
    halves[2 * at] = values[at]! - high * 2 ** 32;
    halves[2 * at + 1] = high;
  }
  return new Uint8Array(halves.buffer);
}

/** Two hexadecimal digits of each byte, little-endian. */
const HEX_PAIRS = Uint16Array.from({ length: 256 }, (_, byte) => {
  const text = byte.toString(16).padStart(2, "0");
  return text.charCodeAt(0) | (text.charCodeAt(1) << 8);
});

const ID_BYTES = 36;

/** Ids and texts: their bytes as PLAIN pages hold them, each after its length. */
class BytesBuffer implements ColumnBuffer {
  count = 0;
  #plain = new ByteBuffer(new ArrayBuffer(4096));
  #starts = new Int32Array(1024);

  constructor(readonly field: Field) {}

  append(column: Column, from: number, to: number): void {
    this.#starts = grow(this.#starts, this.count + 1, this.count + 1 + to - from);
    if (column.kind !== this.field.kind) refuseColumn(this.field, column);
    if (column.kind === "id") this.#appendIds(column, from, to);
    else if (column.kind === "text") this.#appendTexts(column, from, to);
  }

  #appendIds({ values: [a, b, c, d], validity }: IdColumn, from: number, to: number): void {
    const plain = this.#plain;
    plain.reserve((ID_BYTES + 4) * (to - from));
    const { view } = plain;
    let place = plain.length;
    for (let at = from; at < to; at++) {
      if (validity !== undefined && validity[at] === 0) continue;
      view.setUint32(place, ID_BYTES, true);
      putHex(view, place + 4, a[at]! >>> 16);
      putHex(view, place + 8, a[at]! & 0xffff);
      view.setUint8(place + 12, 0x2d);
      putHex(view, place + 13, b[at]! >>> 16);
      view.setUint8(place + 17, 0x2d);
      putHex(view, place + 18, b[at]! & 0xffff);
      view.setUint8(place + 22, 0x2d);
      putHex(view, place + 23, c[at]! >>> 16);
      view.setUint8(place + 27, 0x2d);
      putHex(view, place + 28, c[at]! & 0xffff);
      putHex(view, place + 32, d[at]! >>> 16);
      putHex(view, place + 36, d[at]! & 0xffff);
      place += ID_BYTES + 4;
      this.#starts[++this.count] = place;
    }
    plain.length = place;
  }

  #appendTexts({ bytes, offsets, validity }: TextColumn, from: number, to: number): void {
    const plain = this.#plain;
    for (let at = from; at < to; at++) {
      if (validity !== undefined && validity[at] === 0) continue;
      const start = offsets[at]!;
      const length = offsets[at + 1]! - start;
      plain.reserve(length + 4);
      plain.view.setUint32(plain.length, length, true);
      copyBytes(bytes, start, length, plain.bytes, plain.length + 4);
      plain.length += length + 4;
      this.#starts[++this.count] = plain.length;
    }
  }

  chunk(): ChunkValues {
    if (this.count === 0) return NO_VALUES;
    const starts = this.#starts;
    const bytes = this.#plain.written();
    return {
      ...findBounds(bytes, starts, this.count),
      writeValues: (from, to, page) => page.writeBytes(bytes.subarray(starts[from]!, starts[to]!)),
    };
  }

  clear(): void {
    this.count = 0;
    this.#plain.clear();
  }
}

/** Writes four hexadecimal digits. */
function putHex(view: DataView, place: number, value: number): void {
  view.setUint32(place, HEX_PAIRS[value >>> 8]! | (HEX_PAIRS[value & 255]! << 16), true);
}

/** Copies bytes; a loop beats `set` with its view for the short texts that most are. */
function copyBytes(
  source: Uint8Array,
  from: number,
  length: number,
  target: Uint8Array,
  place: number,
): void {
  if (length > 64) {
    target.set(source.subarray(from, from + length), place);
  } else {
    for (let at = 0; at < length; at++) target[place + at] = source[from + at]!;
  }
}

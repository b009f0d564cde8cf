/**
 * Columns of a row group while it fills: each keeps its values without nulls, in the form its pages
 * are cut from.
 *
 * @module
 */
import type { SchemaElement } from "hyparquet";
import type { Column } from "../core/batch.ts";
import { ByteBuffer } from "../core/buffer.ts";
import type { Field } from "../core/entity.ts";
import { type ColumnBuffer, grow, NO_VALUES, refuseColumn } from "./_parquet_buffer.ts";
import { findBounds, IdBuffer, LENGTH_BYTES, TextBuffer } from "./_parquet_texts.ts";
import { bitWidthFor, type ChunkValues, writeHybrid } from "./_parquet_pages.ts";

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
      return new IdBuffer(field);
    case "text":
      return new TextBuffer(field);
    case "boolean":
      return new BooleanBuffer(field);
    case "integer":
    case "day":
    case "decimal":
      return element.type === "INT32"
        ? new NumberBuffer(field, new Int32Array(1024))
        : new NumberBuffer(field, new Float64Array(1024));
  }
}

const encoder = new TextEncoder();

/**
 * Words: codes into the list that all batches share. A batch of a row group may have another list, as one in which
 * a word was changed; its codes are then those of the words in a list that grows until the row group ends.
 */
class WordBuffer implements ColumnBuffer {
  count = 0;
  readonly textBytes = 0;
  #codes: Uint16Array | Int32Array = new Uint16Array(1024);
  #words: readonly string[] | undefined;
  #texts: (Uint8Array | undefined)[] = [];
  #places = new Int32Array(0);
  #starts = new Int32Array(64);
  /** Codes of all words, where batches of the row group have several lists. */
  #joined: Map<string, number> | undefined;
  /** The words of those lists that the first one has not: their codes stand behind its own. */
  #more: string[] = [];

  constructor(readonly field: Field) {}

  append(column: Column, from: number, to: number): void {
    if (column.kind !== "word") refuseColumn(this.field, column);
    if (this.#words !== column.words && this.count === 0) this.#keep(column.words);
    const isOther = this.#words !== column.words;
    const recoded = isOther ? this.#join(column.words) : undefined;
    const codes = this.#codes = grow(this.#codes, this.count, this.count + to - from);
    const { validity } = column;
    if (validity === undefined && recoded === undefined) {
      codes.set(column.codes.subarray(from, to), this.count);
      this.count += to - from;
    } else {
      for (let at = from; at < to; at++) {
        if (validity !== undefined && validity[at] === 0) continue;
        const code = column.codes[at]!;
        codes[this.count++] = recoded === undefined ? code : recoded[code]!;
      }
    }
  }

  #keep(words: readonly string[]): void {
    this.#words = words;
    if (words.length > 65_536) this.#codes = new Int32Array(1024);
    this.#texts = new Array(words.length);
    this.#places = new Int32Array(words.length);
  }

  /** Adds the words of another list; gives the code of each. */
  #join(words: readonly string[]): Int32Array {
    const first = this.#words!;
    const joined = this.#joined ??= new Map(first.map((word, code) => [word, code]));
    const recoded = Int32Array.from(words, (word, code) => {
      if (word === first[code]) return code;
      const known = joined.get(word);
      if (known !== undefined) return known;
      const added = first.length + this.#more.push(word) - 1;
      joined.set(word, added);
      return added;
    });
    const size = first.length + this.#more.length;
    if (size > this.#places.length) {
      this.#places = new Int32Array(size);
      if (size > 65_536 && !(this.#codes instanceof Int32Array)) {
        this.#codes = Int32Array.from(this.#codes);
      }
    }
    return recoded;
  }

  #textOf(code: number): Uint8Array {
    const { length } = this.#words!;
    if (code >= length) return encoder.encode(this.#more[code - length]);
    return this.#texts[code] ??= encoder.encode(this.#words![code]);
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
      appendText(dictionary, this.#textOf(code));
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
    if (this.#joined === undefined) return;
    // What a row group holds must not depend on the one before.
    this.#joined = undefined;
    this.#more = [];
    this.#words = undefined;
  }
}

function appendText(plain: ByteBuffer, text: Uint8Array): void {
  plain.reserve(text.length + LENGTH_BYTES);
  plain.view.setUint32(plain.length, text.length, true);
  plain.length += LENGTH_BYTES;
  plain.writeBytes(text);
}

/** Writes dictionary codes with the byte that says how wide they are. */
function writeCodes(
  codes: Uint16Array | Int32Array,
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

/**
 * Room for the codes of the chunk that is being written: a thread writes one at a time, and what each would take anew
 * would stay until the runtime collects it.
 */
let codeRoom = new Int32Array(0);

/** Where the numbers of a span are in its dictionary. */
const placeRoom = new Int32Array(MAX_SPAN);

/** Room for the halves of large numbers. */
let halfRoom = new Int32Array(0);

/** Truth values: a bit each, least first. */
class BooleanBuffer implements ColumnBuffer {
  count = 0;
  readonly textBytes = 0;
  #values = new Uint8Array(1024);

  constructor(readonly field: Field) {}

  append(column: Column, from: number, to: number): void {
    if (column.kind !== "boolean") refuseColumn(this.field, column);
    const kept = this.#values = grow(this.#values, this.count, this.count + to - from);
    const { validity, values } = column;
    for (let at = from; at < to; at++) {
      if (validity === undefined || validity[at] !== 0) {
        kept[this.count++] = values[at] === 0 ? 0 : 1;
      }
    }
  }

  chunk(): ChunkValues {
    if (this.count === 0) return NO_VALUES;
    const values = this.#values;
    const given = values.subarray(0, this.count);
    return {
      min: !given.includes(0),
      max: given.includes(1),
      writeValues: (from, to, page) => {
        page.reserve(((to - from) >>> 3) + 1);
        for (let at = from; at < to; at += 8) {
          let bits = 0;
          for (let bit = Math.min(8, to - at) - 1; bit >= 0; bit--) {
            bits = bits << 1 | values[at + bit]!;
          }
          page.bytes[page.length++] = bits;
        }
      },
    };
  }

  clear(): void {
    this.count = 0;
  }
}

/** Integers, days and decimals: plain, or a dictionary where few numbers come often. */
class NumberBuffer implements ColumnBuffer {
  count = 0;
  readonly textBytes = 0;
  #values: Int32Array | Float64Array;

  constructor(readonly field: Field, room: Int32Array | Float64Array) {
    this.#values = room;
  }

  append(column: Column, from: number, to: number): void {
    if (
      column.kind !== this.field.kind || !("values" in column) || column.kind === "id" ||
      column.kind === "boolean"
    ) refuseColumn(this.field, column);
    if (column.kind === "decimal" && column.scale !== this.field.scale) {
      throw new TypeError(
        `field "${this.field.name}" has ${this.field.scale} decimals, its column ${column.scale}`,
      );
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
      ...this.#bounds(min, max),
      writeValues: (from, to, page) => page.writeBytes(numberBytes(values.subarray(from, to))),
    };
  }

  /** Statistics: the writer takes whole numbers of a decimal's last place as bigints only. */
  #bounds(min: number, max: number): Pick<ChunkValues, "min" | "max"> {
    return this.field.kind === "decimal" ? { min: BigInt(min), max: BigInt(max) } : { min, max };
  }

  #packed(min: number, max: number): ChunkValues {
    const values = this.#values;
    const { count } = this;
    const places = placeRoom.subarray(0, max - min + 1).fill(0);
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
    const codes = codeRoom = grow(codeRoom, 0, count);
    for (let at = 0; at < count; at++) codes[at] = places[values[at]! - min]!;
    const list = values instanceof Int32Array
      ? Int32Array.from(distinct)
      : Float64Array.from(distinct);
    return {
      // A copy: the room of large numbers is filled again by the pages.
      dictionary: { count: distinct.length, bytes: numberBytes(list).slice() },
      ...this.#bounds(min, max),
      writeValues: (from, to, page) => writeCodes(codes, distinct.length, from, to, page),
    };
  }

  clear(): void {
    this.count = 0;
  }
}

/**
 * PLAIN bytes of numbers: 4 each from 32-bit integers, 8 each from larger ones, little-endian. Good until the next call
 * and as long as the numbers stay.
 */
function numberBytes(values: Int32Array | Float64Array): Uint8Array {
  // Every platform this program is built for is little-endian, as its other writers also assume.
  if (values instanceof Int32Array) {
    return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  }
  const halves = halfRoom = grow(halfRoom, 0, values.length * 2);
  for (let at = 0; at < values.length; at++) {
    const high = Math.floor(values[at]! / 2 ** 32);
    halves[2 * at] = values[at]! - high * 2 ** 32;
    halves[2 * at + 1] = high;
  }
  return new Uint8Array(halves.buffer, 0, values.length * 8);
}

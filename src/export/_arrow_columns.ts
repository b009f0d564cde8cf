/**
 * Columns of an Arrow record batch while it fills, in the form its body has.
 *
 * @module
 */
import type { Column } from "../core/batch.ts";
import { ByteBuffer } from "../core/buffer.ts";
import { type Field, fitsInt32 } from "../core/entity.ts";
import { putId } from "./_id_text.ts";
import { grow, refuseColumn } from "./_parquet_buffer.ts";
import { encodeWordList, type WordList } from "./_word_list.ts";

/** A column of the record batch that is being filled. */
export interface ArrowColumn {
  /** Number of nulls. */
  readonly nullCount: number;
  /** Bytes that are not bounded by the number of rows: those of texts. */
  readonly textBytes: number;
  /** Takes the values of the rows `from` up to `to`. */
  append(column: Column, from: number, to: number): void;
  /** Validity, then values, as the body has them; a column without nulls has an empty validity. */
  buffers(): Uint8Array[];
  /** Forgets the values; keeps the room. */
  clear(): void;
}

const NOTHING = new Uint8Array(0);

/**
 * Opens the column of a field.
 *
 * @param field The field.
 * @returns An empty column.
 */
export function openArrowColumn(field: Field): ArrowColumn {
  switch (field.kind) {
    case "word":
      return new WordColumn(field);
    case "text":
      return new TextColumn(field);
    case "id":
      return new IdColumn(field);
    case "boolean":
      return new BooleanColumn(field);
    case "day":
      return new NumberColumn(field, 4);
    case "integer":
      return new NumberColumn(field, fitsInt32(field) ? 4 : 8);
    case "decimal":
      return new NumberColumn(field, 16);
  }
}

/** Which rows have a value; what all columns share. */
abstract class BaseColumn implements ArrowColumn {
  nullCount = 0;
  count = 0;
  #validity = new Uint8Array(1024);

  constructor(readonly field: Field) {}

  get textBytes(): number {
    return 0;
  }

  append(column: Column, from: number, to: number): void {
    if (column.kind !== this.field.kind) refuseColumn(this.field, column);
    const { validity } = column;
    if (this.field.nullable) {
      const kept = this.#validity = grow(this.#validity, this.count, this.count + to - from);
      if (validity === undefined) {
        kept.fill(1, this.count, this.count + to - from);
      } else {
        for (let at = from, place = this.count; at < to; at++) {
          const isValid = validity[at] === 0 ? 0 : 1;
          kept[place++] = isValid;
          this.nullCount += 1 - isValid;
        }
      }
    } else if (validity !== undefined && validity.subarray(from, to).includes(0)) {
      throw new TypeError(`field "${this.field.name}" is not nullable, but has a null`);
    }
    this.appendValues(column, from, to);
    this.count += to - from;
  }

  buffers(): Uint8Array[] {
    const validity = this.nullCount === 0 ? NOTHING : packBits(this.#validity, this.count);
    return [validity, ...this.valueBuffers()];
  }

  clear(): void {
    this.count = 0;
    this.nullCount = 0;
  }

  protected abstract appendValues(column: Column, from: number, to: number): void;
  protected abstract valueBuffers(): Uint8Array[];
}

/** A bit for each byte, least first. */
function packBits(flags: Uint8Array, count: number): Uint8Array {
  const bits = new Uint8Array(Math.ceil(count / 8));
  for (let at = 0; at < count; at++) {
    if (flags[at] !== 0) bits[at >>> 3]! |= 1 << (at & 7);
  }
  return bits;
}

/** A column of UTF-8: where each text ends, and all texts. */
abstract class Utf8Column extends BaseColumn {
  protected ends = new Int32Array(1024);
  protected readonly texts = new ByteBuffer(new ArrayBuffer(4096));

  override get textBytes(): number {
    return this.texts.length;
  }

  override append(column: Column, from: number, to: number): void {
    this.ends = grow(this.ends, this.count + 1, this.count + 1 + to - from);
    super.append(column, from, to);
  }

  protected valueBuffers(): Uint8Array[] {
    const { buffer, byteOffset } = this.ends;
    // `ends[0]` is always 0: the first text starts there.
    return [new Uint8Array(buffer, byteOffset, 4 * (this.count + 1)), this.texts.written()];
  }

  override clear(): void {
    super.clear();
    this.texts.clear();
  }
}

class WordColumn extends Utf8Column {
  #list: WordList | undefined;

  protected override appendValues(column: Column, from: number, to: number): void {
    if (column.kind !== "word") return;
    const list = this.#list?.words === column.words ? this.#list : encodeWordList(column.words);
    this.#list = list;
    this.texts.reserve((to - from) * list.maxLength);
    const { codes, validity } = column;
    this.texts.length = copyWords(
      { list, codes, validity, from, to },
      this.texts.view,
      this.texts.length,
      this.ends,
      this.count,
    );
  }
}

interface WordRun {
  readonly list: WordList;
  readonly codes: Uint8Array | Uint16Array | Int32Array;
  readonly validity: Uint8Array | undefined;
  readonly from: number;
  readonly to: number;
}

/** Copies words four bytes at a time past their ends; returns the place behind the last. */
function copyWords(
  { list, codes, validity, from, to }: WordRun,
  target: DataView,
  start: number,
  ends: Int32Array,
  count: number,
): number {
  const { view, offsets } = list;
  let p = start;
  let place = count;
  for (let at = from; at < to; at++) {
    if (validity === undefined || validity[at] !== 0) {
      const code = codes[at]!;
      const first = offsets[code]!;
      const length = offsets[code + 1]! - first;
      for (let j = 0; j < length; j += 4) {
        target.setInt32(p + j, view.getInt32(first + j, true), true);
      }
      p += length;
    }
    ends[++place] = p;
  }
  return p;
}

class TextColumn extends Utf8Column {
  protected override appendValues(column: Column, from: number, to: number): void {
    if (column.kind !== "text") return;
    const { bytes, offsets, validity } = column;
    const { ends, texts } = this;
    let place = this.count;
    if (validity === undefined) {
      const first = offsets[from]!;
      const shift = texts.length - first;
      texts.writeBytes(bytes.subarray(first, offsets[to]!));
      for (let at = from; at < to; at++) ends[++place] = offsets[at + 1]! + shift;
      return;
    }
    for (let at = from; at < to; at++) {
      if (validity[at] !== 0) texts.writeBytes(bytes.subarray(offsets[at]!, offsets[at + 1]!));
      ends[++place] = texts.length;
    }
  }
}

const ID_BYTES = 36;

class IdColumn extends Utf8Column {
  protected override appendValues(column: Column, from: number, to: number): void {
    if (column.kind !== "id") return;
    const { values } = column;
    const { validity } = column;
    const { ends, texts } = this;
    texts.reserve(ID_BYTES * (to - from));
    const { view } = texts;
    let p = texts.length;
    let place = this.count;
    for (let at = from; at < to; at++) {
      if (validity === undefined || validity[at] !== 0) {
        putId(view, p, values, at);
        p += ID_BYTES;
      }
      ends[++place] = p;
    }
    texts.length = p;
  }
}

/** Writes 0 where there is no value, so that no byte of a file hangs on what a column has there. */
function clearNulls(
  target: Int32Array | Uint8Array,
  start: number,
  validity: Uint8Array | undefined,
  from: number,
  to: number,
): void {
  if (validity === undefined) return;
  for (let at = from; at < to; at++) {
    if (validity[at] === 0) target[start + at - from] = 0;
  }
}

class BooleanColumn extends BaseColumn {
  #flags = new Uint8Array(1024);

  protected override appendValues(column: Column, from: number, to: number): void {
    if (column.kind !== "boolean") return;
    this.#flags = grow(this.#flags, this.count, this.count + to - from);
    this.#flags.set(column.values.subarray(from, to), this.count);
    clearNulls(this.#flags, this.count, column.validity, from, to);
  }

  protected override valueBuffers(): Uint8Array[] {
    return [packBits(this.#flags, this.count)];
  }
}

/** Whole numbers of 4, 8 or 16 bytes, little-endian. */
class NumberColumn extends BaseColumn {
  #words = new Int32Array(1024);
  readonly #stride: number;

  constructor(field: Field, width: 4 | 8 | 16) {
    super(field);
    this.#stride = width / 4;
  }

  protected override appendValues(column: Column, from: number, to: number): void {
    if (column.kind !== "integer" && column.kind !== "day" && column.kind !== "decimal") return;
    if (column.kind === "decimal" && column.scale !== this.field.scale) {
      const { name, scale } = this.field;
      throw new TypeError(`field "${name}" has ${scale} decimals, its column ${column.scale}`);
    }
    const stride = this.#stride;
    const start = this.count * stride;
    const words = this.#words = grow(this.#words, start, start + (to - from) * stride);
    const { values, validity } = column;
    if (stride === 1 && values instanceof Int32Array) {
      words.set(values.subarray(from, to), start);
      clearNulls(words, start, validity, from, to);
      return;
    }
    for (let at = from, place = start; at < to; at++, place += stride) {
      const value = validity !== undefined && validity[at] === 0 ? 0 : values[at]!;
      const low = value | 0;
      if (!Number.isSafeInteger(value) || (stride === 1 && low !== value)) {
        const type = stride === 1 ? "32-bit" : "safe";
        throw new RangeError(`field "${this.field.name}" holds ${value}, not a ${type} integer`);
      }
      words[place] = low;
      if (stride > 1) words[place + 1] = Math.floor(value / 2 ** 32);
      if (stride > 2) words[place + 2] = words[place + 3] = value < 0 ? -1 : 0;
    }
  }

  protected override valueBuffers(): Uint8Array[] {
    const { buffer, byteOffset } = this.#words;
    return [new Uint8Array(buffer, byteOffset, this.count * this.#stride * 4)];
  }
}

/**
 * Ids and texts of a row group while it fills, and what strings of Parquet need: their bytes after their
 * length, and the least and the greatest of them.
 *
 * @module
 */
import type { Column, IdWords } from "../core/batch.ts";
import { ByteBuffer } from "../core/buffer.ts";
import type { Field } from "../core/entity.ts";
import { putId } from "./_id_text.ts";
import { type ColumnBuffer, grow, NO_VALUES, refuseColumn } from "./_parquet_buffer.ts";
import type { ChunkValues } from "./_parquet_pages.ts";

/** Bytes of the length that stands before each string. */
export const LENGTH_BYTES = 4;

const ID_BYTES = 36;

/** Texts of this length or shorter are copied by a loop, which beats a call. */
const SHORT_TEXT = 64;

/**
 * The least and the greatest of strings, in the order of their bytes.
 *
 * @param plain The strings, each after its length.
 * @param starts Where each starts, its length included, and where the last ends.
 * @param count Number of strings, at least 1.
 * @returns Copies of the two, without their lengths.
 */
export function findBounds(
  plain: Uint8Array,
  starts: Int32Array,
  count: number,
): { readonly min: Uint8Array; readonly max: Uint8Array } {
  let min = 0;
  let max = 0;
  for (let place = 1; place < count; place++) {
    if (compareTexts(plain, starts, place, min) < 0) min = place;
    else if (compareTexts(plain, starts, place, max) > 0) max = place;
  }
  return {
    min: plain.slice(starts[min]! + LENGTH_BYTES, starts[min + 1]),
    max: plain.slice(starts[max]! + LENGTH_BYTES, starts[max + 1]),
  };
}

function compareTexts(plain: Uint8Array, starts: Int32Array, left: number, right: number): number {
  const leftEnd = starts[left + 1]!;
  const rightEnd = starts[right + 1]!;
  let at = starts[left]! + LENGTH_BYTES;
  let other = starts[right]! + LENGTH_BYTES;
  while (at < leftEnd && other < rightEnd) {
    const difference = plain[at++]! - plain[other++]!;
    if (difference !== 0) return difference;
  }
  return (leftEnd - at) - (rightEnd - other);
}

/** Texts: their bytes as PLAIN pages hold them. */
export class TextBuffer implements ColumnBuffer {
  count = 0;
  #plain = new ByteBuffer(new ArrayBuffer(4096));
  #starts = new Int32Array(1024);

  /** @param field The field. */
  constructor(readonly field: Field) {}

  get textBytes(): number {
    return this.#plain.length - LENGTH_BYTES * this.count;
  }

  append(column: Column, from: number, to: number): void {
    if (column.kind !== "text") refuseColumn(this.field, column);
    const { bytes, offsets, validity } = column;
    const plain = this.#plain;
    const starts = this.#starts = grow(this.#starts, this.count + 1, this.count + 1 + to - from);
    for (let at = from; at < to; at++) {
      if (validity !== undefined && validity[at] === 0) continue;
      const start = offsets[at]!;
      const length = offsets[at + 1]! - start;
      plain.reserve(length + LENGTH_BYTES);
      plain.view.setUint32(plain.length, length, true);
      copyBytes(bytes, start, length, plain.bytes, plain.length + LENGTH_BYTES);
      plain.length += length + LENGTH_BYTES;
      starts[++this.count] = plain.length;
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

function copyBytes(
  source: Uint8Array,
  from: number,
  length: number,
  target: Uint8Array,
  place: number,
): void {
  if (length > SHORT_TEXT) {
    target.set(source.subarray(from, from + length), place);
  } else {
    for (let at = 0; at < length; at++) target[place + at] = source[from + at]!;
  }
}

/** Ids: their 128 bits; they become text when a page is filled. */
export class IdBuffer implements ColumnBuffer {
  count = 0;
  readonly textBytes = 0;
  #words: Uint32Array[] = Array.from({ length: 4 }, () => new Uint32Array(1024));

  /** @param field The field. */
  constructor(readonly field: Field) {}

  append(column: Column, from: number, to: number): void {
    if (column.kind !== "id") refuseColumn(this.field, column);
    const { validity, values } = column;
    const { count } = this;
    let next = count;
    for (const [place, source] of values.entries()) {
      const words = this.#words[place] = grow(this.#words[place]!, count, count + to - from);
      next = count;
      for (let at = from; at < to; at++) {
        if (validity === undefined || validity[at] !== 0) words[next++] = source[at]!;
      }
    }
    this.count = next;
  }

  chunk(): ChunkValues {
    const { count } = this;
    if (count === 0) return NO_VALUES;
    let min = 0;
    let max = 0;
    for (let place = 1; place < count; place++) {
      if (this.#compare(place, min) < 0) min = place;
      else if (this.#compare(place, max) > 0) max = place;
    }
    return {
      min: this.#textAt(min),
      max: this.#textAt(max),
      writeValues: (from, to, page) => this.#write(from, to, page),
    };
  }

  clear(): void {
    this.count = 0;
  }

  /** Digits in lower case sort as the numbers do. */
  #compare(left: number, right: number): number {
    for (const words of this.#words) {
      const difference = words[left]! - words[right]!;
      if (difference !== 0) return difference;
    }
    return 0;
  }

  #textAt(place: number): Uint8Array {
    const buffer = new ByteBuffer(new ArrayBuffer(128));
    this.#write(place, place + 1, buffer);
    return buffer.written().subarray(LENGTH_BYTES);
  }

  #write(from: number, to: number, page: ByteBuffer): void {
    const ids = this.#words as unknown as IdWords;
    page.reserve((LENGTH_BYTES + ID_BYTES) * (to - from));
    const { view } = page;
    let place = page.length;
    for (let at = from; at < to; at++) {
      view.setUint32(place, ID_BYTES, true);
      place += LENGTH_BYTES;
      putId(view, place, ids, at);
      place += ID_BYTES;
    }
    page.length = place;
  }
}

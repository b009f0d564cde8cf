/**
 * Text columns without a string a row: words encoded once, and room for the bytes of a column.
 *
 * @module
 */
import type { TextColumn } from "../../core/batch.ts";

/** Bytes behind the last text, so that copies may run over its end. */
const SLACK_BYTES = 32;

/** Words as UTF-8, one behind the other. */
export interface WordBytes {
  /** All bytes, with slack behind the last. */
  readonly view: DataView;
  /** First byte of each word. */
  readonly starts: Int32Array;
  /** Bytes of each word. */
  readonly lengths: Int32Array;
  /** Bytes of the longest word. */
  readonly maxLength: number;
}

/**
 * Encodes words.
 *
 * @param words The words, in ASCII.
 * @returns Their bytes.
 */
export function encodeWords(words: readonly string[]): WordBytes {
  const bytes = new TextEncoder().encode(words.join("") + " ".repeat(SLACK_BYTES));
  const starts = new Int32Array(words.length);
  const lengths = Int32Array.from(words, (word) => word.length);
  let at = 0;
  let maxLength = 0;
  for (let code = 0; code < words.length; code++) {
    starts[code] = at;
    at += lengths[code]!;
    maxLength = Math.max(maxLength, lengths[code]!);
  }
  if (bytes.length !== at + SLACK_BYTES) throw new RangeError("words must be in ASCII");
  return { view: new DataView(bytes.buffer, bytes.byteOffset), starts, lengths, maxLength };
}

/**
 * Copies a word, four bytes at a time; up to three bytes behind it are spoilt.
 *
 * @param target Where to.
 * @param place First byte in it.
 * @param words The words.
 * @param code Which word.
 * @returns The place behind the word.
 */
export function putWord(
  target: DataView,
  place: number,
  words: WordBytes,
  code: number,
): number {
  const { view } = words;
  const from = words.starts[code]!;
  const length = words.lengths[code]!;
  for (let at = 0; at < length; at += 4) {
    target.setInt32(place + at, view.getInt32(from + at, true), true);
  }
  return place + length;
}

/**
 * Writes the digits of a number.
 *
 * @param target Where to.
 * @param place First byte in it.
 * @param value A whole number from 0 to 999,999,999.
 * @returns The place behind the digits.
 */
export function putNumber(target: DataView, place: number, value: number): number {
  let length = 1;
  for (let limit = 10; value >= limit; limit *= 10) length++;
  let rest = value;
  for (let at = place + length - 1; at >= place; at--) {
    const tenth = (rest / 10) | 0;
    target.setUint8(at, 48 + rest - tenth * 10);
    rest = tenth;
  }
  return place + length;
}

/** Room for a text column, used again for each chunk. */
export class TextRoom {
  /** Bytes of all texts. */
  bytes = new Uint8Array(0);
  /** The same bytes. */
  view = new DataView(this.bytes.buffer);
  /** First byte of each text and, behind the last, the number of bytes. */
  offsets = new Int32Array(1);

  /**
   * Makes room.
   *
   * @param count Number of texts.
   * @param maxLength Bytes of the longest text.
   */
  reserve(count: number, maxLength: number): void {
    if (this.offsets.length <= count) this.offsets = new Int32Array(Math.ceil(count * 1.25) + 16);
    const size = count * maxLength + SLACK_BYTES;
    if (this.bytes.length < size) {
      this.bytes = new Uint8Array(Math.ceil(size * 1.25));
      this.view = new DataView(this.bytes.buffer);
    }
  }

  /**
   * The column.
   *
   * @param validity 1 where a row has a text; default: all have.
   * @returns The column, over this room's own arrays.
   */
  column(validity?: Uint8Array): TextColumn {
    const { bytes, offsets } = this;
    return { kind: "text", bytes, offsets, ...(validity === undefined ? {} : { validity }) };
  }
}

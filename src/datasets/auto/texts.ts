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
 * Copies a word; some bytes behind it are spoilt, at most as many as the slack.
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
  // Most words are short: two steps without a question, the others in a loop.
  target.setInt32(place, view.getInt32(from, true), true);
  target.setInt32(place + 4, view.getInt32(from + 4, true), true);
  for (let at = 8; at < length; at += 4) {
    target.setInt32(place + at, view.getInt32(from + at, true), true);
  }
  return place + length;
}

/** The four digits of 0 to 9999 as bytes, the first least significant. */
const FOUR_DIGITS = Int32Array.from({ length: 10_000 }, (_, value) => {
  const digit = (power: number) => 48 + Math.floor(value / power) % 10;
  return digit(1000) | (digit(100) << 8) | (digit(10) << 16) | (digit(1) << 24);
});

/**
 * Writes the digits of a number; some bytes behind it are spoilt.
 *
 * @param target Where to.
 * @param place First byte in it.
 * @param value A whole number from 0 to 99,999.
 * @returns The place behind the digits.
 */
export function putNumber(target: DataView, place: number, value: number): number {
  if (value < 10_000) {
    const length = value < 100 ? (value < 10 ? 1 : 2) : value < 1000 ? 3 : 4;
    target.setInt32(place, FOUR_DIGITS[value]! >> (32 - 8 * length), true);
    return place + length;
  }
  const head = (value / 10_000) | 0;
  target.setUint8(place, 48 + head);
  target.setInt32(place + 1, FOUR_DIGITS[value - head * 10_000]!, true);
  return place + 5;
}

/**
 * Writes a whole number of any size with a fixed number of digits, zeros in front.
 *
 * @param bytes Where to.
 * @param place Place of the first digit.
 * @param width Number of digits; further ones are left out.
 * @param value Whole number from 0 below 2^53.
 */
export function putDigits(bytes: Uint8Array, place: number, width: number, value: number): void {
  // Nine digits fit a machine word, whose division is much faster.
  let high = Math.floor(value / 1e9);
  let rest = (value - high * 1e9) | 0;
  for (let at = place + width - 1, left = 9; at >= place; at--) {
    const tenth = (rest / 10) | 0;
    bytes[at] = 48 + rest - tenth * 10;
    rest = tenth;
    if (--left > 0) continue;
    rest = high % 1e9;
    high = Math.floor(high / 1e9);
    left = 9;
  }
}

/**
 * Makes a column of numbers with letters in front, such as `ACC000000000042`.
 *
 * @param out Room for them.
 * @param prefix The letters, in ASCII.
 * @param width Number of digits.
 * @param values The numbers.
 * @param count How many of them.
 * @returns The room.
 */
export function writeNumbers(
  out: TextRoom,
  prefix: string,
  width: number,
  values: Float64Array,
  count: number,
): TextRoom {
  const length = prefix.length + width;
  out.reserve(count, length);
  const { bytes, offsets } = out;
  for (let i = 0; i < count; i++) {
    const place = i * length;
    offsets[i] = place;
    for (let at = 0; at < prefix.length; at++) bytes[place + at] = prefix.charCodeAt(at);
    putDigits(bytes, place + prefix.length, width, values[i]!);
  }
  offsets[count] = count * length;
  return out;
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

/**
 * Lists of words as UTF-8, encoded once.
 *
 * @module
 */
import { SLACK_BYTES } from "../core/buffer.ts";

/** The words of a column: word `code` is the bytes `offsets[code]` up to `offsets[code + 1]`. */
export interface WordList {
  /** The list it was made from. */
  readonly words: readonly string[];
  /** All words, with slack behind them. */
  readonly view: DataView;
  readonly offsets: Int32Array;
  /** Length of the longest word. */
  readonly maxLength: number;
}

const encoder = new TextEncoder();

/**
 * Encodes a list of words.
 *
 * @param words The words.
 * @returns Their UTF-8; half of a surrogate pair becomes U+FFFD.
 *
 * @example
 * ```ts
 * import { encodeWordList } from "./_word_list.ts";
 * const { offsets, maxLength } = encodeWordList(["a", "é"]);
 * if (offsets.join() !== "0,1,3" || maxLength !== 2) throw new RangeError();
 * ```
 */
export function encodeWordList(words: readonly string[]): WordList {
  // One call for all: a call a word costs more than the words.
  const bytes = encoder.encode(`${words.join("")}${" ".repeat(SLACK_BYTES)}`);
  const unitCount = words.reduce((sum, word) => sum + word.length, SLACK_BYTES);
  const isAscii = bytes.length === unitCount;
  if (!isAscii) return encodeEach(words);
  const offsets = new Int32Array(words.length + 1);
  let maxLength = 0;
  words.forEach((word, code) => {
    offsets[code + 1] = offsets[code]! + word.length;
    maxLength = Math.max(maxLength, word.length);
  });
  return { words, view: new DataView(bytes.buffer), offsets, maxLength };
}

/** Each word by itself: halves of a pair at the seam of two words must not become one character. */
function encodeEach(words: readonly string[]): WordList {
  const encoded = words.map((word) => encoder.encode(word));
  const size = encoded.reduce((sum, bytes) => sum + bytes.length, SLACK_BYTES);
  const all = new Uint8Array(size);
  const offsets = new Int32Array(words.length + 1);
  let maxLength = 0;
  encoded.forEach((bytes, code) => {
    all.set(bytes, offsets[code]);
    offsets[code + 1] = offsets[code]! + bytes.length;
    maxLength = Math.max(maxLength, bytes.length);
  });
  return { words, view: new DataView(all.buffer), offsets, maxLength };
}

/**
 * The words of one field that were seen lately, found by their first and last bytes.
 *
 * @module
 */
import type { Interner } from "./interner.ts";

/** Places of a new cache, a power of two. */
const FIRST_PLACES = 64;

/** Places of a full one. */
const MOST_PLACES = 2048;

/** Numbers of a place: first four bytes, last four bytes, length, number of the word. */
const STRIDE = 4;

/** Words up to this length are their first and last four bytes. */
const SHORT = 8;

/**
 * Finds the numbers of words that were kept before, without a hash of the whole. It begins small and grows while
 * words are missed, so that fields of few words take little room.
 */
export class WordCache {
  readonly #words: Interner;
  #places = newPlaces(FIRST_PLACES);
  #shift = 32 - Math.log2(FIRST_PLACES);
  #missCount = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(new ArrayBuffer(0));

  /** @param words Holds the words. */
  constructor(words: Interner) {
    this.#words = words;
  }

  /**
   * Takes the bytes in which words are looked for from now on.
   *
   * @param bytes What spans point into.
   */
  open(bytes: Uint8Array): void {
    if (bytes === this.#bytes) return;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /**
   * The number of a word that was kept.
   *
   * @param start First byte.
   * @param end Byte behind the last.
   * @returns Its number; -1 where the cache has it not.
   */
  find(start: number, end: number): number {
    const length = end - start;
    const view = this.#view;
    const first = length >= 4 ? view.getInt32(start, true) : this.#shortOf(start, length);
    const last = length > 4 ? view.getInt32(end - 4, true) : 0;
    const places = this.#places;
    const at = (mixWord(first, last, length) >>> this.#shift) * STRIDE;
    if (places[at] !== first || places[at + 1] !== last || places[at + 2] !== length) return -1;
    const code = places[at + 3]!;
    if (length <= SHORT || this.#words.isWord(code, this.#bytes, start, end)) return code;
    return -1;
  }

  /**
   * Keeps a word.
   *
   * @param start First byte.
   * @param end Byte behind the last.
   * @param code Its number.
   */
  keep(start: number, end: number, code: number): void {
    const count = this.#places.length / STRIDE;
    if (++this.#missCount > 4 * count && count < MOST_PLACES) {
      this.#places = newPlaces(count * 4);
      this.#shift -= 2;
      this.#missCount = 0;
    }
    const length = end - start;
    const view = this.#view;
    const first = length >= 4 ? view.getInt32(start, true) : this.#shortOf(start, length);
    const last = length > 4 ? view.getInt32(end - 4, true) : 0;
    const places = this.#places;
    const at = (mixWord(first, last, length) >>> this.#shift) * STRIDE;
    places[at] = first;
    places[at + 1] = last;
    places[at + 2] = length;
    places[at + 3] = code;
  }

  /** Up to three bytes as a number. */
  #shortOf(start: number, length: number): number {
    const bytes = this.#bytes;
    if (start + 4 <= bytes.length) {
      return this.#view.getInt32(start, true) & ((1 << (length * 8)) - 1);
    }
    let value = length > 0 ? bytes[start]! : 0;
    if (length > 1) value |= bytes[start + 1]! << 8;
    if (length > 2) value |= bytes[start + 2]! << 16;
    return value;
  }
}

function mixWord(first: number, last: number, length: number): number {
  return Math.imul(Math.imul(first ^ length, 0x85ebca6b | 0) ^ last, 0x9e3779b1 | 0);
}

/** Places whose length no word has. */
function newPlaces(count: number): Int32Array<ArrayBuffer> {
  return new Int32Array(count * STRIDE).fill(-1);
}

/**
 * Words by number: each distinct text of the fields that have few of them is kept once.
 *
 * @module
 */
import { finishHash, hashBytes } from "./hash.ts";

/** Distinct words that are kept; further ones have no number. */
export const MAX_WORDS = 1 << 20;

/** Bytes of all words that are kept. */
export const MAX_WORD_BYTES = 1 << 26;

/** What stands for the number of a word that could not be kept. */
export const NO_ROOM = -2;

/** Words that were seen lately, a power of two. */
const NEAR_WORDS = 4096;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Gives texts numbers, the same number for the same bytes. Memory: the words and 16 to
 * 24 bytes for each, at most {@link MAX_WORDS} words and {@link MAX_WORD_BYTES} bytes.
 *
 * @example
 * ```ts
 * import { Interner } from "./interner.ts";
 * const words = new Interner();
 * const bytes = new TextEncoder().encode("CA,CA");
 * if (words.codeOf(bytes, 0, 2) !== words.codeOf(bytes, 3, 5)) throw new RangeError();
 * ```
 */
export class Interner {
  /** Number of words. */
  count = 0;
  #bytes = new Uint8Array(65_536);
  #view: DataView = new DataView(this.#bytes.buffer);
  #seenBytes: Uint8Array = this.#bytes;
  #seen: DataView = this.#view;
  #used = 0;
  #ends = new Int32Array(1025);
  #hashes = new Int32Array(1024);
  #slots = new Int32Array(4096).fill(-1);
  readonly #near = new Int32Array(NEAR_WORDS).fill(-1);
  readonly #texts: (string | undefined)[] = [];

  /** @param maxWords Words that are kept at most, default {@link MAX_WORDS}. */
  constructor(readonly maxWords: number = MAX_WORDS) {}

  /** Whether further words of a part's usual number may get no number: half of the room is taken, for words or bytes. */
  get isHalfFull(): boolean {
    return this.count > this.maxWords / 2 || this.#used > MAX_WORD_BYTES / 2;
  }

  /**
   * The number of a text.
   *
   * @param bytes What the span points into.
   * @param start First byte.
   * @param end Byte behind the last.
   * @returns A number from 0; {@link NO_ROOM} where no further word can be kept.
   */
  codeOf(bytes: Uint8Array, start: number, end: number): number {
    // Words that were seen lately are found without a hash of the whole.
    const length = end - start;
    const near = (Math.imul(
      (bytes[start]! << 16) ^ (bytes[start + (length >> 1)]! << 8) ^ bytes[end - 1]! ^
        (length << 20) ^ (bytes[end - 2]! << 12),
      0x9e3779b1 | 0,
    ) >>> 20) & (NEAR_WORDS - 1);
    const guess = this.#near[near]!;
    if (guess !== -1 && this.isWord(guess, bytes, start, end)) return guess;
    const code = this.#find(bytes, start, end);
    if (code >= 0) this.#near[near] = code;
    return code;
  }

  #find(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashBytes(bytes, start, end);
    const mask = this.#slots.length - 1;
    let slot = finishHash(hash) & mask;
    for (let code = this.#slots[slot]!; code !== -1; code = this.#slots[slot]!) {
      if (this.#hashes[code] === hash && this.isWord(code, bytes, start, end)) return code;
      slot = (slot + 1) & mask;
    }
    return this.#add(bytes, start, end, hash, slot);
  }

  /**
   * Whether a word has these bytes.
   *
   * @param code Number of the word.
   * @param bytes What the span points into.
   * @param start First byte.
   * @param end Byte behind the last.
   * @returns Whether all bytes are equal.
   */
  isWord(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    let at = this.#ends[code]!;
    if (this.#ends[code + 1]! - at !== end - start) return false;
    if (bytes !== this.#seenBytes) {
      this.#seenBytes = bytes;
      this.#seen = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    const words = this.#view;
    const seen = this.#seen;
    let from = start;
    for (; from + 4 <= end; from += 4, at += 4) {
      if (words.getInt32(at) !== seen.getInt32(from)) return false;
    }
    for (; from < end; from++, at++) if (words.getUint8(at) !== seen.getUint8(from)) return false;
    return true;
  }

  /**
   * A word as text.
   *
   * @param code Number of the word.
   * @returns The text; what is not UTF-8 in it is replaced.
   */
  text(code: number): string {
    return this.#texts[code] ??= decoder.decode(this.wordBytes(code));
  }

  /**
   * The bytes of a word.
   *
   * @param code Number of the word.
   * @returns A view that holds until the next word is added.
   */
  wordBytes(code: number): Uint8Array {
    return this.#bytes.subarray(this.#ends[code]!, this.#ends[code + 1]!);
  }

  /**
   * The hash of a word.
   *
   * @param code Number of the word.
   * @returns 32 bits.
   */
  hash(code: number): number {
    return this.#hashes[code]!;
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const length = end - start;
    if (this.count === this.maxWords || this.#used + length > MAX_WORD_BYTES) return NO_ROOM;
    if (this.#used + length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#used + length));
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    const code = this.count++;
    this.#bytes.set(bytes.subarray(start, end), this.#used);
    this.#used += length;
    if (code === this.#hashes.length) this.#hashes = growInts(this.#hashes);
    if (code + 1 === this.#ends.length) this.#ends = growInts(this.#ends);
    this.#ends[code + 1] = this.#used;
    this.#hashes[code] = hash;
    this.#slots[slot] = code;
    if (this.count * 2 > this.#slots.length) this.#rehash();
    return code;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let code = 0; code < this.count; code++) {
      const hash = this.#hashes[code]!;
      let slot = finishHash(hash) & mask;
      while (slots[slot] !== -1) slot = (slot + 1) & mask;
      slots[slot] = code;
    }
    this.#slots = slots;
  }
}

function growInts(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

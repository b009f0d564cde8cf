/**
 * Rows by their 128-bit key.
 *
 * @module
 */

/** Rows of one entity whose keys can be held. */
export const MAX_KEYS = 1 << 26;

const CHUNK = 1 << 16;

/**
 * 128-bit numbers in the order of their rows, in chunks that never move: 16 bytes a row.
 */
export class IdList {
  /** Number of rows. */
  count = 0;
  readonly #chunks: Int32Array[] = [];

  /**
   * Adds the number of the next row.
   *
   * @param ids Four words a number, most significant first.
   * @param at Place of the first word.
   */
  push(ids: Int32Array, at: number): void {
    const place = this.count & (CHUNK - 1);
    if (place === 0) this.#chunks.push(new Int32Array(CHUNK * 4));
    const chunk = this.#chunks[this.#chunks.length - 1]!;
    chunk[place * 4] = ids[at]!;
    chunk[place * 4 + 1] = ids[at + 1]!;
    chunk[place * 4 + 2] = ids[at + 2]!;
    chunk[place * 4 + 3] = ids[at + 3]!;
    this.count++;
  }

  /**
   * Whether a row has this number.
   *
   * @param row The row, from 0.
   * @param ids Four words a number.
   * @param at Place of the first word.
   * @returns Whether all four words are equal.
   */
  equals(row: number, ids: Int32Array, at: number): boolean {
    const chunk = this.#chunks[row >>> 16]!;
    const place = (row & (CHUNK - 1)) * 4;
    return chunk[place] === ids[at] && chunk[place + 1] === ids[at + 1] &&
      chunk[place + 2] === ids[at + 2] && chunk[place + 3] === ids[at + 3];
  }

  /**
   * The number of a row.
   *
   * @param row The row, from 0.
   * @returns A view of its four words.
   */
  words(row: number): Int32Array {
    const place = (row & (CHUNK - 1)) * 4;
    return this.#chunks[row >>> 16]!.subarray(place, place + 4);
  }
}

/**
 * Finds rows by key: open addressing over an {@link IdList}. Memory: 16 bytes a key for the list and 8 to
 * 16 for the table, so 24 to 32 bytes a row, at most {@link MAX_KEYS} rows. Rows that come in the order
 * they are looked up in are found without the table.
 *
 * @example
 * ```ts
 * import { IdTable } from "./id_table.ts";
 * const table = new IdTable();
 * const ids = Int32Array.of(1, 2, 3, 4);
 * if (table.add(ids, 0) !== -1 || table.add(ids, 0) !== 0) throw new RangeError();
 * if (table.find(ids, 0) !== 0) throw new RangeError();
 * ```
 */
export class IdTable {
  /** The keys, in the order they were added; one for each row, also where it came before. */
  readonly keys: IdList = new IdList();
  /** Whether there are rows whose keys are not held. */
  isCut = false;
  #slots = new Int32Array(1024).fill(-1);
  #known = 0;
  #guess = 0;

  /** @param maxKeys Rows whose keys are held at most, default {@link MAX_KEYS}. */
  constructor(readonly maxKeys: number = MAX_KEYS) {}

  /**
   * Adds the key of the next row.
   *
   * @param ids Four words a key.
   * @param at Place of the first word.
   * @returns -1, or the earlier row that has the same key.
   */
  add(ids: Int32Array, at: number): number {
    const row = this.keys.count;
    if (!this.#push(ids, at)) return -1;
    const slot = this.#slotOf(ids, at);
    const found = this.#slots[slot]!;
    if (found !== -1) return found;
    this.#slots[slot] = row;
    if (++this.#known * 2 > this.#slots.length) this.#grow();
    return -1;
  }

  /** Counts a row that has no key, so that later rows keep their numbers. */
  addNone(): void {
    this.#push(NO_KEY, 0);
  }

  #push(ids: Int32Array, at: number): boolean {
    if (this.keys.count === this.maxKeys) this.isCut = true;
    else this.keys.push(ids, at);
    return !this.isCut;
  }

  /**
   * Finds the row that has a key.
   *
   * @param ids Four words a key.
   * @param at Place of the first word.
   * @returns Its row, from 0; -1 where there is none; -2 where it may be a row whose key is not held.
   */
  find(ids: Int32Array, at: number): number {
    const guess = this.#guess;
    if (guess < this.keys.count && this.keys.equals(guess, ids, at)) {
      this.#guess = guess + 1;
      return guess;
    }
    const found = this.#slots[this.#slotOf(ids, at)]!;
    if (found === -1) return this.isCut ? -2 : -1;
    this.#guess = found + 1;
    return found;
  }

  #slotOf(ids: Int32Array, at: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashId(ids, at) & mask;
    for (let row = this.#slots[slot]!; row !== -1; row = this.#slots[slot]!) {
      if (this.keys.equals(row, ids, at)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Int32Array(old.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (const row of old) {
      if (row === -1) continue;
      let slot = hashId(this.keys.words(row), 0) & mask;
      while (slots[slot] !== -1) slot = (slot + 1) & mask;
      slots[slot] = row;
    }
    this.#slots = slots;
  }
}

const NO_KEY = new Int32Array(4);

function hashId(ids: Int32Array, at: number): number {
  let hash = Math.imul(ids[at]! ^ (ids[at + 1]! >>> 7), 0x9e3779b1 | 0);
  hash = Math.imul(hash ^ ids[at + 2]! ^ (hash >>> 16), 0x85ebca6b | 0);
  hash = Math.imul(hash ^ ids[at + 3]! ^ (hash >>> 13), 0xc2b2ae35 | 0);
  return hash ^ (hash >>> 16);
}

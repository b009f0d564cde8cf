/**
 * Tuples of word numbers with a number each, by open addressing: no object and no allocation a look-up.
 *
 * @module
 */

/**
 * A table of tuples of one width.
 *
 * @example
 * ```ts
 * import { TupleTable } from "./tuple_table.ts";
 * const table = new TupleTable(2);
 * const key = Int32Array.of(7, 8);
 * if (table.get(key) !== -1) throw new RangeError();
 * table.set(key, 5);
 * if (table.get(key) !== 5) throw new RangeError();
 * ```
 */
export class TupleTable {
  /** Number of tuples. */
  count = 0;
  /** For each slot its value (-1: free) and the tuple, side by side. */
  #slots: Int32Array;
  #mask = 255;
  readonly #stride: number;

  /**
   * @param width Numbers in a tuple.
   * @param expected Tuples for which there is room from the start, default 0.
   */
  constructor(readonly width: number, expected = 0) {
    this.#stride = width + 1;
    while (this.#mask < expected * 2) this.#mask = this.#mask * 2 + 1;
    this.#slots = new Int32Array((this.#mask + 1) * this.#stride).fill(-1);
  }

  /**
   * The number of a tuple.
   *
   * @param key The tuple.
   * @returns Its number; -1 where the table has it not.
   */
  get(key: Int32Array): number {
    return this.#slots[this.#slotOf(key)]!;
  }

  /**
   * Gives a tuple a number.
   *
   * @param key The tuple; it is copied.
   * @param value A number from 0.
   */
  set(key: Int32Array, value: number): void {
    let slot = this.#slotOf(key);
    if (this.#slots[slot] === -1) {
      if (++this.count * 2 > this.#mask) {
        this.#grow();
        slot = this.#slotOf(key);
      }
      this.#slots.set(key, slot + 1);
    }
    this.#slots[slot] = value;
  }

  /** Forgets all tuples. */
  clear(): void {
    this.#slots.fill(-1);
    this.count = 0;
  }

  /** Where the slot of a tuple begins: that of the tuple, or the free one it would take. */
  #slotOf(key: Int32Array): number {
    const { width } = this;
    const slots = this.#slots;
    const stride = this.#stride;
    const mask = this.#mask;
    let hash = 0x9e3779b9 | 0;
    for (let at = 0; at < width; at++) {
      hash = Math.imul(hash ^ key[at]!, 0x85ebca6b | 0) ^ hash >>> 13;
    }
    let place = (hash ^ (hash >>> 15)) & mask;
    while (true) {
      const slot = place * stride;
      if (slots[slot] === -1) return slot;
      let at = 0;
      while (at < width && slots[slot + 1 + at] === key[at]) at++;
      if (at === width) return slot;
      place = (place + 1) & mask;
    }
  }

  #grow(): void {
    const old = this.#slots;
    const stride = this.#stride;
    this.#mask = this.#mask * 2 + 1;
    this.#slots = new Int32Array(old.length * 2).fill(-1);
    for (let from = 0; from < old.length; from += stride) {
      if (old[from] === -1) continue;
      const slot = old.subarray(from, from + stride);
      this.#slots.set(slot, this.#slotOf(slot.subarray(1)));
    }
  }
}

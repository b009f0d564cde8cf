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
  #keys: Int32Array;
  #values: Int32Array;
  #mask = 255;

  /** @param width Numbers in a tuple. */
  constructor(readonly width: number) {
    this.#keys = new Int32Array(256 * width);
    this.#values = new Int32Array(256).fill(-1);
  }

  /**
   * The number of a tuple.
   *
   * @param key The tuple.
   * @returns Its number; -1 where the table has it not.
   */
  get(key: Int32Array): number {
    return this.#values[this.#slotOf(key)]!;
  }

  /**
   * Gives a tuple a number.
   *
   * @param key The tuple; it is copied.
   * @param value A number from 0.
   */
  set(key: Int32Array, value: number): void {
    let slot = this.#slotOf(key);
    if (this.#values[slot] === -1) {
      if (++this.count * 2 > this.#values.length) {
        this.#grow();
        slot = this.#slotOf(key);
      }
      this.#keys.set(key, slot * this.width);
    }
    this.#values[slot] = value;
  }

  /** Forgets all tuples. */
  clear(): void {
    this.#values.fill(-1);
    this.count = 0;
  }

  #slotOf(key: Int32Array): number {
    const { width } = this;
    let hash = 0x9e3779b9 | 0;
    for (let at = 0; at < width; at++) {
      hash = Math.imul(hash ^ key[at]!, 0x85ebca6b | 0);
      hash ^= hash >>> 15;
    }
    let slot = hash & this.#mask;
    while (this.#values[slot] !== -1) {
      const first = slot * width;
      let at = 0;
      while (at < width && this.#keys[first + at] === key[at]) at++;
      if (at === width) break;
      slot = (slot + 1) & this.#mask;
    }
    return slot;
  }

  #grow(): void {
    const keys = this.#keys;
    const values = this.#values;
    const { width } = this;
    this.#keys = new Int32Array(keys.length * 2);
    this.#values = new Int32Array(values.length * 2).fill(-1);
    this.#mask = this.#values.length - 1;
    for (let old = 0; old < values.length; old++) {
      if (values[old] === -1) continue;
      const key = keys.subarray(old * width, old * width + width);
      const slot = this.#slotOf(key);
      this.#keys.set(key, slot * width);
      this.#values[slot] = values[old]!;
    }
  }
}

/**
 * Exact counts of the values of a field, as long as it has few: years, round amounts, counts. Quantiles of those
 * are told exactly, where bins would name numbers that no row holds.
 *
 * @module
 */

/** Distinct values that are counted apart. */
export const MAX_DISTINCT = 4096;

const FIRST_SLOTS = 64;

/** Values with their counts, each value once, in no order. */
export interface ValueList {
  readonly values: Float64Array;
  readonly counts: Float64Array;
}

/**
 * Counts whole numbers apart, up to {@link MAX_DISTINCT} of them.
 *
 * @example
 * ```ts
 * import { ValueCounts } from "./value_counts.ts";
 * const counts = new ValueCounts();
 * for (const year of [2024, 2008, 2024]) counts.add(year, 1);
 * if (counts.size !== 2) throw new RangeError();
 * ```
 */
export class ValueCounts {
  // A table with open places: half of them stay free, so that few are looked at for a value.
  #values = new Float64Array(FIRST_SLOTS);
  #counts = new Float64Array(FIRST_SLOTS);
  #size = 0;

  /** Distinct values. */
  get size(): number {
    return this.#size;
  }

  /**
   * Adds rows of a value.
   *
   * @param value A whole number.
   * @param count Rows that hold it; more than 0.
   * @returns Whether they were counted; not where the value would be one too many.
   */
  add(value: number, count: number): boolean {
    const slot = this.#slotOf(value);
    if (this.#counts[slot] === 0) {
      if (this.#size === MAX_DISTINCT) return false;
      this.#size++;
      this.#values[slot] = value;
      this.#counts[slot] = count;
      if (this.#size * 2 > this.#values.length) this.#grow();
      return true;
    }
    this.#counts[slot]! += count;
    return true;
  }

  /**
   * Adds rows of values, one by one, until one would be too many.
   *
   * @param values Whole numbers.
   * @param counts Rows of each; where they are 0, it is passed over. One each where they are left out.
   * @param size Number of values.
   * @returns How many were added; the entry behind them is the one that was not.
   */
  addAll(
    values: Float64Array | Int32Array,
    counts: Float64Array | Uint32Array | undefined,
    size: number,
  ): number {
    for (let at = 0; at < size; at++) {
      const count = counts === undefined ? 1 : counts[at]!;
      if (count > 0 && !this.add(values[at]!, count)) return at;
    }
    return size;
  }

  /**
   * What was counted.
   *
   * @returns A copy.
   */
  list(): ValueList {
    const values = new Float64Array(this.#size);
    const counts = new Float64Array(this.#size);
    let at = 0;
    const slots = this.#counts;
    for (let slot = 0; slot < slots.length; slot++) {
      if (slots[slot] === 0) continue;
      values[at] = this.#values[slot]!;
      counts[at++] = slots[slot]!;
    }
    return { values, counts };
  }

  /** Begins anew. */
  clear(): void {
    if (this.#size === 0) return;
    this.#counts.fill(0);
    this.#size = 0;
  }

  #slotOf(value: number): number {
    const values = this.#values;
    const counts = this.#counts;
    const last = values.length - 1;
    const mixed = Math.imul((value | 0) ^ Math.imul((value / 0x100000000) | 0, 31), 0x9e3779b1);
    let slot = (mixed ^ mixed >>> 15) & last;
    while (counts[slot] !== 0 && values[slot] !== value) slot = (slot + 1) & last;
    return slot;
  }

  #grow(): void {
    const { values, counts } = this.list();
    this.#values = new Float64Array(this.#values.length * 2);
    this.#counts = new Float64Array(this.#values.length);
    values.forEach((value, at) => {
      const slot = this.#slotOf(value);
      this.#values[slot] = value;
      this.#counts[slot] = counts[at]!;
    });
  }
}

/**
 * Weighted choices from tables, many at a time: A. J. Walker's alias method, one 32-bit word a choice.
 *
 * @module
 */

const TWO_31 = 2 ** 31;

/**
 * Some weighted tables in one. A word chooses an entry of a table with a probability that differs from
 * its share by less than `size / 2^31`.
 */
export class WeightTables {
  /** First entry of each table. */
  readonly starts: Int32Array;
  /** Entries of each table. */
  readonly sizes: Int32Array;
  /** Part of each entry that is its own, in 31 bits. */
  readonly #thresholds: Int32Array;
  readonly #aliases: Uint16Array;

  /** @param tables Weights of each table: not negative, their sum positive; at most 65,536 entries each. */
  constructor(tables: readonly (readonly number[])[]) {
    this.starts = new Int32Array(tables.length);
    this.sizes = Int32Array.from(tables, (weights) => weights.length);
    let total = 0;
    tables.forEach((weights, table) => {
      this.starts[table] = total;
      total += weights.length;
    });
    this.#thresholds = new Int32Array(total);
    this.#aliases = new Uint16Array(total);
    tables.forEach((weights, table) => this.#fill(weights, this.starts[table]!));
  }

  #fill(weights: readonly number[], start: number): void {
    const size = weights.length;
    const sum = weights.reduce((before, weight) => before + weight, 0);
    if (!(sum > 0) || size > 65_536) throw new RangeError("weights need a positive sum");
    const parts = weights.map((weight) => weight * size / sum);
    const small: number[] = [];
    const large: number[] = [];
    parts.forEach((part, entry) => (part < 1 ? small : large).push(entry));
    while (small.length > 0 && large.length > 0) {
      const low = small.pop()!;
      const high = large.pop()!;
      this.#thresholds[start + low] = Math.floor(parts[low]! * TWO_31);
      this.#aliases[start + low] = high;
      parts[high] = parts[high]! - (1 - parts[low]!);
      (parts[high]! < 1 ? small : large).push(high);
    }
    for (const entry of [...small, ...large]) this.#aliases[start + entry] = entry;
  }

  /**
   * Chooses an entry.
   *
   * @param word 32 random bits, signed or not.
   * @param table Which table, from 0.
   * @returns The entry, counted in its table from 0.
   */
  pick(word: number, table: number): number {
    const size = this.sizes[table]!;
    const start = this.starts[table]!;
    const entry = ((word >>> 0) * size * 2 ** -32) | 0;
    const alias = this.#aliases[start + entry]!;
    // All ones where the rest is below the threshold: a branch would be guessed wrong too often.
    const isOwn = ((Math.imul(word, size) >>> 1) - this.#thresholds[start + entry]!) >> 31;
    return alias ^ ((entry ^ alias) & isOwn);
  }
}

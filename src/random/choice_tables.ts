/**
 * Weighted choices from many tables, for generators that look one up by what a row already is: ages by
 * sex, ZIP codes by state. Each table is the same as a {@link buildChoice}; all lie in one array.
 *
 * @module
 */
import { columnShift, layColumns } from "./_alias_columns.ts";
import { dealWords, refuseLost } from "./sampler_choice.ts";

/** Sum that weights which are no whole numbers are brought to. */
const WHOLE_SUM = 2 ** 52;

/** Whole numbers in the proportions of weights: the same ones where they are whole already. */
function wholeWeights(weights: readonly number[]): ArrayLike<number> {
  if (weights.every(Number.isSafeInteger)) return weights;
  let sum = 0;
  for (const weight of weights) {
    if (!(weight >= 0)) throw new RangeError(`A weight is a number from 0, not ${weight}`);
    sum += weight;
  }
  if (!(sum > 0 && sum < Infinity)) throw new RangeError(`The sum of the weights is ${sum}`);
  return Float64Array.from(weights, (weight) => Math.round(weight / sum * WHOLE_SUM));
}

/**
 * Some weighted tables in one. The probability of each entry, and of any entries in a row, is less than
 * 2^-32 from its weight's share (whole weights) or than 2^-32 + 2^-53 for each entry before it (others);
 * an entry of weight 0 never comes.
 *
 * @example
 * ```ts
 * import { ChoiceTables } from "./choice_tables.ts";
 * const tables = new ChoiceTables([[1, 0, 3], [0.5, 0.5]]);
 * if (tables.pick(0xffffffff, 0) !== 2) throw new RangeError();
 * if (tables.wordCounts(1).join() !== `${2 ** 31},${2 ** 31}`) throw new RangeError();
 * ```
 */
export class ChoiceTables {
  /** Threshold and alias of each column, side by side; table after table. */
  readonly #columns: Int32Array;
  /** First column of each table. */
  readonly #starts: Int32Array;
  /** How far a word is shifted to give its column in a table. */
  readonly #shifts: Uint8Array;
  /** Entries of each table. */
  readonly #sizes: Int32Array;

  /**
   * @param tables Weights of each table, 1 to 2^24 numbers from 0.
   * @throws {RangeError} If a weight is no number from 0, all of a table are 0, or one is so small beside
   * its table's sum that no word would give it (a share below some 2^-32).
   */
  constructor(tables: readonly (readonly number[])[]) {
    const { length } = tables;
    this.#starts = new Int32Array(length);
    this.#sizes = Int32Array.from(tables, (weights) => weights.length);
    this.#shifts = Uint8Array.from(this.#sizes, columnShift);
    let total = 0;
    for (let table = 0; table < length; table++) {
      this.#starts[table] = total;
      total += 1 << (32 - this.#shifts[table]!);
    }
    this.#columns = new Int32Array(2 * total);
    tables.forEach((weights, table) => {
      const counts = dealWords(wholeWeights(weights));
      refuseLost(weights, counts);
      layColumns(counts, this.#columns, this.#starts[table]!);
    });
  }

  /**
   * Chooses an entry.
   *
   * @param word 32 random bits, signed or not.
   * @param table Which table, from 0.
   * @returns The entry, counted in its table from 0.
   */
  pick(word: number, table: number): number {
    const shift = this.#shifts[table]!;
    const column = word >>> shift;
    const at = 2 * (this.#starts[table]! + column);
    const alias = this.#columns[at + 1]!;
    // All ones where the word is the column's own: a branch would be guessed wrong too often.
    const isOwn = ((word & ((1 << shift) - 1)) - this.#columns[at]!) >> 31;
    return alias ^ ((alias ^ column) & isOwn);
  }

  /**
   * The exact probabilities of a table.
   *
   * @param table Which table, from 0.
   * @returns For each entry the number of the 2^32 words that give it.
   */
  wordCounts(table: number): Float64Array {
    const counts = new Float64Array(this.#sizes[table]!);
    const shift = this.#shifts[table]!;
    const size = 1 << shift;
    for (let column = 0; column < 1 << (32 - shift); column++) {
      const at = 2 * (this.#starts[table]! + column);
      const own = this.#columns[at]!;
      if (own > 0) counts[column]! += own;
      if (own < size) counts[this.#columns[at + 1]!]! += size - own;
    }
    return counts;
  }
}

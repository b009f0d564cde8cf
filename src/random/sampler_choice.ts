/**
 * Weighted choice among any number of outcomes, in the same few steps however many there are.
 *
 * The 2^32 words are dealt to the outcomes in whole numbers, then laid into columns of equal size, a
 * power of two of them, with at most two outcomes a column (A. J. Walker's alias method, ACM TOMS 3
 * (1977), in M. D. Vose's order). All of it is integer arithmetic, so the probabilities are exactly those
 * numbers of words over 2^32, which {@link ChoiceSampler.wordCounts} tells.
 *
 * @module
 */
import { columnShift, layColumns } from "./_alias_columns.ts";
import { checkFill, type Sampler } from "./sampler.ts";

const WORDS = 2n ** 32n;
const OUTCOME_LIMIT = 2 ** 24;

/** Chooses an outcome, numbered from 0 (or from `first`) in the order of the weights. */
export class ChoiceSampler implements Sampler {
  readonly min: number;
  readonly max: number;
  readonly #first: number;
  readonly #shift: number;
  /** Words of each column that are its own outcome's and, beside them, the outcome that has the rest. */
  readonly #columns: Int32Array;

  /**
   * @param wordCounts Number of words of each outcome; their sum is 2^32.
   * @param first Value of the first outcome.
   * @throws {RangeError} If the numbers do not add up to 2^32.
   */
  constructor(wordCounts: Float64Array, first = 0) {
    const sum = wordCounts.reduce((total, count) => total + count, 0);
    if (sum !== 2 ** 32) throw new RangeError(`The numbers of words add up to ${sum}, not 2^32`);
    this.#first = first;
    this.#shift = columnShift(wordCounts.length);
    this.#columns = new Int32Array(2 << (32 - this.#shift));
    layColumns(wordCounts, this.#columns, 0);
    this.min = first + wordCounts.findIndex((count) => count > 0);
    this.max = first + wordCounts.findLastIndex((count) => count > 0);
  }

  /**
   * The outcome of a word.
   *
   * @param word 32 random bits, signed or not.
   * @returns An outcome.
   */
  at(word: number): number {
    const column = word >>> this.#shift;
    const rest = word & ((1 << this.#shift) - 1);
    const alias = this.#columns[2 * column + 1]!;
    // All bits are set where the word is the column's own: no branch, which would be guessed wrong often.
    const isOwn = (rest - this.#columns[2 * column]!) >> 31;
    return this.#first + (alias ^ ((alias ^ column) & isOwn));
  }

  /**
   * Writes the outcomes of words.
   *
   * @param words 32 random bits a row; may be the same array as `out`.
   * @param count Number of rows.
   * @param out Takes the outcomes.
   * @throws {RangeError} If an array holds fewer rows, or can't hold the values.
   */
  fill(words: Int32Array, count: number, out: Int32Array | Float64Array): void {
    checkFill(this, words, count, out);
    if (out instanceof Int32Array) { for (let i = 0; i < count; i++) out[i] = this.at(words[i]!); }
    else for (let i = 0; i < count; i++) out[i] = this.at(words[i]!);
  }

  /**
   * The exact probabilities, as the tables have them.
   *
   * @returns For each outcome from `first` to `max`, the number of the 2^32 words that give it.
   */
  wordCounts(): Float64Array {
    const counts = new Float64Array(this.max - this.#first + 1);
    const columnSize = 1 << this.#shift;
    for (let column = 0; column < this.#columns.length / 2; column++) {
      const threshold = this.#columns[2 * column]!;
      if (threshold > 0) counts[column]! += threshold;
      if (threshold < columnSize) {
        counts[this.#columns[2 * column + 1]!]! += columnSize - threshold;
      }
    }
    return counts;
  }
}

/**
 * Deals the 2^32 words by weights: the sums up to each outcome are those of the weights, rounded.
 *
 * @param weights Whole numbers from 0; their sum is from 1 to 2^53.
 * @returns Numbers of words: each differs from the exact share by less than one word.
 * @throws {RangeError} If a weight is not a whole number from 0, or all are 0, or there are too many.
 */
export function dealWords(weights: ArrayLike<number>): Float64Array {
  const { length } = weights;
  if (length === 0 || length > OUTCOME_LIMIT) {
    throw new RangeError(`A choice has 1 to 2^24 outcomes, not ${length}`);
  }
  let total = 0;
  for (let i = 0; i < length; i++) {
    const weight = weights[i]!;
    if (!Number.isSafeInteger(weight) || weight < 0) {
      throw new RangeError(`A weight is a whole number from 0: weight ${i} is ${weight}`);
    }
    total += weight;
  }
  if (!(total >= 1 && total <= Number.MAX_SAFE_INTEGER)) {
    throw new RangeError(`The sum of the weights is from 1 to 2^53, not ${total}`);
  }
  const divisor = BigInt(total);
  /** Words up to a sum of weights, rounded: big numbers only where doubles might round to the wrong side. */
  const roundWords = (sum: number) => {
    const words = sum / total * 2 ** 32;
    const part = words - Math.floor(words);
    return Math.abs(part - 0.5) > 2 ** -16
      ? Math.round(words)
      : Number((BigInt(sum) * WORDS * 2n + divisor) / (divisor * 2n));
  };
  const counts = new Float64Array(length);
  let sum = 0, before = 0;
  for (let i = 0; i < length; i++) {
    sum += weights[i]!;
    const upTo = roundWords(sum);
    counts[i] = upTo - before;
    before = upTo;
  }
  return counts;
}

/**
 * Builds a weighted choice.
 *
 * @param weights Whole numbers from 0, one an outcome; their sum is from 1 to 2^53.
 * @returns The sampler. The probability of each outcome is less than 2^-32 from its weight's share, as is
 * that of any outcomes in a row; outcomes of weight 0 never come.
 * @throws {RangeError} If a weight is not a whole number from 0, all are 0, or one is so small beside
 * their sum that no word would give it (a share below 2^-32).
 *
 * @example
 * ```ts
 * import { buildChoice } from "./sampler_choice.ts";
 * const colour = buildChoice([5, 0, 3]);
 * if (colour.at(0) !== 0) throw new RangeError();
 * const [white, grey, black] = colour.wordCounts();
 * if (white! + black! !== 2 ** 32 || grey !== 0 || white !== 5 * 2 ** 29) throw new RangeError();
 * ```
 */
export function buildChoice(weights: ArrayLike<number>): ChoiceSampler {
  const counts = dealWords(weights);
  refuseLost(weights, counts);
  return new ChoiceSampler(counts);
}

/**
 * Refuses weights that got no word.
 *
 * @param weights The weights.
 * @param counts Number of words of each.
 * @throws {RangeError} If a weight above 0 has no word.
 */
export function refuseLost(weights: ArrayLike<number>, counts: ArrayLike<number>): void {
  for (let i = 0; i < counts.length; i++) {
    if (weights[i]! > 0 && counts[i] === 0) {
      throw new RangeError(
        `Weight ${i} (${weights[i]}) is below 2^-32 of the sum: it would never come`,
      );
    }
  }
}

/**
 * Samples any continuous distribution by its quantiles: a word is a probability, a table its value.
 *
 * A word `w` stands for the probability `(w + 1/2) / 2^32`. Knots of the table are close together
 * where a tail is thin: 256 in each halving of the tail's probability, on either side, down to 2^-33.
 * Between knots values are interpolated linearly, which errs by less than 2^-19 of the tail's
 * probability for a distribution whose logarithm of the tail is nearly straight between two knots; each
 * distribution states its own bound. Values grow with the word.
 *
 * @module
 */
import { powerOfTwo } from "./_elementary.ts";
import { checkFill, checkParameter, type Sampler } from "./sampler.ts";

/** Bits of the tail's mantissa that choose a knot. */
const CELL_BITS = 8;
const CELLS = 1 << CELL_BITS;
const OCTAVES = 32;
/** Knots of a side: the last one stands for the probability 1/2. */
export const SIDE_KNOTS = OCTAVES * CELLS + 1;
const FRACTION_BITS = 31 - CELL_BITS;
const FRACTION_MASK = (1 << FRACTION_BITS) - 1;
const FRACTION_SCALE = 1 / (FRACTION_MASK + 1);

/** Multiplier by which a number is rounded to 44 bits (G. W. Veltkamp): 2^9 + 1. */
const ROUNDER = 513;

/**
 * The probability in the tail that a knot stands for.
 *
 * @param knot From 0 to `SIDE_KNOTS - 1`.
 * @returns From 2^-33 to 1/2.
 */
export function tailOfKnot(knot: number): number {
  const octave = knot >> CELL_BITS;
  return (1 + (knot & (CELLS - 1)) / CELLS) * powerOfTwo(octave - OCTAVES - 1);
}

/** Gives the value whose lower or upper tail has a probability. */
export type TailQuantile = (tail: number, isUpper: boolean) => number;

/** Samples by a table of quantiles. */
export class QuantileSampler implements Sampler {
  readonly min: number;
  readonly max: number;
  /** Knots of the lower side, then those of the upper one: integers of 44 bits times powers of two. */
  readonly #knots: Float64Array;

  /**
   * @param knots `2 * SIDE_KNOTS` values: of the lower tails of {@link tailOfKnot}, then of the upper.
   * @throws {RangeError} If a value is not finite, beyond 2^53, or less than the one before.
   */
  constructor(knots: Float64Array) {
    let greatest = 1;
    for (let i = 0; i < SIDE_KNOTS; i++) {
      const lower = knots[i]!, upper = knots[SIDE_KNOTS + i]!;
      greatest = Math.max(greatest, Math.abs(lower), Math.abs(upper));
      if (i > 0 && !(lower >= knots[i - 1]! && upper <= knots[SIDE_KNOTS + i - 1]!)) {
        throw new RangeError(`Quantiles do not ascend at ${lower} and ${upper}`);
      }
    }
    if (!(greatest < 2 ** 53)) throw new RangeError(`Values reach ${greatest}: beyond 2^53`);
    // Nine bits fewer than numbers have: the last bits of how a knot was found seldom reach it.
    this.#knots = knots.map((value) => value * ROUNDER - (value * ROUNDER - value));
    this.min = this.at(0);
    this.max = this.at(-1);
  }

  /**
   * The value of a word.
   *
   * @param word 32 random bits, signed or not.
   * @returns A whole number, which grows with the unsigned word.
   */
  at(word: number): number {
    const side = word >> 31;
    const odd = ((word ^ side) << 1) | 1;
    const zeros = Math.clz32(odd);
    const shifted = odd << zeros;
    const knot = ((31 - zeros) << CELL_BITS) + ((shifted >>> FRACTION_BITS) & (CELLS - 1)) +
      (side & SIDE_KNOTS);
    const value = this.#knots[knot]!;
    const next = this.#knots[knot + 1]!;
    const exact = value + (next - value) * ((shifted & FRACTION_MASK) * FRACTION_SCALE);
    return Math.floor(exact + 0.5);
  }

  /**
   * Writes the values of words.
   *
   * @param words 32 random bits a row.
   * @param count Number of rows.
   * @param out Takes the values, those of {@link at}.
   * @throws {RangeError} If an array holds fewer rows, or can't hold the values.
   */
  fill(words: Int32Array, count: number, out: Int32Array | Float64Array): void {
    checkFill(this, words, count, out);
    // Two loops, so that each writes to one kind of array.
    if (out instanceof Int32Array) { for (let i = 0; i < count; i++) out[i] = this.at(words[i]!); }
    else for (let i = 0; i < count; i++) out[i] = this.at(words[i]!);
  }
}

/**
 * Fills the knots of a distribution.
 *
 * @param quantile Gives the value of a tail; called for the tails from 1/2 outwards, side by side.
 * @returns What {@link QuantileSampler} takes.
 */
export function fillKnots(quantile: TailQuantile): Float64Array {
  const knots = new Float64Array(2 * SIDE_KNOTS);
  for (const isUpper of [false, true]) {
    for (let knot = SIDE_KNOTS - 1; knot >= 0; knot--) {
      knots[knot + (isUpper ? SIDE_KNOTS : 0)] = quantile(tailOfKnot(knot), isUpper);
    }
  }
  return knots;
}

/** Every so-manyth knot is solved for where that is costly; cubics fill those between. */
const SOLVED_STEP = 8;

/**
 * Fills the knots of a distribution whose quantiles are found by search: some are, and Hermite's cubics,
 * which have the right slope at both ends, fill those between.
 *
 * @param quantile Gives the value of a tail; called for the tails from 1/2 outwards, side by side.
 * @param density Gives the density at a value.
 * @returns What {@link QuantileSampler} takes.
 */
export function fillSolvedKnots(
  quantile: TailQuantile,
  density: (value: number) => number,
): Float64Array {
  const knots = new Float64Array(2 * SIDE_KNOTS);
  for (const isUpper of [false, true]) {
    const side = knots.subarray(isUpper ? SIDE_KNOTS : 0);
    const slopeAt = (value: number) => (isUpper ? -1 : 1) / density(value);
    const last = SIDE_KNOTS - 1;
    let right = quantile(tailOfKnot(last), isUpper);
    let rightSlope = slopeAt(right);
    side[last] = right;
    for (let knot = last - SOLVED_STEP; knot >= 0; knot -= SOLVED_STEP) {
      const tail = tailOfKnot(knot);
      const width = tailOfKnot(knot + SOLVED_STEP) - tail;
      const left = quantile(tail, isUpper);
      const leftSlope = slopeAt(left);
      side[knot] = left;
      for (let step = 1; step < SOLVED_STEP; step++) {
        const t = step / SOLVED_STEP, s = 1 - t;
        side[knot + step] = s * s * ((1 + 2 * t) * left + t * width * leftSlope) +
          t * t * ((1 + 2 * s) * right - s * width * rightSlope);
      }
      right = left;
      rightSlope = leftSlope;
    }
  }
  return knots;
}

/** Ends of the values that may come. */
export interface RangeOptions {
  /** Smallest value, a whole number; default: none. */
  readonly min?: number;
  /** Greatest value, a whole number; default: none. */
  readonly max?: number;
}

/** A distribution as it is cut to a range. */
export interface Cuttable {
  /** Probabilities of at most, and of more than, a value. */
  tails(value: number): { readonly lower: number; readonly upper: number };
  /** The value with a lower or upper tail. */
  readonly quantile: TailQuantile;
  /** The density at a value. */
  density(value: number): number;
}

/** Least share of a distribution that a range may leave. */
const LEAST_MASS = 1e-9;
/** How near to the half below `min` or above `max` a value comes before it is rounded. */
const NEAR_HALF = 0.499999;

/**
 * Fills the knots of a distribution under the condition that its values, rounded to whole numbers, are in a
 * range: nothing piles up at the ends.
 *
 * @param distribution The distribution.
 * @param range The range.
 * @returns What {@link QuantileSampler} takes.
 * @throws {RangeError} If an end is no whole number, or the range holds less than 1e-9 of the distribution.
 */
export function fillCutKnots(distribution: Cuttable, range: RangeOptions): Float64Array {
  const { min, max } = range;
  for (const end of [min, max]) {
    if (end !== undefined && !Number.isSafeInteger(end)) {
      throw new RangeError(`A range of values has whole ends, not ${end}`);
    }
  }
  const least = min === undefined ? -Infinity : min - 0.5;
  const most = max === undefined ? Infinity : max + 0.5;
  const below = min === undefined ? { lower: 0, upper: 1 } : distribution.tails(least);
  const above = max === undefined ? { lower: 1, upper: 0 } : distribution.tails(most);
  // The difference of the smaller tails is the more precise one.
  const mass = above.lower < 0.5 ? above.lower - below.lower : below.upper - above.upper;
  checkParameter("The share of the distribution that is in the range", mass, LEAST_MASS, 1);
  const knots = fillSolvedKnots((tail, isUpper) => {
    const lower = below.lower + (isUpper ? 1 - tail : tail) * mass;
    const upper = above.upper + (isUpper ? tail : 1 - tail) * mass;
    return lower < upper ? distribution.quantile(lower, false) : distribution.quantile(upper, true);
  }, (value) => distribution.density(value) / mass);
  const first = least + 0.5 - NEAR_HALF, last = most - 0.5 + NEAR_HALF;
  return knots.map((value) => Math.min(Math.max(value, first), last));
}

/**
 * Whether a range cuts anything.
 *
 * @param range The range.
 * @returns True where it has an end.
 */
export function isCut(range: RangeOptions): boolean {
  return range.min !== undefined || range.max !== undefined;
}

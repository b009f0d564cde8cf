/**
 * Uniform whole numbers.
 *
 * @module
 */
import { below } from "./integers.ts";
import { checkFill, type Sampler } from "./sampler.ts";

/** Parameters of a uniform distribution. */
export interface UniformOptions {
  /** Smallest value, a whole number. */
  readonly min: number;
  /** Greatest value, a whole number; there are at most 2^31 values. */
  readonly max: number;
}

/** Gives each whole number of a range with the same probability. */
export class UniformSampler implements Sampler {
  readonly min: number;
  readonly max: number;

  /**
   * @param options Both ends, which are values themselves.
   * @throws {RangeError} If an end is no whole number, or there are none or more than 2^31 values.
   */
  constructor(options: UniformOptions) {
    const { min, max } = options;
    const isWhole = Number.isSafeInteger(min) && Number.isSafeInteger(max);
    if (!isWhole || max < min || max - min >= 2 ** 31) {
      throw new RangeError(`A range has 1 to 2^31 whole numbers, not those from ${min} to ${max}`);
    }
    this.min = min;
    this.max = max;
  }

  /**
   * The value of a word.
   *
   * @param word 32 random bits, signed or not.
   * @returns A whole number from `min` to `max`, which grows with the unsigned word.
   */
  at(word: number): number {
    return this.min + below(word, this.max - this.min + 1);
  }

  /**
   * Writes the values of words.
   *
   * @param words 32 random bits a row; may be the same array as `out`.
   * @param count Number of rows.
   * @param out Takes the values.
   * @throws {RangeError} If an array holds fewer rows, or can't hold the values.
   */
  fill(words: Int32Array, count: number, out: Int32Array | Float64Array): void {
    checkFill(this, words, count, out);
    if (out instanceof Int32Array) { for (let i = 0; i < count; i++) out[i] = this.at(words[i]!); }
    else for (let i = 0; i < count; i++) out[i] = this.at(words[i]!);
  }
}

/**
 * Builds a sampler of uniform whole numbers.
 *
 * @param options Both ends, which are values themselves.
 * @returns The sampler. Each probability, and the distribution function, is less than 2^-32 from exact.
 * @throws {RangeError} If an end is no whole number, or there are none or more than 2^31 values.
 *
 * @example
 * ```ts
 * import { buildUniform } from "./sampler_uniform.ts";
 * const die = buildUniform({ min: 1, max: 6 });
 * if (die.at(0) !== 1 || die.at(-1) !== 6) throw new RangeError();
 * ```
 */
export function buildUniform(options: UniformOptions): UniformSampler {
  return new UniformSampler(options);
}

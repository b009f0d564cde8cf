/**
 * What all samplers share: they turn random words into whole numbers.
 *
 * A sampler is built once, from parameters that it can honour or else refuses, and then only looks up
 * tables: no logarithm and no exponential is taken for a value. Tables are built from operations that
 * are exact or rounded alike on every machine (`_elementary.ts`), so a word gives the same value
 * everywhere. Values are whole numbers; for fractions, give the parameters in a smaller unit (cents,
 * tenths of a mile). Their errors are in `docs/randomness.md`.
 *
 * @module
 */

/** Turns 32-bit words into whole numbers. */
export interface Sampler {
  /** Smallest value there can be. */
  readonly min: number;
  /** Greatest value there can be. */
  readonly max: number;
  /**
   * The value of a word.
   *
   * @param word 32 random bits, signed or not.
   */
  at(word: number): number;
  /**
   * Writes the values of words.
   *
   * @param words 32 random bits a row; may be the same array as `out`.
   * @param count Number of rows.
   * @param out Takes the values.
   * @throws {RangeError} If an array holds fewer rows, or can't hold the values.
   */
  fill(words: Int32Array, count: number, out: Int32Array | Float64Array): void;
}

/**
 * Checks that arrays can take what a sampler gives.
 *
 * @param sampler The sampler.
 * @param words Input.
 * @param count Number of rows.
 * @param out Output.
 * @throws {RangeError} If an array holds fewer rows, or values don't fit 32 bits.
 */
export function checkFill(
  sampler: { readonly min: number; readonly max: number },
  words: Int32Array,
  count: number,
  out: Int32Array | Float64Array,
): void {
  const capacity = Math.min(words.length, out.length);
  if (!Number.isInteger(count) || count < 0 || count > capacity) {
    throw new RangeError(`Can't fill ${count} rows of ${capacity}`);
  }
  if (out instanceof Int32Array && (sampler.min < -(2 ** 31) || sampler.max >= 2 ** 31)) {
    throw new RangeError(
      `Values from ${sampler.min} to ${sampler.max} do not fit 32 bits: give a Float64Array`,
    );
  }
}

/**
 * Checks a parameter.
 *
 * @param name Name of the parameter, for the message.
 * @param value What was given.
 * @param from Least value allowed.
 * @param to Greatest value allowed.
 * @throws {RangeError} If it is no number in that range.
 */
export function checkParameter(name: string, value: number, from: number, to: number): void {
  if (!(value >= from && value <= to)) {
    throw new RangeError(`${name} is a number from ${from} to ${to}, not ${value}`);
  }
}

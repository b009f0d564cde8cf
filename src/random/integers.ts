/**
 * Uniform integers out of random words, by multiplication: `floor(word * n / 2^32)`, exactly.
 *
 * A word has 2^32 values and they are dealt to `n` results, so some results get one value more than
 * others. The probability of each result differs from `1/n` by less than 2^-32 (32-bit forms) or
 * 2^-64 (64-bit forms); the distribution function by as much. No word is thrown away, so a draw has
 * one address. For large `n` take the 64-bit forms: relative to `1/n` the bias is below `n * 2^-32`
 * or `n * 2^-64`.
 *
 * @module
 */

const TWO_32 = 2 ** 32;
const PER_TWO_32 = 1 / TWO_32;
const PER_TWO_16 = 1 / 65536;
/** Up to here `word * n` is an exact number. */
const PLAIN_LIMIT = 2 ** 21;

function checkBound(n: number, limit: number, text: string): void {
  if (!Number.isInteger(n) || n < 1 || n > limit) {
    throw new RangeError(`A bound is an integer from 1 to ${text}, not ${n}`);
  }
}

/**
 * A uniform integer below a bound.
 *
 * @param word 32 random bits, signed or not.
 * @param n Bound, an integer from 1 to 2^31. It is not checked here: this is for inner loops.
 * @returns An integer from 0 to `n - 1`; grows with the unsigned word.
 *
 * @example
 * ```ts
 * import { below } from "./integers.ts";
 * if (below(-1, 6) !== 5 || below(0, 6) !== 0) throw new RangeError();
 * ```
 */
export function below(word: number, n: number): number {
  const unsigned = word >>> 0;
  if (n <= PLAIN_LIMIT) return (unsigned * n * PER_TWO_32) | 0;
  // Two halves, each exact; dividing twice rounds down as dividing once does.
  const rest = Math.floor((unsigned & 0xffff) * n * PER_TWO_16);
  return Math.floor(((unsigned >>> 16) * n + rest) * PER_TWO_16);
}

/** High word of the product of two unsigned words. */
function multiplyHigh(x: number, y: number): number {
  const low = (x & 0xffff) * y;
  return Math.floor(((x >>> 16) * y + Math.floor(low * PER_TWO_16)) * PER_TWO_16);
}

/**
 * A uniform integer below a large bound, from 64 bits.
 *
 * @param high First 32 random bits, signed or not.
 * @param low Further 32 random bits.
 * @param n Bound, an integer from 1 to 2^53. It is not checked here.
 * @returns `floor((high * 2^32 + low) * n / 2^64)`, exactly: from 0 to `n - 1`.
 *
 * @example
 * ```ts
 * import { belowWide } from "./integers.ts";
 * if (belowWide(-1, -1, 2 ** 53) !== 2 ** 53 - 1) throw new RangeError();
 * ```
 */
export function belowWide(high: number, low: number, n: number): number {
  const h = high >>> 0, l = low >>> 0;
  const nHigh = Math.floor(n / TWO_32), nLow = n >>> 0;
  const crossHigh = Math.floor(l * nHigh / TWO_32), crossLow = Math.imul(l, nHigh) >>> 0;
  const middleHigh = multiplyHigh(h, nLow), middleLow = Math.imul(h, nLow) >>> 0;
  const carry = Math.floor((crossLow + middleLow + multiplyHigh(l, nLow)) / TWO_32);
  return h * nHigh + crossHigh + middleHigh + carry;
}

/**
 * Turns words into uniform integers.
 *
 * @param words 32 random bits a row; may be the same array as `out`.
 * @param count Number of rows.
 * @param n Bound, an integer from 1 to 2^31.
 * @param out Takes integers from 0 to `n - 1`: those of {@link below}.
 * @throws {RangeError} If the bound is out of its range, or an array holds fewer rows.
 */
export function fillBelow(words: Int32Array, count: number, n: number, out: Int32Array): void {
  checkBound(n, 2 ** 31, "2^31");
  if (count > words.length || count > out.length) {
    throw new RangeError(`Can't fill ${count} rows of ${Math.min(words.length, out.length)}`);
  }
  if (n <= PLAIN_LIMIT) {
    const scale = n * PER_TWO_32;
    for (let i = 0; i < count; i++) out[i] = (words[i]! >>> 0) * scale;
  } else {
    for (let i = 0; i < count; i++) out[i] = below(words[i]!, n);
  }
}

/**
 * Turns pairs of words into uniform integers.
 *
 * @param high First 32 random bits a row.
 * @param low Further 32 random bits a row.
 * @param count Number of rows.
 * @param n Bound, an integer from 1 to 2^53.
 * @param out Takes integers from 0 to `n - 1`: those of {@link belowWide}.
 * @throws {RangeError} If the bound is out of its range, or an array holds fewer rows.
 */
export function fillBelowWide(
  high: Int32Array,
  low: Int32Array,
  count: number,
  n: number,
  out: Float64Array,
): void {
  checkBound(n, 2 ** 53, "2^53");
  const capacity = Math.min(high.length, low.length, out.length);
  if (count > capacity) throw new RangeError(`Can't fill ${count} rows of ${capacity}`);
  for (let i = 0; i < count; i++) out[i] = belowWide(high[i]!, low[i]!, n);
}

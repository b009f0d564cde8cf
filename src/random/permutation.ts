/**
 * Keyed permutations of `0 .. size - 1` for any size: unique numbers with no memory of those given.
 *
 * A Feistel network over two digits of nearly equal bases `a` and `b`, `a * b >= size`: J. Black,
 * P. Rogaway, "Ciphers with Arbitrary Finite Domains", CT-RSA 2002. Each round adds a keyed function
 * of one digit to the other one, modulo its base, and so can be undone: the network is a bijection of
 * `0 .. a * b - 1`. What falls behind `size` is put in again until it doesn't (cycle walking), which
 * makes a bijection of `0 .. size - 1` of it. Since `a` and `b` are near the root of `size`, that
 * happens to about one value in the root of `size`; for powers of two it never does.
 *
 * @module
 */
import type { EntityStream } from "./stream.ts";

/**
 * Rounds, and key words. J. Patarin, "Security of Random Feistel Schemes with 5 or More Rounds", CRYPTO
 * 2004: with random functions five are enough; three more for functions that only look so.
 */
const ROUNDS = 8;
const SIZE_LIMIT = 2 ** 53;
const TWO_32 = 2 ** 32;
const FIRST_MULTIPLIER = 0x21f0aaad;
const SECOND_MULTIPLIER = 0x735a2d97;

/** A keyed function of a digit into `0 .. base - 1`; `scale` is `base * 2^-32`. */
function mixDigit(digit: number, key: number, scale: number): number {
  let mixed = digit ^ key;
  mixed = Math.imul(mixed ^ (mixed >>> 16), FIRST_MULTIPLIER);
  mixed = Math.imul(mixed ^ (mixed >>> 15), SECOND_MULTIPLIER);
  return (((mixed ^ (mixed >>> 15)) >>> 0) * scale) | 0;
}

/** One round for a column: adds a keyed function of `source` to `target`. */
function addRound(
  target: Int32Array,
  source: Int32Array,
  count: number,
  key: number,
  base: number,
): void {
  const scale = base / TWO_32;
  for (let i = 0; i < count; i++) {
    const sum = target[i]! + mixDigit(source[i]!, key, scale);
    // Takes the base away where the sum reaches it: a branch would be guessed wrong half of the time.
    target[i] = sum - (base & ((base - 1 - sum) >> 31));
  }
}

/** Undoes {@link addRound}. */
function subtractRound(
  target: Int32Array,
  source: Int32Array,
  count: number,
  key: number,
  base: number,
): void {
  const scale = base / TWO_32;
  for (let i = 0; i < count; i++) {
    const rest = target[i]! - mixDigit(source[i]!, key, scale);
    target[i] = rest + (base & (rest >> 31));
  }
}

/** Bases of the two digits: powers of two for a power of two, else near the root. */
function chooseBases(size: number): [number, number] {
  let power = 1, high = 1;
  for (let bit = 0; power < size; bit++) {
    power *= 2;
    if (bit % 2 === 0) high *= 2;
  }
  if (power === size) return [high, power / high];
  const first = Math.ceil(Math.sqrt(size));
  return [first, Math.ceil(size / first)];
}

/** A permutation of `0 .. size - 1`. Made by {@link openPermutation}; keep it for all rows. */
export class Permutation {
  readonly #key: Int32Array;
  readonly #high: number;
  readonly #low: number;
  #highDigits = new Int32Array(0);
  #lowDigits = new Int32Array(0);

  /**
   * @param key Eight words.
   * @param size Number of values, an integer from 1 to 2^53.
   * @throws {RangeError} If `size` is out of its range.
   */
  constructor(key: Int32Array, readonly size: number) {
    if (!Number.isInteger(size) || size < 1 || size > SIZE_LIMIT) {
      throw new RangeError(`A permutation has 1 to 2^53 values, not ${size}`);
    }
    this.#key = key;
    [this.#high, this.#low] = chooseBases(size);
  }

  /**
   * The value at an index.
   *
   * @param index An integer from 0 to `size - 1`.
   * @returns An integer from 0 to `size - 1`, another one for every index.
   * @throws {RangeError} If `index` is out of its range.
   */
  at(index: number): number {
    const high = this.#splitHigh(index);
    return this.#walk(high, index - high * this.#low, false);
  }

  /**
   * The index of a value: undoes {@link at}.
   *
   * @param value An integer from 0 to `size - 1`.
   * @returns The one index with this value.
   * @throws {RangeError} If `value` is out of its range.
   */
  indexOf(value: number): number {
    const high = this.#splitHigh(value);
    return this.#walk(high, value - high * this.#low, true);
  }

  /**
   * Writes the values of consecutive indices.
   *
   * @param start First index; `start + count` is at most `size`.
   * @param count Number of values.
   * @param out Takes the values.
   * @throws {RangeError} If an index is out of its range, or `out` holds fewer.
   */
  fillRange(start: number, count: number, out: Float64Array): void {
    if (!(count <= out.length)) throw new RangeError(`Can't fill ${count} of ${out.length} values`);
    for (let i = 0; i < count; i++) out[i] = start + i;
    this.#run(out, count, out, false);
  }

  /**
   * Writes the values of any indices.
   *
   * @param indices Integers from 0 to `size - 1`; may be the same array as `out`.
   * @param count Number of values.
   * @param out Takes the values.
   * @throws {RangeError} If an index is out of its range, or an array holds fewer.
   */
  fill(indices: Float64Array, count: number, out: Float64Array): void {
    this.#run(indices, count, out, false);
  }

  /**
   * Writes the indices of values: undoes {@link fill}.
   *
   * @param values Integers from 0 to `size - 1`; may be the same array as `out`.
   * @param count Number of values.
   * @param out Takes the indices.
   * @throws {RangeError} If a value is out of its range, or an array holds fewer.
   */
  fillIndicesOf(values: Float64Array, count: number, out: Float64Array): void {
    this.#run(values, count, out, true);
  }

  #run(input: Float64Array, count: number, out: Float64Array, isInverse: boolean): void {
    const size = this.size, base = this.#low;
    if (!Number.isInteger(count) || count < 0 || count > Math.min(input.length, out.length)) {
      throw new RangeError(`Can't fill ${count} of ${Math.min(input.length, out.length)} values`);
    }
    if (this.#highDigits.length < count) {
      this.#highDigits = new Int32Array(count);
      this.#lowDigits = new Int32Array(count);
    }
    const highDigits = this.#highDigits, lowDigits = this.#lowDigits;
    for (let i = 0; i < count; i++) {
      const value = input[i]!;
      const high = this.#splitHigh(value);
      highDigits[i] = high;
      lowDigits[i] = value - high * base;
    }
    this.#turn(count, isInverse);
    for (let i = 0; i < count; i++) {
      const value = highDigits[i]! * base + lowDigits[i]!;
      out[i] = value < size ? value : this.#walk(highDigits[i]!, lowDigits[i]!, isInverse);
    }
  }

  /** The high digit. Exact: the quotient is below 2^27, and 2^-27 or more from the next integer. */
  #splitHigh(value: number): number {
    if (!(value >= 0 && value < this.size && Math.floor(value) === value)) {
      throw new RangeError(`Not an integer from 0 to ${this.size - 1}: ${value}`);
    }
    return Math.floor(value / this.#low);
  }

  /** Puts one value in until it falls below `size`. */
  #walk(highDigit: number, lowDigit: number, isInverse: boolean): number {
    const high = this.#high, low = this.#low, key = this.#key;
    const highScale = high / TWO_32, lowScale = low / TWO_32;
    let first = highDigit, second = lowDigit, value = 0;
    do {
      for (let step = 0; step < ROUNDS; step += 2) {
        if (isInverse) {
          second -= mixDigit(first, key[ROUNDS - 1 - step]!, lowScale);
          second += low & (second >> 31);
          first -= mixDigit(second, key[ROUNDS - 2 - step]!, highScale);
          first += high & (first >> 31);
        } else {
          first += mixDigit(second, key[step]!, highScale);
          first -= high & ((high - 1 - first) >> 31);
          second += mixDigit(first, key[step + 1]!, lowScale);
          second -= low & ((low - 1 - second) >> 31);
        }
      }
      value = first * low + second;
    } while (value >= this.size);
    return value;
  }

  #turn(count: number, isInverse: boolean): void {
    const high = this.#high, low = this.#low, key = this.#key;
    const highDigits = this.#highDigits, lowDigits = this.#lowDigits;
    if (isInverse) {
      for (let round = ROUNDS - 2; round >= 0; round -= 2) {
        subtractRound(lowDigits, highDigits, count, key[round + 1]!, low);
        subtractRound(highDigits, lowDigits, count, key[round]!, high);
      }
    } else {
      for (let round = 0; round < ROUNDS; round += 2) {
        addRound(highDigits, lowDigits, count, key[round]!, high);
        addRound(lowDigits, highDigits, count, key[round + 1]!, low);
      }
    }
  }
}

/**
 * Opens a keyed permutation.
 *
 * @param stream The entity's stream; other seeds, datasets and entities have other permutations.
 * @param name What it numbers, the field's name as a rule.
 * @param size Number of values, an integer from 1 to 2^53. Another size is another permutation, so let
 * it follow from the definition of the field, not from the number of rows.
 * @returns The permutation.
 * @throws {RangeError} If `size` is out of its range.
 *
 * @example
 * ```ts
 * import { openPermutation } from "./permutation.ts";
 * import { openStream } from "./stream.ts";
 * const serials = openPermutation(openStream(42n, "auto/1.0", "vehicle"), "serial", 999_999);
 * const serial = serials.at(7);
 * if (serials.indexOf(serial) !== 7 || serials.at(8) === serial) throw new RangeError();
 * ```
 */
export function openPermutation(stream: EntityStream, name: string, size: number): Permutation {
  return new Permutation(stream.deriveKey(`permutation of ${size}`, name), size);
}

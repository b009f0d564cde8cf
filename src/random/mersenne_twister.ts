/**
 * MT19937, seeded and read as CPython's `random.Random(int)` does: the stream of dataset v0.1.
 *
 * M. Matsumoto, T. Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998); initialisation by array of 2002.
 *
 * @module
 */

const SIZE = 624;
const SHIFT = 397;
const UPPER_BIT = 0x80000000 | 0;
const LOWER_BITS = 0x7fffffff;
const TWIST = 0x9908b0df | 0;

/**
 * A stream of 32-bit numbers that depends on its seed alone.
 *
 * @example
 * ```ts
 * import { MersenneTwister } from "./mersenne_twister.ts";
 * const stream = new MersenneTwister(20251101n);
 * if (stream.below(5) !== 3) throw new RangeError("the first state of v0.1 is OR");
 * ```
 */
export class MersenneTwister {
  readonly #state = new Int32Array(SIZE);
  readonly #outputs = new Int32Array(SIZE);
  #place = SIZE;

  /** @param seed Any whole number; its sign is ignored, as CPython does. */
  constructor(seed: bigint) {
    const words: number[] = [];
    for (let rest = seed < 0n ? -seed : seed; rest > 0n; rest >>= 32n) {
      words.push(Number(rest & 0xffffffffn));
    }
    this.#seedByArray(words.length === 0 ? [0] : words);
  }

  /**
   * The next output.
   *
   * @returns 32 bits, as a signed integer.
   */
  nextInt32(): number {
    if (this.#place === SIZE) this.#refill();
    return this.#outputs[this.#place++]!;
  }

  /**
   * The highest bits of the next output (`getrandbits`).
   *
   * @param bitCount From 1 to 32.
   * @returns An integer from 0 to 2^bitCount - 1.
   */
  nextBits(bitCount: number): number {
    return this.nextInt32() >>> (32 - bitCount);
  }

  /**
   * A uniform integer by rejection (`randrange`, `choice`).
   *
   * @param count Number of values, from 1 to 2^31.
   * @returns An integer from 0 to `count` - 1.
   */
  below(count: number): number {
    const shift = Math.clz32(count);
    let value = this.nextInt32() >>> shift;
    while (value >= count) value = this.nextInt32() >>> shift;
    return value;
  }

  /**
   * A uniform fraction of 53 bits from two outputs (`random`).
   *
   * @returns A number from 0 up to, and without, 1.
   */
  nextFraction(): number {
    const high = this.nextInt32() >>> 5;
    const low = this.nextInt32() >>> 6;
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  }

  #seedByArray(words: readonly number[]): void {
    const state = this.#state;
    state[0] = 19_650_218;
    for (let i = 1; i < SIZE; i++) {
      state[i] = Math.imul(1_812_433_253, state[i - 1]! ^ (state[i - 1]! >>> 30)) + i;
    }
    let i = 1;
    let j = 0;
    const advance = (multiplier: number, added: number) => {
      const before = state[i - 1]!;
      state[i] = (state[i]! ^ Math.imul(before ^ (before >>> 30), multiplier)) + added;
      if (++i === SIZE) {
        state[0] = state[SIZE - 1]!;
        i = 1;
      }
    };
    for (let k = Math.max(SIZE, words.length); k > 0; k--) {
      advance(1_664_525, words[j]! + j);
      if (++j === words.length) j = 0;
    }
    for (let k = SIZE - 1; k > 0; k--) advance(1_566_083_941, -i);
    state[0] = UPPER_BIT;
  }

  /**
   * Copies the next outputs, for readers that take many.
   *
   * @param target Gets the outputs, as signed integers.
   * @param from First place to fill; all from there to the end are.
   */
  fill(target: Int32Array, from: number): void {
    for (let place = from; place < target.length;) {
      if (this.#place === SIZE) this.#refill();
      const count = Math.min(SIZE - this.#place, target.length - place);
      target.set(this.#outputs.subarray(this.#place, this.#place + count), place);
      this.#place += count;
      place += count;
    }
  }

  /** Makes the next 624 outputs; plain loops, because this is where the time of a v0.1 run starts. */
  #refill(): void {
    const state = this.#state;
    const outputs = this.#outputs;
    let low = state[0]!;
    for (let i = 0; i < SIZE; i++) {
      const next = i + 1 === SIZE ? 0 : i + 1;
      const far = i + SHIFT >= SIZE ? i + SHIFT - SIZE : i + SHIFT;
      const high = state[next]!;
      const mixed = (low & UPPER_BIT) | (high & LOWER_BITS);
      let word = state[far]! ^ (mixed >>> 1) ^ (-(mixed & 1) & TWIST);
      state[i] = word;
      low = high;
      word ^= word >>> 11;
      word ^= (word << 7) & 0x9d2c5680;
      word ^= (word << 15) & 0xefc60000;
      outputs[i] = word ^ (word >>> 18);
    }
    this.#place = 0;
  }
}

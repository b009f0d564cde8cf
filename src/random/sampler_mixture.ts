/**
 * Mixtures: one of several distributions, chosen by weight for every value.
 *
 * @module
 */
import { checkFill, type Sampler } from "./sampler.ts";
import { buildChoice, type ChoiceSampler } from "./sampler_choice.ts";

/** A part of a mixture. */
export interface MixturePart {
  /** Weight, a whole number from 0. */
  readonly weight: number;
  /** What gives the values of this part. */
  readonly sampler: Sampler;
}

/** Takes two words a value: one to choose the part, one for its value. Give two draws of the field. */
export class MixtureSampler {
  readonly #choice: ChoiceSampler;
  readonly #samplers: readonly Sampler[];
  /** Smallest value there can be. */
  readonly min: number;
  /** Greatest value there can be. */
  readonly max: number;

  /**
   * @param parts The parts.
   * @throws {RangeError} If the weights can't be honoured (see `buildChoice`).
   */
  constructor(parts: readonly MixturePart[]) {
    this.#choice = buildChoice(parts.map(({ weight }) => weight));
    this.#samplers = parts.map(({ sampler }) => sampler);
    const used = parts.filter(({ weight }) => weight > 0);
    this.min = Math.min(...used.map(({ sampler }) => sampler.min));
    this.max = Math.max(...used.map(({ sampler }) => sampler.max));
  }

  /**
   * The value of two words.
   *
   * @param choiceWord 32 random bits that choose the part.
   * @param valueWord 32 other random bits, for its value.
   * @returns A value of the part.
   */
  at(choiceWord: number, valueWord: number): number {
    return this.#samplers[this.#choice.at(choiceWord)]!.at(valueWord);
  }

  /**
   * Writes the values of pairs of words.
   *
   * @param choiceWords 32 random bits a row that choose the part.
   * @param valueWords 32 other random bits a row; may be the same array as `out`.
   * @param count Number of rows.
   * @param out Takes the values.
   * @throws {RangeError} If an array holds fewer rows, or can't hold the values.
   */
  fill(
    choiceWords: Int32Array,
    valueWords: Int32Array,
    count: number,
    out: Int32Array | Float64Array,
  ): void {
    checkFill(this, choiceWords, count, out);
    checkFill(this, valueWords, count, out);
    for (let i = 0; i < count; i++) out[i] = this.at(choiceWords[i]!, valueWords[i]!);
  }
}

/**
 * Builds a mixture.
 *
 * @param parts Weights, which are whole numbers, and what gives the values.
 * @returns The mixture. Its distribution function is from the exact one by no more than the parts' are,
 * weighted, and 2^-32 for the choice.
 * @throws {RangeError} If the weights can't be honoured (see `buildChoice`).
 *
 * @example
 * ```ts
 * import { buildMixture } from "./sampler_mixture.ts";
 * import { buildUniform } from "./sampler_uniform.ts";
 * const amount = buildMixture([
 *   { weight: 9, sampler: buildUniform({ min: 0, max: 99 }) },
 *   { weight: 1, sampler: buildUniform({ min: 1000, max: 1000 }) },
 * ]);
 * if (amount.at(-1, 0) !== 1000 && amount.at(-1, 0) !== 0) throw new RangeError();
 * if (amount.min !== 0 || amount.max !== 1000) throw new RangeError();
 * ```
 */
export function buildMixture(parts: readonly MixturePart[]): MixtureSampler {
  return new MixtureSampler(parts);
}

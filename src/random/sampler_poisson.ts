/**
 * Poisson numbers: counts of events.
 *
 * @module
 */
import { checkParameter } from "./sampler.ts";
import { ChoiceSampler, dealWords } from "./sampler_choice.ts";

/** Parameters of a Poisson distribution. */
export interface PoissonOptions {
  /** Mean, from 0 to a million. */
  readonly mean: number;
}

/** Probabilities are kept down to this share of the greatest: all the rest are less than 2^-40. */
const LEAST_SHARE = 1 / 2 ** 50;
/** What the sum of the integer weights is near to. */
const WEIGHT_SUM = 2 ** 52;

/**
 * Builds a sampler of Poisson numbers.
 *
 * @param options The mean.
 * @returns The sampler. Its distribution function is less than 2^-32 from the exact one.
 * @throws {RangeError} If the mean is out of its range.
 *
 * @example
 * ```ts
 * import { buildPoisson } from "./sampler_poisson.ts";
 * const claims = buildPoisson({ mean: 0.1 });
 * // exp(-0.1) of all words give 0.
 * if (claims.wordCounts()[0] !== 3_886_247_119) throw new RangeError();
 * ```
 */
export function buildPoisson(options: PoissonOptions): ChoiceSampler {
  const { mean } = options;
  checkParameter("The mean", mean, 0, 1_000_000);
  // Shares of the greatest probability, from it outwards: no exponential is needed.
  const mode = Math.floor(mean);
  const above: number[] = [1], below: number[] = [];
  for (let share = 1, value = mode + 1; share > LEAST_SHARE; value++) {
    share *= mean / value;
    above.push(share);
  }
  for (let share = 1, value = mode; share > LEAST_SHARE && value > 0; value--) {
    share *= value / mean;
    below.push(share);
  }
  const shares = [...below.reverse(), ...above];
  const sum = shares.reduce((total, share) => total + share, 0);
  const weights = shares.map((share) => Math.floor(share / sum * WEIGHT_SUM + 0.5));
  return new ChoiceSampler(dealWords(weights), mode - below.length);
}

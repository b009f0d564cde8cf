/**
 * Normal and lognormal numbers.
 *
 * @module
 */
import { exponential } from "./_elementary.ts";
import { normalDensity, normalQuantile } from "./_normal_function.ts";
import { checkParameter } from "./sampler.ts";
import { fillSolvedKnots, QuantileSampler } from "./sampler_quantile.ts";

let standardKnots: Float64Array | undefined;

/** Quantiles of the standard normal distribution: found once. */
function standardQuantiles(): Float64Array {
  if (standardKnots === undefined) {
    let z = 0;
    standardKnots = fillSolvedKnots((tail, isUpper) => {
      if (tail === 0.5) z = 0;
      z = normalQuantile(tail, z);
      return isUpper ? z : -z;
    }, normalDensity);
  }
  return standardKnots;
}

/** Parameters of a normal distribution. */
export interface NormalOptions {
  /** Mean, in units of the result. */
  readonly mean: number;
  /** Standard deviation, in units of the result; positive. */
  readonly sd: number;
}

/**
 * Builds a sampler of normal numbers, rounded to whole ones; they end 6.3 deviations from the mean.
 *
 * @param options Mean and standard deviation.
 * @returns The sampler. Its distribution function is at most 1e-6 from the exact one.
 * @throws {RangeError} If a parameter is not finite or the deviation is not positive.
 *
 * @example
 * ```ts
 * import { buildNormal } from "./sampler_normal.ts";
 * const height = buildNormal({ mean: 1700, sd: 70 });
 * if (height.at(2 ** 31) !== 1700 || height.at(0) !== 1256) throw new RangeError();
 * ```
 */
export function buildNormal(options: NormalOptions): QuantileSampler {
  const { mean, sd } = options;
  checkParameter("The mean", mean, -1e15, 1e15);
  checkParameter("The standard deviation", sd, Number.MIN_VALUE, 1e15);
  return new QuantileSampler(standardQuantiles().map((z) => mean + sd * z));
}

/** Parameters of a lognormal distribution. */
export interface LognormalOptions {
  /** Median, in units of the result; positive. The mean is `median * exp(sigma^2 / 2)`. */
  readonly median: number;
  /** Standard deviation of the natural logarithm; positive. */
  readonly sigma: number;
}

/**
 * Builds a sampler of lognormal numbers, rounded to whole ones.
 *
 * @param options Median and sigma.
 * @returns The sampler. Its distribution function is at most 1e-6 from the exact one for a sigma up to 1,
 * at most 5e-6 for one up to 5.
 * @throws {RangeError} If a parameter is not positive, sigma is above 5, or values go beyond 2^53.
 */
export function buildLognormal(options: LognormalOptions): QuantileSampler {
  const { median, sigma } = options;
  checkParameter("The median", median, Number.MIN_VALUE, 1e15);
  checkParameter("Sigma", sigma, Number.MIN_VALUE, 5);
  return new QuantileSampler(standardQuantiles().map((z) => median * exponential(sigma * z)));
}

/**
 * Normal and lognormal numbers.
 *
 * @module
 */
import { exponential, logarithm } from "./_elementary.ts";
import { normalDensity, normalQuantile, normalTail } from "./_normal_function.ts";
import { checkParameter } from "./sampler.ts";
import {
  type Cuttable,
  fillCutKnots,
  fillSolvedKnots,
  isCut,
  QuantileSampler,
  type RangeOptions,
} from "./sampler_quantile.ts";

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

/** The standard normal distribution seen through a growing function. */
function mapStandard(
  toStandard: (value: number) => number,
  fromStandard: (z: number) => number,
  slope: (value: number) => number,
): Cuttable {
  return {
    tails(value) {
      const z = toStandard(value);
      return { lower: normalTail(-z), upper: normalTail(z) };
    },
    quantile(tail, isUpper) {
      const z = normalQuantile(tail, 0);
      return fromStandard(isUpper ? z : -z);
    },
    density: (value) => normalDensity(toStandard(value)) * slope(value),
  };
}

/** Parameters of a normal distribution. */
export interface NormalOptions extends RangeOptions {
  /** Mean, in units of the result. */
  readonly mean: number;
  /** Standard deviation, in units of the result; positive. */
  readonly sd: number;
}

/**
 * Builds a sampler of normal numbers, rounded to whole ones; they end 6.3 deviations from the mean,
 * or at `min` and `max`: then what is in the range is spread as in the normal distribution.
 *
 * @param options Mean and standard deviation; the ends of the range, where it has any.
 * @returns The sampler. Its distribution function is at most 1e-6 from the exact one.
 * @throws {RangeError} If a parameter is not finite or the deviation is not positive, or a range holds less than
 * 1e-9 of the distribution.
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
  if (isCut(options)) {
    return new QuantileSampler(fillCutKnots(
      mapStandard((value) => (value - mean) / sd, (z) => mean + sd * z, () => 1 / sd),
      options,
    ));
  }
  return new QuantileSampler(standardQuantiles().map((z) => mean + sd * z));
}

/** Parameters of a lognormal distribution. */
export interface LognormalOptions extends RangeOptions {
  /** Median, in units of the result; positive. The mean is `median * exp(sigma^2 / 2)`. */
  readonly median: number;
  /** Standard deviation of the natural logarithm; positive. */
  readonly sigma: number;
}

/**
 * Builds a sampler of lognormal numbers, rounded to whole ones.
 *
 * @param options Median and sigma; the ends of the range, where it has any.
 * @returns The sampler. Its distribution function is at most 1e-6 from the exact one for a sigma up to 1,
 * at most 5e-6 for one up to 5.
 * @throws {RangeError} If a parameter is not positive, sigma is above 5, or values go beyond 2^53.
 */
export function buildLognormal(options: LognormalOptions): QuantileSampler {
  const { median, sigma } = options;
  checkParameter("The median", median, Number.MIN_VALUE, 1e15);
  checkParameter("Sigma", sigma, Number.MIN_VALUE, 5);
  if (isCut(options)) {
    // Nothing is below 0: the least number stands for it.
    const toStandard = (value: number) => logarithm(Math.max(value / median, 1e-300)) / sigma;
    return new QuantileSampler(fillCutKnots(
      mapStandard(toStandard, (z) => median * exponential(sigma * z), (value) => {
        return 1 / (sigma * value);
      }),
      options,
    ));
  }
  return new QuantileSampler(standardQuantiles().map((z) => median * exponential(sigma * z)));
}

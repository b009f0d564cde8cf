/**
 * Samplers of amounts and delays: one for each shape, in units of the law's own scale, so that a few tables
 * serve all coverages, years and size bands.
 *
 * @module
 */
import { buildGamma } from "../../../random/sampler_gamma.ts";
import { buildLognormal } from "../../../random/sampler_normal.ts";
import { buildPoisson } from "../../../random/sampler_poisson.ts";
import { buildWeibull } from "../../../random/sampler_weibull.ts";
import type { Sampler } from "../../../random/sampler.ts";
import { once } from "../tables.ts";

/** What a sampler gives for the scale of its law. */
export const UNIT = 2 ** 20;

const kept = new Map<string, Sampler>();

function keep(key: string, build: () => Sampler): Sampler {
  let sampler = kept.get(key);
  if (sampler === undefined) {
    sampler = build();
    kept.set(key, sampler);
  }
  return sampler;
}

/**
 * A law of amounts in units of its scale.
 *
 * @param isGamma Whether it is a gamma law; else a lognormal one.
 * @param shape Shape of the gamma law, sigma of the lognormal one.
 * @returns Gives {@link UNIT} for an amount that is the scale.
 */
export function amountSampler(isGamma: boolean, shape: number): Sampler {
  return isGamma
    ? keep(`gamma ${shape}`, () => buildGamma({ shape, scale: UNIT }))
    : keep(`lognormal ${shape}`, () => buildLognormal({ median: UNIT, sigma: shape }));
}

/** Shape of the delay from loss to report: coefficient of variation 0.7. */
const REPORT_SHAPE = 1.4513;
/** Shape of the delay from report to close: coefficient of variation 0.6. */
const SETTLE_SHAPE = 1.7171;

/** The delay from loss to report, in units of its scale. */
export const reportSampler: () => Sampler = () =>
  keep("report", () => buildWeibull({ shape: REPORT_SHAPE, scale: UNIT }));

/** The delay from report to close, in units of its scale. */
export const settleSampler: () => Sampler = () =>
  keep("settle", () => buildWeibull({ shape: SETTLE_SHAPE, scale: UNIT }));

/** Steps between two levels of means of numbers of events. */
const LEVEL_STEP = 1.25;
const LEVEL_COUNT = 64;
/** Least mean. */
const FIRST_LEVEL = 1e-4;

/** Numbers of events: means are rounded up to one of some levels, events then thinned to the mean. */
export interface CountLevels {
  /** Mean of each level, ascending. */
  readonly means: Float64Array;
  /**
   * Number of events.
   *
   * @param level Which level.
   * @param word 32 random bits.
   */
  readonly pick: (level: number, word: number) => number;
  /**
   * The lowest level whose mean is not less.
   *
   * @param mean The mean.
   */
  readonly find: (mean: number) => number;
}

/** Levels of means, built when they are first asked for. */
export const countLevels: () => CountLevels = once(() => {
  const means = new Float64Array(LEVEL_COUNT);
  for (let at = 0, mean = FIRST_LEVEL; at < LEVEL_COUNT; at++, mean *= LEVEL_STEP) means[at] = mean;
  // Most risks have none: the words below the first bound.
  const bounds = Array.from(means, (mean) => {
    const counts = buildPoisson({ mean }).wordCounts();
    let sum = 0;
    return Float64Array.from(counts, (count) => sum += count);
  });
  const firsts = Float64Array.from(bounds, (list) => list[0]!);
  return {
    means,
    pick(level: number, word: number): number {
      const unsigned = word >>> 0;
      if (unsigned < firsts[level]!) return 0;
      const list = bounds[level]!;
      let count = 1;
      while (count < list.length - 1 && unsigned >= list[count]!) count++;
      return count;
    },
    find(mean: number): number {
      let low = 0;
      let high = LEVEL_COUNT - 1;
      if (!(mean <= means[high]!)) throw new RangeError(`a mean of ${mean} events is too large`);
      while (low < high) {
        const middle = (low + high) >> 1;
        if (means[middle]! < mean) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
});

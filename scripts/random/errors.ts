/**
 * Measures how far samplers are from the exact distributions, and prints it as a table of Markdown.
 *
 *     deno run -A scripts/random/errors.ts
 *
 * @module
 */
import type { Sampler } from "../../src/random/sampler.ts";
import { buildGamma } from "../../src/random/sampler_gamma.ts";
import { buildLognormal, buildNormal } from "../../src/random/sampler_normal.ts";
import { buildWeibull } from "../../src/random/sampler_weibull.ts";
import { gammaTails, lognormalTails, measureError, normalTails, weibullTails } from "./exact.ts";
import type { TailFunction } from "./exact.ts";

/** A sampler, what it should sample, and the greatest distance its documentation allows. */
export interface SamplerCase {
  /** Distribution and parameters. */
  readonly name: string;
  /** Builds the sampler. */
  build(): Sampler;
  /** The exact distribution. */
  readonly tails: TailFunction;
  /** Stated bound of Kolmogorov's distance. */
  readonly bound: number;
}

/** A fine unit, so that rounding to whole numbers is no part of the error. */
const UNIT = 1e12;

function gammaCase(shape: number): SamplerCase {
  const scale = shape < 0.2 ? 1e14 : UNIT / shape;
  return {
    name: `gamma, shape ${shape}`,
    build: () => buildGamma({ shape, scale }),
    tails: gammaTails(shape, scale),
    bound: shape >= 0.5 ? 1e-6 : 1e-5,
  };
}

function weibullCase(shape: number, scale = UNIT): SamplerCase {
  return {
    name: `Weibull, shape ${shape}`,
    build: () => buildWeibull({ shape, scale }),
    tails: weibullTails(shape, scale),
    bound: shape >= 0.5 ? 1e-6 : 1e-5,
  };
}

function lognormalCase(sigma: number, median: number): SamplerCase {
  return {
    name: `lognormal, sigma ${sigma}`,
    build: () => buildLognormal({ median, sigma }),
    tails: lognormalTails(median, sigma),
    bound: sigma <= 1 ? 1e-6 : 5e-6,
  };
}

/** The tails of a distribution cut to the whole numbers from `min` to `max`. */
function cutTails(tails: TailFunction, min: number, max: number): TailFunction {
  const from = tails(min - 0.5), to = tails(max + 0.5);
  const mass = to.lower < 0.5 ? to.lower - from.lower : from.upper - to.upper;
  return (value) => {
    if (value <= min - 0.5) return { lower: 0, upper: 1 };
    if (value >= max + 0.5) return { lower: 1, upper: 0 };
    const at = tails(value);
    return {
      lower: (at.lower < 0.5 ? at.lower - from.lower : from.upper - at.upper) / mass,
      upper: (at.upper < 0.5 ? at.upper - to.upper : to.lower - at.lower) / mass,
    };
  };
}

/** Distributions cut to a range, among them one to a part of its tail and some of coarse units. */
const CUT_CASES: readonly SamplerCase[] = [
  {
    name: "normal, cut to 16 to 90 of 45 +- 18",
    build: () => buildNormal({ mean: 45, sd: 18, min: 16, max: 90 }),
    tails: cutTails(normalTails(45, 18), 16, 90),
    bound: 1e-6,
  },
  {
    name: "normal, cut to 3 to 4 deviations",
    build: () => buildNormal({ mean: 0, sd: 1e9, min: 3e9, max: 4e9 }),
    tails: cutTails(normalTails(0, 1e9), 3e9, 4e9),
    bound: 1e-6,
  },
  {
    name: "lognormal, sigma 1, cut to 1/2 to 10 medians",
    build: () => buildLognormal({ median: 1e9, sigma: 1, min: 5e8, max: 1e10 }),
    tails: cutTails(lognormalTails(1e9, 1), 5e8, 1e10),
    bound: 1e-6,
  },
  {
    name: "gamma, shape 2, cut to 1 to 6 scales",
    build: () => buildGamma({ shape: 2, scale: 1e9, min: 1e9, max: 6e9 }),
    tails: cutTails(gammaTails(2, 1e9), 1e9, 6e9),
    bound: 1e-6,
  },
  {
    name: "Weibull, shape 1.5, cut to 0 to 1 scale",
    build: () => buildWeibull({ shape: 1.5, scale: 1e9, min: 0, max: 1e9 }),
    tails: cutTails(weibullTails(1.5, 1e9), 0, 1e9),
    bound: 1e-6,
  },
];

/** All that are measured. */
export const SAMPLER_CASES: readonly SamplerCase[] = [
  {
    name: "normal",
    build: () => buildNormal({ mean: UNIT, sd: UNIT }),
    tails: normalTails(UNIT, UNIT),
    bound: 1e-6,
  },
  lognormalCase(0.1, UNIT),
  lognormalCase(1, UNIT),
  lognormalCase(2, 1e9),
  lognormalCase(5, 100),
  ...[0.1, 0.5, 1, 2, 10, 100, 10_000].map(gammaCase),
  ...[0.5, 1, 1.5, 5, 1000].map((shape) => weibullCase(shape)),
  weibullCase(0.1, 100),
  ...CUT_CASES,
];

function formatPower(value: number): string {
  return value.toExponential(1);
}

if (import.meta.main) {
  console.log("| distribution | distance of distribution functions | stated | share of a tail |");
  console.log("| ------------ | ---------------------------------- | ------ | --------------- |");
  for (const { name, build, tails, bound } of SAMPLER_CASES) {
    const sampler = build();
    const { distance, tailShare } = measureError((word) => sampler.at(word), tails);
    const figures = [distance, bound, tailShare].map(formatPower).join(" | ");
    console.log(`| ${name} | ${figures} |`);
  }
}

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

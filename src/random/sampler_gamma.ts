/**
 * Gamma numbers; with a shape of 1 they are exponential.
 *
 * @module
 */
import { exponential, logarithm } from "./_elementary.ts";
import { gammaTails, logGamma } from "./_gamma_function.ts";
import { checkParameter } from "./sampler.ts";
import {
  fillCutKnots,
  fillSolvedKnots,
  isCut,
  QuantileSampler,
  type RangeOptions,
} from "./sampler_quantile.ts";

/** Parameters of a gamma distribution. */
export interface GammaOptions extends RangeOptions {
  /** Shape, from 0.1 to 10,000. */
  readonly shape: number;
  /** Scale, in units of the result; positive. The mean is `shape * scale`. */
  readonly scale: number;
}

/**
 * Solves for the logarithm of the value with a tail, by Newton's method on the logarithm of the tail
 * and, where that leaves the bracket, by halving it.
 */
function solveTail(shape: number, logGammaOfShape: number, tail: number, isUpper: boolean): number {
  const target = logarithm(tail);
  // Bounds of ln x that hold for all shapes and tails allowed.
  let least = -400, most = 12;
  let place = logarithm(shape);
  for (let turn = 0; turn < 200; turn++) {
    const x = exponential(place);
    const tails = gammaTails(shape, x, logGammaOfShape);
    const there = isUpper ? tails.upper : tails.lower;
    const isLow = isUpper ? there > tail : there < tail;
    if (isLow) least = place;
    else most = place;
    let next = (least + most) / 2;
    if (there > 0 && there < 1) {
      const density = exponential(shape * place - x - logGammaOfShape);
      const step = (logarithm(there) - target) * there / density * (isUpper ? 1 : -1);
      if (step < 1e-13 && step > -1e-13) return place + step;
      if (place + step > least && place + step < most) next = place + step;
    }
    place = next;
  }
  return place;
}

/**
 * Builds a sampler of gamma numbers, rounded to whole ones.
 *
 * @param options Shape and scale; the ends of the range, where it has any.
 * @returns The sampler. Its distribution function is at most 1e-6 from the exact one for a shape from 0.5,
 * at most 1e-5 for one from 0.1.
 * @throws {RangeError} If a parameter is out of its range, or values go beyond 2^53.
 *
 * @example
 * ```ts
 * import { buildGamma } from "./sampler_gamma.ts";
 * const miles = buildGamma({ shape: 1, scale: 10_000 });
 * // The median of an exponential distribution is its scale times ln 2.
 * if (miles.at(2 ** 31) !== 6931) throw new RangeError();
 * ```
 */
export function buildGamma(options: GammaOptions): QuantileSampler {
  const { shape, scale } = options;
  checkParameter("The shape", shape, 0.1, 10_000);
  checkParameter("The scale", scale, Number.MIN_VALUE, 1e15);
  const logGammaOfShape = logGamma(shape);
  const quantile = (tail: number, isUpper: boolean) =>
    exponential(solveTail(shape, logGammaOfShape, tail, isUpper));
  const density = (x: number) => exponential((shape - 1) * logarithm(x) - x - logGammaOfShape);
  if (isCut(options)) {
    return new QuantileSampler(fillCutKnots({
      tails: (value) => gammaTails(shape, Math.max(value / scale, 1e-300), logGammaOfShape),
      quantile: (tail, isUpper) => scale * quantile(tail, isUpper),
      density: (value) => density(value / scale) / scale,
    }, options));
  }
  const knots = fillSolvedKnots(quantile, density);
  return new QuantileSampler(knots.map((value) => scale * value));
}

/**
 * The gamma distribution's functions, to some 12 digits, from exact operations alone.
 *
 * @module
 */
import { exponential, logarithm } from "./_elementary.ts";

const HALF_LN_TAU = 0.9189385332046727;
/** Coefficients of Stirling's series: Bernoulli numbers over 2k (2k - 1). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];

/**
 * The logarithm of the gamma function.
 *
 * @param x A positive number.
 * @returns ln Gamma(x).
 */
export function logGamma(x: number): number {
  let product = 1, shifted = x;
  for (; shifted < 12; shifted++) product *= shifted;
  const square = 1 / (shifted * shifted);
  let series = 0;
  for (let place = STIRLING.length - 1; place >= 0; place--) {
    series = series * square + STIRLING[place]!;
  }
  return (shifted - 0.5) * logarithm(shifted) - shifted + HALF_LN_TAU + series / shifted -
    logarithm(product);
}

/** Both tails of a distribution at one place. */
export interface Tails {
  /** Probability of at most that. */
  readonly lower: number;
  /** Probability of more. */
  readonly upper: number;
}

/**
 * Tails of the gamma distribution of scale 1: the regularised incomplete gamma functions.
 *
 * @param shape A positive number.
 * @param x A positive number.
 * @param logGammaOfShape {@link logGamma} of the shape.
 * @returns Both tails; the smaller one is of full relative precision.
 */
export function gammaTails(shape: number, x: number, logGammaOfShape: number): Tails {
  const factor = exponential(shape * logarithm(x) - x - logGammaOfShape);
  if (x < shape + 1) {
    let term = 1 / shape, sum = term;
    for (let place = shape + 1; term > 1e-17 * sum; place++) {
      term *= x / place;
      sum += term;
    }
    const lower = factor * sum;
    return { lower, upper: 1 - lower };
  }
  // Legendre's continued fraction, forwards (Lentz): ends where a step changes nothing.
  let b = x + 1 - shape;
  let c = 1e300, d = 1 / b, fraction = d;
  for (let place = 1; place < 100_000; place++) {
    const a = -place * (place - shape);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    const change = c * d;
    fraction *= change;
    if (change - 1 < 1e-16 && change - 1 > -1e-16) break;
  }
  const upper = factor * fraction;
  return { lower: 1 - upper, upper };
}

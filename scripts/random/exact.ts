/**
 * Distribution functions by other ways than those of `src/random`: integration of the density, or closed
 * forms, with the functions of `Math`. What samplers are compared with.
 *
 * @module
 */

/** Probabilities of at most, and of more than, a value. */
export interface ExactTails {
  /** Of at most that. */
  readonly lower: number;
  /** Of more. */
  readonly upper: number;
}

/** Gives both tails at a value. */
export type TailFunction = (value: number) => ExactTails;

/** Nodes and weights of Gauss and Legendre's rule with 8 points, on -1 to 1. */
const NODES = [0.1834346424956498, 0.525532409916329, 0.7966664774136267, 0.9602898564975363];
const WEIGHTS = [0.362683783378362, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763];

function integrate(
  density: (t: number) => number,
  from: number,
  to: number,
  parts: number,
): number {
  const half = (to - from) / parts / 2;
  let sum = 0;
  for (let part = 0; part < parts; part++) {
    const middle = from + (2 * part + 1) * half;
    for (let i = 0; i < 4; i++) {
      sum += WEIGHTS[i]! *
        (density(middle - NODES[i]! * half) + density(middle + NODES[i]! * half));
    }
  }
  return sum * half;
}

/**
 * Tails of the normal distribution.
 *
 * @param mean Mean.
 * @param sd Standard deviation.
 * @returns The function.
 */
export function normalTails(mean: number, sd: number): TailFunction {
  const density = (t: number) => Math.exp(-t * t / 2) / Math.sqrt(2 * Math.PI);
  return (value) => {
    const z = (value - mean) / sd;
    return {
      lower: integrate(density, Math.min(z, -6) - 6, z, 60),
      upper: integrate(density, z, Math.max(z, 6) + 6, 60),
    };
  };
}

/**
 * Tails of the lognormal distribution.
 *
 * @param median Median.
 * @param sigma Deviation of the logarithm.
 * @returns The function.
 */
export function lognormalTails(median: number, sigma: number): TailFunction {
  const tails = normalTails(0, 1);
  return (value) => value <= 0 ? { lower: 0, upper: 1 } : tails(Math.log(value / median) / sigma);
}

/**
 * Tails of the gamma distribution, integrated over the logarithm.
 *
 * @param shape Shape.
 * @param scale Scale.
 * @returns The function.
 */
export function gammaTails(shape: number, scale: number): TailFunction {
  // The greatest value of the density of the logarithm is 1, at ln(shape).
  const peak = Math.log(shape);
  const density = (t: number) => Math.exp(shape * (t - peak) - (Math.exp(t) - shape));
  const least = peak - 45 / shape - 12 / Math.sqrt(shape);
  const most = Math.log(shape + 12 * Math.sqrt(shape) + 60);
  const parts = 120;
  const whole = integrate(density, least, peak, parts) + integrate(density, peak, most, parts);
  return (value) => {
    if (value <= 0) return { lower: 0, upper: 1 };
    const t = Math.log(value / scale);
    return {
      lower: integrate(density, least, t, parts) / whole,
      upper: integrate(density, t, most, parts) / whole,
    };
  };
}

/**
 * Tails of the Weibull distribution.
 *
 * @param shape Shape.
 * @param scale Scale.
 * @returns The function.
 */
export function weibullTails(shape: number, scale: number): TailFunction {
  return (value) => {
    if (value <= 0) return { lower: 0, upper: 1 };
    const hazard = (value / scale) ** shape;
    return { lower: -Math.expm1(-hazard), upper: Math.exp(-hazard) };
  };
}

/** How far a sampler is from a distribution whose values were rounded to whole numbers. */
export interface SamplerError {
  /** Greatest difference of the distribution functions (Kolmogorov's distance). */
  readonly distance: number;
  /** Greatest error of a tail's probability, as a share of it. */
  readonly tailShare: number;
}

/**
 * Words that look at every halving of both tails, on knots and between them.
 *
 * @returns Unsigned words.
 */
export function probeWords(): number[] {
  const words: number[] = [];
  for (let power = 0; power < 31; power++) {
    for (let step = 0; step < 32; step++) {
      const word = Math.floor(2 ** power * (1 + step / 32 + (step % 4) / 1024));
      words.push(word, 2 ** 32 - 1 - word);
    }
  }
  return [0, 2 ** 32 - 1, 2 ** 31 - 1, 2 ** 31, ...words];
}

/**
 * Compares a sampler with a distribution, word by word: a word's probability is to be between those of
 * both ends of the range that is rounded to its value.
 *
 * @param at The value of a word.
 * @param tails The exact distribution.
 * @param words The words; default: {@link probeWords}.
 * @returns The greatest errors found.
 */
export function measureError(
  at: (word: number) => number,
  tails: TailFunction,
  words: readonly number[] = probeWords(),
): SamplerError {
  let distance = 0, tailShare = 0;
  for (const word of words) {
    const value = at(word);
    const isLower = word < 2 ** 31;
    const from = tails(isLower ? value - 0.5 : value + 0.5);
    const to = tails(isLower ? value + 0.5 : value - 0.5);
    const wanted = ((isLower ? word : 2 ** 32 - 1 - word) + 0.5) / 2 ** 32;
    const least = isLower ? from.lower : from.upper, most = isLower ? to.lower : to.upper;
    const error = Math.max(0, least - wanted, wanted - most);
    distance = Math.max(distance, error);
    tailShare = Math.max(tailShare, error / wanted);
  }
  return { distance, tailShare };
}

/**
 * The normal distribution's functions, to some 14 digits, from exact operations alone.
 *
 * @module
 */
import { exponential, logarithm } from "./_elementary.ts";

const INVERSE_SQRT_TAU = 0.3989422804014327;

/**
 * Density of the standard normal distribution.
 *
 * @param z A number.
 * @returns The density there.
 */
export function normalDensity(z: number): number {
  return INVERSE_SQRT_TAU * exponential(-0.5 * z * z);
}

/**
 * The probability of more than `z`.
 *
 * @param z A number.
 * @returns The upper tail, of full relative precision where it is small.
 */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  if (z > 2.5) {
    // Laplace's continued fraction of Mills' ratio.
    let fraction = z;
    for (let place = 80; place >= 1; place--) fraction = z + place / fraction;
    return normalDensity(z) / fraction;
  }
  // The series z + z^3/3 + z^5/15 + ..., all terms of one sign.
  let term = z, sum = z;
  for (let odd = 3; term > 1e-18 * sum; odd += 2) {
    term *= z * z / odd;
    sum += term;
  }
  return 0.5 - normalDensity(z) * sum;
}

/**
 * The deviation whose upper tail is given, by Newton's method on the logarithm of the tail.
 *
 * @param tail A probability, from 2^-60 to 1/2.
 * @param guess A number near the result.
 * @returns The `z >= 0` with {@link normalTail} `tail`.
 */
export function normalQuantile(tail: number, guess: number): number {
  const target = logarithm(tail);
  let z = guess;
  for (let turn = 0; turn < 40; turn++) {
    const there = normalTail(z);
    const step = (logarithm(there) - target) * there / normalDensity(z);
    z += step;
    if (step < 1e-13 && step > -1e-13) break;
  }
  return z;
}

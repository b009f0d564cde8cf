/**
 * Seeds for those who leave the choice to the server.
 *
 * @module
 */

/**
 * Draws a seed from the system's random source.
 *
 * @returns A whole number from 0 to 2^53 - 1, so that no reader of JSON rounds it.
 *
 * @example
 * ```ts
 * import { drawSeed } from "./seed.ts";
 * if (drawSeed() > 2n ** 53n - 1n) throw new RangeError();
 * ```
 */
export function drawSeed(): bigint {
  return crypto.getRandomValues(new BigUint64Array(1))[0]! >> 11n;
}

/**
 * Seeds of randomised runs. Light: it loads no parser.
 *
 * @module
 */
import type { DemoProfile } from "./profile.ts";

/**
 * Draws a seed for a randomised run.
 *
 * @returns A positive whole number below 2^53, so that no reader of JSON rounds it, from the system's random
 * source. Whoever draws it shows and records it, so that the run can be repeated.
 */
export function drawSeed(): bigint {
  const [word = 0n] = crypto.getRandomValues(new BigUint64Array(1));
  return (word >> 11n) || 1n;
}

/**
 * The seed of a run of a profile.
 *
 * @param profile The profile.
 * @returns Its seed, or a drawn one, and which of the two it is.
 */
export function profileSeed(
  profile: Pick<DemoProfile, "seed">,
): { readonly seed: bigint; readonly isDrawn: boolean } {
  return profile.seed === "random"
    ? { seed: drawSeed(), isDrawn: true }
    : { seed: profile.seed, isDrawn: false };
}

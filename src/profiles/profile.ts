/**
 * Demo profiles: named sizes and seeds, so that a demonstration is one word.
 *
 * @module
 */

/** A demo profile, complete and checked. */
export interface DemoProfile {
  /** Lower-case letters, digits, `-` and `_`: safe in a file name. */
  readonly name: string;
  /** One sentence for lists. */
  readonly description: string;
  /** Name of the dataset. */
  readonly dataset: string;
  /** Number of accounts. */
  readonly records: number;
  /** A whole number, or `random` where every run draws its own. */
  readonly seed: bigint | "random";
  /** Port of the API; undefined where the profile has none of its own. */
  readonly apiPort: number | undefined;
  /** Rows a preview shows of each entity. */
  readonly previewRows: number;
}

/** The profile that is used where none is named. */
export const DEFAULT_PROFILE = "baseline";

/** The values of a profile as a file holds them; what is absent comes from elsewhere. */
export interface ProfileValues {
  readonly description?: string | undefined;
  readonly dataset?: string | undefined;
  readonly records?: number | undefined;
  readonly seed?: bigint | "random" | undefined;
  readonly randomize?: boolean | undefined;
  readonly api_port?: number | undefined;
  readonly preview_rows?: number | undefined;
}

/**
 * Draws a seed for a randomised run.
 *
 * @returns A positive whole number below 2^63, from the system's random source. Whoever draws it shows and
 * records it, so that the run can be repeated.
 */
export function drawSeed(): bigint {
  const [word = 0n] = crypto.getRandomValues(new BigUint64Array(1));
  return (word >> 1n) || 1n;
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

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

/** Port of the API where nothing else is said. */
export const DEFAULT_PORT = 5000;

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

/**
 * The time that everything released carries, so that equal sources give equal bytes whenever they are built.
 *
 * @module
 */
import { EsdhError } from "../../src/core/error.ts";

/** 2025-01-01: the time where no variable names one. */
const DEFAULT_EPOCH_SECONDS = Date.UTC(2025, 0, 1) / 1000;

/** The last second that an archive of either kind can hold: 2107-12-31. */
const LAST_SECOND = Date.UTC(2108, 0, 1) / 1000 - 1;

/**
 * Reads the time that released files get.
 *
 * @param named Value of `SOURCE_DATE_EPOCH` (seconds since 1970, UTC); default: that of the environment.
 * @returns Seconds since 1970; 2025-01-01 where the variable is unset or empty.
 * @throws {EsdhError} USAGE if it is no whole number, or a time after 2107.
 *
 * @example
 * ```ts
 * import { readEpochSeconds } from "./epoch.ts";
 * if (readEpochSeconds("1700000000") !== 1_700_000_000) throw new RangeError();
 * ```
 */
export function readEpochSeconds(
  named: string | undefined = Deno.env.get("SOURCE_DATE_EPOCH"),
): number {
  if (named === undefined || named === "") return DEFAULT_EPOCH_SECONDS;
  const seconds = /^\d{1,12}$/.test(named) ? Number(named) : NaN;
  if (seconds <= LAST_SECOND) return seconds;
  throw new EsdhError("USAGE", `SOURCE_DATE_EPOCH is "${named}"`, {
    hint: "seconds since 1970 in UTC, as `git log -1 --format=%ct` prints them",
  });
}

/**
 * Names of demonstration runs: the UTC second a run began, then its profile. They sort by time, hold
 * no character that a file system forbids, and are told apart from foreign names by their form.
 *
 * @module
 */

/** What a run's name says. */
export interface RunName {
  /** The whole name, for example `20251121T092233Z_baseline`. */
  readonly text: string;
  /** The second the run began, as `YYYYMMDDTHHMMSSZ`. */
  readonly time: string;
  /** Place among the runs that began in that second, from 1. */
  readonly ordinal: number;
  /** Name of the demo profile, as far as a file name can hold it. */
  readonly profile: string;
}

const NAME_FORM = /^(\d{8}T\d{6}Z)(?:-([1-9]\d{0,3}))?_([a-z0-9][a-z0-9._-]{0,63})$/;

/**
 * Names a run.
 *
 * @param start When the run began, in UTC.
 * @param profile Name of the demo profile; characters beyond `a-z0-9._-` become `-`.
 * @param ordinal Place among the runs of the same second, from 1 (the default).
 * @returns The name.
 *
 * @example
 * ```ts
 * import { nameRun } from "./run_name.ts";
 * const start = new Date(Date.UTC(2025, 10, 21, 9, 22, 33));
 * if (nameRun(start, "baseline").text !== "20251121T092233Z_baseline") throw new RangeError();
 * if (nameRun(start, "baseline", 2).text !== "20251121T092233Z-2_baseline") throw new RangeError();
 * ```
 */
export function nameRun(start: Date, profile: string, ordinal = 1): RunName {
  const time = start.toISOString().replace(/\.\d+Z$/, "Z").replace(/[-:]/g, "");
  const safe = profile.toLowerCase().replace(/[^a-z0-9._-]+/g, "-").replace(/^[^a-z0-9]+/, "")
    .slice(0, 64).replace(/[.]+$/, "");
  const name = safe === "" ? "profile" : safe;
  return {
    text: `${time}${ordinal === 1 ? "" : `-${ordinal}`}_${name}`,
    time,
    ordinal,
    profile: name,
  };
}

/**
 * Reads a run's name.
 *
 * @param text A file name.
 * @returns Its parts, or `undefined` where it is no run's name.
 *
 * @example
 * ```ts
 * import { parseRunName } from "./run_name.ts";
 * if (parseRunName("20251121T092233Z-2_heavy")?.profile !== "heavy") throw new RangeError();
 * if (parseRunName("my notes") !== undefined) throw new RangeError();
 * ```
 */
export function parseRunName(text: string): RunName | undefined {
  const parts = NAME_FORM.exec(text);
  if (parts === null) return undefined;
  const ordinal = parts[2] === undefined ? 1 : Number(parts[2]);
  return { text, time: parts[1]!, ordinal, profile: parts[3]! };
}

/**
 * Orders runs from the newest to the oldest.
 *
 * @param a One run.
 * @param b The other run.
 * @returns A negative number where `a` is the newer one.
 */
export function compareNewestFirst(a: RunName, b: RunName): number {
  if (a.time !== b.time) return a.time < b.time ? 1 : -1;
  return b.ordinal - a.ordinal || (a.text < b.text ? 1 : a.text > b.text ? -1 : 0);
}

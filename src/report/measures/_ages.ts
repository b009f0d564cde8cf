/**
 * Ages on the day from which dataset `auto` draws births and the fleet.
 *
 * @module
 */
import { parseDay } from "../../core/batch.ts";
import { DEFAULT_AS_OF } from "../../datasets/auto/facts.ts";

/** The day: a constant of the dataset's version. */
export const ANCHOR_DAY = DEFAULT_AS_OF;

/** Its calendar year. */
export const ANCHOR_YEAR = Number(ANCHOR_DAY.slice(0, 4));

const OLDEST = 150;
const bounds = Int32Array.from(
  { length: OLDEST + 1 },
  (_, age) => parseDay(`${ANCHOR_YEAR - age}${ANCHOR_DAY.slice(4)}`)!,
);

/**
 * Completed years on the anchor day.
 *
 * @param birth Days from 1970-01-01.
 * @returns From 0 to 150.
 *
 * @example
 * ```ts
 * import { parseDay } from "../../core/batch.ts";
import { DEFAULT_AS_OF } from "../../datasets/auto/facts.ts";
 * import { ageAt } from "./_ages.ts";
 * if (ageAt(parseDay("1980-01-01")!) !== 46 || ageAt(parseDay("1980-01-02")!) !== 45) throw new RangeError();
 * ```
 */
export function ageAt(birth: number): number {
  let age = Math.min(OLDEST, Math.max(0, Math.floor((bounds[0]! - birth) / 365.2425)));
  while (age < OLDEST && birth <= bounds[age + 1]!) age++;
  while (age > 0 && birth > bounds[age]!) age--;
  return age;
}

/**
 * Days in the life of a person, birth and first licence, and the two days of the dataset: all is drawn
 * from the anchor, and looked at on the day of the plan's `as-of`.
 *
 * @module
 */
import { parseDay } from "../../core/batch.ts";
import { ChoiceTables } from "../../random/choice_tables.ts";
import { PERSON_DRAWS, PERSON_ROWS, STATES } from "./account.ts";
import { makeRoom } from "./children.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { DEFAULT_AS_OF } from "./facts.ts";
import { driverAges, MAX_AGE, MIN_AGE } from "./kin.ts";
import { MEMBERS } from "./members.ts";
import { states } from "./places.ts";
import { once } from "./tables.ts";
import { defineByOptions, type OptionShared, type World } from "./world.ts";

/**
 * The day from which everything is drawn, in days from 1970-01-01: births, first licences, openings,
 * purchases and the ages of the fleet lie before it. It is a constant of the dataset's version, so that
 * one seed gives one world whatever day it is looked at.
 */
export const ANCHOR: number = parseDay(DEFAULT_AS_OF)!;

/** Day on which the world is looked at, in days from 1970-01-01: states of a day are those of this one. */
export const AS_OF: OptionShared<number, "as-of"> = defineByOptions(
  ["as-of"],
  ({ options }) => parseDay(options["as-of"] ?? DEFAULT_AS_OF)!,
);

/** Days of ages. */
interface AgeDays {
  /** Last day of birth of somebody of `age` whole years, at `age - 16`; one more entry behind the last. */
  readonly lastBirths: Int32Array;
}

/** The day `months` before a day, or the last of that month where it has no such day. */
function monthsBefore(day: number, months: number): number {
  const date = new Date(day * 86_400_000);
  const month = date.getUTCMonth() - months;
  const first = new Date(0);
  first.setUTCFullYear(date.getUTCFullYear(), month, 1);
  const length = new Date(0);
  length.setUTCFullYear(first.getUTCFullYear(), first.getUTCMonth() + 1, 0);
  return first.getTime() / 86_400_000 + Math.min(date.getUTCDate(), length.getUTCDate()) - 1;
}

const ageDays = once((): AgeDays => ({
  lastBirths: Int32Array.from(
    { length: MAX_AGE - MIN_AGE + 2 },
    (_, at) => monthsBefore(ANCHOR, 12 * (MIN_AGE + at)),
  ),
}));

/**
 * The last day of birth of somebody who is so many years old on the plan's day.
 *
 * @param world What all accounts share.
 * @param years Whole years.
 * @returns Days from 1970-01-01: who was born later is younger.
 */
export function lastBirthOf(world: World, years: number): number {
  return monthsBefore(world.get(AS_OF), 12 * years);
}

/** Days after which anybody is of age: eighteen years with five leap days. */
export const OF_AGE_DAYS = 6575;

/** Days a person has been old enough for a licence at least. */
const LICENCE_MARGIN = 31;

/** Last day of birth, by state, of somebody who may have a licence for a month. */
const lastBirthOfState = once(() =>
  Int32Array.from(
    states().licenceMonths,
    (months) => monthsBefore(ANCHOR - LICENCE_MARGIN, months),
  )
);

/** Last day of birth of a named insured, who has been of age for a month. */
const LAST_INSURED_BIRTH = ANCHOR - LICENCE_MARGIN - OF_AGE_DAYS;

/**
 * Days from birth to the day on which one may drive alone, at most, by state: months that begin on an
 * unlucky day are up to two days longer than the mean.
 */
const LICENCE_DAYS = once(() =>
  Int32Array.from(states().licenceMonths, (months) => Math.floor(months * 1461 / 48) + 3)
);

/** Day of birth of each person, in days from 1970-01-01: any day that gives the age; a little earlier where the state's licence wants it, or where a named insured would hardly be of age. */
export const BIRTH_DAYS: Fact<Int32Array> = defineFact<Int32Array>((chunk, kept) => {
  const rows = chunk.get(PERSON_ROWS);
  const words = chunk.get(PERSON_DRAWS).words("date_of_birth");
  const { ages } = chunk.get(MEMBERS);
  const where = chunk.get(STATES);
  const { lastBirths } = ageDays();
  const latest = lastBirthOfState();
  const { parents, ordinals } = rows;
  const out = makeRoom(kept, rows.count, (length) => new Int32Array(length));
  for (let row = 0; row < rows.count; row++) {
    const at = ages[row]! - MIN_AGE;
    const last = lastBirths[at]!;
    const first = lastBirths[at + 1]! + 1;
    const birth = first + ((words[row]! >>> 0) * (last - first + 1) * 2 ** -32 | 0);
    let limit = latest[where[parents[row]!]!]!;
    if (ordinals[row] === 0 && limit > LAST_INSURED_BIRTH) limit = LAST_INSURED_BIRTH;
    out[row] = birth > limit ? limit - (words[row]! & 127) : birth;
  }
  return out;
});

/** Oldest age at which somebody gets a first licence. */
const MAX_FIRST_AGE = 40;

/** Age at the first licence, by the age now: table and entry = age - 16. */
const firstLicenceWeights = once(() => {
  const { licensed } = driverAges();
  // Bands of several years rise evenly towards the next band.
  const levels = Array.from({ length: MAX_FIRST_AGE - MIN_AGE + 1 }, (_, at) => {
    const start = licensed.indexOf(licensed[at]!);
    const end = licensed.lastIndexOf(licensed[at]!) + 1;
    return licensed[at]! + (licensed[end]! - licensed[at]!) * (at - start) / (end - start);
  });
  return new ChoiceTables(
    levels.map((_, age) =>
      Array.from(
        { length: age + 1 },
        (_, at) => Math.max(0, levels[at]! - (at === 0 ? 0 : levels[at - 1]!)),
      )
    ),
  );
});

/** Day on which each person was first licensed: by the licensed share of each age, not before the state's age. */
export const FIRST_LICENSED_DAYS: Fact<Int32Array> = defineFact<Int32Array>((chunk, kept) => {
  const rows = chunk.get(PERSON_ROWS);
  const draws = chunk.get(PERSON_DRAWS);
  const yearWords = draws.words("first_licensed_on");
  const dayWords = draws.words("first_licensed_on", 1);
  const { ages } = chunk.get(MEMBERS);
  const births = chunk.get(BIRTH_DAYS);
  const where = chunk.get(STATES);
  const days = LICENCE_DAYS();
  const weights = firstLicenceWeights();
  const yesterday = ANCHOR - 1;
  const { parents } = rows;
  const out = makeRoom(kept, rows.count, (length) => new Int32Array(length));
  for (let row = 0; row < rows.count; row++) {
    const now = ages[row]! > MAX_FIRST_AGE ? MAX_FIRST_AGE : ages[row]!;
    const age = MIN_AGE + weights.pick(yearWords[row]!, now - MIN_AGE);
    const birth = births[row]!;
    const allowed = birth + days[where[parents[row]!]!]!;
    const year = birth + ((age * 1461) >> 2) + 1;
    // A birthday may have been yesterday or not quite yet: the licence is older than that.
    const first = Math.min(year > allowed ? year : allowed, yesterday);
    const end = year + 365 > first + 90 ? year + 365 : first + 90;
    const last = end < yesterday ? end : yesterday;
    const span = last - first + 1;
    out[row] = first + (span > 0 ? (dayWords[row]! >>> 0) * span * 2 ** -32 | 0 : 0);
  }
  return out;
});

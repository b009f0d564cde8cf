/**
 * What the drivers of a term are rated by: class, years of licence, accidents and violations, credits.
 *
 * @module
 */
import { PERSON_DRAWS, PERSON_ROWS } from "../account.ts";
import { BIRTH_DAYS, FIRST_LICENSED_DAYS } from "../births.ts";
import { makeRoom } from "../children.ts";
import { defineFact, type Fact } from "../chunk.ts";
import { MARITAL_STATES } from "../kin.ts";
import { MEMBERS } from "../members.ts";
import { OCCUPATIONS, occupations } from "../occupations.ts";
import { once } from "../tables.ts";
import { ASSIGNMENTS } from "./assignments.ts";
import { yearOf, yearsBetween } from "./months.ts";
import { LOOK_BACK, RECORD, RecordCounter } from "./loss_records.ts";
import { PERIODS } from "./periods.ts";
import { RISKS } from "./risks.ts";

/** Ages at which the driver classes begin. */
export const CLASS_AGES = [16, 17, 18, 19, 20, 21, 23, 25, 30, 40, 50, 60, 65, 70, 75, 80] as const;
const CLASS_NAMES = CLASS_AGES.map((first, at) => {
  const next = CLASS_AGES[at + 1];
  return next === undefined
    ? `${first}+`
    : next === first + 1
    ? `${first}`
    : `${first}-${next - 1}`;
});

/** Driver classes: age, sex and whether married; a row holds an index in this list. */
export const DRIVER_CLASSES: readonly string[] = CLASS_NAMES.flatMap((age) =>
  ["M/single", "M/married", "F/single", "F/married"].map((rest) => `${age}/${rest}`)
);

/** Violations of the three years before a term; a row holds an index in this list. */
export const VIOLATIONS = [
  "none",
  "1_minor",
  "2_minor",
  "3_minor",
  "1_major",
  "2_major",
] as const;

/** First year of which incidents are drawn, and number of years. */
const [FIRST_YEAR, YEARS] = [2020, 8];

/** Chances of a year, in 65,536ths (grade C): accident at fault, or not at fault; violation minor, or major. */
const CHANCES = { atFault: 1455, notAtFault: 1640, minor: 2620, major: 375 } as const;

/** By what chances are multiplied, by age on the anchor. */
const AGE_FACTORS = Float64Array.from(
  { length: 128 },
  (_, age) => age < 21 ? 2.4 : age < 25 ? 1.9 : age < 30 ? 1.4 : age < 65 ? 0.9 : 0.75,
);

/** Bits of a year's incidents. */
const BIT = { atFault: 1, notAtFault: 2, minor: 4, major: 8 } as const;

/** Incidents of each person: `years x 8 + year - 2020` holds bits. */
const INCIDENTS: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count } = chunk.get(PERSON_ROWS);
  const draws = chunk.get(PERSON_DRAWS);
  const licensed = chunk.get(FIRST_LICENSED_DAYS);
  const { ages } = chunk.get(MEMBERS);
  const out = makeRoom(kept, count * YEARS, (length) => new Uint8Array(length));
  for (let year = 0; year < YEARS; year++) {
    const words = draws.words("incidents", year);
    for (let row = 0; row < count; row++) {
      const word = words[row]!;
      const factor = AGE_FACTORS[ages[row]!]!;
      const accident = word >>> 16;
      const violation = word & 0xffff;
      let bits = 0;
      if (accident < CHANCES.atFault * factor) bits |= BIT.atFault;
      else if (accident >= 65_536 - CHANCES.notAtFault * factor) bits |= BIT.notAtFault;
      if (violation < CHANCES.minor * factor) bits |= BIT.minor;
      else if (violation >= 65_536 - CHANCES.major * factor) bits |= BIT.major;
      out[row * YEARS + year] = bits !== 0 && yearOf(licensed[row]!) < FIRST_YEAR + year ? bits : 0;
    }
  }
  return out;
});

/** What drivers are rated by; a row each of {@link ASSIGNMENTS}. */
export interface DriverTraits {
  /** Whole years of age on the first day of the term. */
  readonly ages: Uint8Array;
  /** Index in {@link DRIVER_CLASSES}. */
  readonly classes: Uint8Array;
  /** Whole years since the first licence on the first day of the term. */
  readonly licenceYears: Int32Array;
  /** Accidents at fault in the three calendar years before the term. */
  readonly atFaults: Int32Array;
  /** Accidents that others were at fault in. */
  readonly notAtFaults: Int32Array;
  /** Index in {@link VIOLATIONS}. */
  readonly violations: Uint8Array;
  /** 1 for a student of 16 to 24 with good marks. */
  readonly goodStudents: Uint8Array;
  /** 1 for a driver under 21 with a course of driver training. */
  readonly trained: Uint8Array;
  /** 1 for a driver of 55 and more with a course for such. */
  readonly mature: Uint8Array;
}

/** Shares of drivers who have a credit where they may, in 256ths (grade C). */
const CREDITS = { goodStudent: 120, trained: 110, mature: 26 } as const;

const isStudent = once(() =>
  Uint8Array.from(occupations().words, (word) => /student/i.test(word) ? 1 : 0)
);

const MARRIED = MARITAL_STATES.indexOf("married");

/** What drivers are rated by. */
export const DRIVER_TRAITS: Fact<DriverTraits> = defineFact<DriverTraits>((chunk, kept) => {
  const { count, risks, persons } = chunk.get(ASSIGNMENTS);
  const { periods } = chunk.get(RISKS);
  const { starts, accounts, writtens } = chunk.get(PERIODS);
  const recorder = new RecordCounter(chunk);
  const births = chunk.get(BIRTH_DAYS);
  const licensed = chunk.get(FIRST_LICENSED_DAYS);
  const incidents = chunk.get(INCIDENTS);
  const jobs = chunk.get(OCCUPATIONS);
  const { sexes, maritals } = chunk.get(MEMBERS);
  const words = chunk.get(PERSON_DRAWS).words("credits");
  const students = isStudent();
  const bytes = (array: Uint8Array | undefined) =>
    makeRoom(array, count, (length) => new Uint8Array(length));
  const numbers = (array: Int32Array | undefined) =>
    makeRoom(array, count, (length) => new Int32Array(length));
  const out: DriverTraits = {
    ages: bytes(kept?.ages),
    classes: bytes(kept?.classes),
    licenceYears: numbers(kept?.licenceYears),
    atFaults: numbers(kept?.atFaults),
    notAtFaults: numbers(kept?.notAtFaults),
    violations: bytes(kept?.violations),
    goodStudents: bytes(kept?.goodStudents),
    trained: bytes(kept?.trained),
    mature: bytes(kept?.mature),
  };
  for (let row = 0; row < count; row++) {
    const person = persons[row]!;
    const period = periods[risks[row]!]!;
    const start = starts[period]!;
    const age = yearsBetween(births[person]!, start);
    out.ages[row] = age;
    out.classes[row] = classOf(age, sexes[person]!, maritals[person] === MARRIED ? 1 : 0);
    out.licenceYears[row] = yearsBetween(licensed[person]!, start);
    const year = yearOf(start);
    const bitsOf = (at: number) => incidents[person * YEARS + at - FIRST_YEAR]!;
    const account = accounts[period]!;
    const written = writtens[period]!;
    out.atFaults[row] = recorder.count(
      ...[account, year, written, RECORD.atFault, person] as const,
      (at) => bitsOf(at) & 1,
    );
    out.notAtFaults[row] = recorder.count(
      ...[account, year, written, RECORD.notAtFault, person] as const,
      (at) => (bitsOf(at) >> 1) & 1,
    );
    let [minor, major] = [0, 0];
    for (let at = year - LOOK_BACK; at < year; at++) {
      const bits = bitsOf(at);
      minor += (bits >> 2) & 1;
      major += bits >> 3;
    }
    out.violations[row] = major > 0 ? (major > 1 ? 5 : 4) : minor > 3 ? 3 : minor;
    const word = words[person]!;
    const mayStudy = age <= 24 && students[jobs[person]!] === 1;
    out.goodStudents[row] = mayStudy && (word & 255) < CREDITS.goodStudent ? 1 : 0;
    out.trained[row] = age < 21 && ((word >>> 8) & 255) < CREDITS.trained ? 1 : 0;
    out.mature[row] = age >= 55 && ((word >>> 16) & 255) < CREDITS.mature ? 1 : 0;
  }
  return out;
});

/** Band of each age in the driver classes. */
const BAND_OF_AGE = Uint8Array.from(
  { length: 128 },
  (_, age) => Math.max(0, CLASS_AGES.findLastIndex((first) => age >= first)),
);

/**
 * The driver class of a person.
 *
 * @param age Whole years.
 * @param sex 0 for men, 1 for women.
 * @param married 1 for the married.
 * @returns Index in {@link DRIVER_CLASSES}.
 */
export function classOf(age: number, sex: number, married: number): number {
  // The table has no married drivers under 19.
  return BAND_OF_AGE[age]! * 4 + sex * 2 + (age < 19 ? 0 : married);
}

/**
 * Occupations of persons: a status by age, and for those who work a title by age, sex and, in a business,
 * its kind.
 *
 * @module
 */
import { ChoiceTables } from "../../random/choice_tables.ts";
import { CLASSES, PERSON_DRAWS, PERSON_ROWS, SIZES } from "./account.ts";
import { makeRoom } from "./children.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { LICENCE_NEEDS } from "./heavy.ts";
import { businessJobs, householdJobs, jobs, pickJob } from "./jobs.ts";
import { MAX_AGE, MIN_AGE } from "./kin.ts";
import { MEMBERS, RELATION } from "./members.ts";
import { once } from "./tables.ts";

/** What people are who have no job. */
export const STATUSES = ["Unemployed", "Retired", "Student", "Homemaker", "Not working"] as const;

/**
 * Whether an occupation leaves nowhere to go to work or to school.
 *
 * @param occupation The word.
 * @returns Whether it is a status other than that of a student.
 */
export function isWithoutWork(occupation: string): boolean {
  return occupation !== "Student" && (STATUSES as readonly string[]).includes(occupation);
}

/** Shares by age, up to an age: employed, then the statuses (grade C, held to the shares of all adults). */
const STATUS_SHARES: readonly (readonly [number, readonly number[]])[] = [
  [18, [0.27, 0.03, 0, 0.68, 0, 0.02]],
  [24, [0.61, 0.06, 0, 0.28, 0.02, 0.03]],
  [34, [0.8, 0.035, 0, 0.05, 0.065, 0.05]],
  [54, [0.82, 0.025, 0.005, 0.01, 0.08, 0.06]],
  [61, [0.7, 0.02, 0.09, 0, 0.08, 0.11]],
  [66, [0.46, 0.01, 0.4, 0, 0.05, 0.08]],
  [74, [0.23, 0, 0.73, 0, 0.02, 0.02]],
  [MAX_AGE, [0.06, 0, 0.93, 0, 0.01, 0]],
];

/** Occupations. */
interface Occupations {
  /** Statuses, then titles. */
  readonly words: readonly string[];
  /** Employed or a status, by age: table = age - 16. */
  readonly statuses: ChoiceTables;
  /** Drivers of heavy trucks, and of school buses. */
  readonly trucker: number;
  readonly bus: number;
}

/** Occupations by age. */
export const occupations: () => Occupations = once(() => {
  const { trucker, bus } = businessJobs();
  return {
    words: [...STATUSES, ...jobs().map(({ title }) => title)],
    statuses: new ChoiceTables(
      Array.from(
        { length: MAX_AGE - MIN_AGE + 1 },
        (_, at) => STATUS_SHARES.find(([last]) => MIN_AGE + at <= last)![1],
      ),
    ),
    trucker: STATUSES.length + trucker,
    bus: STATUSES.length + bus,
  };
});

/** Class of businesses whose owner works as the others do: up to four vehicles. */
const SMALL_BUSINESS = 1;

/** 1 for the occupations, codes of {@link occupations}, of those who have no work. */
export const withoutWork: () => Uint8Array = once(() =>
  Uint8Array.from(occupations().words, (word) => isWithoutWork(word) ? 1 : 0)
);

/** Occupation of each person, a code of {@link occupations}. */
export const OCCUPATIONS: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count, parents } = chunk.get(PERSON_ROWS);
  const draws = chunk.get(PERSON_DRAWS);
  const statusWords = draws.words("occupation");
  const titleWords = draws.words("occupation", 1);
  const { ages, sexes, relations } = chunk.get(MEMBERS);
  const needs = chunk.get(LICENCE_NEEDS);
  const classes = chunk.get(CLASSES);
  const { businessKinds } = chunk.get(SIZES);
  const { statuses } = occupations();
  const household = householdJobs();
  const { employees, owners, straight, trucker, manager } = businessJobs();
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let row = 0; row < count; row++) {
    const relation = relations[row]!;
    const age = ages[row]!;
    if (relation < RELATION.owner) {
      const status = statuses.pick(statusWords[row]!, age - MIN_AGE);
      out[row] = status === 0
        ? STATUSES.length + pickJob(household, titleWords[row]!, 0, age, sexes[row]!)
        : status - 1;
      continue;
    }
    const account = parents[row]!;
    const kind = businessKinds[account]!;
    const need = needs[row]!;
    let job = manager;
    if (need > 0) job = need === 2 ? trucker : straight[kind]!;
    else if (relation === RELATION.employee) {
      job = pickJob(employees, titleWords[row]!, kind, age, sexes[row]!);
    } else if (classes[account] === SMALL_BUSINESS) {
      job = pickJob(owners, titleWords[row]!, kind, age, sexes[row]!);
    }
    out[row] = STATUSES.length + job;
  }
  return out;
});

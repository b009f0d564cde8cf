/**
 * Occupations of persons: a status by age, and for those who work a title by its share of jobs.
 *
 * @module
 */
import occupationsText from "../../../data/auto/occupations.csv" with { type: "text" };
import { ChoiceTables } from "../../random/choice_tables.ts";
import { PERSON_DRAWS, PERSON_ROWS } from "./account.ts";
import { makeRoom } from "./children.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { LICENCE_NEEDS } from "./heavy.ts";
import { MAX_AGE, MIN_AGE } from "./kin.ts";
import { MEMBERS, RELATION } from "./members.ts";
import { once, parseColumns } from "./tables.ts";

/** What people are who have no job. */
const STATUSES = ["Unemployed", "Retired", "Student", "Homemaker", "Not working"] as const;

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

/** Youngest age of somebody with a title that wants a degree or experience; entries by their SOC group. */
const ADULT_GROUPS = ["11", "13", "17", "19", "21", "23", "25", "29"];
const ADULT_AGE = 22;

/** Occupations. */
interface Occupations {
  /** Statuses, then titles. */
  readonly words: readonly string[];
  /** Employed or a status, by age: table = age - 16. */
  readonly statuses: ChoiceTables;
  /** Titles: table 0 for those under 22 and drivers of businesses, table 1 for all others. */
  readonly titles: ChoiceTables;
  /** Titles of owners of a business, of drivers of its heavy vehicles, and of its other drivers. */
  readonly owner: number;
  readonly trucker: number;
  readonly driver: number;
}

/** Occupations by age. */
export const occupations: () => Occupations = once(() => {
  const { texts, numbers } = parseColumns(occupationsText);
  const titles = texts("occupation");
  const groups = texts("soc_code").map((code) => code.slice(0, 2));
  const weights = numbers("weight");
  const words = [...STATUSES, ...titles];
  return {
    words,
    statuses: new ChoiceTables(
      Array.from(
        { length: MAX_AGE - MIN_AGE + 1 },
        (_, at) => STATUS_SHARES.find(([last]) => MIN_AGE + at <= last)![1],
      ),
    ),
    titles: new ChoiceTables([
      weights.map((weight, title) => ADULT_GROUPS.includes(groups[title]!) ? 0 : weight),
      weights,
    ]),
    owner: words.indexOf("General and operations manager"),
    trucker: words.indexOf("Heavy or tractor-trailer truck driver"),
    driver: words.indexOf("Light truck driver"),
  };
});

/** Occupation of each person, a code of {@link occupations}. */
export const OCCUPATIONS: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count } = chunk.get(PERSON_ROWS);
  const draws = chunk.get(PERSON_DRAWS);
  const statusWords = draws.words("occupation");
  const titleWords = draws.words("occupation", 1);
  const { ages, relations } = chunk.get(MEMBERS);
  const needs = chunk.get(LICENCE_NEEDS);
  const { statuses, titles, owner, trucker, driver } = occupations();
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let row = 0; row < count; row++) {
    const relation = relations[row]!;
    const age = ages[row]!;
    const isPlain = age < ADULT_AGE || relation === RELATION.employee;
    const title = STATUSES.length + titles.pick(titleWords[row]!, isPlain ? 0 : 1);
    if (needs[row] !== 0) out[row] = trucker;
    else if (relation === RELATION.owner) out[row] = owner;
    else if (relation === RELATION.employee) {
      // Half of a business's drivers drive for a living, the others do so beside their work.
      out[row] = statusWords[row]! < 0 ? driver : title;
    } else {
      const status = statuses.pick(statusWords[row]!, age - MIN_AGE);
      out[row] = status === 0 ? title : status - 1;
    }
  }
  return out;
});

/**
 * Jobs: titles with the people who have them, and which of them a kind of business gives to those who
 * drive for it.
 *
 * @module
 */
import businessJobsText from "../../../data/auto/business_jobs.csv" with { type: "text" };
import occupationsText from "../../../data/auto/occupations.csv" with { type: "text" };
import { ChoiceTables } from "../../random/choice_tables.ts";
import { businesses } from "./businesses.ts";
import { MAX_AGE, MIN_AGE } from "./kin.ts";
import { once, parseColumns, parseLines } from "./tables.ts";

/** A title and who has it. */
interface Job {
  readonly code: string;
  readonly title: string;
  /** Share of jobs. */
  readonly weight: number;
  /** Share of women. */
  readonly women: number;
  /** Youngest age. */
  readonly leastAge: number;
}

/** Titles in the order of their table. */
export const jobs: () => readonly Job[] = once(() => {
  const { texts, numbers } = parseColumns(occupationsText);
  const [codes, titles] = [texts("soc_code"), texts("occupation")];
  const [weights, women, ages] = [
    numbers("weight"),
    numbers("female_percent"),
    numbers("least_age"),
  ];
  return codes.map((code, at) => ({
    code,
    title: titles[at]!,
    weight: weights[at]!,
    women: women[at]! / 100,
    leastAge: ages[at]!,
  }));
});

/** Title of drivers of tractors and heavy trucks, and of those of buses. */
const TRUCKER_CODE = "53-3032";
const BUS_CODE = "53-3051";

/** A title with its weight in a list. */
type Weighted = readonly (readonly [job: number, weight: number])[];

/** What the jobs of one group of people are: a table for each band of ages and sex. */
export interface JobChoice {
  /** Band of each age; entry = age - 16. */
  readonly bands: Uint8Array;
  /** Number of bands. */
  readonly bandCount: number;
  /** Tables: table = (list x bands + band) x 2 + sex, men first. */
  readonly weights: ChoiceTables;
  /** Title of each entry, one table behind the other. */
  readonly codes: Uint8Array;
  /** First entry of each table. */
  readonly starts: Int32Array;
}

/** Ages at which a list of titles grows, from the youngest on. */
function makeChoice(lists: readonly Weighted[]): JobChoice {
  const all = jobs();
  const used = new Set(lists.flatMap((list) => list.map(([job]) => all[job]!.leastAge)));
  const firsts = [...new Set([MIN_AGE, ...used])].sort((a, b) => a - b);
  const tables: number[][] = [];
  const codes: number[] = [];
  const starts: number[] = [];
  for (const list of lists) {
    for (const first of firsts) {
      const open = list.filter(([job]) => all[job]!.leastAge <= first);
      // Who is too young for all of a list gets what comes first in age.
      const young = Math.min(...list.map(([job]) => all[job]!.leastAge));
      const fit = open.length > 0 ? open : list.filter(([job]) => all[job]!.leastAge === young);
      for (const sex of [0, 1]) {
        starts.push(codes.length);
        codes.push(...fit.map(([job]) => job));
        tables.push(fit.map(([job, weight]) => {
          const { women } = all[job]!;
          return weight * (sex === 0 ? 1 - women : women);
        }));
      }
    }
  }
  return {
    bands: Uint8Array.from(
      { length: MAX_AGE - MIN_AGE + 1 },
      (_, at) => firsts.findLastIndex((first) => first <= MIN_AGE + at),
    ),
    bandCount: firsts.length,
    weights: new ChoiceTables(tables),
    codes: Uint8Array.from(codes),
    starts: Int32Array.from(starts),
  };
}

/** Titles of persons of households: one list. */
export const householdJobs: () => JobChoice = once(() =>
  makeChoice([jobs().map(({ weight }, job) => [job, weight] as const)])
);

/** Jobs in businesses. */
export interface BusinessJobs {
  /** Titles of those who drive for a business; a list for each kind. */
  readonly employees: JobChoice;
  /** Titles of owners of a business of few vehicles; a list for each kind. */
  readonly owners: JobChoice;
  /** Share of women among those who drive for each kind, and among its owners, in 256ths. */
  readonly employedWomen: Uint8Array;
  readonly owningWomen: Uint8Array;
  /** Share of women among drivers of heavy straight trucks or buses of each kind, and of tractors, in 256ths. */
  readonly straightWomen: Uint8Array;
  readonly truckerWomen: number;
  /** Title of the driver of a heavy straight truck of each kind, or of its bus. */
  readonly straight: Uint8Array;
  /** Title of the driver of a tractor. */
  readonly trucker: number;
  /** Title of the owner of many vehicles. */
  readonly manager: number;
  /** Title of the driver of a bus. */
  readonly bus: number;
}

/** Share of women among owners of all businesses; half of a kind's own share counts beside it (grade C). */
const WOMEN_OWNERS = 0.25;

/** Jobs in businesses, by kind. */
export const businessJobs: () => BusinessJobs = once(() => {
  const all = jobs();
  const codeOf = (code: string) => all.findIndex((job) => job.code === code);
  const lines = new Map(parseLines(businessJobsText).map((line) => [line["business"]!, line]));
  const read = (column: string) =>
    businesses().kinds.map((kind): Weighted =>
      lines.get(kind)![column]!.split(";").map((part) => {
        const [code, weight] = part.split(":");
        return [codeOf(code!), Number(weight)];
      })
    );
  const employees = read("employees");
  const shareOf = (list: Weighted) =>
    list.reduce((sum, [job, weight]) => sum + weight * all[job]!.women, 0) /
    list.reduce((sum, [, weight]) => sum + weight, 0);
  const bus = codeOf(BUS_CODE);
  const trucker = codeOf(TRUCKER_CODE);
  const straight = Uint8Array.from(
    employees,
    (list) => list.some(([job]) => job === bus) ? bus : trucker,
  );
  const womenOf = (job: number) => Math.round(256 * all[job]!.women);
  return {
    employees: makeChoice(employees),
    owners: makeChoice(read("owners")),
    employedWomen: Uint8Array.from(employees, (list) => Math.round(256 * shareOf(list))),
    owningWomen: Uint8Array.from(
      employees,
      (list) => Math.round(128 * (WOMEN_OWNERS + shareOf(list))),
    ),
    straightWomen: Uint8Array.from(straight, womenOf),
    truckerWomen: womenOf(trucker),
    straight,
    trucker,
    bus,
    manager: codeOf("11-1021"),
  };
});

/**
 * Chooses a title.
 *
 * @param choice The titles.
 * @param word 32 random bits.
 * @param list Which list of the choice, from 0.
 * @param age Age in years.
 * @param sex 0 for men, 1 for women.
 * @returns The title, counted in {@link jobs}.
 */
export function pickJob(
  choice: JobChoice,
  word: number,
  list: number,
  age: number,
  sex: number,
): number {
  const table = 2 * (list * choice.bandCount + choice.bands[age - MIN_AGE]!) + sex;
  return choice.codes[choice.starts[table]! + choice.weights.pick(word, table)]!;
}

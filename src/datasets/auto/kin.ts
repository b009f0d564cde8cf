/**
 * Ages of people who live together: who heads a household, and how old partners, children, parents and
 * housemates are beside that person.
 *
 * @module
 */
import driversText from "../../../data/auto/driver_ages.csv" with { type: "text" };
import householdersText from "../../../data/auto/householders.csv" with { type: "text" };
import kinText from "../../../data/auto/kin.csv" with { type: "text" };
import maritalText from "../../../data/auto/marital_status.csv" with { type: "text" };
import { ChoiceTables } from "../../random/choice_tables.ts";
import { once, parseLines } from "./tables.ts";

/** Youngest age of a person of an account, in years. */
export const MIN_AGE = 16;
/** Greatest age of a person of an account, in years. */
export const MAX_AGE = 95;
const AGE_COUNT = MAX_AGE - MIN_AGE + 1;

/** Structures of households, as the columns of the table of householders name them. */
export const STRUCTURES = ["single", "married", "partners", "parent", "others"] as const;

/** Index of each structure in {@link STRUCTURES}. */
export const STRUCTURE = { single: 0, married: 1, partners: 2, parent: 3, others: 4 } as const;

/** Shares of the structures among households with several drivers (grade C, fitted with the householders). */
export const structureWeights: () => ChoiceTables = once(() =>
  new ChoiceTables([[0, 728, 100, 90, 82]])
);

const ages = Array.from({ length: AGE_COUNT }, (_, at) => MIN_AGE + at);

/** Sex and age of householders: a table for each structure; entry = sex x 80 + age - 16, men first. */
export const householderWeights: () => ChoiceTables = once(() => {
  const lines = parseLines(householdersText);
  return new ChoiceTables(
    STRUCTURES.map((name) =>
      ["m", "f"].flatMap((sex) => lines.map((line) => Number(line[`${name}_${sex}`])))
    ),
  );
});

/** Entries of {@link householderWeights} that one sex has. */
export const HOUSEHOLDER_AGES = AGE_COUNT;

/** Ages of a relative beside a person of each age; entry = age - 16. */
export interface KinWeights {
  /** Partner of a man, then of a woman: table = sex x 80 + age - 16. */
  readonly partners: ChoiceTables;
  /** Child who drives: table = age - 16; the householder is 36 or older. */
  readonly children: ChoiceTables;
  /** Parent: table = age - 16; the householder is 22 to 62. */
  readonly parents: ChoiceTables;
  /** Housemate or sibling: table = age - 16. */
  readonly peers: ChoiceTables;
}

/** Youngest householder who has a child that drives. */
export const MIN_PARENT_AGE = 36;

/** Age of relatives by the table of differences. */
export const kinWeights: () => KinWeights = once(() => {
  const weights: Record<string, Map<number, number>> = {};
  for (const line of parseLines(kinText)) {
    (weights[line["table"]!] ??= new Map()).set(Number(line["years"]), Number(line["weight"]));
  }
  const of = (table: string, years: number) => weights[table]!.get(years) ?? 0;
  /** A table for each age of the person; where nobody fits, one of the person's own age stands in. */
  const tables = (weigh: (person: number, relative: number) => number) =>
    ages.map((person) => {
      const table = ages.map((relative) => weigh(person, relative));
      return table.some((weight) => weight > 0)
        ? table
        : ages.map((relative) => relative === person ? 1 : 0);
    });
  const isAdult = (age: number) => age >= 18 ? 1 : 0;
  return {
    partners: new ChoiceTables([
      ...tables((man, woman) => isAdult(woman) * of("couple_gap", woman - man)),
      ...tables((woman, man) => isAdult(man) * of("couple_gap", woman - man)),
    ]),
    children: new ChoiceTables(
      tables((parent, child) => of("child_at_home", child) * of("generation_gap", parent - child)),
    ),
    parents: new ChoiceTables(
      tables((child, parent) => (parent >= 40 ? 1 : 0) * of("generation_gap", parent - child)),
    ),
    peers: new ChoiceTables(
      tables((person, peer) => isAdult(peer) * of("peer_gap", peer - person)),
    ),
  };
});

/** Marital states; a row holds an index in this list. */
export const MARITAL_STATES = [
  "married",
  "separated",
  "divorced",
  "widowed",
  "never_married",
] as const;

/** How marital states are drawn. */
export interface MaritalWeights {
  /** Table of each age and sex: entry `2 x (age - 16) + sex`. */
  readonly tables: Uint8Array;
  /** All five states. */
  readonly all: ChoiceTables;
  /** The states of those who live without a spouse: `married` has no weight. */
  readonly unmarried: ChoiceTables;
}

/** Marital states by sex and age. */
export const maritalWeights: () => MaritalWeights = once(() => {
  const lines = parseLines(maritalText);
  const shares = lines.map((line) => MARITAL_STATES.map((state) => Number(line[state])));
  const tables = new Uint8Array(2 * AGE_COUNT);
  lines.forEach((line, table) => {
    const sex = line["sex"] === "M" ? 0 : 1;
    for (let age = Number(line["age_from"]); age <= MAX_AGE; age++) {
      tables[2 * (age - MIN_AGE) + sex] = table;
    }
  });
  return {
    tables,
    all: new ChoiceTables(shares),
    unmarried: new ChoiceTables(shares.map(([, ...rest]) => [0, ...rest])),
  };
});

/** Bands of drivers' ages. */
export interface DriverAges {
  /** Share of all drivers of each age from 16 on, each band shared out evenly. */
  readonly shares: readonly number[];
  /** Share of the residents of each age who hold a licence. */
  readonly licensed: readonly number[];
}

/** Ages of drivers. */
export const driverAges: () => DriverAges = once(() => {
  const shares: number[] = [];
  const licensed: number[] = [];
  for (const line of parseLines(driversText)) {
    const first = Number(line["age_from"]);
    const last = Math.min(Number(line["age_to"]), MAX_AGE);
    for (let age = first; age <= last; age++) {
      shares.push(Number(line["share_of_all_drivers"]) / (last - first + 1));
      licensed.push(Number(line["licensed_share_of_band"]));
    }
  }
  return { shares, licensed };
});

/** Ages of people who work and drive for a business: table 0 for all, table 1 for owners. */
export const workerWeights: () => ChoiceTables = once(() => {
  const { shares } = driverAges();
  const part = (age: number) => age < 18 || age > 74 ? 0 : age < 21 ? 0.5 : age < 62 ? 1 : 0.3;
  const weights = shares.map((share, at) => share * part(MIN_AGE + at));
  return new ChoiceTables([weights, weights.map((weight, at) => MIN_AGE + at < 25 ? 0 : weight)]);
});

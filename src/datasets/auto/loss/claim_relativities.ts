/**
 * Relativities of the frequency of claims: by the driver's age, the density of traffic, the state, the
 * month, the day of the week and the hour.
 *
 * @module
 */
import relativitiesText from "../../../../data/auto/claim_relativities.csv" with { type: "text" };
import timesText from "../../../../data/auto/claim_times.csv" with { type: "text" };
import { places, states } from "../places.ts";
import { once, parseLines } from "../tables.ts";
import { ChoiceTables } from "../../../random/choice_tables.ts";

/** Columns of the table; a relativity is of one of them. */
export const RELATIVES = ["COLL", "PD", "BI", "COMP", "MED", "PIP"] as const;
/** Index of each column in {@link RELATIVES}. */
export const RELATIVE = { COLL: 0, PD: 1, BI: 2, COMP: 3, MED: 4, PIP: 5 } as const;

/** Columns of the table of times; a time is drawn by one of them. */
export const TIMES = [
  "COLL",
  "PD",
  "BI",
  "ANIMAL",
  "HAIL",
  "THEFT",
  "GLASS",
  "FLOOD",
  "EVEN",
] as const;
/** Index of each column in {@link TIMES}. */
export const TIME = {
  COLL: 0,
  PD: 1,
  BI: 2,
  ANIMAL: 3,
  HAIL: 4,
  THEFT: 5,
  GLASS: 6,
  FLOOD: 7,
  EVEN: 8,
} as const;

/** Oldest age of the table. */
const LAST_AGE = 110;

/** Relativities, column by column: entry `level * 6 + column`. */
export interface Relativities {
  /** By age in whole years, from 0 to 110. */
  readonly ages: Float64Array;
  /** By place. */
  readonly places: Float64Array;
  /** By state. */
  readonly states: Float64Array;
}

/** Relativities; parsed when they are first asked for. */
export const relativities: () => Relativities = once(() => {
  const lines = parseLines(relativitiesText);
  const of = (dimension: string) => lines.filter((line) => line["dimension"] === dimension);
  const row = (line: Readonly<Record<string, string>>) =>
    RELATIVES.map((name) => Number(line[name]));
  const ages = of("age");
  const density = of("density");
  const bands = placeBands(density.map((line) => Number(line["share"])));
  const byState = new Map(of("state").map((line) => [line["level"]!, row(line)]));
  return {
    ages: Float64Array.from(
      Array.from({ length: LAST_AGE + 1 }, (_, age) => {
        const at = ages.findLastIndex((line) => Number(line["level"]) <= age);
        return row(ages[Math.max(at, 0)]!);
      }).flat(),
    ),
    places: Float64Array.from([...bands].flatMap((band) => row(density[band]!))),
    states: Float64Array.from(states().codes.flatMap((code) => byState.get(code)!)),
  };
});

/**
 * Band of density of each place. No table has the vehicles of a square mile, so places are ordered by
 * their residents, and the bands take their shares of all residents in that order.
 */
function placeBands(shares: readonly number[]): Uint8Array {
  const { populations } = places();
  const order = [...populations.keys()].sort((a, b) => populations[a]! - populations[b]! || a - b);
  const total = populations.reduce((sum, each) => sum + each, 0);
  const bands = new Uint8Array(populations.length);
  let seen = 0;
  for (const place of order) {
    const middle = (seen + populations[place]! / 2) / total;
    seen += populations[place]!;
    let band = 0;
    for (let upTo = shares[0]!; band < shares.length - 1 && middle > upTo;) upTo += shares[++band]!;
    bands[place] = band;
  }
  return bands;
}

/** Relativities of times. */
export interface Times {
  /** By month from 0, `month * 9 + column`. */
  readonly months: Float64Array;
  /** By day of the week from Monday, `day * 9 + column`. */
  readonly weekdays: Float64Array;
  /** Greatest product of month and day of the week of each column. */
  readonly greatest: Float64Array;
  /** Hours, a table for each column. */
  readonly hours: ChoiceTables;
}

/** Relativities of times; parsed when they are first asked for. */
export const times: () => Times = once(() => {
  const lines = parseLines(timesText);
  const of = (dimension: string) =>
    lines.filter((line) => line["dimension"] === dimension)
      .map((line) => TIMES.map((name) => Number(line[name] ?? 1)));
  const months = of("month");
  const weekdays = of("weekday");
  const hours = of("hour");
  const greatest = (rows: readonly number[][], column: number) =>
    Math.max(...rows.map((row) => row[column]!));
  return {
    months: Float64Array.from(months.flat()),
    weekdays: Float64Array.from(weekdays.flat()),
    greatest: Float64Array.from(
      TIMES,
      (_, column) => greatest(months, column) * greatest(weekdays, column),
    ),
    hours: new ChoiceTables(TIMES.map((_, column) => hours.map((row) => row[column]!))),
  };
});

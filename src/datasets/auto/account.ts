/**
 * What is known of each account: kind, state, place, and how many persons, vehicles and addresses it has.
 *
 * @module
 */
import householdsText from "../../../data/auto/households.csv" with { type: "text" };
import { ChoiceTables } from "../../random/choice_tables.ts";
import { businesses, fleetChoice } from "./businesses.ts";
import { type Children, defineChildren } from "./children.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { ACCOUNT_DRAWS, defineDraws, type Draws } from "./draws.ts";
import { places, placeSizes, states } from "./places.ts";
import { CLASS_COUNT, CLASS_PERSONS, HOUSEHOLD, POSITIONS } from "./strata.ts";
import { once, parseLines } from "./tables.ts";
import { STRIDES } from "./world.ts";

/** Class of each account: 0 for households, 1 to 3 for businesses by the size of their fleet. */
export const CLASSES: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { strata } = chunk.get(POSITIONS);
  const out = kept ?? new Uint8Array(chunk.capacity);
  for (let i = 0; i < chunk.count; i++) out[i] = strata[i]! % CLASS_COUNT;
  return out;
});

/** State of each account, counted in the USPS codes in alphabetical order. */
export const STATES: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { strata } = chunk.get(POSITIONS);
  const out = kept ?? new Uint8Array(chunk.capacity);
  for (let i = 0; i < chunk.count; i++) out[i] = strata[i]! / CLASS_COUNT;
  return out;
});

/**
 * ZIP codes of each state, by population of their place, which its ZIP codes share evenly: a table for each
 * state, and behind them one for each state's businesses that work the land.
 */
export const zipWeights: () => ChoiceTables = once(() => {
  const { firstZips } = states();
  const { zipPlaces, populations, firstZips: zipsOf } = places();
  const sizes = placeSizes();
  const weigh = (zip: number) => {
    const place = zipPlaces[zip]!;
    return populations[place]! / (zipsOf[place + 1]! - zipsOf[place]!);
  };
  const tables = Array.from({ length: firstZips.length - 1 }, (_, state) => {
    const [first, last] = [firstZips[state]!, firstZips[state + 1]!];
    return Array.from({ length: last - first }, (_, at) => weigh(first + at));
  });
  const rural = tables.map((table, state) => {
    const weights = table.map((weight, at) =>
      weight * RURAL_SHARES[sizes[zipPlaces[firstZips[state]! + at]!]!]!
    );
    return weights.some((weight) => weight > 0) ? weights : table;
  });
  return new ChoiceTables([...tables, ...rural]);
});

/** What counts of the population of towns, cities and large cities, for businesses that work the land (grade C). */
const RURAL_SHARES = [1, 0.02, 0] as const;

/** First digits of the NAICS codes of businesses that work the land, and of town governments. */
const RURAL_NAICS = ["11", "21", "2213", "9211"];

/** How far the tables of rural businesses lie behind those of their states; 0 for all other kinds. */
const ruralSteps = once(() => {
  const { length } = states().codes;
  return Uint8Array.from(
    businesses().naicsCodes,
    (code) => RURAL_NAICS.some((prefix) => code.startsWith(prefix)) ? length : 0,
  );
});

/** ZIP code of each account's residence or first premises, counted in the table of places. */
export const ZIPS: Fact<Uint16Array> = defineFact<Uint16Array>((chunk, kept) => {
  const words = chunk.get(ACCOUNT_DRAWS).words("zip");
  const where = chunk.get(STATES);
  const classes = chunk.get(CLASSES);
  const { businessKinds } = chunk.get(SIZES);
  const weights = zipWeights();
  const steps = ruralSteps();
  const { firstZips } = states();
  const out = kept ?? new Uint16Array(chunk.capacity);
  for (let i = 0; i < chunk.count; i++) {
    const state = where[i]!;
    const step = classes[i] === HOUSEHOLD ? 0 : steps[businessKinds[i]!]!;
    out[i] = firstZips[state]! + weights.pick(words[i]!, state + step);
  }
  return out;
});

/** How large an account is. */
export interface Sizes {
  /** Persons who live in the household, drivers or not; 0 for businesses. */
  readonly householdSizes: Uint8Array;
  /** Persons who drive or own: the account's rows of persons. */
  readonly persons: Uint8Array;
  /** Vehicles. */
  readonly vehicles: Uint8Array;
  /** Kind of business, counted in the table of businesses; 0 for households. */
  readonly businessKinds: Uint8Array;
}

const households = once(() => {
  const lines = parseLines(householdsText);
  const column = (name: string) => Uint8Array.from(lines, (line) => Number(line[name]));
  return {
    weights: new ChoiceTables([lines.map((line) => Number(line["share"]))]),
    sizes: column("size"),
    drivers: column("drivers"),
    vehicles: column("vehicles"),
  };
});

/** Persons of a business beyond its vehicles, by class and sixteenths of chance (grade C). */
const SPARE_DRIVERS: readonly (readonly number[])[] = [
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  [-1, -1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1],
  [-1, -1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2],
  [-1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4],
];

/** Sizes of the accounts: households by the joint table, businesses by the fleets of their kind. */
export const SIZES: Fact<Sizes> = defineFact<Sizes>((chunk, kept) => {
  const draws = chunk.get(ACCOUNT_DRAWS);
  const words = draws.words("size");
  const spare = draws.words("spare_drivers");
  const classes = chunk.get(CLASSES);
  const table = households();
  const fleets = fleetChoice();
  const make = () => new Uint8Array(chunk.capacity);
  const out = kept ??
    { householdSizes: make(), persons: make(), vehicles: make(), businessKinds: make() };
  const { householdSizes, persons, vehicles, businessKinds } = out;
  for (let i = 0; i < chunk.count; i++) {
    const kind = classes[i]!;
    if (kind === HOUSEHOLD) {
      const cell = table.weights.pick(words[i]!, 0);
      householdSizes[i] = table.sizes[cell]!;
      persons[i] = table.drivers[cell]!;
      vehicles[i] = table.vehicles[cell]!;
      businessKinds[i] = 0;
    } else {
      const columns = fleets.columns[kind - 1]!;
      const cell = fleets.kinds.pick(words[i]!, kind - 1);
      const business = (cell / columns.length) | 0;
      const column = columns[cell - business * columns.length]!;
      // The first four bits choose the spare drivers, the others the fleet.
      const word = spare[i]!;
      const fleet = fleets.least[column]! + fleets.sizes.pick(word << 4, column);
      const more = SPARE_DRIVERS[kind]![word >>> 28]!;
      householdSizes[i] = 0;
      persons[i] = Math.min(Math.max(fleet + more, 1), CLASS_PERSONS[kind]!);
      vehicles[i] = fleet;
      businessKinds[i] = business;
    }
  }
  return out;
});

/** Number of persons of each account. */
export const PERSON_COUNTS: Fact<Uint8Array> = defineFact((chunk) => chunk.get(SIZES).persons);

/** Number of vehicles of each account. */
export const VEHICLE_COUNTS: Fact<Uint8Array> = defineFact((chunk) => chunk.get(SIZES).vehicles);

/** Rows of persons: those of an account are its named insured, the spouse, and the other drivers. */
export const PERSON_ROWS: Fact<Children> = defineChildren(PERSON_COUNTS, STRIDES.person);

/** Rows of vehicles. */
export const VEHICLE_ROWS: Fact<Children> = defineChildren(VEHICLE_COUNTS, STRIDES.vehicle);

/** Random words of the persons. */
export const PERSON_DRAWS: Fact<Draws> = defineDraws("person", PERSON_ROWS);

/** Random words of the vehicles. */
export const VEHICLE_DRAWS: Fact<Draws> = defineDraws("vehicle", VEHICLE_ROWS);

/**
 * States, cities and ZIP codes: what agrees with what in an address.
 *
 * @module
 */
import placesText from "../../../data/auto/places.csv" with { type: "text" };
import statesText from "../../../data/auto/states.csv" with { type: "text" };
import { once, parseColumns } from "./tables.ts";

/** The 50 states and DC. */
export interface StateTable {
  /** USPS codes, in alphabetical order: what a state index counts. */
  readonly codes: readonly string[];
  /** FIPS codes, two digits. */
  readonly fips: readonly string[];
  /** Residents, 2020 Census. */
  readonly populations: readonly number[];
  /** Months of age from which one drives alone. */
  readonly licenceMonths: readonly number[];
  /** Class of an ordinary car licence. */
  readonly licenceClasses: readonly string[];
  /** Years a licence is valid. */
  readonly renewalYears: readonly number[];
  /** First place of each state and, behind the last, the number of places. */
  readonly firstPlaces: Int32Array;
  /** First ZIP code of each state and, behind the last, the number of ZIP codes. */
  readonly firstZips: Int32Array;
}

/** Postal cities and their ZIP codes, in the order of the states. */
export interface PlaceTable {
  /** City of each place. */
  readonly cities: readonly string[];
  /** County of each place. */
  readonly counties: readonly string[];
  /** County FIPS code of each place, 5 digits. */
  readonly countyCodes: readonly string[];
  /** State of each place. */
  readonly states: Uint8Array;
  /** Residents of each place. */
  readonly populations: readonly number[];
  /** Latitude of each place in ten-thousandths of a degree. */
  readonly latitudes: Int32Array;
  /** Longitude of each place in ten-thousandths of a degree. */
  readonly longitudes: Int32Array;
  /** Telephone area codes of each place. */
  readonly areaCodes: readonly (readonly string[])[];
  /** ZIP codes, those of a place side by side. */
  readonly zips: readonly string[];
  /** Place of each ZIP code. */
  readonly zipPlaces: Uint16Array;
  /** First ZIP code of each place and, behind the last, the number of ZIP codes. */
  readonly firstZips: Int32Array;
}

/** Postal cities; parsed when they are first asked for. */
export const places: () => PlaceTable = once(() => {
  const { count, texts, numbers } = parseColumns(placesText);
  const codes = parseColumns(statesText).texts("state");
  const indices = new Map(codes.map((code, state) => [code, state]));
  const zips = texts("zip_codes").map((text) => text.split(";"));
  const firstZips = new Int32Array(count + 1);
  zips.forEach((list, place) => firstZips[place + 1] = firstZips[place]! + list.length);
  const degrees = (name: string) =>
    Int32Array.from(numbers(name), (value) => Math.round(value * 10_000));
  return {
    cities: texts("city"),
    counties: texts("county"),
    countyCodes: texts("county_fips"),
    states: Uint8Array.from(texts("state"), (code) => indices.get(code)!),
    populations: numbers("population_2020"),
    latitudes: degrees("latitude"),
    longitudes: degrees("longitude"),
    areaCodes: texts("area_codes").map((text) => text.split(";")),
    zips: zips.flat(),
    zipPlaces: Uint16Array.from(zips.flatMap((list, place) => list.map(() => place))),
    firstZips,
  };
});

/** The states; parsed when they are first asked for. */
export const states: () => StateTable = once(() => {
  const { count, texts, numbers } = parseColumns(statesText);
  const table = places();
  const firstPlaces = new Int32Array(count + 1);
  for (const state of table.states) firstPlaces[state + 1]!++;
  for (let state = 0; state < count; state++) firstPlaces[state + 1]! += firstPlaces[state]!;
  return {
    codes: texts("state"),
    fips: texts("fips"),
    populations: numbers("population"),
    licenceMonths: numbers("licence_months"),
    licenceClasses: texts("licence_class"),
    renewalYears: numbers("renewal_years"),
    firstPlaces,
    firstZips: firstPlaces.map((place) => table.firstZips[place]!),
  };
});

/** Populations from which a place is a city, and a large city. */
const CITY_SIZES = [50_000, 250_000] as const;

/** Size of each place: 0 for towns, 1 for cities, 2 for large cities. */
export const placeSizes: () => Uint8Array = once(() =>
  Uint8Array.from(
    places().populations,
    (population) => CITY_SIZES.filter((least) => population >= least).length,
  )
);

/** Number of sizes. */
export const PLACE_SIZE_COUNT: number = CITY_SIZES.length + 1;

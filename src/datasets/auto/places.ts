/**
 * States, cities and ZIP codes: what agrees with what in an address.
 *
 * @module
 */
import placesText from "../../../data/auto/places.csv" with { type: "text" };
import statesText from "../../../data/auto/states.csv" with { type: "text" };
import { once, parseLines } from "./tables.ts";

/** The 50 states and DC. */
export interface StateTable {
  /** USPS codes, in alphabetical order: what a state index counts. */
  readonly codes: readonly string[];
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
  const lines = parseLines(placesText);
  const codes = parseLines(statesText).map((line) => line["state"]!);
  const zips = lines.map((line) => line["zip_codes"]!.split(";"));
  const firstZips = new Int32Array(lines.length + 1);
  zips.forEach((list, place) => firstZips[place + 1] = firstZips[place]! + list.length);
  const column = (name: string) => lines.map((line) => line[name]!);
  const degrees = (name: string) =>
    Int32Array.from(column(name), (text) => Math.round(Number(text) * 10_000));
  return {
    cities: column("city"),
    counties: column("county"),
    countyCodes: column("county_fips"),
    states: Uint8Array.from(column("state"), (code) => codes.indexOf(code)),
    populations: column("population_2020").map(Number),
    latitudes: degrees("latitude"),
    longitudes: degrees("longitude"),
    areaCodes: column("area_codes").map((text) => text.split(";")),
    zips: zips.flat(),
    zipPlaces: Uint16Array.from(zips.flatMap((list, place) => list.map(() => place))),
    firstZips,
  };
});

/** The states; parsed when they are first asked for. */
export const states: () => StateTable = once(() => {
  const lines = parseLines(statesText);
  const column = (name: string) => lines.map((line) => line[name]!);
  const table = places();
  const firstPlaces = new Int32Array(lines.length + 1);
  for (const state of table.states) firstPlaces[state + 1]!++;
  for (let state = 0; state < lines.length; state++) firstPlaces[state + 1]! += firstPlaces[state]!;
  return {
    codes: column("state"),
    populations: column("population").map(Number),
    licenceMonths: column("licence_months").map(Number),
    licenceClasses: column("licence_class"),
    renewalYears: column("renewal_years").map(Number),
    firstPlaces,
    firstZips: firstPlaces.map((place) => table.firstZips[place]!),
  };
});

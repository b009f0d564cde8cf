/**
 * What vehicles are rated by in a term: territory, age, use, miles, symbols; weight, body and price of
 * those of businesses.
 *
 * @module
 */
import territoriesText from "../../../../data/auto/territories.csv" with { type: "text" };
import { SIZES } from "../account.ts";
import { ADDRESS_ZIPS } from "../addresses.ts";
import { businesses } from "../businesses.ts";
import { makeRoom } from "../children.ts";
import { defineFact, type Fact } from "../chunk.ts";
import { places } from "../places.ts";
import { once, parseColumns } from "../tables.ts";
import { GARAGES } from "../vehicle_drivers.ts";
import { MILES, MOST_MILES, VEHICLE_DAYS, yearlyMiles } from "../vehicle_history.ts";
import { BODIES, BODY, BODY_NAMES } from "../vehicle_lines.ts";
import { lineWords, MODEL_COLUMNS } from "../vehicle_models.ts";
import { MSRPS } from "../vehicle_prices.ts";
import { yearOf } from "./months.ts";
import { PERIODS } from "./periods.ts";
import { isPolicy, RISKS } from "./risks.ts";

/** Territory bands, from remote country to dense cities. */
export const TERRITORIES = ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8"] as const;

/** Territory of each place, an index in {@link TERRITORIES}. */
export const placeTerritories: () => Uint8Array = once(() =>
  Uint8Array.from(
    parseColumns(territoriesText).texts("territory"),
    (band) => (TERRITORIES as readonly string[]).indexOf(band),
  )
);

/** First whole years of the bands of a vehicle's age. */
export const VEHICLE_AGES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 16, 21] as const;
/** First miles of the bands of yearly miles. */
export const MILE_BANDS = [0, 3000, 5000, 7500, 10_000, 12_000, 15_000, 20_000, 25_000] as const;
/** First US dollars of the bands of the price when new, of businesses. */
export const COST_BANDS = [0, 25_000, 50_000, 90_000, 150_000, 250_000] as const;

/** Symbols of liability by segment (grade C): large pickups and vans 0, low to highest losses 1 to 4. */
const LIABILITY_SYMBOLS: Readonly<Record<string, number>> = {
  subcompact: 3,
  compact: 2,
  midsize: 2,
  fullsize: 2,
  three_row: 1,
  minivan: 1,
  premium_compact: 2,
  premium_midsize: 1,
  premium_fullsize: 1,
  premium_subcompact: 2,
  sports: 4,
  premium_sports: 3,
  exotic: 4,
  offroad: 1,
  small: 3,
  small_van: 0,
  fullsize_van: 0,
  heavy_duty: 0,
};
/** Body styles of which all are large pickups and vans. */
const LARGE_BODIES: readonly string[] = ["cargo_van", "passenger_van"];

/**
 * The symbol of liability of a model line.
 *
 * @param segment Its market segment.
 * @param body Its body style, as the table of lines names it.
 * @returns 0 for large pickups and vans, 1 for low losses to 4 for the highest.
 */
export function liabilitySymbol(segment: string, body: string): number {
  if (LARGE_BODIES.includes(body) || (body === "pickup" && segment === "fullsize")) return 0;
  return LIABILITY_SYMBOLS[segment] ?? 2;
}

const segments = once(() => {
  const words = lineWords().segments;
  return BODY_NAMES.map((body) =>
    Uint8Array.from(words, (segment) => liabilitySymbol(segment, body))
  );
});

/** First model years of electronic stability control, and of automatic braking (NHTSA). */
const [STABILITY_YEAR, BRAKING_YEAR] = [2012, 2020];

/**
 * What protects the occupants of a model year: airbags, stability control from 2012, automatic braking from 2020.
 *
 * @param year The model year.
 * @returns 0, 1 or 2.
 */
export function safetyLevel(year: number): number {
  return year >= BRAKING_YEAR ? 2 : year >= STABILITY_YEAR ? 1 : 0;
}

/**
 * The size class of a vehicle of a business, by the table's gross weights.
 *
 * @param gvwr Weight class, 1 to 8.
 * @param isTractor Whether it is a truck tractor.
 * @returns 0 light, 1 medium, 2 heavy, 3 extra-heavy, 4 and 5 tractors.
 */
export function sizeClass(gvwr: number, isTractor: boolean): number {
  if (isTractor) return gvwr >= 8 ? 5 : 4;
  return gvwr <= 2 ? 0 : gvwr <= 5 ? 1 : gvwr <= 7 ? 2 : 3;
}

/** Trades whose vehicles carry passengers for pay: NAICS 485. */
const PUBLIC_TRADE = "485";

const publicTrades = once(() =>
  Uint8Array.from(businesses().naicsCodes, (code) => code.startsWith(PUBLIC_TRADE) ? 1 : 0)
);

/** 1 for bodies of private passenger type. */
const IS_PRIVATE = Uint8Array.from(
  BODY_NAMES,
  (body) =>
    BODIES[body].value === "car" || BODIES[body].value === "suv" || body === "minivan" ? 1 : 0,
);

/** What vehicles are rated by; a row each of {@link RISKS}, levels of their bands. Those of the policy itself mean nothing. */
export interface VehicleTraits {
  readonly territories: Uint8Array;
  readonly ages: Uint8Array;
  readonly ageGroups: Uint8Array;
  readonly miles: Int32Array;
  readonly mileBands: Uint8Array;
  readonly liabilitySymbols: Uint8Array;
  readonly safeties: Uint8Array;
  readonly sizes: Uint8Array;
  readonly types: Uint8Array;
  readonly costs: Uint8Array;
}

/**
 * The band of a value.
 *
 * @param bands First values of the bands, ascending.
 * @param value The value.
 * @returns The last band whose first value is not above it.
 */
export function bandOf(bands: readonly number[], value: number): number {
  let at = bands.length - 1;
  while (at > 0 && bands[at]! > value) at--;
  return at;
}

/** What vehicles are rated by. */
export const VEHICLE_TRAITS: Fact<VehicleTraits> = defineFact<VehicleTraits>((chunk, kept) => {
  const { count, periods, vehicles } = chunk.get(RISKS);
  const { starts, accounts } = chunk.get(PERIODS);
  const { businessKinds } = chunk.get(SIZES);
  const zips = chunk.get(ADDRESS_ZIPS);
  const garages = chunk.get(GARAGES);
  const { zipPlaces } = places();
  const bandsOfPlace = placeTerritories();
  const models = chunk.get(MODEL_COLUMNS);
  const { soldNew } = chunk.get(VEHICLE_DAYS);
  const { levels } = chunk.get(MILES);
  const prices = chunk.get(MSRPS);
  const symbols = segments();
  const isPublic = publicTrades();
  const bytes = (array: Uint8Array | undefined) =>
    makeRoom(array, count, (length) => new Uint8Array(length));
  const out: VehicleTraits = {
    territories: bytes(kept?.territories),
    ages: bytes(kept?.ages),
    ageGroups: bytes(kept?.ageGroups),
    miles: makeRoom(kept?.miles, count, (length) => new Int32Array(length)),
    mileBands: bytes(kept?.mileBands),
    liabilitySymbols: bytes(kept?.liabilitySymbols),
    safeties: bytes(kept?.safeties),
    sizes: bytes(kept?.sizes),
    types: bytes(kept?.types),
    costs: bytes(kept?.costs),
  };
  for (let risk = 0; risk < count; risk++) {
    const row = vehicles[risk]!;
    if (isPolicy(vehicles, risk)) continue;
    const period = periods[risk]!;
    const start = starts[period]!;
    const body = models.bodies[row]!;
    const modelYear = models.years[row]!;
    const age = Math.max(0, yearOf(start) - modelYear);
    out.territories[risk] = bandsOfPlace[zipPlaces[zips[garages[row]!]!]!]!;
    out.ages[risk] = bandOf(VEHICLE_AGES, age);
    out.ageGroups[risk] = age > 5 ? 5 : age;
    const years = start > soldNew[row]! ? (start - soldNew[row]!) / 365.25 : 0;
    const miles = yearlyMiles(levels[row]!, years, MOST_MILES);
    out.miles[risk] = miles;
    out.mileBands[risk] = bandOf(MILE_BANDS, miles);
    out.liabilitySymbols[risk] = symbols[body]![models.segments[row]!]!;
    out.safeties[risk] = safetyLevel(modelYear);
    out.sizes[risk] = sizeClass(models.gvwrs[row]!, body === BODY.tractor);
    const kind = businessKinds[accounts[period]!]!;
    out.types[risk] = isPublic[kind] === 1 ? 3 : IS_PRIVATE[body] === 1 ? 0 : 1;
    out.costs[risk] = bandOf(COST_BANDS, prices[row]!);
  }
  return out;
});

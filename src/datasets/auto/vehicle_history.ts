/**
 * What became of a vehicle: when it was first sold and last bought, who owns it, what it is used for, how
 * far it is driven in a year and was driven in all.
 *
 * @module
 */
import mileageText from "../../../data/auto/annual_mileage.csv" with { type: "text" };
import usesText from "../../../data/auto/vehicle_uses.csv" with { type: "text" };
import { ChoiceTables } from "../../random/choice_tables.ts";
import { buildGamma } from "../../random/sampler_gamma.ts";
import { PERSON_ROWS, VEHICLE_DRAWS, VEHICLE_ROWS } from "./account.ts";
import { ANCHOR, AS_OF, BIRTH_DAYS, OF_AGE_DAYS } from "./births.ts";
import { ADDRESS_ZIPS } from "./addresses.ts";
import { makeRoom } from "./children.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { MEMBERS } from "./members.ts";
import { OCCUPATIONS, withoutWork } from "./occupations.ts";
import { PLACE_SIZE_COUNT, places, placeSizes } from "./places.ts";
import { once, parseLines } from "./tables.ts";
import { DRIVERS, GARAGES } from "./vehicle_drivers.ts";
import { BODIES, BODY, BODY_NAMES } from "./vehicle_lines.ts";
import { FIRST_YEAR, groupNames, YEAR_COUNT } from "./vehicle_market.ts";
import { lineWords, MODEL_COLUMNS, USER_GROUPS } from "./vehicle_models.ts";

const TWO_32 = 2 ** 32;
/** Days from the first sale of a model year, in August of the year before, to the last, in November. */
const SALE_DAYS = 485;
/** Longest time that an owner has had a vehicle, in days: households, businesses. */
const HOLD_DAYS = [7300, 5100] as const;
/** Days after which a vehicle may change hands. */
const RESALE_DAYS = 180;

/**
 * First day on which a model year is sold: 1 August of the year before.
 *
 * @param modelYear The model year.
 * @returns Days from 1970-01-01.
 */
export function firstSaleDay(modelYear: number): number {
  return Date.UTC(modelYear - 1, 7, 1) / 86_400_000;
}

/** First sale day of each model year from `FIRST_YEAR` on. */
const SALE_STARTS = Int32Array.from(
  { length: YEAR_COUNT },
  (_, at) => firstSaleDay(FIRST_YEAR + at),
);

/** Days of a vehicle, from 1970-01-01. */
export interface VehicleDays {
  /** On which it was first sold. */
  readonly soldNew: Int32Array;
  /** On which its present owner bought or leased it; the same day where it was bought new. */
  readonly purchased: Int32Array;
}

/**
 * Days of the vehicles. How long an owner has had a vehicle is drawn, shorter times more often; a vehicle
 * that is not that old was bought new.
 */
export const VEHICLE_DAYS: Fact<VehicleDays> = defineFact<VehicleDays>((chunk, kept) => {
  const { count, parents } = chunk.get(VEHICLE_ROWS);
  const { years } = chunk.get(MODEL_COLUMNS);
  const users = chunk.get(USER_GROUPS);
  const draws = chunk.get(VEHICLE_DRAWS);
  const saleWords = draws.words("sold_new_on");
  const holdWords = draws.words("purchased_on");
  const births = chunk.get(BIRTH_DAYS);
  const persons = chunk.get(PERSON_ROWS).offsets;
  const yesterday = ANCHOR - 1;
  const room = (array: Int32Array | undefined) =>
    makeRoom(array, count, (length) => new Int32Array(length));
  const soldNew = room(kept?.soldNew);
  const purchased = room(kept?.purchased);
  for (let i = 0; i < count; i++) {
    const start = SALE_STARTS[years[i]! - FIRST_YEAR]!;
    const span = Math.min(SALE_DAYS, yesterday - start + 1);
    const sold = start + ((saleWords[i]! >>> 0) * span / TWO_32 | 0);
    const chance = (holdWords[i]! >>> 0) / TWO_32;
    const isHousehold = users[i] === 0;
    // Short times are common, a fifth of the owners bought within the last year, but no day is a heap.
    const hold = chance * (0.12 + 0.88 * chance) * HOLD_DAYS[isHousehold ? 0 : 1]! | 0;
    // Somebody who came of age after that day bought it on any day since.
    const adult = births[persons[parents[i]!]!]! + OF_AGE_DAYS;
    const word = holdWords[i]!;
    const day = yesterday - hold >= adult
      ? yesterday - hold
      : adult + (((word & 0xffff) * (yesterday - adult + 1)) >>> 16);
    soldNew[i] = sold;
    purchased[i] = day < sold + RESALE_DAYS && adult <= sold ? sold : Math.max(day, sold);
  }
  return { soldNew, purchased };
});

/** Ownerships; a row holds an index in this list. */
export const OWNERSHIPS = ["owned", "financed", "leased"] as const;

/** Per cent leased and financed: of vehicles bought new, and used, by whole years since (grade C). */
const LEASED = [24, 24, 22, 6, 0, 0, 0] as const;
const FINANCED_NEW = [56, 56, 54, 56, 48, 40, 18] as const;
const FINANCED_USED = [52, 48, 44, 38, 28, 16, 6] as const;

/**
 * Whether a vehicle is financed or leased on a day: who has paid it off never owes again.
 *
 * @param soldNew Day on which it was first sold.
 * @param purchased Day on which its owner bought it.
 * @param day The day, not before it was bought.
 * @param word The random word of its ownership.
 * @returns True where a bank or a lessor has a claim on it.
 */
export function isOwed(soldNew: number, purchased: number, day: number, word: number): boolean {
  const years = ((day - purchased) / 365) | 0;
  if (years >= LEASED.length) return false;
  const isNew = soldNew === purchased;
  const owed = isNew ? LEASED[years]! + FINANCED_NEW[years]! : FINANCED_USED[years]!;
  return (word >>> 0) * 100 / TWO_32 < owed;
}

/** Ownership of each vehicle: newer ones are leased or financed more often. */
export const OWNERSHIP_CODES: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const { soldNew, purchased } = chunk.get(VEHICLE_DAYS);
  const words = chunk.get(VEHICLE_DRAWS).words("ownership");
  const asOf = chunk.world.get(AS_OF);
  const last = LEASED.length;
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let i = 0; i < count; i++) {
    const years = ((asOf - purchased[i]!) / 365) | 0;
    const chance = (words[i]! >>> 0) * 100 / TWO_32;
    const isNew = soldNew[i] === purchased[i];
    const leased = isNew && years < last ? LEASED[years]! : 0;
    const financed = years < last ? (isNew ? FINANCED_NEW : FINANCED_USED)[years]! : 0;
    out[i] = chance < leased ? 2 : chance < leased + financed ? 1 : 0;
  }
  return out;
});

/** Uses; a row holds an index in this list, which are the columns of their table. */
export const USES = [
  "pleasure",
  "commute_short",
  "commute_long",
  "business",
  "farm",
  "service",
  "retail",
  "commercial",
] as const;

/** Index of uses in {@link USES}. */
export const USE = { pleasure: 0, business: 3, farm: 4 } as const;

/** Use on farms in towns, cities and large cities, against the table's (grade C). */
const FARM_FACTORS = [3, 1, 0] as const;

const uses = once(() => {
  const lines = parseLines(usesText);
  const groups = groupNames();
  return {
    /** Table of their vehicles. */
    idle: lines.findIndex((line) => line["drivers"] === "without_work"),
    /** Table of dear sports cars, and 1 for the segments of such. */
    exotic: lines.findIndex((line) => line["drivers"] === "exotic"),
    isExotic: Uint8Array.from(
      lineWords().segments,
      (word) => word === "exotic" ? 1 : 0,
    ),
    /** Table of each user group; that of households is the first of three by age. */
    tables: Uint8Array.from(
      groups,
      (group) => Math.max(0, lines.findIndex((line) => line["drivers"] === group)),
    ),
    /** Table = line x sizes of places + size: where few live, more vehicles work on farms. */
    weights: new ChoiceTables(
      lines.flatMap((line) =>
        FARM_FACTORS.map((factor) => {
          const isPersonal = !groups.includes(line["drivers"]!);
          return USES.map((word) =>
            Number(line[word]) * (isPersonal && word === "farm" ? factor : 1)
          );
        })
      ),
    ),
  };
});

/** 1 for body styles that no farm would use. */
const IS_CITY_BODY = Uint8Array.from(
  BODY_NAMES,
  (body) => BODIES[body].value === "car" || BODIES[body].fleet === "minivan" ? 1 : 0,
);

/**
 * Use of each vehicle, by its user, by age and work of the principal driver, and by the size of the place where
 * it is kept: an index in {@link USES}.
 */
export const USE_CODES: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const { bodies, segments } = chunk.get(MODEL_COLUMNS);
  const users = chunk.get(USER_GROUPS);
  const drivers = chunk.get(DRIVERS);
  const garages = chunk.get(GARAGES);
  const zips = chunk.get(ADDRESS_ZIPS);
  const { zipPlaces } = places();
  const sizes = placeSizes();
  const { ages } = chunk.get(MEMBERS);
  const jobs = chunk.get(OCCUPATIONS);
  const words = chunk.get(VEHICLE_DRAWS).words("vehicle_use");
  const { tables, weights, idle, exotic, isExotic } = uses();
  const hasNoWork = withoutWork();
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let i = 0; i < count; i++) {
    const group = users[i]!;
    const driver = drivers[i]!;
    const age = ages[driver]!;
    const band = age < 20 ? 0 : age < 65 ? 1 : 2;
    const isIdle = hasNoWork[jobs[driver]!] === 1;
    const table = group > 0
      ? tables[group]!
      : isIdle
      ? idle
      : isExotic[segments[i]!] === 1
      ? exotic
      : band;
    const size = sizes[zipPlaces[zips[garages[i]!]!]!]!;
    const use = weights.pick(words[i]!, table * PLACE_SIZE_COUNT + size);
    out[i] = use === USE.farm && group === 0 && IS_CITY_BODY[bodies[i]!] === 1 ? USE.pleasure : use;
  }
  return out;
});

/** Age bands of the table of mileage, by their first year. */
const MILEAGE_BANDS = [16, 20, 35, 55, 65];

const mileage = once(() => {
  const lines = parseLines(mileageText);
  const of = (basis: string, key: string, sex: string) =>
    Number(lines.find((line) => line["basis"] === basis && line["key"] === key)![sex]);
  const bands = lines.filter((line) => line["basis"] === "driver" && line["key"] !== "all");
  const all = (of("driver", "all", "male") + of("driver", "all", "female")) / 2;
  /** Of a driver of each age (from 0 to 127) and sex against all: entry = 2 x age + sex. */
  const drivers = Float64Array.from({ length: 256 }, (_, at) => {
    const band = MILEAGE_BANDS.findLastIndex((first) => (at >> 1) >= first);
    return Number(bands[Math.max(band, 0)]![at % 2 === 0 ? "male" : "female"]) / all;
  });
  const byUse = new Map([
    ["pleasure", "pleasure"],
    ["commute_short", "commute_under_10_miles"],
    ["commute_long", "commute_10_or_more_miles"],
    ["business", "business"],
    ["farm", "farm"],
  ]);
  const light = of("use", "light_commercial", "male");
  return {
    drivers,
    uses: Float64Array.from(
      USES,
      (word) => byUse.has(word) ? of("use", byUse.get(word)!, "male") : light,
    ),
    truck: of("use", "single_unit_truck", "male"),
    tractor: of("use", "tractor", "male"),
  };
});

/** Most miles that a vehicle other than a tractor is driven in a year. */
export const MOST_MILES = 75_000;

/** Miles of dear sports cars against others of their use (grade C). */
const EXOTIC_MILES = 0.45;

/** Most miles a year that a vehicle is driven over its life. */
const LIFETIME_MILES = 110_000;

/** Units of {@link milesSpread}: so much is the mean. */
const SPREAD_UNIT = 10_000;

/** Spread of yearly miles around their mean: a gamma law with a coefficient of variation of 0.6. */
const milesSpread = once(() => buildGamma({ shape: 1 / 0.36, scale: 0.36 * SPREAD_UNIT }));

/**
 * Miles that a vehicle is driven in a year: less when it is older, 2.5 per cent a year, at most half.
 *
 * @param level Miles of a year in which wear counts 1.
 * @param years Its age, from 0.
 * @param most The most miles of such a vehicle.
 * @returns Whole hundreds of miles, at least 500.
 */
export function yearlyMiles(level: number, years: number, most: number): number {
  const wear = years < 20 ? 1.25 - 0.0375 * years : 0.5;
  const miles = Math.floor(level * wear / 100 + 0.5) * 100;
  return miles < 500 ? 500 : miles > most ? most : miles;
}

/** Miles. */
export interface Miles {
  /** In a year in which wear counts 1. */
  readonly levels: Float64Array;
  /** In a year. */
  readonly annual: Int32Array;
  /** In all. */
  readonly odometers: Int32Array;
}

/** How far vehicles are driven: by use, by age and sex of the driver, less when they are older. */
export const MILES: Fact<Miles> = defineFact<Miles>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const { bodies, segments } = chunk.get(MODEL_COLUMNS);
  const { isExotic } = uses();
  const users = chunk.get(USER_GROUPS);
  const usage = chunk.get(USE_CODES);
  const drivers = chunk.get(DRIVERS);
  const { ages, sexes } = chunk.get(MEMBERS);
  const { soldNew } = chunk.get(VEHICLE_DAYS);
  const draws = chunk.get(VEHICLE_DRAWS);
  const words = draws.words("annual_mileage");
  const pastWords = draws.words("odometer");
  const table = mileage();
  const asOf = chunk.world.get(AS_OF);
  const spread = milesSpread();
  const room = (array: Int32Array | undefined) =>
    makeRoom(array, count, (length) => new Int32Array(length));
  const levels = makeRoom(kept?.levels, count, (length) => new Float64Array(length));
  const annual = room(kept?.annual);
  const odometers = room(kept?.odometers);
  for (let i = 0; i < count; i++) {
    const body = bodies[i]!;
    const isHeavy = body >= BODY.box_truck;
    const years = (asOf - soldNew[i]!) / 365.25;
    let mean = table.uses[usage[i]!]!;
    if (users[i] === 0) {
      const driver = drivers[i]!;
      // Use and driver tell part of the same story: half of each difference counts.
      mean *= 0.5 + 0.5 * table.drivers[2 * ages[driver]! + sexes[driver]!]!;
      if (isExotic[segments[i]!] === 1) mean *= EXOTIC_MILES;
    } else if (isHeavy) mean = body === BODY.tractor ? table.tractor : table.truck;
    const limit = body === BODY.tractor ? 130_000 : MOST_MILES;
    // Miles of a year in which wear counts 1: they stay, so that no later day sees a lower odometer.
    const drawn = mean * spread.at(words[i]!) / SPREAD_UNIT;
    const level = drawn < 500 ? 500 : drawn > limit ? limit : drawn;
    levels[i] = level;
    annual[i] = yearlyMiles(level, years, limit);
    // Before it was driven as much as this year, and more when it was newer: the mean of the wear.
    const past = years < 20 ? 1.25 - 0.01875 * years : (17.5 + 0.5 * (years - 20)) / years;
    const chance = 0.8 + 0.4 * ((pastWords[i]! >>> 0) / TWO_32);
    const total = Math.min(level * past * chance, LIFETIME_MILES) * years;
    const many = body === BODY.tractor ? 600_000 : 180_000;
    odometers[i] = Math.floor(total <= many ? total : many + (total - many) * 0.3);
  }
  return { levels, annual, odometers };
});

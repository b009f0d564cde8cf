/**
 * Which model line, model year and maker a vehicle is of. Every user group (households, and the groups of
 * businesses) shares out one range of numbers, the **draw range**, among all combinations that were sold,
 * each by its weight. A vehicle's place in the range is a keyed permutation of its slot, so
 *
 * - a combination comes up by its weight, as if drawn,
 * - no two vehicles have the same place, so the place within a combination's share numbers its vehicles:
 *   from it follow the serial and the variants of its VIN, unique without memory.
 *
 * The shares that a line and model year has in all groups and of all makers lie one behind the other, so
 * that the number is unique over all of them.
 *
 * @module
 */
import agesText from "../../../data/auto/vehicle_ages.csv" with { type: "text" };
import fleetsText from "../../../data/auto/business_fleets.csv" with { type: "text" };
import groupsText from "../../../data/auto/business_groups.csv" with { type: "text" };
import { ANCHOR } from "./births.ts";
import { businesses } from "./businesses.ts";
import { once, parseLines } from "./tables.ts";
import { BODIES, fleetOf, type Line, readLines, readMakers } from "./vehicle_lines.ts";
import { NUMBER_LIMITS, type VinMold } from "./vin.ts";
import { defineByOptions, type OptionShared } from "./world.ts";

/** Places of the draw range. */
export const DRAW_RANGE = 2 ** 36;
/** Entries of a group's guide into its shares. */
const GUIDE_SIZE = 2 ** 13;
const GUIDE_SCALE = GUIDE_SIZE / DRAW_RANGE;
/** Oldest model year that is made: seventeen characters begin there. */
export const FIRST_YEAR = 1981;
/** Model years there may be. */
export const YEAR_COUNT = 50;
/** How the open class of the age table thins out, a year: grade C, said in data/SOURCES.md. */
const OLD_DECAY = 0.85;
/** Heaviest class that a household's policy takes: up to 14,000 lb. */
const MAX_HOUSEHOLD_GVWR = 3;
/** Part of the open class that is still insured. */
const OLD_INSURED = 0.5;

/** Parts of a year that have passed at a day. */
export interface YearPart {
  readonly year: number;
  /** From 0 to below 1. */
  readonly part: number;
}

/**
 * The year of a day, and how much of it has passed.
 *
 * @param day Days from 1970-01-01.
 * @returns Calendar year and part.
 */
export function yearPartOf(day: number): YearPart {
  const year = new Date(day * 86_400_000).getUTCFullYear();
  return { year, part: (day - Date.UTC(year, 0) / 86_400_000) / 366 };
}

/** User groups, in the order of their codes: households, then the groups of the businesses' table. */
export const groupNames: () => readonly string[] = once(() => [
  "household",
  ...parseLines(fleetsText).map((line) => line["group"]!),
]);

/** User groups of businesses. */
export interface BusinessGroups {
  /** Group of each kind of business, in the order of their table: the longest code that fits. */
  readonly ofKind: Uint8Array;
  /** Group of the heavy straight trucks of each kind, or of its buses. */
  readonly straightOfKind: Uint8Array;
  /** Group of truck tractors. */
  readonly tractor: number;
}

/** The groups of the businesses. */
export const businessGroups: () => BusinessGroups = once(() => {
  const names = groupNames();
  const lines = new Map(parseLines(groupsText).map((line) => [line["naics"]!, line]));
  const read = (column: string) =>
    Uint8Array.from(businesses().naicsCodes, (code) => {
      for (let length = code.length; length > 0; length--) {
        const line = lines.get(code.slice(0, length));
        if (line !== undefined) return names.indexOf(line[column]!);
      }
      throw new SyntaxError(`No group of fleets fits the business ${code}`);
    });
  return {
    ofKind: read("group"),
    straightOfKind: read("straight"),
    tractor: names.indexOf("tractor"),
  };
});

/** Parts of the fleet on the road by model year, at a day. */
function yearShares(column: string, { year, part }: YearPart): (modelYear: number) => number {
  const shares = parseLines(agesText).map((line) => Number(line[column]));
  const open = shares.length - 1;
  let openWeights = 0;
  for (let age = open, weight = 1; year - age >= FIRST_YEAR; age++, weight *= OLD_DECAY) {
    openWeights += weight;
  }
  return (modelYear) => {
    const age = year - modelYear;
    if (modelYear < FIRST_YEAR || age < -1) return 0;
    // Next year's models come in autumn; this year's are sold until then.
    if (age === -1) return shares[0]! * Math.max(0, part - 0.6);
    if (age === 0) return shares[0]! * (0.3 + 0.7 * part);
    if (age < open) return shares[age]!;
    let weight = shares[open]! * OLD_INSURED / openWeights;
    for (let older = open; older < age; older++) weight *= OLD_DECAY;
    return weight;
  };
}

/** The column of the age table that fits a line. */
function ageColumn(line: Line): string {
  if (BODIES[line.body].value === "car") return "car";
  return line.gvwr <= 3 ? "light_truck" : "fleet";
}

/** What a group of users drives: the weight of each line. */
function groupWeights(lines: readonly Line[]): number[][] {
  const used = lines.map((line) => line.weight * (100 - line.personal));
  const columns = lines.map(fleetOf);
  const totals = new Map<string, number>();
  columns.forEach((column, at) => totals.set(column, (totals.get(column) ?? 0) + used[at]!));
  return [
    lines.map((line) => line.gvwr > MAX_HOUSEHOLD_GVWR ? 0 : line.weight * line.personal),
    ...parseLines(fleetsText).map((group) =>
      columns.map((column, at) => Number(group[column]) * used[at]! / totals.get(column)!)
    ),
  ];
}

/** All combinations of line, model year and maker at a day, and how the groups share the range out. */
export interface Market {
  /** What the VINs of each combination have in common. */
  readonly molds: readonly VinMold[];
  /** Line of each combination. */
  readonly lines: Uint16Array;
  /** Model year of each combination. */
  readonly years: Uint16Array;
  /** Which line and year each combination is of, counted from 0. */
  readonly lineYears: Uint16Array;
  /** A combination of each line and year: the first. */
  readonly firstOf: readonly number[];
  /**
   * First place of each combination and what makes the number of the vehicle at a place of it, two entries
   * each; group after group, and behind the last of a group the range.
   */
  readonly shares: Float64Array;
  /** Combination of each part of the range, group after group. */
  readonly guides: Uint16Array;
}

/**
 * Opens the market at a day.
 *
 * @param asOf Days from 1970-01-01: no model is newer.
 * @returns Its combinations and shares.
 * @throws {RangeError} If nothing was sold yet to some group, or a line and year has more vehicles than
 * it has numbers.
 */
export function openMarket(asOf: number): Market {
  const lines = readLines();
  const makers = readMakers();
  const now = yearPartOf(asOf);
  const columns = new Map(
    ["car", "light_truck", "fleet"].map((column) => [column, yearShares(column, now)]),
  );
  const molds: VinMold[] = [];
  const lineYears: number[] = [];
  const firstOf: number[] = [];
  /** Share of each combination in its line. */
  const parts: number[] = [];
  lines.forEach((line, place) => {
    const shareOf = columns.get(ageColumn(line))!;
    const total = line.years.reduce((sum, { year }) => sum + shareOf(year), 0);
    if (total === 0) return;
    for (const { year, makers: places } of line.years) {
      const share = shareOf(year);
      if (share === 0) continue;
      firstOf.push(molds.length);
      for (const at of places) {
        const { wmi, serialPrefix } = makers[at]!;
        molds.push({ line: place, year, wmi, serialPrefix });
        parts.push(share / total / places.length);
        lineYears.push(firstOf.length - 1);
      }
    }
  });
  const market = {
    molds,
    lines: Uint16Array.from(molds, (mold) => mold.line),
    years: Uint16Array.from(molds, (mold) => mold.year),
    lineYears: Uint16Array.from(lineYears),
    firstOf,
    ...shareOut(groupWeights(lines), molds, parts),
  };
  countNumbers(market);
  return market;
}

function shareOut(
  groups: readonly (readonly number[])[],
  molds: readonly VinMold[],
  parts: readonly number[],
): Pick<Market, "shares" | "guides"> {
  const size = molds.length;
  const shares = new Float64Array(groups.length * (size + 1) * 2);
  const guides = new Uint16Array(groups.length * GUIDE_SIZE);
  const lines = Uint16Array.from(molds, (mold) => mold.line);
  const partOf = Float64Array.from(parts);
  groups.forEach((given, group) => {
    const weights = Float64Array.from(given);
    const base = group * (size + 1);
    let total = 0;
    for (let at = 0; at < size; at++) total += weights[lines[at]!]! * partOf[at]!;
    if (total === 0) throw new RangeError("A group of users has no vehicle that was sold by then");
    let sum = 0;
    for (let at = 0; at < size; at++) {
      shares[2 * (base + at)] = Math.floor(sum / total * DRAW_RANGE);
      sum += weights[lines[at]!]! * partOf[at]!;
    }
    shares[2 * (base + size)] = DRAW_RANGE;
    let at = 0;
    for (let entry = 0; entry < GUIDE_SIZE; entry++) {
      const place = entry / GUIDE_SCALE;
      while (shares[2 * (base + at + 1)]! <= place) at++;
      guides[group * GUIDE_SIZE + entry] = at;
    }
  });
  return { shares, guides };
}

/** Lays the shares of each line and year one behind the other. */
function countNumbers(market: Market): void {
  const { molds, lineYears, firstOf, shares } = market;
  const size = molds.length;
  const next = new Float64Array(firstOf.length);
  for (let base = 0; base < shares.length; base += 2 * (size + 1)) {
    for (let at = 0; at < size; at++) {
      const share = base + 2 * at;
      const lineYear = lineYears[at]!;
      shares[share + 1] = next[lineYear]! - shares[share]!;
      next[lineYear]! += shares[share + 2]! - shares[share]!;
    }
  }
  next.forEach((count, lineYear) => {
    const { line, year, serialPrefix } = molds[firstOf[lineYear]!]!;
    const limit = serialPrefix === "" ? NUMBER_LIMITS.many : NUMBER_LIMITS.few;
    if (count > limit) {
      const { make, model } = readLines()[line]!;
      throw new RangeError(`${year} ${make} ${model} has ${count} vehicles and ${limit} numbers`);
    }
  });
}

/** The market on the anchor: what is insured was bought by then. */
export const MARKET: OptionShared<Market, never> = defineByOptions([], () => openMarket(ANCHOR));

/**
 * Looks places up.
 *
 * @param market The market.
 * @param groups Group of each row.
 * @param places Place of each row in the draw range; replaced by the row's number among the vehicles of its
 * line and year.
 * @param count Number of rows.
 * @param out Takes the combination of each row.
 */
export function findModels(
  market: Market,
  groups: Uint8Array,
  places: Float64Array,
  count: number,
  out: Int32Array,
): void {
  const { shares, guides, lines } = market;
  const stride = 2 * (lines.length + 1);
  for (let i = 0; i < count; i++) {
    const group = groups[i]!;
    const place = places[i]!;
    const base = group * stride;
    let share = base + 2 * guides[group * GUIDE_SIZE + ((place * GUIDE_SCALE) | 0)]!;
    while (shares[share + 2]! <= place) share += 2;
    out[i] = (share - base) >> 1;
    places[i] = place + shares[share + 1]!;
  }
}

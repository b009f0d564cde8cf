/**
 * Versions in which a model is sold: levels of trim, propulsions, and what they cost.
 *
 * @module
 */
import trimsText from "../../../data/auto/vehicle_trims.csv" with { type: "text" };
import { ChoiceTables } from "../../random/choice_tables.ts";
import { once, parseLines } from "./tables.ts";
import { BODIES, type Line, PROPULSIONS, readLines } from "./vehicle_lines.ts";
import { MARKET } from "./vehicle_market.ts";
import { defineByOptions, type OptionShared } from "./world.ts";

/** How much dearer the same line became, a year: by what it is worth as (grade C). */
const YEARLY_PRICES = {
  car: 1.02,
  suv: 1.028,
  pickup: 1.028,
  van: 1.024,
  heavy: 1.022,
} as const;

/** Price of each propulsion beside gasoline, per cent, in a line that has several (grade C). */
const PROPULSION_PRICES = [100, 108, 106, 118, 120] as const;

/** Levels of trim: generic names, which stand for what makers call them. */
export const TRIMS = ["Base", "Mid", "High", "Top"] as const;

/** Classes of trims, as their table names them. */
const TRIM_CLASSES = ["standard", "premium", "exotic", "pickup", "van", "heavy"] as const;

function trimClassOf(line: Line): typeof TRIM_CLASSES[number] {
  const { value } = BODIES[line.body];
  if (value === "heavy") return "heavy";
  if (line.segment.startsWith("exotic")) return "exotic";
  if (line.segment.startsWith("premium")) return "premium";
  if (value === "pickup") return "pickup";
  return line.body === "cargo_van" ? "van" : "standard";
}

/** Trims by class. */
export interface Trims {
  /** Trims of each class. */
  readonly weights: ChoiceTables;
  /** Per cent of the cheapest trim's price: an entry for each of {@link TRIMS}, class after class. */
  readonly prices: Uint16Array;
}

/** The trims. */
export const trims: () => Trims = once(() => {
  const lines = parseLines(trimsText);
  const column = (name: string, key: string) =>
    TRIMS.map((trim) => {
      const line = lines.find((line) => line["class"] === key && line["trim"] === trim);
      return line === undefined ? 0 : Number(line[name]);
    });
  return {
    weights: new ChoiceTables(TRIM_CLASSES.map((key) => column("share", key))),
    prices: Uint16Array.from(TRIM_CLASSES.flatMap((key) => column("price", key))),
  };
});

/** Years that prices are carried over, at most. */
const MAX_YEARS = 64;

/** Whole powers of a number from 0 on, by multiplication alone: the same on every machine. */
function powersOf(base: number): Float64Array {
  const powers = new Float64Array(MAX_YEARS).fill(1);
  for (let at = 1; at < MAX_YEARS; at++) powers[at] = powers[at - 1]! * base;
  return powers;
}

/** Years that a new propulsion is behind, so that it is not rare when it comes. */
const HEAD_START = 4;

/**
 * How common a propulsion is in a line in a model year beside the mean of the years in which it is sold: 0
 * in all others; hybrids and electric ones become more common with the years.
 */
function rampOf({ propulsionYears }: Line, propulsion: number, year: number): number {
  const years = propulsionYears[propulsion]!;
  if (!years.includes(year)) return 0;
  if (propulsion < 2) return 1;
  const from = years[0]! - HEAD_START;
  const mean = years.reduce((sum, sold) => sum + sold - from, 0) / years.length;
  return (year - from) / mean;
}

/** Shares of the propulsions of a line in a model year, among those sold in it; their sum is of no account. */
function propulsionShares(line: Line, year: number): number[] {
  const shares = line.propulsions.map((share, at) => share * rampOf(line, at, year));
  const burning = shares[0]! + shares[1]!;
  if (burning === 0) return shares;
  let rest = 100;
  for (let at = 2; at < shares.length; at++) {
    shares[at] = Math.min(shares[at]!, rest * 0.9);
    rest -= shares[at]!;
  }
  shares[0]! *= rest / burning;
  shares[1]! *= rest / burning;
  return shares;
}

/** Versions in which models are sold: trims, propulsions and prices. */
export interface VersionTables {
  /** Class of trims of each combination. */
  readonly trimClasses: Uint8Array;
  /** Price of the cheapest version of each combination, US dollars. */
  readonly prices: Float64Array;
  /** Per mille of it, of each propulsion: 5 entries a line. */
  readonly propulsionPrices: Uint16Array;
  /**
   * Propulsions of the lines and years that have several, four entries each: first 32-bit word that is not
   * the first propulsion's any more, not the second's, and so on. Each share is less than 2^-31 off.
   */
  readonly thresholds: Float64Array;
  /** Place of each combination among them plus 5, or its only propulsion. */
  readonly choices: Uint16Array;
}

/** Bounds of all but the last propulsion among the 32-bit words; behind the last that there is, the end. */
function thresholdsOf(parts: readonly number[]): number[] {
  const total = parts.reduce((sum, part) => sum + part, 0);
  const last = parts.findLastIndex((part) => part > 0);
  let sum = 0;
  return parts.slice(0, -1).map((part, at) => {
    sum += part;
    return at >= last ? 2 ** 32 : Math.floor(sum / total * 2 ** 32);
  });
}

function isChoice(parts: readonly number[]): boolean {
  return parts.filter((part) => part > 0).length > 1;
}

/** The versions of the market's combinations. */
export const VERSION_TABLES: OptionShared<VersionTables, never> = defineByOptions([], (world) => {
  const { molds, firstOf, lines: lineOf, lineYears } = world.get(MARKET);
  const lines = readLines();
  const classes = Uint8Array.from(lines, (line) => TRIM_CLASSES.indexOf(trimClassOf(line)));
  const rises = Object.fromEntries(
    Object.entries(YEARLY_PRICES).map(([value, rise]) => [value, powersOf(rise)]),
  ) as Record<keyof typeof YEARLY_PRICES, Float64Array>;
  const shares = firstOf.map((at) => {
    const { line, year } = molds[at]!;
    return propulsionShares(lines[line]!, year);
  });
  let tables = PROPULSIONS.length;
  const choices = shares.map((parts) =>
    isChoice(parts) ? tables++ : parts.findIndex((part) => part > 0)
  );
  const relative = lines.flatMap(({ propulsions }) => {
    const used = PROPULSION_PRICES.filter((_, at) => propulsions[at]! > 0);
    const least = Math.min(...used);
    return PROPULSION_PRICES.map((price) => Math.round(1000 * price / least));
  });
  return {
    trimClasses: Uint8Array.from(lineOf, (line) => classes[line]!),
    prices: Float64Array.from(molds, ({ line, year }) => {
      const { msrp, msrpYear, body } = lines[line]!;
      const powers = rises[BODIES[body].value];
      const years = year - msrpYear;
      return msrp * (years < 0 ? 1 / powers[-years]! : powers[years]!);
    }),
    propulsionPrices: Uint16Array.from(relative),
    thresholds: Float64Array.from(shares.filter(isChoice).flatMap(thresholdsOf)),
    choices: Uint16Array.from(lineYears, (lineYear) => choices[lineYear]!),
  };
});

/**
 * Trim, propulsion, price new, symbol and value of each vehicle.
 *
 * @module
 */
import colorsText from "../../../data/auto/vehicle_colors.csv" with { type: "text" };
import symbolsText from "../../../data/auto/vehicle_symbols.csv" with { type: "text" };
import trimsText from "../../../data/auto/vehicle_trims.csv" with { type: "text" };
import valuesText from "../../../data/auto/vehicle_values.csv" with { type: "text" };
import { VEHICLE_DRAWS, VEHICLE_ROWS } from "./account.ts";
import { AS_OF } from "./births.ts";
import { makeRoom } from "./children.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { once, parseLines } from "./tables.ts";
import { BODIES, BODY_NAMES, type Line, PROPULSIONS, readLines } from "./vehicle_lines.ts";
import { yearPartOf } from "./vehicle_market.ts";
import { MARKET, MODEL_TABLES, MODELS } from "./vehicle_models.ts";
import { WeightTables } from "./weights.ts";
import { defineShared, type Shared } from "./world.ts";

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

/** First model years of propulsions that came late, and of diesel the last one of cars and crossovers. */
const PROPULSION_STARTS = [0, 0, 2000, 2011, 2011] as const;
const LAST_DIESEL_CAR = 2018;

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

const trims = once(() => {
  const lines = parseLines(trimsText);
  const column = (name: string, key: string) =>
    TRIMS.map((trim) => {
      const line = lines.find((line) => line["class"] === key && line["trim"] === trim);
      return line === undefined ? 0 : Number(line[name]);
    });
  return {
    weights: new WeightTables(TRIM_CLASSES.map((key) => column("share", key))),
    /** Per cent of the cheapest trim's price. */
    prices: Uint16Array.from(TRIM_CLASSES.flatMap((key) => column("price", key))),
  };
});

/** A number to a whole power, by multiplication alone: the same on every machine. */
function power(base: number, exponent: number): number {
  let product = 1;
  for (let i = 0; i < Math.abs(exponent); i++) product *= base;
  return exponent < 0 ? 1 / product : product;
}

/**
 * Shares of the propulsions of a line in a model year. Hybrids and electric ones become more common with the
 * years, so that over all years they make up what the table says.
 */
function propulsionShares(line: Line, year: number): number[] {
  const { propulsions } = line;
  const burning = propulsions[0]! + propulsions[1]!;
  if (burning === 0 || burning === 100) return withoutLateDiesel(line, year, [...propulsions]);
  const shares = [0, 0, 0, 0, 0];
  let rest = 100;
  for (let at = 2; at < 5; at++) {
    const share = propulsions[at]!;
    if (share === 0) continue;
    const ramp = (of: number) =>
      Math.max(0, of - Math.max(PROPULSION_STARTS[at]!, line.years[0]!.year - 4));
    const mean = line.years.reduce((sum, { year: of }) => sum + ramp(of), 0) / line.years.length;
    if (mean === 0) continue;
    const part = Math.min(share * ramp(year) / mean, rest * 0.9);
    shares[at] = part;
    rest -= part;
  }
  shares[0] = rest * propulsions[0]! / burning;
  shares[1] = rest * propulsions[1]! / burning;
  return withoutLateDiesel(line, year, shares);
}

function withoutLateDiesel(line: Line, year: number, shares: number[]): number[] {
  const { value } = BODIES[line.body];
  const isPossible = year <= LAST_DIESEL_CAR || (value !== "car" && line.body !== "crossover");
  if (!isPossible && shares[0]! > 0) {
    shares[0]! += shares[1]!;
    shares[1] = 0;
  }
  return shares;
}

/** What the loops over prices read. */
interface PriceTables {
  /** Class of trims of each combination. */
  readonly trimClasses: Uint8Array;
  /** Price of the cheapest version of each combination, US dollars. */
  readonly prices: Float64Array;
  /** Per mille of it, of each propulsion: 5 entries a line. */
  readonly propulsionPrices: Uint16Array;
  /** Propulsions of the lines and years that have several. */
  readonly propulsions: WeightTables;
  /** Table of each combination among them plus 5, or its only propulsion. */
  readonly choices: Uint16Array;
}

function isChoice(parts: readonly number[]): boolean {
  return parts.filter((part) => part > 0).length > 1;
}

const PRICE_TABLES: Shared<PriceTables> = defineShared((world) => {
  const { molds, firstOf, lines: lineOf, lineYears } = world.get(MARKET);
  const lines = readLines();
  const classes = Uint8Array.from(lines, (line) => TRIM_CLASSES.indexOf(trimClassOf(line)));
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
      return msrp * power(YEARLY_PRICES[BODIES[body].value], year - msrpYear);
    }),
    propulsionPrices: Uint16Array.from(relative),
    propulsions: new WeightTables(shares.filter(isChoice)),
    choices: Uint16Array.from(lineYears, (lineYear) => choices[lineYear]!),
  };
});

/** Trim of each vehicle, an index in {@link TRIMS}. */
export const TRIM_CODES: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const { codes } = chunk.get(MODELS);
  const words = chunk.get(VEHICLE_DRAWS).words("trim");
  const { trimClasses } = chunk.world.get(PRICE_TABLES);
  const { weights } = trims();
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let i = 0; i < count; i++) out[i] = weights.pick(words[i]!, trimClasses[codes[i]!]!);
  return out;
});

/** Propulsion of each vehicle, an index in `PROPULSIONS`. */
export const PROPULSION_CODES: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const { codes } = chunk.get(MODELS);
  const words = chunk.get(VEHICLE_DRAWS).words("propulsion");
  const { propulsions, choices } = chunk.world.get(PRICE_TABLES);
  const only = PROPULSIONS.length;
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let i = 0; i < count; i++) {
    const choice = choices[codes[i]!]!;
    out[i] = choice < only ? choice : propulsions.pick(words[i]!, choice - only);
  }
  return out;
});

/** Price of each vehicle when it was new, US dollars. */
export const MSRPS: Fact<Int32Array> = defineFact<Int32Array>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const { codes } = chunk.get(MODELS);
  const levels = chunk.get(TRIM_CODES);
  const drives = chunk.get(PROPULSION_CODES);
  const { lines } = chunk.world.get(MARKET);
  const { trimClasses, prices, propulsionPrices } = chunk.world.get(PRICE_TABLES);
  const trimPrices = trims().prices;
  const out = makeRoom(kept, count, (length) => new Int32Array(length));
  for (let i = 0; i < count; i++) {
    const code = codes[i]!;
    const factor = trimPrices[trimClasses[code]! * TRIMS.length + levels[i]!]! *
      propulsionPrices[lines[code]! * PROPULSIONS.length + drives[i]!]!;
    // List prices end in 5 or 0.
    out[i] = Math.floor(prices[code]! * factor / 500_000 + 0.5) * 5;
  }
  return out;
});

/** Symbols of physical damage, by the price new; a row holds an index in this list. */
export const SYMBOLS: readonly string[] = Array.from(
  { length: 12 },
  (_, at) => `S${`${at + 1}`.padStart(2, "0")}`,
);

/** Least price of each symbol, US dollars. */
export const symbolPrices: () => Int32Array = once(() =>
  Int32Array.from(parseLines(symbolsText), (line) => Number(line["msrp_from"]))
);

/** Symbol of each vehicle, an index in {@link SYMBOLS}. */
export const SYMBOL_CODES: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const prices = chunk.get(MSRPS);
  const from = symbolPrices();
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let i = 0; i < count; i++) {
    let code = from.length - 1;
    while (prices[i]! < from[code]!) code--;
    out[i] = code;
  }
  return out;
});

const VALUE_GROUPS = ["car", "suv", "pickup", "van", "electric", "heavy"] as const;
/** Ages the table of values has. */
const VALUE_AGES = 26;
const ELECTRIC = PROPULSIONS.indexOf("electric");

/** What the loop over values reads. */
interface ValueTables {
  /** Age of each combination in years, from the beginning of its model year. */
  readonly ages: Float64Array;
  /** Group of each body style. */
  readonly groups: Uint8Array;
  /** Per mille of the price that is left: {@link VALUE_AGES} entries a group. */
  readonly kept: Float64Array;
}

const VALUE_TABLES: Shared<ValueTables> = defineShared((world) => {
  const { year, part } = yearPartOf(world.get(AS_OF));
  const lines = parseLines(valuesText);
  return {
    ages: Float64Array.from(
      world.get(MARKET).years,
      (model) => Math.min(Math.max(year + part - model, 0), VALUE_AGES - 1.001),
    ),
    groups: Uint8Array.from(BODY_NAMES, (body) => VALUE_GROUPS.indexOf(BODIES[body].value)),
    kept: Float64Array.from(
      VALUE_GROUPS.flatMap((group) => lines.map((line) => Number(line[group]) / 1000)),
    ),
  };
});

/**
 * Value of each vehicle on the plan's day, US dollars: what is left of its price at its age, more or less by
 * its condition (up to 30 per cent, mean 0), and never above the price.
 */
export const VALUES: Fact<Int32Array> = defineFact<Int32Array>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const { codes } = chunk.get(MODELS);
  const prices = chunk.get(MSRPS);
  const drives = chunk.get(PROPULSION_CODES);
  const words = chunk.get(VEHICLE_DRAWS).words("value");
  const { bodies } = chunk.world.get(MODEL_TABLES);
  const { ages, groups, kept: left } = chunk.world.get(VALUE_TABLES);
  const electric = VALUE_GROUPS.indexOf("electric");
  const out = makeRoom(kept, count, (length) => new Int32Array(length));
  for (let i = 0; i < count; i++) {
    const code = codes[i]!;
    const age = ages[code]!;
    const whole = age | 0;
    const group = drives[i] === ELECTRIC ? electric : groups[bodies[code]!]!;
    const at = group * VALUE_AGES + whole;
    const share = left[at]! + (left[at + 1]! - left[at]!) * (age - whole);
    const word = words[i]!;
    // Four dice of 256 sides: a bell from -510 to 510 with deviation 148.
    const bell = (word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24) - 510;
    const value = prices[i]! * share * (1 + bell * (0.3 / 510));
    const rounded = Math.floor(value / 50 + 0.5) * 50;
    out[i] = Math.min(Math.max(rounded, 300), prices[i]!);
  }
  return out;
});

const colors = once(() => {
  const lines = parseLines(colorsText);
  const column = (name: string) => lines.map((line) => Number(line[name]));
  const newer = column("newer");
  const white = lines.findIndex((line) => line["color"] === "White");
  const work = newer.map((share, at) =>
    at === white ? WORK_WHITE : share / (10_000 - newer[white]!) * (1 - WORK_WHITE)
  );
  return {
    words: lines.map((line) => line["color"]!),
    weights: new WeightTables([newer, column("older"), work]),
  };
});

/** White among cargo vans and trucks (grade C). */
const WORK_WHITE = 0.6;
/** Age from which a vehicle counts as older for its colour. */
const OLDER = 8;

/** Words of the colours. */
export const colorWords: () => readonly string[] = once(() => colors().words);

/** Table of colours of each combination. */
const COLOR_TABLES: Shared<Uint8Array> = defineShared((world) => {
  const { bodies, years } = world.get(MODEL_TABLES);
  const { year } = yearPartOf(world.get(AS_OF));
  return Uint8Array.from(bodies, (body, at) => {
    const name = BODY_NAMES[body]!;
    if (BODIES[name].value === "heavy" || name === "cargo_van") return 2;
    return year - years[at]! > OLDER ? 1 : 0;
  });
});

/** Colour of each vehicle, an index in {@link colorWords}. */
export const COLOR_CODES: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const { codes } = chunk.get(MODELS);
  const words = chunk.get(VEHICLE_DRAWS).words("color");
  const tables = chunk.world.get(COLOR_TABLES);
  const { weights } = colors();
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let i = 0; i < count; i++) out[i] = weights.pick(words[i]!, tables[codes[i]!]!);
  return out;
});

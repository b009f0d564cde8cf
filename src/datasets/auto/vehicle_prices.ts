/**
 * Trim, propulsion, price new, symbol and value of each vehicle.
 *
 * @module
 */
import colorsText from "../../../data/auto/vehicle_colors.csv" with { type: "text" };
import symbolsText from "../../../data/auto/vehicle_symbols.csv" with { type: "text" };
import valuesText from "../../../data/auto/vehicle_values.csv" with { type: "text" };
import { ChoiceTables } from "../../random/choice_tables.ts";
import { VEHICLE_DRAWS, VEHICLE_ROWS } from "./account.ts";
import { ANCHOR, AS_OF } from "./births.ts";
import { makeRoom } from "./children.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { once, parseLines } from "./tables.ts";
import { BODIES, BODY_NAMES, PROPULSIONS } from "./vehicle_lines.ts";
import { FIRST_YEAR, YEAR_COUNT, yearPartOf } from "./vehicle_market.ts";
import { MODEL_COLUMNS } from "./vehicle_models.ts";
import { TRIMS, trims, VERSION_TABLES } from "./vehicle_versions.ts";
import { defineByOptions } from "./world.ts";

/** Trim of each vehicle, an index in {@link TRIMS}. */
export const TRIM_CODES: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const { trimClasses } = chunk.get(MODEL_COLUMNS);
  const words = chunk.get(VEHICLE_DRAWS).words("trim");
  const { weights } = trims();
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let i = 0; i < count; i++) out[i] = weights.pick(words[i]!, trimClasses[i]!);
  return out;
});

/** Propulsion of each vehicle, an index in `PROPULSIONS`. */
export const PROPULSION_CODES: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const { choices } = chunk.get(MODEL_COLUMNS);
  const words = chunk.get(VEHICLE_DRAWS).words("propulsion");
  const { thresholds } = chunk.world.get(VERSION_TABLES);
  const only = PROPULSIONS.length;
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let i = 0; i < count; i++) {
    const choice = choices[i]!;
    if (choice < only) {
      out[i] = choice;
      continue;
    }
    const word = words[i]! >>> 0;
    let at = (choice - only) * (only - 1);
    let code = 0;
    while (code < only - 1 && word >= thresholds[at]!) {
      at++;
      code++;
    }
    out[i] = code;
  }
  return out;
});

/** Price of each vehicle when it was new, US dollars. */
export const MSRPS: Fact<Int32Array> = defineFact<Int32Array>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const { lines, trimClasses, prices } = chunk.get(MODEL_COLUMNS);
  const levels = chunk.get(TRIM_CODES);
  const drives = chunk.get(PROPULSION_CODES);
  const { propulsionPrices } = chunk.world.get(VERSION_TABLES);
  const trimPrices = trims().prices;
  const out = makeRoom(kept, count, (length) => new Int32Array(length));
  for (let i = 0; i < count; i++) {
    const factor = trimPrices[trimClasses[i]! * TRIMS.length + levels[i]!]! *
      propulsionPrices[lines[i]! * PROPULSIONS.length + drives[i]!]!;
    // List prices end in 5 or 0.
    out[i] = Math.floor(prices[i]! * factor / 500_000 + 0.5) * 5;
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

/** Symbols begin at whole hundreds of dollars. */
const PRICE_STEP = 100;

/** Symbol by the hundreds of the price; the last entry is of all that are dearer. */
const symbolTable = once(() => {
  const from = symbolPrices();
  if (from.some((price) => price % PRICE_STEP !== 0)) throw new RangeError("not whole hundreds");
  return Uint8Array.from(
    { length: from.at(-1)! / PRICE_STEP + 1 },
    (_, step) => from.findLastIndex((price) => price <= step * PRICE_STEP),
  );
});

/** Symbol of each vehicle, an index in {@link SYMBOLS}. */
export const SYMBOL_CODES: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const prices = chunk.get(MSRPS);
  const codes = symbolTable();
  const most = codes.length - 1;
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let i = 0; i < count; i++) {
    const step = (prices[i]! / PRICE_STEP) | 0;
    out[i] = codes[step < most ? step : most]!;
  }
  return out;
});

const VALUE_GROUPS = ["car", "suv", "pickup", "van", "electric", "heavy"] as const;
/** Ages the table of values has. */
const VALUE_AGES = 26;
const ELECTRIC = PROPULSIONS.indexOf("electric");

/** What the loop over values reads. */
interface ValueTables {
  /** Age of each model year in years, from its beginning; the first entry is `FIRST_YEAR`'s. */
  readonly ages: Float64Array;
  /** Group of each body style. */
  readonly groups: Uint8Array;
  /** Per mille of the price that is left: {@link VALUE_AGES} entries a group. */
  readonly kept: Float64Array;
}

const VALUE_TABLES = defineByOptions(["as-of"], (world): ValueTables => {
  const { year, part } = yearPartOf(world.get(AS_OF));
  const lines = parseLines(valuesText);
  return {
    ages: Float64Array.from(
      { length: YEAR_COUNT },
      (_, at) => Math.min(Math.max(year + part - FIRST_YEAR - at, 0), VALUE_AGES - 1.001),
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
  const { years, bodies } = chunk.get(MODEL_COLUMNS);
  const prices = chunk.get(MSRPS);
  const drives = chunk.get(PROPULSION_CODES);
  const words = chunk.get(VEHICLE_DRAWS).words("value");
  const { ages, groups, kept: left } = chunk.world.get(VALUE_TABLES);
  const electric = VALUE_GROUPS.indexOf("electric");
  const out = makeRoom(kept, count, (length) => new Int32Array(length));
  for (let i = 0; i < count; i++) {
    const age = ages[years[i]! - FIRST_YEAR]!;
    const whole = age | 0;
    const group = drives[i] === ELECTRIC ? electric : groups[bodies[i]!]!;
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
    weights: new ChoiceTables([newer, column("older"), work]),
  };
});

/** White among cargo vans and trucks (grade C). */
const WORK_WHITE = 0.6;
/** Age from which a vehicle counts as older for its colour. */
const OLDER = 8;

/** Words of the colours. */
export const colorWords: () => readonly string[] = once(() => colors().words);

/** 1 for body styles of work vans and trucks. */
const IS_WORK_BODY = Uint8Array.from(
  BODY_NAMES,
  (name) => BODIES[name].value === "heavy" || name === "cargo_van" ? 1 : 0,
);

/** Colour of each vehicle, an index in {@link colorWords}. */
export const COLOR_CODES: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const { years, bodies } = chunk.get(MODEL_COLUMNS);
  const words = chunk.get(VEHICLE_DRAWS).words("color");
  const { weights } = colors();
  const newest = yearPartOf(ANCHOR).year - OLDER;
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let i = 0; i < count; i++) {
    const table = IS_WORK_BODY[bodies[i]!]! === 1 ? 2 : years[i]! < newest ? 1 : 0;
    out[i] = weights.pick(words[i]!, table);
  }
  return out;
});

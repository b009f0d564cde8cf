/**
 * The model of each vehicle: line, model year, maker, and what follows from them.
 *
 * @module
 */
import { openPermutation, type Permutation } from "../../random/permutation.ts";
import { CLASSES, SIZES, VEHICLE_ROWS } from "./account.ts";
import { MAX_FLEET } from "./businesses.ts";
import { makeRoom } from "./children.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { HEAVY_COUNTS } from "./heavy.ts";
import { BLOCK_SIZE, CLASS_COUNT, DEALS, HOUSEHOLD, POSITIONS, STRATA } from "./strata.ts";
import { businessGroups, DRAW_RANGE, findModels, MARKET } from "./vehicle_market.ts";
import { once } from "./tables.ts";
import { BODY, type Line, readLines } from "./vehicle_lines.ts";
import { VERSION_TABLES } from "./vehicle_versions.ts";
import { defineByOptions, defineShared, type OptionShared, type Shared } from "./world.ts";

/** Greatest number of vehicles of an account of each class. */
export const CLASS_VEHICLES: readonly number[] = [6, 4, 14, MAX_FLEET];

/** Places of the draw range that a block of accounts takes. */
const BLOCK_SLOTS = 2 ** 20;

/** Accounts whose vehicles have a VIN of their own: more would need more places. */
export const VIN_ACCOUNTS = DRAW_RANGE / BLOCK_SLOTS * BLOCK_SIZE;

/** The keyed permutation that deals vehicles to the places of the draw range. */
const PLACE_ORDER: Shared<Permutation> = defineShared((world) =>
  openPermutation(world.stream("vehicle"), "model", DRAW_RANGE)
);

/** First slot of each stratum within its block, and slots of an account. */
const SLOTS = defineByOptions(["footprint"], (world): { readonly starts: Int32Array } => {
  const { table, starts } = world.get(DEALS);
  const counts = new Int32Array(starts.length);
  for (const stratum of table) counts[stratum]!++;
  const slots = new Int32Array(starts.length);
  let next = 0;
  counts.forEach((count, stratum) => {
    slots[stratum] = next;
    next += count * CLASS_VEHICLES[stratum % CLASS_COUNT]!;
  });
  if (next > BLOCK_SLOTS) throw new RangeError(`${next} vehicles of a block have no slots`);
  return { starts: slots };
});

/**
 * Slot of each vehicle: a number below {@link DRAW_RANGE} that no other vehicle of the plan has. The
 * accounts of a block lie close together, each with room for as many vehicles as its class may have.
 */
const VEHICLE_SLOTS: Fact<Float64Array> = defineFact<Float64Array>((chunk, kept) => {
  const { count, offsets } = chunk.get(VEHICLE_ROWS);
  const { blocks, positions, strata } = chunk.get(POSITIONS);
  const { starts } = chunk.world.get(STRATA);
  const slots = chunk.world.get(SLOTS).starts;
  const out = makeRoom(kept, count, (length) => new Float64Array(length));
  for (let i = 0; i < chunk.count; i++) {
    const stratum = strata[i]!;
    const rank = positions[i]! - starts[stratum]!;
    const first = blocks[i]! * BLOCK_SLOTS + slots[stratum]! +
      rank * CLASS_VEHICLES[stratum % CLASS_COUNT]!;
    const row = offsets[i]!;
    for (let at = row; at < offsets[i + 1]!; at++) out[at] = first + at - row;
  }
  return out;
});

/**
 * User group of each vehicle, as the market counts them: households; tractors and heavy straight trucks,
 * which come first in a business; and what else its kind of business drives.
 */
export const USER_GROUPS: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count, offsets } = chunk.get(VEHICLE_ROWS);
  const classes = chunk.get(CLASSES);
  const { businessKinds } = chunk.get(SIZES);
  const { combinations, straights } = chunk.get(HEAVY_COUNTS);
  const { ofKind, straightOfKind, tractor } = businessGroups();
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let i = 0; i < chunk.count; i++) {
    const first = offsets[i]!;
    const last = offsets[i + 1]!;
    if (classes[i] === HOUSEHOLD) {
      for (let row = first; row < last; row++) out[row] = 0;
      continue;
    }
    const kind = businessKinds[i]!;
    const straight = first + combinations[i]!;
    const light = straight + straights[i]!;
    for (let row = first; row < last; row++) {
      out[row] = row >= light ? ofKind[kind]! : row < straight ? tractor : straightOfKind[kind]!;
    }
  }
  return out;
});

/** Models of vehicles. */
export interface Models {
  /** Combination of line, model year and maker, counted in the market. */
  readonly codes: Int32Array;
  /** Number of the vehicle among those of its line and model year: what its VIN is made of. */
  readonly numbers: Float64Array;
}

/** Models of the vehicles. */
export const MODELS: Fact<Models> = defineFact<Models>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const slots = chunk.get(VEHICLE_SLOTS);
  const users = chunk.get(USER_GROUPS);
  const codes = makeRoom(kept?.codes, count, (length) => new Int32Array(length));
  const numbers = makeRoom(kept?.numbers, count, (length) => new Float64Array(length));
  chunk.world.get(PLACE_ORDER).fill(slots, count, numbers);
  findModels(chunk.world.get(MARKET), users, numbers, count, codes);
  return { codes, numbers };
});

/** Words that say what lines are, each list without repeats. */
export interface LineWords {
  readonly makes: readonly string[];
  readonly models: readonly string[];
  readonly segments: readonly string[];
}

/** The words of all lines. */
export const lineWords: () => LineWords = once(() => {
  const listOf = (read: (line: Line) => string) => [...new Set(readLines().map(read))];
  return {
    makes: listOf((line) => line.make),
    models: listOf((line) => line.model),
    segments: listOf((line) => line.segment),
  };
});

/** Summaries of vehicles. */
interface Summaries {
  /** `2020 Ford F-150`: one for each line and year. */
  readonly words: readonly string[];
  /** First of each line. */
  readonly starts: Int32Array;
}

const summaries = once((): Summaries => {
  const lines = readLines();
  const starts = new Int32Array(lines.length);
  const words: string[] = [];
  lines.forEach(({ make, model, years }, at) => {
    starts[at] = words.length;
    for (const { year } of years) words.push(`${year} ${make} ${model}`);
  });
  return { words, starts };
});

/** Words that sum vehicles up: model year, make and model. */
export const summaryWords: () => readonly string[] = once(() => summaries().words);

/** 32-bit words of a record; its first two are a price. */
const RECORD = 8;

/** What is known of each combination, side by side, so that a vehicle's model is one place in memory. */
const RECORDS: OptionShared<Int32Array, never> = defineByOptions([], (world) => {
  const { molds } = world.get(MARKET);
  const { trimClasses, choices, prices } = world.get(VERSION_TABLES);
  const lines = readLines();
  const words = lineWords();
  const codesOf = (list: readonly string[], read: (line: Line) => string) => {
    const codes = new Map(list.map((word, code) => [word, code]));
    return lines.map((line) => codes.get(read(line))!);
  };
  const makes = codesOf(words.makes, (line) => line.make);
  const models = codesOf(words.models, (line) => line.model);
  const segments = codesOf(words.segments, (line) => line.segment);
  const { starts } = summaries();
  const records = new Int32Array(molds.length * RECORD);
  const numbers = new Float64Array(records.buffer);
  molds.forEach(({ line, year }, at) => {
    const { body, gvwr, years } = lines[line]!;
    const record = at * RECORD;
    numbers[record / 2] = prices[at]!;
    records[record + 2] = year | (gvwr << 16) | (BODY[body] << 24);
    records[record + 3] = models[line]! | (makes[line]! << 16) | (segments[line]! << 24);
    records[record + 4] = line | (trimClasses[at]! << 16);
    records[record + 5] = choices[at]! |
      ((starts[line]! + years.findIndex((entry) => entry.year === year)) << 16);
  });
  return records;
});

/** What the model of each vehicle is. */
export interface ModelColumns {
  /** Model years. */
  readonly years: Int32Array;
  /** Weight classes, 1 to 8. */
  readonly gvwrs: Int32Array;
  /** Body styles: codes of the lines' table. */
  readonly bodies: Uint8Array;
  /** Makes, as codes of {@link lineWords}. */
  readonly makes: Uint8Array;
  /** Models, as codes of {@link lineWords}. */
  readonly models: Uint16Array;
  /** Segments, as codes of {@link lineWords}. */
  readonly segments: Uint8Array;
  /** Lines, counted in their table. */
  readonly lines: Uint16Array;
  /** Classes of trims. */
  readonly trimClasses: Uint8Array;
  /** Choices of propulsions, as the table of versions counts them. */
  readonly choices: Uint16Array;
  /** Summaries, as codes of {@link summaryWords}. */
  readonly summaries: Uint16Array;
  /** Prices of the cheapest versions, US dollars. */
  readonly prices: Float64Array;
}

/** Columns of the models of the vehicles. */
export const MODEL_COLUMNS: Fact<ModelColumns> = defineFact<ModelColumns>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const { codes } = chunk.get(MODELS);
  const records = chunk.world.get(RECORDS);
  const numbers = new Float64Array(records.buffer);
  const out = kept !== undefined && kept.years.length >= count ? kept : makeColumns(count);
  const { years, gvwrs, bodies, makes, models, segments } = out;
  const { lines, trimClasses, choices, summaries, prices } = out;
  for (let i = 0; i < count; i++) {
    const record = codes[i]! * RECORD;
    prices[i] = numbers[record >> 1]!;
    const first = records[record + 2]!;
    years[i] = first & 0xffff;
    gvwrs[i] = (first >> 16) & 0xff;
    bodies[i] = first >> 24;
    const second = records[record + 3]!;
    models[i] = second;
    makes[i] = second >> 16;
    segments[i] = second >> 24;
    const third = records[record + 4]!;
    lines[i] = third;
    trimClasses[i] = third >> 16;
    const fourth = records[record + 5]!;
    choices[i] = fourth;
    summaries[i] = fourth >> 16;
  }
  return out;
});

function makeColumns(count: number): ModelColumns {
  const size = Math.ceil(count * 1.25) + 16;
  return {
    years: new Int32Array(size),
    gvwrs: new Int32Array(size),
    bodies: new Uint8Array(size),
    makes: new Uint8Array(size),
    models: new Uint16Array(size),
    segments: new Uint8Array(size),
    lines: new Uint16Array(size),
    trimClasses: new Uint8Array(size),
    choices: new Uint16Array(size),
    summaries: new Uint16Array(size),
    prices: new Float64Array(size),
  };
}

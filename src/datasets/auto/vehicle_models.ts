/**
 * The model of each vehicle: line, model year, maker, and what follows from them.
 *
 * @module
 */
import { openPermutation, type Permutation } from "../../random/permutation.ts";
import { CLASSES, SIZES, VEHICLE_ROWS } from "./account.ts";
import { AS_OF } from "./births.ts";
import { MAX_FLEET } from "./businesses.ts";
import { makeRoom } from "./children.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { HEAVY_COUNTS } from "./heavy.ts";
import { BLOCK_SIZE, CLASS_COUNT, HOUSEHOLD, POSITIONS, STRATA } from "./strata.ts";
import {
  businessGroups,
  DRAW_RANGE,
  findModels,
  type Market,
  openMarket,
} from "./vehicle_market.ts";
import { once } from "./tables.ts";
import { BODY, type Line, readLines } from "./vehicle_lines.ts";
import { defineShared, type Shared } from "./world.ts";

/** Greatest number of vehicles of an account of each class. */
export const CLASS_VEHICLES: readonly number[] = [6, 4, 14, MAX_FLEET];

/** Places of the draw range that a block of accounts takes. */
const BLOCK_SLOTS = 2 ** 20;

/** Accounts whose vehicles have a VIN of their own: more would need more places. */
export const VIN_ACCOUNTS = DRAW_RANGE / BLOCK_SLOTS * BLOCK_SIZE;

/** The market on the day of the plan's `as-of`. */
export const MARKET: Shared<Market> = defineShared((world) => openMarket(world.get(AS_OF)));

/** The keyed permutation that deals vehicles to the places of the draw range. */
const PLACE_ORDER: Shared<Permutation> = defineShared((world) =>
  openPermutation(world.stream("vehicle"), "model", DRAW_RANGE)
);

/** First slot of each stratum within its block, and slots of an account. */
const SLOTS: Shared<{ readonly starts: Int32Array }> = defineShared((world) => {
  const { table, starts } = world.get(STRATA);
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

/** What each combination is, for the loops over columns. */
export interface ModelTables {
  /** Model years. */
  readonly years: Uint16Array;
  /** Body styles: codes of the lines' table. */
  readonly bodies: Uint8Array;
  /** Weight classes, 1 to 8. */
  readonly gvwrs: Uint8Array;
  /** Makes, as codes of {@link lineWords}. */
  readonly makes: Uint8Array;
  /** Models, as codes of {@link lineWords}. */
  readonly models: Uint16Array;
  /** Segments, as codes of {@link lineWords}. */
  readonly segments: Uint8Array;
}

/** The tables of the market's combinations. */
export const MODEL_TABLES: Shared<ModelTables> = defineShared((world) => {
  const market = world.get(MARKET);
  const lines = readLines();
  const words = lineWords();
  const codesOf = (list: readonly string[], read: (line: Line) => string) => {
    const codes = new Map(list.map((word, code) => [word, code]));
    return lines.map((line) => codes.get(read(line))!);
  };
  const spread = (values: readonly number[]) =>
    Uint16Array.from(market.lines, (line) => values[line]!);
  return {
    years: market.years,
    bodies: Uint8Array.from(spread(lines.map((line) => BODY[line.body]))),
    gvwrs: Uint8Array.from(spread(lines.map((line) => line.gvwr))),
    makes: Uint8Array.from(spread(codesOf(words.makes, (line) => line.make))),
    models: spread(codesOf(words.models, (line) => line.model)),
    segments: Uint8Array.from(spread(codesOf(words.segments, (line) => line.segment))),
  };
});

/**
 * Texts of vehicles: the identification number, and the line that sums a vehicle up.
 *
 * @module
 */
import { VEHICLE_ROWS } from "./account.ts";
import { makeRoom } from "./children.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { once } from "./tables.ts";
import { TextRoom } from "./texts.ts";
import { readLines } from "./vehicle_lines.ts";
import { MARKET, MODELS } from "./vehicle_models.ts";
import { fillVins, packVinMolds, VIN_LENGTH, type VinMolds } from "./vin.ts";
import { defineShared, type Shared } from "./world.ts";

const VIN_MOLDS: Shared<VinMolds> = defineShared((world) =>
  packVinMolds(world.get(MARKET).molds, world.options["identifiers"] !== "non-issuable")
);

/** Identification number of each vehicle. */
export const VINS: Fact<TextRoom> = defineFact<TextRoom>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const { codes, numbers } = chunk.get(MODELS);
  const out = kept ?? new TextRoom();
  out.reserve(count, VIN_LENGTH);
  const { offsets } = out;
  for (let row = 0; row <= count; row++) offsets[row] = row * VIN_LENGTH;
  fillVins(chunk.world.get(VIN_MOLDS), codes, numbers, count, out.bytes);
  return out;
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

/** Words of the summaries: model year, make and model. */
export const summaryWords: () => readonly string[] = once(() => summaries().words);

/** Summary of each combination of the market. */
const SUMMARY_TABLE: Shared<Uint16Array> = defineShared((world) => {
  const { starts } = summaries();
  const lines = readLines();
  return Uint16Array.from(
    world.get(MARKET).molds,
    ({ line, year }) =>
      starts[line]! + lines[line]!.years.findIndex((entry) => entry.year === year),
  );
});

/** Summary of each vehicle, an index in {@link summaryWords}. */
export const SUMMARY_CODES: Fact<Uint16Array> = defineFact<Uint16Array>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const { codes } = chunk.get(MODELS);
  const table = chunk.world.get(SUMMARY_TABLE);
  const out = makeRoom(kept, count, (length) => new Uint16Array(length));
  for (let i = 0; i < count; i++) out[i] = table[codes[i]!]!;
  return out;
});

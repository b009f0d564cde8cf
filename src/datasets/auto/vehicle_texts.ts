/**
 * Texts of vehicles: the identification number, and the line that sums a vehicle up.
 *
 * @module
 */
import type { TextColumn } from "../../core/batch.ts";
import { VEHICLE_ROWS } from "./account.ts";
import { makeRoom } from "./children.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { readLines } from "./vehicle_lines.ts";
import { MARKET, MODELS } from "./vehicle_models.ts";
import { fillVins, packVinMolds, type VinMolds } from "./vin.ts";
import { defineShared, type Shared } from "./world.ts";

const VIN_LENGTH = 17;
/** Bytes behind the last text, as text columns want them. */
const SLACK = 16;

const VIN_MOLDS: Shared<VinMolds> = defineShared((world) =>
  packVinMolds(world.get(MARKET).molds, world.options["identifiers"] !== "non-issuable")
);

/** Identification number of each vehicle. */
export const VINS: Fact<TextColumn> = defineFact<TextColumn>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const { codes, numbers } = chunk.get(MODELS);
  const bytes = makeRoom(kept?.bytes, count * VIN_LENGTH + SLACK, (size) => new Uint8Array(size));
  const offsets = makeRoom(kept?.offsets, count + 1, (length) =>
    // The same for all chunks: every number is as long.
    Int32Array.from({ length }, (_, row) => row * VIN_LENGTH));
  fillVins(chunk.world.get(VIN_MOLDS), codes, numbers, count, bytes);
  return { kind: "text", bytes, offsets };
});

/** What the words of a summary count: `2020 Ford F-150`, a word for each line and year. */
export const SUMMARIES: Shared<readonly string[]> = defineShared((world) => {
  const { molds, firstOf } = world.get(MARKET);
  const lines = readLines();
  return firstOf.map((at) => {
    const { line, year } = molds[at]!;
    return `${year} ${lines[line]!.make} ${lines[line]!.model}`;
  });
});

/** Summary of each vehicle, an index in {@link SUMMARIES}. */
export const SUMMARY_CODES: Fact<Uint16Array> = defineFact<Uint16Array>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const { codes } = chunk.get(MODELS);
  const { lineYears } = chunk.world.get(MARKET);
  const out = makeRoom(kept, count, (length) => new Uint16Array(length));
  for (let i = 0; i < count; i++) out[i] = lineYears[codes[i]!]!;
  return out;
});

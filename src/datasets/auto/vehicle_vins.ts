/**
 * Identification numbers of the vehicles of a chunk.
 *
 * @module
 */
import { VEHICLE_ROWS } from "./account.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { TextRoom } from "./texts.ts";
import { MARKET } from "./vehicle_market.ts";
import { MODELS } from "./vehicle_models.ts";
import { fillVins, packVinMolds, VIN_LENGTH, type VinMolds } from "./vin.ts";
import { defineByOptions } from "./world.ts";

const VIN_MOLDS = defineByOptions(
  ["identifiers"],
  (world): VinMolds =>
    packVinMolds(world.get(MARKET).molds, world.options["identifiers"] !== "non-issuable"),
);

/** Identification number of each vehicle. */
export const VINS: Fact<TextRoom> = defineFact<TextRoom>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const { codes, numbers } = chunk.get(MODELS);
  const out = kept ?? new TextRoom();
  out.reserve(count, VIN_LENGTH);
  const { offsets } = out;
  for (let row = 0; row <= count; row++) offsets[row] = row * VIN_LENGTH;
  fillVins(chunk.world.get(VIN_MOLDS), codes, numbers, count, out.view);
  return out;
});

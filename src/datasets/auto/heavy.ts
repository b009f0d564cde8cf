/**
 * Heavy vehicles of businesses, and who drives them.
 *
 * @module
 */
import { CLASSES, PERSON_ROWS, SIZES } from "./account.ts";
import { businesses } from "./businesses.ts";
import { makeRoom } from "./children.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { ACCOUNT_DRAWS } from "./draws.ts";
import { HOUSEHOLD } from "./strata.ts";

/** Heavy vehicles of each account. The vehicles of an account are its combinations first, then its heavy straight trucks and buses, then the light ones. */
export interface HeavyCounts {
  /** Truck tractors: their drivers hold a class A licence. */
  readonly combinations: Uint8Array;
  /** Straight trucks above 26,000 pounds and buses: class B. */
  readonly straights: Uint8Array;
}

/** Heavy vehicles by the shares of the business's kind, rounded up or down by chance. */
export const HEAVY_COUNTS: Fact<HeavyCounts> = defineFact<HeavyCounts>((chunk, kept) => {
  const classes = chunk.get(CLASSES);
  const { vehicles, businessKinds } = chunk.get(SIZES);
  const words = chunk.get(ACCOUNT_DRAWS).words("heavy_vehicles");
  const { combinationShares, straightShares } = businesses();
  const out = kept ?? {
    combinations: new Uint8Array(chunk.capacity),
    straights: new Uint8Array(chunk.capacity),
  };
  const { combinations, straights } = out;
  for (let i = 0; i < chunk.count; i++) {
    combinations[i] = 0;
    straights[i] = 0;
    if (classes[i] === HOUSEHOLD) continue;
    const kind = businessKinds[i]!;
    const fleet = vehicles[i]!;
    // One chance decides both roundings, so that their sum stays within the fleet.
    const chance = (words[i]! >>> 0) * 2 ** -32;
    const first = Math.floor(fleet * combinationShares[kind]! + chance);
    const both = Math.floor(fleet * (combinationShares[kind]! + straightShares[kind]!) + chance);
    combinations[i] = first;
    straights[i] = both - first;
  }
  return out;
});

/** Licence needs; a row holds 0 for cars, 1 for heavy straight trucks and buses (class B), 2 for combinations (class A). */
export const LICENCE_NEEDS: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count, offsets } = chunk.get(PERSON_ROWS);
  const { combinations, straights } = chunk.get(HEAVY_COUNTS);
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  out.fill(0, 0, count);
  for (let i = 0; i < chunk.count; i++) {
    const first = combinations[i]!;
    const both = first + straights[i]!;
    if (both === 0) continue;
    const start = offsets[i]!;
    const end = Math.min(offsets[i + 1]! - start, both);
    for (let at = 0; at < end; at++) out[start + at] = at < first ? 2 : 1;
  }
  return out;
});

/**
 * Which state and class of account each account index has: a keyed permutation deals every 65,536
 * consecutive accounts to the strata by exact quotas.
 *
 * So shares are exact in every whole block, and the rank of an account within its state and class is
 * known from its index alone. Licence numbers rest on that: they are dense and unique in their state.
 *
 * @module
 */
import { RowStates } from "../../random/stream.ts";
import { businessClassShares } from "./businesses.ts";
import { type Chunk, defineFact, type Fact } from "./chunk.ts";
import { DEFAULT_FOOTPRINT } from "./facts.ts";
import { states } from "./places.ts";
import {
  defineByOptions,
  defineShared,
  type OptionShared,
  type Shared,
  type World,
} from "./world.ts";

/** Accounts of a block. */
export const BLOCK_SIZE = 65_536;
/** Classes of accounts: households; businesses of up to 4, of 5 to 14, of 15 and more vehicles. */
export const CLASS_COUNT = 4;
/** Class of households. */
export const HOUSEHOLD = 0;
/** Share of personal lines among accounts: a parameter (grade C), no published count of policies backs it. */
export const PERSONAL_SHARE = 0.82;
/** Greatest number of persons of an account of each class. */
export const CLASS_PERSONS: readonly number[] = [6, 5, 16, 220];

const ROUNDS = 6;

/** Shares a whole number out by weights: largest remainders, ties to the earlier entry. */
function shareOut(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((before, weight) => before + weight, 0);
  const exact = weights.map((weight) => total * weight / sum);
  const parts = exact.map(Math.floor);
  const rest = total - parts.reduce((before, part) => before + part, 0);
  const order = exact.map((value, at) => ({ rest: value - Math.floor(value), at }))
    .sort((a, b) => b.rest - a.rest || a.at - b.at);
  for (const { at } of order.slice(0, rest)) parts[at]!++;
  return parts;
}

/** How the positions of a block are dealt. */
export interface Deals {
  /** State x 4 + class of each position. */
  readonly table: Uint8Array;
  /** First position of each stratum. */
  readonly starts: Int32Array;
  /** Person numbers that a block takes of each state. */
  readonly personsOfState: Float64Array;
  /** First person number of a stratum within its state and block. */
  readonly personStarts: Int32Array;
}

/** What a plan's seed and footprint decide. */
export interface Strata extends Deals {
  /** Keyed tables of the permutation, 256 entries a round. */
  readonly rounds: readonly Uint8Array[];
}

/** States of the footprint. */
export const FOOTPRINT: OptionShared<readonly number[], "footprint"> = defineByOptions([
  "footprint",
], ({ options }) => {
  const { codes } = states();
  const text = options.footprint ?? DEFAULT_FOOTPRINT;
  const wanted = text === "all" ? codes : text.split(",");
  return codes.flatMap((code, state) => wanted.includes(code) ? [state] : []);
});

/** What the footprint decides of how positions are dealt: by population of the states, and by class. */
export const DEALS: OptionShared<Deals, "footprint"> = defineByOptions(["footprint"], (world) => {
  const footprint = world.get(FOOTPRINT);
  const { populations, codes } = states();
  const counts = shareOut(BLOCK_SIZE, footprint.map((state) => populations[state]!));
  const classes = [
    PERSONAL_SHARE,
    ...businessClassShares().map((share) => (1 - PERSONAL_SHARE) * share),
  ];
  const strata = {
    table: new Uint8Array(BLOCK_SIZE),
    starts: new Int32Array(codes.length * CLASS_COUNT),
    personsOfState: new Float64Array(codes.length),
    personStarts: new Int32Array(codes.length * CLASS_COUNT),
  };
  let position = 0;
  footprint.forEach((state, at) => {
    let person = 0;
    shareOut(counts[at]!, classes).forEach((count, kind) => {
      const stratum = state * CLASS_COUNT + kind;
      strata.table.fill(stratum, position, position + count);
      strata.starts[stratum] = position;
      strata.personStarts[stratum] = person;
      position += count;
      person += count * CLASS_PERSONS[kind]!;
    });
    strata.personsOfState[state] = person;
  });
  return strata;
});

/** How positions are dealt in the plan's footprint. */
export const STRATA: Shared<Strata> = defineShared((world) => ({
  ...world.get(DEALS),
  rounds: openRounds(world),
}));

function openRounds(world: World): Uint8Array[] {
  const rows = new RowStates(256);
  world.stream("stratum").fillRange(rows, 0, 256);
  const words = new Int32Array(256);
  return Array.from({ length: ROUNDS }, (_, round) => {
    world.field("stratum", "round").fill(rows, 256, words, round);
    return Uint8Array.from(words, (word) => word >>> 24);
  });
}

/** Where the accounts of a chunk fell. */
export interface Positions {
  /** Block of each account. */
  readonly blocks: Float64Array;
  /** Position in its block of each account. */
  readonly positions: Uint16Array;
  /** State x 4 + class of each account. */
  readonly strata: Uint8Array;
}

/** Positions and strata of the accounts. */
export const POSITIONS: Fact<Positions> = defineFact<Positions>((chunk, kept) => {
  const out = kept ?? {
    blocks: new Float64Array(chunk.capacity),
    positions: new Uint16Array(chunk.capacity),
    strata: new Uint8Array(chunk.capacity),
  };
  const tweaks = new Uint8Array(ROUNDS + 2);
  for (let done = 0; done < chunk.count;) {
    const index = chunk.start + done;
    const block = Math.floor(index / BLOCK_SIZE);
    const from = index - block * BLOCK_SIZE;
    const count = Math.min(chunk.count - done, BLOCK_SIZE - from);
    tweakBlock(chunk, block, tweaks);
    permute(chunk.world.get(STRATA), tweaks, from, count, out, done);
    out.blocks.fill(block, done, done + count);
    done += count;
  }
  return out;
});

/** The block's own bytes: each block is dealt in another order. */
function tweakBlock(chunk: Chunk, block: number, tweaks: Uint8Array): void {
  const rows = new RowStates(1);
  chunk.world.stream("block").fillRange(rows, block, 1);
  const field = chunk.world.field("block", "order");
  const words = [field.at(rows, 0, 0), field.at(rows, 0, 1)];
  for (let at = 0; at < tweaks.length; at++) tweaks[at] = words[at >> 2]! >>> (8 * (at & 3));
}

/** A Feistel network over 16 bits, which is a permutation whatever its round tables hold. */
function permute(
  { rounds, table }: Strata,
  tweaks: Uint8Array,
  from: number,
  count: number,
  out: Positions,
  at: number,
): void {
  const { positions, strata } = out;
  const [f0, f1, f2, f3, f4, f5] = rounds as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const t0 = tweaks[0]!, t1 = tweaks[1]!, t2 = tweaks[2]!;
  const t3 = tweaks[3]!, t4 = tweaks[4]!, t5 = tweaks[5]!;
  for (let i = 0; i < count; i++) {
    let left = (from + i) >>> 8;
    let right = (from + i) & 255;
    left ^= f0[right ^ t0]!;
    right ^= f1[left ^ t1]!;
    left ^= f2[right ^ t2]!;
    right ^= f3[left ^ t3]!;
    left ^= f4[right ^ t4]!;
    right ^= f5[left ^ t5]!;
    const position = (left << 8) | right;
    positions[at + i] = position;
    strata[at + i] = table[position]!;
  }
}

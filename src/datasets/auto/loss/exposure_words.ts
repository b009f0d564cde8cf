/**
 * Random words of exposures.
 *
 * @module
 */
import { makeRoom } from "../children.ts";
import { defineFact, type Fact } from "../chunk.ts";
import { DRAFT_DRAWS } from "./drafts.ts";

const WORDS = [
  "amount",
  "loss",
  "outcome",
  "report",
  "settle",
  "expense",
  "attorney",
  "suit",
  "reopen",
  "reclose",
  "salvage",
  "refund",
] as const;
/** A column of words for each thing that is decided, an entry each draft. */
export type Words = Readonly<Record<typeof WORDS[number], Int32Array>>;

/** Random words of the drafts. */
export const DRAFT_WORDS: Fact<Words> = defineFact<Words>((chunk, kept) => {
  const draws = chunk.get(DRAFT_DRAWS);
  const { states } = draws;
  return Object.fromEntries(WORDS.map((name) => {
    const out = makeRoom(kept?.[name], states.count, (length) => new Int32Array(length));
    chunk.world.field("exposure", name).fill(states, states.count, out);
    return [name, out];
  })) as Words;
});

const TWO_32 = 2 ** 32;

/**
 * Whether a word falls below a share.
 *
 * @param word 32 random bits.
 * @param share From 0 to 1.
 * @returns True for that share of the words.
 */
export function isBelow(word: number, share: number): boolean {
  return (word >>> 0) < share * TWO_32;
}

/**
 * A whole number of a range by a word.
 *
 * @param word 32 random bits.
 * @param first Least number.
 * @param last Greatest number.
 * @returns A number of the range, all alike likely.
 */
export function between(word: number, first: number, last: number): number {
  return first + Math.floor((word >>> 0) * (last - first + 1) / TWO_32);
}

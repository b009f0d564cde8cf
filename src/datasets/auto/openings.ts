/**
 * Days on which accounts were opened.
 *
 * @module
 */
import { PERSON_ROWS } from "./account.ts";
import { ANCHOR, BIRTH_DAYS, FIRST_LICENSED_DAYS, OF_AGE_DAYS } from "./births.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { ACCOUNT_DRAWS } from "./draws.ts";

/** Oldest accounts are so many days old on the anchor: twenty years. */
const MAX_ACCOUNT_DAYS = 7300;

/**
 * Day on which each account was opened: before the anchor, and not before its named insured was licensed
 * and of age. Who was neither on the day drawn opened it on any day since.
 */
export const OPENINGS: Fact<Int32Array> = defineFact<Int32Array>((chunk, kept) => {
  const words = chunk.get(ACCOUNT_DRAWS).words("opened_on");
  const firsts = chunk.get(FIRST_LICENSED_DAYS);
  const births = chunk.get(BIRTH_DAYS);
  const { offsets } = chunk.get(PERSON_ROWS);
  const yesterday = ANCHOR - 1;
  const out = kept ?? new Int32Array(chunk.capacity);
  for (let i = 0; i < chunk.count; i++) {
    const word = words[i]!;
    const chance = (word >>> 0) * 2 ** -32;
    // A quarter of the accounts are younger than two years, without a heap on the last day.
    const day = yesterday - Math.floor(chance * (0.25 + 0.75 * chance) * MAX_ACCOUNT_DAYS);
    const person = offsets[i]!;
    const adult = births[person]! + OF_AGE_DAYS;
    const first = firsts[person]! > adult ? firsts[person]! : adult;
    out[i] = day >= first ? day : first + (((word & 0xffff) * (yesterday - first + 1)) >>> 16);
  }
  return out;
});

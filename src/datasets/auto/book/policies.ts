/**
 * The policy of each account: its band, terms and beginning, and what was chosen for it once.
 *
 * @module
 */
import { CLASSES, VEHICLE_ROWS } from "../account.ts";
import { AS_OF } from "../births.ts";
import { type Children, defineChildren } from "../children.ts";
import { defineFact, type Fact } from "../chunk.ts";
import { defineDraws, Draws } from "../draws.ts";
import { OPENINGS } from "../openings.ts";
import { HOUSEHOLD } from "../strata.ts";
import { VEHICLE_DAYS } from "../vehicle_history.ts";
import { RowStates } from "../../../random/stream.ts";
import { BOOK_STRIDES } from "./codes.ts";
import {
  BAND_WEIGHTS,
  HISTORY_END,
  HISTORY_START,
  MAX_QUOTE_DAYS,
  PAY_PLAN_WEIGHTS,
  QUOTE_DAYS,
  TERM_MONTHS,
  TERM_WEIGHTS,
} from "./lifecycle.ts";
import { addMonths, dayOfMonth, firstDayOf, monthOf, monthsBetween } from "./months.ts";

/** Random words of the policies: one an account. */
export const POLICY_DRAWS: Fact<Draws> = defineFact<Draws>((chunk, kept) => {
  const draws = kept ?? new Draws(chunk, "policy", new RowStates(chunk.capacity));
  const indices = new Float64Array(chunk.count);
  for (let i = 0; i < chunk.count; i++) indices[i] = (chunk.start + i) * BOOK_STRIDES.policy;
  chunk.world.stream("policy").fillIndices(draws.states, indices, chunk.count);
  return draws;
});

/** The policies of a chunk's accounts, one each; means something where the account has terms. */
export interface Policies {
  /** Line of business: 0 personal, 1 commercial. */
  readonly lines: Uint8Array;
  /** Limits band. */
  readonly bands: Uint8Array;
  /** Months of a term. */
  readonly months: Uint8Array;
  /** Index in the list of pay plans. */
  readonly payPlans: Uint8Array;
  /** Day of the quote. */
  readonly quoted: Int32Array;
  /** Day on which the policy was issued. */
  readonly issued: Int32Array;
  /** First day of the first term. */
  readonly originals: Int32Array;
  /** Terms that ended before the history that is shown. */
  readonly skipped: Int32Array;
  /** Terms of the history shown that may be written by the plan's day. */
  readonly counts: Uint8Array;
}

/**
 * Policies by account. One begins when the account has been opened and its earliest vehicle bought, after
 * the days from quote to effect; a day that some months do not have moves to the first of the next month.
 */
export const POLICIES: Fact<Policies> = defineFact<Policies>((chunk, kept) => {
  const draws = chunk.get(POLICY_DRAWS);
  const bandWords = draws.words("band");
  const termWords = draws.words("term_months");
  const planWords = draws.words("pay_plan");
  const quoteWords = draws.words("quoted_on");
  const classes = chunk.get(CLASSES);
  const opened = chunk.get(OPENINGS);
  const { purchased } = chunk.get(VEHICLE_DAYS);
  const { offsets } = chunk.get(VEHICLE_ROWS);
  const asOf = chunk.world.get(AS_OF);
  const last = Math.min(HISTORY_END, asOf + MAX_QUOTE_DAYS + 3);
  const bytes = () => new Uint8Array(chunk.capacity);
  const days = () => new Int32Array(chunk.capacity);
  const out: Policies = kept ?? {
    lines: bytes(),
    bands: bytes(),
    months: bytes(),
    payPlans: bytes(),
    quoted: days(),
    issued: days(),
    originals: days(),
    skipped: days(),
    counts: bytes(),
  };
  for (let i = 0; i < chunk.count; i++) {
    const line = classes[i] === HOUSEHOLD ? 0 : 1;
    const band = BAND_WEIGHTS().pick(bandWords[i]!, line);
    const months = TERM_MONTHS[TERM_WEIGHTS().pick(termWords[i]!, line * 3 + band)]!;
    let earliest = purchased[offsets[i]!]!;
    for (let row = offsets[i]! + 1; row < offsets[i + 1]!; row++) {
      if (purchased[row]! < earliest) earliest = purchased[row]!;
    }
    const wait = QUOTE_DAYS[((quoteWords[i]! >>> 0) * QUOTE_DAYS.length * 2 ** -32) | 0]!;
    const quoted = opened[i]! > earliest - wait ? opened[i]! : earliest - wait;
    let original = quoted + wait;
    if (dayOfMonth(original) > 28) original = firstDayOf(monthOf(original) + 1);
    const skipped = original >= HISTORY_START
      ? 0
      : (monthsBetween(original, HISTORY_START) / months) | 0;
    const terms = original > last ? 0 : ((monthsBetween(original, last) / months) | 0) + 1;
    out.lines[i] = line;
    out.bands[i] = band;
    out.months[i] = months;
    out.payPlans[i] = PAY_PLAN_WEIGHTS().pick(planWords[i]!, line);
    out.quoted[i] = quoted;
    out.originals[i] = original;
    out.issued[i] = writtenOn(quoted, original, purchased, offsets[i]!, offsets[i + 1]!);
    out.skipped[i] = skipped;
    out.counts[i] = terms - skipped;
  }
  return out;
});

/**
 * The day on which a term is written: the day wanted, or its first day where a vehicle is bought between
 * the two, so that what is written is what the account has by then.
 *
 * @param wanted The day wanted.
 * @param start First day of the term.
 * @param purchased Days on which vehicles were bought.
 * @param first First vehicle.
 * @param last Vehicle behind the last.
 * @returns Days from 1970-01-01.
 */
export function writtenOn(
  wanted: number,
  start: number,
  purchased: Int32Array,
  first: number,
  last: number,
): number {
  for (let row = first; row < last; row++) {
    if (purchased[row]! > wanted && purchased[row]! <= start) return start;
  }
  return wanted;
}

/** Terms that policies would have if nothing ended them before the plan's day. */
export const CANDIDATES: Fact<Children> = defineChildren(
  defineFact((chunk) => chunk.get(POLICIES).counts),
  BOOK_STRIDES.period,
);

/** Random words of the terms. */
export const PERIOD_DRAWS: Fact<Draws> = defineDraws("policy_period", CANDIDATES);

/**
 * First day of a term.
 *
 * @param original First day of the first term.
 * @param months Months of a term.
 * @param term Which, from 0.
 * @returns Days from 1970-01-01.
 */
export function termStart(original: number, months: number, term: number): number {
  return addMonths(original, months * term);
}

/**
 * Terms of the policies, and what happens to them: cancellation, reinstatement, renewal or its end.
 *
 * @module
 */
import { CLASSES, VEHICLE_ROWS } from "../account.ts";
import { AS_OF } from "../births.ts";
import { makeRoom } from "../children.ts";
import { defineFact, type Fact } from "../chunk.ts";
import { VEHICLE_DAYS } from "../vehicle_history.ts";
import {
  CANCELLATION_BANDS,
  CANCELLATION_PLANS,
  CANCELLATIONS,
  COMMERCIAL_LAPSES,
  EXIT,
  HISTORY_START,
  LAPSE_BANDS,
  LAPSES,
  LEAST_NOTICE,
  MAX_RENEWAL_LEAD,
  NON_RENEWALS,
  NOTICE_DAYS,
  OUTCOME,
  REASON,
  REASON_SHARES,
  REINSTATED,
} from "./lifecycle.ts";
import { CANDIDATES, PERIOD_DRAWS, POLICIES, termStart, writtenOn } from "./policies.ts";

/**
 * Terms that are written by the plan's day, in the order of accounts and terms. What happens to them is not
 * cut there: it is known on the day of its notice.
 */
export interface Periods {
  /** Number of terms. */
  readonly count: number;
  /** First term of each account and, behind the last, the number of terms. */
  readonly offsets: Int32Array;
  /** Account of each term, counted in the chunk. */
  readonly accounts: Int32Array;
  /** Row index: account index x 64 + place among the terms of the history shown. */
  readonly indices: Float64Array;
  /** Term number, from 1. */
  readonly terms: Int32Array;
  /** First day. */
  readonly starts: Int32Array;
  /** Day behind the last, were it not cancelled. */
  readonly expires: Int32Array;
  /** Day on which cover ends for good: cancellation or expiry; the first day for a flat cancellation. */
  readonly ends: Int32Array;
  /** Day on which the term was written. */
  readonly writtens: Int32Array;
  /** Limits band of the policy. */
  readonly bands: Uint8Array;
  /** Reason of a cancellation, 0 where there is none. */
  readonly reasons: Uint8Array;
  /** What becomes of the cancellation, 0 where there is none. */
  readonly outcomes: Uint8Array;
  /** Day on which the cancellation was processed. */
  readonly notices: Int32Array;
  /** Day on which it takes effect. */
  readonly cancels: Int32Array;
  /** Day on which it is undone; cover begins again then where there is a gap. */
  readonly resumes: Int32Array;
  /** What becomes of a term that runs to its end. */
  readonly exits: Uint8Array;
  /** Day on which a non-renewal was processed. */
  readonly exitNotices: Int32Array;
}

/** Terms that are being made. */
export type Open = { -readonly [Name in keyof Periods]: Periods[Name] };

/**
 * Makes room for terms.
 *
 * @param kept Terms made before, whose columns are taken again.
 * @param size Number of terms, at most.
 * @param accounts Number of accounts, at most.
 * @returns Terms without any yet.
 */
export function makePeriods(kept: Periods | undefined, size: number, accounts: number): Open {
  const days = (array: Int32Array | undefined) =>
    makeRoom(array, size, (length) => new Int32Array(length));
  const bytes = (array: Uint8Array | undefined) =>
    makeRoom(array, size, (length) => new Uint8Array(length));
  return {
    count: 0,
    offsets: kept?.offsets ?? new Int32Array(accounts + 1),
    accounts: days(kept?.accounts),
    indices: makeRoom(kept?.indices, size, (length) => new Float64Array(length)),
    terms: days(kept?.terms),
    starts: days(kept?.starts),
    expires: days(kept?.expires),
    ends: days(kept?.ends),
    writtens: days(kept?.writtens),
    bands: bytes(kept?.bands),
    reasons: bytes(kept?.reasons),
    outcomes: bytes(kept?.outcomes),
    notices: days(kept?.notices),
    cancels: days(kept?.cancels),
    resumes: days(kept?.resumes),
    exits: bytes(kept?.exits),
    exitNotices: days(kept?.exitNotices),
  };
}

const TWO_32 = 2 ** 32;

/** Words of a term. */
interface TermWords {
  readonly month: number;
  readonly reason: number;
  readonly day: number;
  readonly renewal: number;
}

/** Terms of the policies. Survival before the history that is shown is taken as given. */
export const PLANNED_PERIODS: Fact<Periods> = defineFact<Periods>((chunk, kept) => {
  const policies = chunk.get(POLICIES);
  const { lines, bands, months, payPlans, originals, issued, skipped } = policies;
  const candidates = chunk.get(CANDIDATES);
  const draws = chunk.get(PERIOD_DRAWS);
  const leadWords = draws.words("written_on");
  const monthWords = draws.words("cancelled_on");
  const reasonWords = draws.words("reason");
  const dayWords = draws.words("cancelled_on", 1);
  const renewalWords = draws.words("renewal");
  const classes = chunk.get(CLASSES);
  const { purchased } = chunk.get(VEHICLE_DAYS);
  const vehicles = chunk.get(VEHICLE_ROWS).offsets;
  const asOf = chunk.world.get(AS_OF);
  const out = makePeriods(kept, candidates.count, chunk.capacity);
  let row = 0;
  for (let i = 0; i < chunk.count; i++) {
    out.offsets[i] = row;
    const line = lines[i]!;
    const band = bands[i]!;
    const length = months[i]!;
    const hazard = line === 0 ? CANCELLATION_BANDS[band]! * CANCELLATION_PLANS[payPlans[i]!]! : 1;
    for (let at = candidates.offsets[i]!; at < candidates.offsets[i + 1]!; at++) {
      const term = skipped[i]! + candidates.ordinals[at]!;
      const start = termStart(originals[i]!, length, term);
      const lead = ((leadWords[at]! >>> 0) * (MAX_RENEWAL_LEAD + 1) / TWO_32) | 0;
      const written = term === 0
        ? issued[i]!
        : writtenOn(start - lead, start, purchased, vehicles[i]!, vehicles[i + 1]!);
      if (written > asOf) break;
      const expires = termStart(originals[i]!, length, term + 1);
      out.accounts[row] = i;
      out.indices[row] = candidates.indices[at]!;
      out.terms[row] = term + 1;
      out.starts[row] = start;
      out.expires[row] = expires;
      out.ends[row] = expires;
      out.writtens[row] = written;
      out.bands[row] = band;
      out.reasons[row] = REASON.none;
      out.outcomes[row] = OUTCOME.none;
      out.exits[row] = EXIT.renewed;
      const words = {
        month: monthWords[at]!,
        reason: reasonWords[at]!,
        day: dayWords[at]!,
        renewal: renewalWords[at]!,
      };
      cancel(out, row, term * length, length, line, hazard, words);
      const isOver = out.ends[row] !== expires;
      if (!isOver) {
        const years = (term * length / 12) | 0;
        const rate = line === 0
          ? LAPSES[years < 10 ? years : 10]! * LAPSE_BANDS[band]!
          : COMMERCIAL_LAPSES[classes[i]!]!;
        endTerm(out, row, rate * length / 12, length, words.renewal);
      }
      row++;
      if (isOver || out.exits[row - 1] !== EXIT.renewed) break;
    }
  }
  out.offsets[chunk.count] = row;
  out.count = row;
  return out;
});

/** Decides whether a term is cancelled, when, why and what comes of it. */
function cancel(
  out: Open,
  row: number,
  run: number,
  length: number,
  line: number,
  hazard: number,
  words: TermWords,
): void {
  const table = CANCELLATIONS[line * 2 + (run < 12 ? 0 : 1)]!;
  let chance = (words.month >>> 0) * 1e6 / TWO_32;
  let month = 0;
  for (; month < length; month++) {
    chance -= table[(run + month) % 12]! * hazard;
    if (chance < 0) break;
  }
  if (month === length) return;
  const start = out.starts[row]!;
  const expires = out.expires[row]!;
  const reasonByte = words.reason >>> 24;
  const [nonPayment, request] = REASON_SHARES[line]!;
  // A first payment that bounces undoes the policy from its first day.
  if (run === 0 && month === 0 && reasonByte < 26) {
    const processed = start + 5 + (words.day & 15);
    if (processed >= expires || processed < HISTORY_START) return;
    out.reasons[row] = REASON.paymentReturned;
    out.outcomes[row] = OUTCOME.flat;
    out.notices[row] = processed;
    out.cancels[row] = start;
    out.ends[row] = start;
    return;
  }
  let effective = start + ((month * 487 + 8) >> 4) + (((words.day >>> 0) * 30 / TWO_32) | 0);
  // A renewal is written in the last days of a term: no cancellation takes effect in them.
  if (effective > expires - 20) effective = expires - 20;
  if (effective < start + LEAST_NOTICE) effective = start + LEAST_NOTICE;
  const isNew = run + month < 2;
  const reason = reasonByte < nonPayment
    ? REASON.nonPayment
    : reasonByte < request || !isNew
    ? REASON.insuredRequest
    : REASON.underwriting;
  const low = (words.reason >>> 8) & 15;
  const wanted = reason === REASON.nonPayment
    ? NOTICE_DAYS[low]!
    : reason === REASON.insuredRequest
    ? low
    : LEAST_NOTICE;
  const notice = wanted > effective - start
    ? (reason === REASON.insuredRequest ? effective - start : LEAST_NOTICE)
    : wanted;
  const processed = effective - notice;
  if (processed < HISTORY_START) return;
  const fate = (words.reason >>> 16) & 255;
  const [rescinded, reinstated] = REINSTATED[line]!;
  const gap = 1 + (((words.day & 0xff) * 30) >> 8);
  let outcome: number = OUTCOME.final;
  if (reason === REASON.nonPayment) {
    if (fate < rescinded) outcome = OUTCOME.rescinded;
    else if (fate < reinstated && effective + gap < expires - 16) outcome = OUTCOME.gap;
  }
  out.reasons[row] = reason;
  out.outcomes[row] = outcome;
  out.notices[row] = processed;
  out.cancels[row] = effective;
  if (outcome === OUTCOME.rescinded) {
    out.resumes[row] = processed + 1 + (((words.day & 0xff) * (notice - 1)) >> 8);
  } else if (outcome === OUTCOME.gap) out.resumes[row] = effective + gap;
  else out.ends[row] = effective;
}

/** Decides whether a term that runs to its end is renewed. */
function endTerm(out: Open, row: number, rate: number, length: number, word: number): void {
  const chance = (word >>> 0) / TWO_32;
  const refused = NON_RENEWALS * length / 12;
  if (chance < refused) {
    const expires = out.expires[row]!;
    const notice = 30 + (word & 31);
    const processed = expires - notice > out.starts[row]! ? expires - notice : out.starts[row]! + 1;
    if (processed < HISTORY_START) return;
    out.exits[row] = EXIT.nonRenewed;
    out.exitNotices[row] = processed;
  } else if (chance < refused + rate) {
    out.exits[row] = EXIT.lapsed;
    out.exitNotices[row] = out.expires[row]!;
  }
}

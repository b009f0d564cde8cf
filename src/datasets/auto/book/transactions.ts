/**
 * What happened to terms, with the change of premium of each event: the changes of a term add up to its
 * written premium on every day.
 *
 * @module
 */
import { AS_OF } from "../births.ts";
import { VEHICLE_ROWS } from "../account.ts";
import { makeRoom } from "../children.ts";
import { type Chunk, defineFact, type Fact } from "../chunk.ts";
import { BOOK_STRIDES } from "./codes.ts";
import { COVERS } from "./covers.ts";
import { EXIT, OUTCOME } from "./lifecycle.ts";
import { PERIODS } from "./periods.ts";
import { PLANNED_PERIODS } from "./planned_periods.ts";
import { CANDIDATES, PERIOD_DRAWS } from "./policies.ts";
import { prorate, WORKSHEETS } from "./premiums.ts";
import { isPolicy, RISKS } from "./risks.ts";

/** Kinds of transactions; a row holds an index in this list. */
export const TRANSACTION_KINDS = [
  "issue",
  "renewal",
  "endorsement",
  "cancellation",
  "reinstatement",
  "non_renewal",
] as const;
const KIND = {
  issue: 0,
  renewal: 1,
  endorsement: 2,
  cancellation: 3,
  reinstatement: 4,
  nonRenewal: 5,
} as const;

/** Reasons of transactions; a row holds an index in this list, 0 for those that have none. */
export const TRANSACTION_REASONS = [
  "none",
  "non_payment",
  "insured_request",
  "underwriting",
  "payment_returned",
  "add_vehicle",
  "lienholder_change",
  "billing_change",
  "contact_change",
  "payment_received",
  "insurer_decision",
  "not_taken",
  "remove_vehicle",
] as const;
const ADD_VEHICLE = TRANSACTION_REASONS.indexOf("add_vehicle");
const REMOVE_VEHICLE = TRANSACTION_REASONS.indexOf("remove_vehicle");
const FIRST_CHANGE = TRANSACTION_REASONS.indexOf("lienholder_change");
const PAID = TRANSACTION_REASONS.indexOf("payment_received");
const [REFUSED, NOT_TAKEN] = [
  TRANSACTION_REASONS.indexOf("insurer_decision"),
  TRANSACTION_REASONS.indexOf("not_taken"),
];

/** Row indices that the transactions of a term take: 256 events, then two of a vehicle each. */
const STRIDE = 1024;
const SLOT = {
  ...{ begin: 0, cancel: 1, resume: 2, exit: 3, change: 4 },
  ...{ vehicle: 256, removal: 512 },
} as const;
/** Transactions of a term other than those that add or remove a vehicle. */
const MOST_EVENTS = 5;

/** Chance in a year of an endorsement that does not change the premium (grade C). */
const CHANGES_PER_YEAR = 0.36;

/** Transactions processed by the plan's day, of each term in the order of their days. */
export interface Transactions {
  /** Number of transactions. */
  readonly count: number;
  /** Row of the terms. */
  readonly periods: Int32Array;
  /** Number in the term, from 1. */
  readonly sequences: Int32Array;
  /** Index in {@link TRANSACTION_KINDS}. */
  readonly kinds: Uint8Array;
  /** Index in {@link TRANSACTION_REASONS}. */
  readonly reasons: Uint8Array;
  /** Days on which they take effect, and were processed. */
  readonly effectives: Int32Array;
  readonly processed: Int32Array;
  /** Row of the vehicle that is added or removed; -1 for none. */
  readonly vehicles: Int32Array;
  /** Change of written premium in cents. */
  readonly changes: Int32Array;
  /** Row index: that of the term x 1024 + slot of the event. */
  readonly indices: Float64Array;
}

class TransactionRows implements Transactions {
  count = 0;
  periods: Int32Array = new Int32Array(0);
  sequences: Int32Array = new Int32Array(0);
  kinds: Uint8Array = new Uint8Array(0);
  reasons: Uint8Array = new Uint8Array(0);
  effectives: Int32Array = new Int32Array(0);
  processed: Int32Array = new Int32Array(0);
  vehicles: Int32Array = new Int32Array(0);
  changes: Int32Array = new Int32Array(0);
  indices: Float64Array = new Float64Array(0);
  period = 0;
  first = 0;
  index = 0;

  reserve(size: number): void {
    const days = (array: Int32Array) => makeRoom(array, size, (length) => new Int32Array(length));
    const bytes = (array: Uint8Array) => makeRoom(array, size, (length) => new Uint8Array(length));
    this.periods = days(this.periods);
    this.sequences = days(this.sequences);
    this.kinds = bytes(this.kinds);
    this.reasons = bytes(this.reasons);
    this.effectives = days(this.effectives);
    this.processed = days(this.processed);
    this.vehicles = days(this.vehicles);
    this.changes = days(this.changes);
    this.indices = makeRoom(this.indices, size, (length) => new Float64Array(length));
    this.count = 0;
  }

  begin(period: number, index: number): void {
    this.period = period;
    this.index = index * STRIDE;
    this.first = this.count;
  }

  /** Puts a transaction behind those of its term that were processed by then. */
  put(
    slot: number,
    kind: number,
    reason: number,
    effective: number,
    processed: number,
    change: number,
    vehicle = -1,
  ): void {
    let at = this.count++;
    for (; at > this.first && this.processed[at - 1]! > processed; at--) {
      this.kinds[at] = this.kinds[at - 1]!;
      this.reasons[at] = this.reasons[at - 1]!;
      this.effectives[at] = this.effectives[at - 1]!;
      this.processed[at] = this.processed[at - 1]!;
      this.vehicles[at] = this.vehicles[at - 1]!;
      this.changes[at] = this.changes[at - 1]!;
      this.indices[at] = this.indices[at - 1]!;
    }
    const last = this.count - 1;
    this.periods[last] = this.period;
    this.sequences[last] = this.count - this.first;
    this.kinds[at] = kind;
    this.reasons[at] = reason;
    this.effectives[at] = effective;
    this.processed[at] = processed;
    this.vehicles[at] = vehicle;
    this.changes[at] = change;
    this.indices[at] = this.index + slot;
  }
}

/** First coverage of each vehicle in a term and, behind the last, the number of coverages. */
const COVER_OFFSETS: Fact<Int32Array> = defineFact<Int32Array>((chunk, kept) => {
  const { count: most } = chunk.get(RISKS);
  const { count, risks } = chunk.get(COVERS);
  const out = makeRoom(kept, most + 1, (length) => new Int32Array(length));
  out.fill(0, 0, most + 1);
  for (let row = 0; row < count; row++) out[risks[row]! + 1]!++;
  for (let risk = 0; risk < most; risk++) out[risk + 1] = out[risk + 1]! + out[risk]!;
  return out;
});

/** Sums that the transactions of a term need, in cents. */
interface Sums {
  /** Premium of the term of what it begins with. */
  begin: number;
  /** What a cancellation gives back. */
  returned: number;
  /** What a reinstatement takes again. */
  resumed: number;
}

/** Transactions. */
export const TRANSACTIONS: Fact<Transactions> = defineFact<Transactions>((chunk, kept) => {
  const out = (kept as TransactionRows | undefined) ?? new TransactionRows();
  const periods = chunk.get(PERIODS);
  const risks = chunk.get(RISKS);
  const asOf = chunk.world.get(AS_OF);
  out.reserve(periods.count * MOST_EVENTS + 2 * risks.count);
  const words = chunk.get(PERIOD_DRAWS).words("change");
  const planned = chunk.get(PLANNED_PERIODS).outcomes;
  const candidateOf = candidatesOf(chunk);
  for (let period = 0; period < periods.count; period++) {
    out.begin(period, periods.indices[period]!);
    const start = periods.starts[period]!;
    const expires = periods.expires[period]!;
    const sums = moveVehicles(chunk, out, period);
    const first = periods.terms[period] === 1 ? KIND.issue : KIND.renewal;
    out.put(SLOT.begin, first, 0, start, periods.writtens[period]!, sums.begin);
    const outcome = periods.outcomes[period]!;
    const notice = periods.notices[period]!;
    if (outcome !== OUTCOME.none && notice <= asOf) {
      const reason = periods.reasons[period]!;
      const cancelled = periods.cancels[period]!;
      out.put(SLOT.cancel, KIND.cancellation, reason, cancelled, notice, -sums.returned);
      const resumes = periods.resumes[period]!;
      if ((outcome === OUTCOME.rescinded || outcome === OUTCOME.gap) && resumes <= asOf) {
        const from = outcome === OUTCOME.gap ? resumes : cancelled;
        out.put(SLOT.resume, KIND.reinstatement, PAID, from, resumes, sums.resumed);
      }
    }
    const exit = periods.exits[period]!;
    if (exit !== EXIT.renewed && periods.exitNotices[period]! <= asOf) {
      const reason = exit === EXIT.nonRenewed ? REFUSED : NOT_TAKEN;
      out.put(SLOT.exit, KIND.nonRenewal, reason, expires, periods.exitNotices[period]!, 0);
    }
    if (planned[periods.planned[period]!] !== OUTCOME.none) continue;
    const word = words[candidateOf[period]!]!;
    const chance = (word >>> 0) * 2 ** -32 * 365 / (expires - start);
    if (chance >= CHANGES_PER_YEAR) continue;
    const day = start + 1 + (((word & 0xffff) * (expires - start - 1)) >>> 16);
    const reason = FIRST_CHANGE + (((word >>> 3) & 0xffff) * 3 >>> 16);
    // A policy that ends for want of a vehicle is changed before that only.
    if (outcome !== OUTCOME.none && day >= notice) continue;
    if (day <= asOf) out.put(SLOT.change, KIND.endorsement, reason, day, day, 0);
  }
  return out;
});

/** Candidate of each term: the row of its draws. */
function candidatesOf(chunk: Chunk): Int32Array {
  const { count, indices, accounts } = chunk.get(PERIODS);
  const { offsets } = chunk.get(CANDIDATES);
  const out = new Int32Array(count);
  for (let period = 0; period < count; period++) {
    const i = accounts[period]!;
    out[period] = offsets[i]! + indices[period]! - (chunk.start + i) * BOOK_STRIDES.period;
  }
  return out;
}

/** Puts the endorsements that add and remove vehicles, and adds up the premiums that the term's events move. */
function moveVehicles(chunk: Chunk, out: TransactionRows, period: number): Sums {
  const periods = chunk.get(PERIODS);
  const risks = chunk.get(RISKS);
  const covers = chunk.get(COVERS);
  const { amounts } = chunk.get(WORKSHEETS);
  const offsets = chunk.get(COVER_OFFSETS);
  const { parents } = chunk.get(VEHICLE_ROWS);
  const firstVehicles = chunk.get(VEHICLE_ROWS).offsets;
  const asOf = chunk.world.get(AS_OF);
  const start = periods.starts[period]!;
  const expires = periods.expires[period]!;
  const days = expires - start;
  const outcome = periods.outcomes[period]!;
  const notice = periods.notices[period]!;
  const cancelled = periods.cancels[period]!;
  const resumes = periods.resumes[period]!;
  const sums: Sums = { begin: 0, returned: 0, resumed: 0 };
  for (let risk = risks.offsets[period]!; risk < risks.offsets[period + 1]!; risk++) {
    const join = risks.starts[risk]!;
    const isFirst = join === start;
    const leave = risks.removed[risk]!;
    // What joins after the notice was never part of the cancellation, nor what had left by then.
    const isCancelled = outcome !== OUTCOME.none && (isFirst || join < notice) &&
      (leave === 0 || leave > notice);
    const isResumed = risks.lost[risk] === 0;
    /** First day of the cover that a removal ends. */
    const from = outcome === OUTCOME.gap && isCancelled && leave > 0 ? resumes : join;
    let added = 0;
    let taken = 0;
    for (let row = offsets[risk]!; row < offsets[risk + 1]!; row++) {
      if (covers.starts[row] !== join) continue;
      const amount = amounts[row]!;
      const whole = isFirst ? amount : prorate(amount, expires - join, days);
      added += whole;
      if (leave > 0) {
        taken += prorate(amount, expires - from, days) - prorate(amount, leave - from, days);
      }
      if (!isCancelled) continue;
      const part = prorate(amount, cancelled - join, days);
      sums.returned += whole - part;
      if (!isResumed) continue;
      sums.resumed += outcome === OUTCOME.gap
        ? prorate(amount, expires - resumes, days)
        : whole - part;
    }
    if (isFirst) sums.begin += added;
    // The policy itself is there from the first day to the last.
    if (isPolicy(risks.vehicles, risk)) continue;
    const vehicle = risks.vehicles[risk]!;
    const place = vehicle - firstVehicles[parents[vehicle]!]!;
    if (!isFirst) {
      out.put(
        SLOT.vehicle + place,
        KIND.endorsement,
        ADD_VEHICLE,
        join,
        join,
        added,
        vehicle,
      );
    }
    if (leave > 0 && leave <= asOf) {
      out.put(
        SLOT.removal + place,
        KIND.endorsement,
        REMOVE_VEHICLE,
        leave,
        leave,
        -taken,
        vehicle,
      );
    }
  }
  return sums;
}

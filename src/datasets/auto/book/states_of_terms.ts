/**
 * How terms and policies stand on the plan's day.
 *
 * @module
 */
import { AS_OF } from "../births.ts";
import { makeRoom } from "../children.ts";
import { type Chunk, defineFact, type Fact } from "../chunk.ts";
import { BOOK_STRIDES } from "./codes.ts";
import { COVERS } from "./covers.ts";
import { EXIT, OUTCOME } from "./lifecycle.ts";
import { PERIODS } from "./periods.ts";
import { PREMIUMS } from "./premiums.ts";
import { RISKS } from "./risks.ts";

/** States of a term; a row holds an index in this list. */
export const PERIOD_STATUSES = [
  "scheduled",
  "in_force",
  "cancellation_pending",
  "cancelled",
  "expired",
] as const;
/** Index of each in {@link PERIOD_STATUSES}. */
export const PERIOD_STATUS = {
  scheduled: 0,
  inForce: 1,
  pending: 2,
  cancelled: 3,
  expired: 4,
} as const;

/** How the terms stand; a row each of {@link PERIODS}. */
export interface PeriodStates {
  /** Index in {@link PERIOD_STATUSES}. */
  readonly statuses: Uint8Array;
  /** Day on which a cancellation takes effect that is not undone; -1 where there is none. */
  readonly cancels: Int32Array;
  /** Premium of all coverages, in cents. */
  readonly written: Int32Array;
  readonly earned: Int32Array;
  readonly unearned: Int32Array;
}

/** How the terms stand on the plan's day. */
export const PERIOD_STATES: Fact<PeriodStates> = defineFact<PeriodStates>((chunk, kept) => {
  const periods = chunk.get(PERIODS);
  const { count } = periods;
  const asOf = chunk.world.get(AS_OF);
  const days = (array: Int32Array | undefined) =>
    makeRoom(array, count, (length) => new Int32Array(length));
  const out = {
    statuses: makeRoom(kept?.statuses, count, (length) => new Uint8Array(length)),
    cancels: days(kept?.cancels),
    written: days(kept?.written),
    earned: days(kept?.earned),
    unearned: days(kept?.unearned),
  };
  for (let row = 0; row < count; row++) {
    const outcome = periods.outcomes[row]!;
    const isUndone = (outcome === OUTCOME.rescinded || outcome === OUTCOME.gap) &&
      periods.resumes[row]! <= asOf;
    const isCancelled = outcome !== OUTCOME.none && periods.notices[row]! <= asOf && !isUndone;
    const cancel = isCancelled ? periods.cancels[row]! : -1;
    out.cancels[row] = cancel;
    out.statuses[row] = isCancelled
      ? (cancel > asOf ? PERIOD_STATUS.pending : PERIOD_STATUS.cancelled)
      : periods.starts[row]! > asOf
      ? PERIOD_STATUS.scheduled
      : periods.expires[row]! > asOf
      ? PERIOD_STATUS.inForce
      : PERIOD_STATUS.expired;
    out.written[row] = 0;
    out.earned[row] = 0;
  }
  addPremiums(chunk, out);
  for (let row = 0; row < count; row++) out.unearned[row] = out.written[row]! - out.earned[row]!;
  return out;
});

function addPremiums(
  chunk: Chunk,
  { written, earned }: { readonly written: Int32Array; readonly earned: Int32Array },
): void {
  const covers = chunk.get(COVERS);
  const { periods } = chunk.get(RISKS);
  const premiums = chunk.get(PREMIUMS);
  for (let row = 0; row < covers.count; row++) {
    const period = periods[covers.risks[row]!]!;
    written[period] = written[period]! + premiums.written[row]!;
    earned[period] = earned[period]! + premiums.earned[row]!;
  }
}

/** States of a policy; a row holds an index in this list. */
export const POLICY_STATUSES = ["in_force", "cancelled", "non_renewed", "expired"] as const;

/** The policies that have a term, in the order of their accounts. */
export interface PolicyRows {
  /** Number of policies. */
  readonly count: number;
  /** Account of each, counted in the chunk. */
  readonly accounts: Int32Array;
  /** Row of each account's policy; means nothing where the account has none. */
  readonly rows: Int32Array;
  /** Row index. */
  readonly indices: Float64Array;
  /** Index in {@link POLICY_STATUSES}. */
  readonly statuses: Uint8Array;
}

/** The policies that have a term, as they stand on the plan's day. */
export const POLICY_ROWS: Fact<PolicyRows> = defineFact<PolicyRows>((chunk, kept) => {
  const { offsets, exits, exitNotices } = chunk.get(PERIODS);
  const { statuses: states } = chunk.get(PERIOD_STATES);
  const asOf = chunk.world.get(AS_OF);
  const accounts = kept?.accounts ?? new Int32Array(chunk.capacity);
  const rows = kept?.rows ?? new Int32Array(chunk.capacity);
  const indices = kept?.indices ?? new Float64Array(chunk.capacity);
  const statuses = kept?.statuses ?? new Uint8Array(chunk.capacity);
  let count = 0;
  for (let i = 0; i < chunk.count; i++) {
    rows[i] = count;
    const last = offsets[i + 1]! - 1;
    if (last < offsets[i]!) continue;
    accounts[count] = i;
    indices[count] = (chunk.start + i) * BOOK_STRIDES.policy;
    const state = states[last]!;
    const isRefused = exits[last] === EXIT.nonRenewed && exitNotices[last]! <= asOf;
    statuses[count] = state === PERIOD_STATUS.cancelled
      ? 1
      : state !== PERIOD_STATUS.expired
      ? 0
      : isRefused
      ? 2
      : 3;
    count++;
  }
  return { count, accounts, rows, indices, statuses };
});

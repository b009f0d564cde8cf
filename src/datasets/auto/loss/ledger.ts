/**
 * Reserves, payments and recoveries: each exposure's history, forward from its opening, as far as the plan's
 * day. Every payment takes its amount out of the reserve, a close releases what is left, so that paid,
 * outstanding and incurred agree at every date.
 *
 * @module
 */
import { AS_OF } from "../births.ts";
import { makeRoom } from "../children.ts";
import { type Chunk, defineFact, type Fact } from "../chunk.ts";
import { delays, KIND, KINDS } from "./claim_tables.ts";
import { SEEN } from "./claims.ts";
import { nextBusinessDay } from "./business_days.ts";
import { growColumns, type NumberColumns } from "./columns.ts";
import { type Exposures, supplementOf } from "./exposure_columns.ts";
import { EXPOSURES } from "./exposures.ts";
import { DRAFT_DRAWS } from "./drafts.ts";
import { INCIDENTS, RISK_RATES } from "./incidents.ts";

/** Row indices of an exposure's payments, reserve lines and recoveries. */
export const PAYMENT_STRIDE = 32;
/** Row indices of an exposure's reserve lines. */
export const RESERVE_STRIDE = 64;
/** Row indices of an exposure's recoveries. */
export const RECOVERY_STRIDE = 2;

/** First row of expense payments and reserve lines. */
const EXPENSE_PAYMENT = 24;
const EXPENSE_RESERVE = 48;
/** Most payments of indemnity beside the final one. */
const MOST_PARTIALS = 12;

/** Cost types; a row holds an index in this list. */
export const COST_TYPES = ["indemnity", "expense"] as const;
/** Kinds of payments; likewise. */
export const PAYMENT_KINDS = ["partial", "final", "supplement"] as const;
/** Why a reserve changes; likewise. */
export const RESERVE_REASONS = ["opened", "revised", "payment", "released", "reopened"] as const;
const REASON = { opened: 0, revised: 1, payment: 2, released: 3, reopened: 4 } as const;
/** Kinds of recoveries; likewise. */
export const RECOVERY_KINDS = ["salvage", "subrogation"] as const;

/** Payments, in the order of exposures, cost types and days. */
export interface Payments {
  readonly count: number;
  /** Exposure of each, as it is seen. */
  readonly seen: Int32Array;
  readonly ordinals: Int32Array;
  readonly days: Int32Array;
  readonly cents: Int32Array;
  readonly costs: Uint8Array;
  readonly kinds: Uint8Array;
}

/** Changes of reserves, in the same order. */
export interface Reserves {
  readonly count: number;
  readonly seen: Int32Array;
  readonly ordinals: Int32Array;
  readonly days: Int32Array;
  /** Cents, negative where the reserve falls. */
  readonly changes: Int32Array;
  /** What is outstanding then, cents. */
  readonly outstanding: Int32Array;
  readonly costs: Uint8Array;
  readonly reasons: Uint8Array;
}

/** Recoveries. */
export interface Recoveries {
  readonly count: number;
  readonly seen: Int32Array;
  readonly ordinals: Int32Array;
  readonly days: Int32Array;
  readonly cents: Int32Array;
  /** Part that goes back to the insured for the deductible, cents. */
  readonly returned: Int32Array;
  readonly kinds: Uint8Array;
}

/** What an exposure's rows come to, cents. */
export interface Sums {
  readonly paidIndemnity: Int32Array;
  readonly paidExpense: Int32Array;
  readonly openIndemnity: Int32Array;
  readonly openExpense: Int32Array;
  readonly salvage: Int32Array;
  readonly subrogation: Int32Array;
}

/** All rows of the histories. */
export interface Ledger {
  readonly payments: Payments;
  readonly reserves: Reserves;
  readonly recoveries: Recoveries;
  readonly sums: Sums;
}

/** Rounds a reserve up: to 50 dollars, small ones to 10. */
function roundReserve(cents: number): number {
  const step = cents >= 100_000 ? 5000 : 1000;
  return Math.ceil(cents / step) * step;
}

/** Scatters a word, for the numbered things that follow from it. */
function scatter(word: number, number: number): number {
  let mixed = Math.imul(word ^ Math.imul(number + 1, 0x9e3779b1), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

const HISTORY_WORDS: Fact<Int32Array> = defineFact<Int32Array>((chunk, kept) => {
  const { states } = chunk.get(DRAFT_DRAWS);
  const out = makeRoom(kept, states.count, (length) => new Int32Array(length));
  chunk.world.field("exposure", "history").fill(states, states.count, out);
  return out;
});

/** One row after the other, as far as a day. */
class Writer {
  readonly asOf: number;
  payments = 0;
  reserves = 0;
  recoveries = 0;
  readonly payment: NumberColumns;
  readonly reserve: NumberColumns;
  readonly recovery: NumberColumns;
  readonly sums: Sums;
  seen = 0;
  #cost = 0;
  #reserveOrdinal = 0;
  #paymentOrdinal = 0;
  #outstanding = 0;
  #paid = 0;

  constructor(asOf: number, kept: Ledger | undefined, count: number) {
    this.asOf = asOf;
    const int = () => new Int32Array(0);
    const byte = () => new Uint8Array(0);
    const columns = (rows: object | undefined, ints: readonly string[], bytes: readonly string[]) =>
      Object.fromEntries<Int32Array | Uint8Array | Float64Array>([
        ...ints.map((name) =>
          [name, (rows as Record<string, Int32Array> | undefined)?.[name] ?? int()] as const
        ),
        ...bytes.map((name) =>
          [name, (rows as Record<string, Uint8Array> | undefined)?.[name] ?? byte()] as const
        ),
      ]);
    this.payment = columns(kept?.payments, ["seen", "ordinals", "days", "cents"], [
      "costs",
      "kinds",
    ]);
    this.reserve = columns(
      kept?.reserves,
      ["seen", "ordinals", "days", "changes", "outstanding"],
      ["costs", "reasons"],
    );
    this.recovery = columns(
      kept?.recoveries,
      ["seen", "ordinals", "days", "cents", "returned"],
      ["kinds"],
    );
    const room = (column: Int32Array | undefined) => {
      const out = makeRoom(column, count, (length) => new Int32Array(length));
      out.fill(0, 0, count);
      return out;
    };
    this.sums = {
      paidIndemnity: room(kept?.sums.paidIndemnity),
      paidExpense: room(kept?.sums.paidExpense),
      openIndemnity: room(kept?.sums.openIndemnity),
      openExpense: room(kept?.sums.openExpense),
      salvage: room(kept?.sums.salvage),
      subrogation: room(kept?.sums.subrogation),
    };
  }

  /** Begins the history of a cost type of an exposure. */
  begin(seen: number, cost: number): void {
    this.seen = seen;
    this.#cost = cost;
    this.#reserveOrdinal = cost === 0 ? 0 : EXPENSE_RESERVE;
    this.#paymentOrdinal = cost === 0 ? 0 : EXPENSE_PAYMENT;
    this.#outstanding = 0;
    this.#paid = 0;
  }

  /** Changes the reserve. */
  change(day: number, cents: number, reason: number): void {
    if (cents === 0) return;
    const ordinal = this.#reserveOrdinal++;
    if (day > this.asOf) return;
    this.#outstanding += cents;
    const at = this.reserves++;
    if (this.reserve["seen"]!.length <= at) growColumns(this.reserve, at + 1);
    const columns = this.reserve;
    columns["seen"]![at] = this.seen;
    columns["ordinals"]![at] = ordinal;
    columns["days"]![at] = day;
    columns["changes"]![at] = cents;
    columns["outstanding"]![at] = this.#outstanding;
    columns["costs"]![at] = this.#cost;
    columns["reasons"]![at] = reason;
  }

  /** Pays, out of the reserve. */
  pay(day: number, cents: number, kind: number): void {
    const ordinal = this.#paymentOrdinal++;
    if (day <= this.asOf) {
      this.#paid += cents;
      const at = this.payments++;
      if (this.payment["seen"]!.length <= at) growColumns(this.payment, at + 1);
      const columns = this.payment;
      columns["seen"]![at] = this.seen;
      columns["ordinals"]![at] = ordinal;
      columns["days"]![at] = day;
      columns["cents"]![at] = cents;
      columns["costs"]![at] = this.#cost;
      columns["kinds"]![at] = kind;
    }
    this.change(day, -cents, REASON.payment);
  }

  /** Books what comes back. */
  recover(day: number, cents: number, returned: number, kind: number): void {
    if (cents === 0 || day > this.asOf) return;
    const at = this.recoveries++;
    if (this.recovery["seen"]!.length <= at) growColumns(this.recovery, at + 1);
    const columns = this.recovery;
    columns["seen"]![at] = this.seen;
    columns["ordinals"]![at] = kind;
    columns["days"]![at] = day;
    columns["cents"]![at] = cents;
    columns["returned"]![at] = returned;
    columns["kinds"]![at] = kind;
    const sum = kind === 0 ? this.sums.salvage : this.sums.subrogation;
    sum[this.seen] = sum[this.seen]! + cents;
  }

  /** Ends the history of a cost type. */
  end(): void {
    const { sums, seen } = this;
    (this.#cost === 0 ? sums.paidIndemnity : sums.paidExpense)[seen] = this.#paid;
    (this.#cost === 0 ? sums.openIndemnity : sums.openExpense)[seen] = this.#outstanding;
  }
}

/** Histories of the exposures that are seen. */
export const LEDGER: Fact<Ledger> = defineFact<Ledger>((chunk, kept) => {
  const { count, rows } = chunk.get(SEEN);
  const exposures = chunk.get(EXPOSURES);
  const words = chunk.get(EXPOSURE_HISTORY);
  const writer = new Writer(chunk.world.get(AS_OF), kept, count);
  const payments = meanPayments(chunk, exposures);
  for (let seen = 0; seen < count; seen++) {
    const row = rows[seen]!;
    writer.begin(seen, 0);
    putIndemnity(writer, exposures, row, words[row]!, payments(row));
    writer.end();
    writer.begin(seen, 1);
    putExpense(writer, exposures, row, words[row]!);
    writer.end();
    writer.recover(exposures.salvageDays[row]!, exposures.salvages[row]!, 0, 0);
    const refund = exposures.refunds[row]!;
    if (refund > 0) {
      const deductible = exposures.deductibles[row]!;
      const returned = Math.floor(refund * deductible / (exposures.paids[row]! + deductible));
      writer.recover(exposures.refundDays[row]!, refund, returned, 1);
    }
  }
  return {
    payments: { ...writer.payment, count: writer.payments } as unknown as Payments,
    reserves: { ...writer.reserve, count: writer.reserves } as unknown as Reserves,
    recoveries: { ...writer.recovery, count: writer.recoveries } as unknown as Recoveries,
    sums: writer.sums,
  };
});

/** Word of each exposure's history: drafts that became exposures kept their own. */
const EXPOSURE_HISTORY: Fact<Int32Array> = defineFact<Int32Array>((chunk, kept) => {
  const { count, drafts } = chunk.get(EXPOSURES);
  const words = chunk.get(HISTORY_WORDS);
  const out = makeRoom(kept, count, (length) => new Int32Array(length));
  for (let row = 0; row < count; row++) out[row] = words[drafts[row]!]!;
  return out;
});

function meanPayments(chunk: Chunk, exposures: Exposures): (row: number) => number {
  const table = delays();
  const { risks } = chunk.get(INCIDENTS);
  const { lines } = chunk.get(RISK_RATES);
  return (row) => {
    const line = lines[risks[exposures.incidents[row]!]!]!;
    return table[(line * KINDS.length + exposures.kinds[row]!) * 3 + exposures.bands[row]!]!
      .payments;
  };
}

/** Weight of the final payment: a settlement is most of an injury claim, the rest of a repair less. */
function finalWeight(kind: number): number {
  if (kind === KIND.BI || kind === KIND.UMBI || kind === KIND.UIMBI) return 5;
  return kind === KIND.PIP || kind === KIND.MED ? 1 : 2;
}

/** Least time open, in days, after which a reserve is looked at a first and second time. */
const REVISION_DAYS = [10, 90] as const;
const REVISION_TIMES = [0.3, 0.65] as const;
const REVISION_MARGINS = [0.25, 0.08] as const;

function putIndemnity(
  writer: Writer,
  exposures: Exposures,
  row: number,
  word: number,
  mean: number,
): void {
  // The office reserves, looks again, pays and closes on business days.
  const opened = nextBusinessDay(exposures.opened[row]!);
  const closed = exposures.closed[row]!;
  const paid = exposures.paids[row]!;
  const length = closed - opened;
  const limit = exposures.limits[row]!;
  const cap = (cents: number) => limit > 0 && cents > limit ? Math.max(limit, paid) : cents;
  const basis = paid > 0 ? paid : Math.floor(exposures.grounds[row]! * 0.5);
  const estimate = (margin: number, number: number) =>
    cap(roundReserve(basis * (1 + margin * scatter(word, number))));
  const reopened = exposures.reopened[row]!;
  const supplement = reopened > 0 ? supplementOf(paid, scatter(word, 1)) : 0;
  const main = paid - supplement;
  let reserve = paid > 0 ? estimate(0.6, 2) : cap(roundReserve(basis));
  writer.change(opened, reserve, REASON.opened);
  const times = REVISION_TIMES.map((share, at) =>
    length >= REVISION_DAYS[at]! ? nextBusinessDay(opened + Math.floor(length * share)) : -1
  );
  const margins = REVISION_MARGINS;
  let revision = 0;
  let done = 0;
  const revise = (day: number) => {
    for (
      ;
      revision < times.length && times[revision]! >= 0 && times[revision]! <= day;
      revision++
    ) {
      const next = paid > 0
        ? estimate(margins[revision]!, 3 + revision)
        : cap(roundReserve(basis * (revision === 0 ? 0.5 : 0.2)));
      writer.change(times[revision]!, next - reserve, REASON.revised);
      reserve = next;
    }
  };
  if (paid > 0) {
    const most = Math.min(MOST_PARTIALS, Math.floor(main / 10_000));
    const extra = Math.min(
      Math.floor(2 * (mean - 1) * scatter(word, 5) + scatter(word, 6)),
      most,
      length - 1,
    );
    let weights = finalWeight(exposures.kinds[row]!);
    for (let at = 0; at < extra; at++) weights += 0.5 + scatter(word, 8 + at);
    for (let at = 0; at < extra; at++) {
      const share = 0.15 + 0.8 * (at + scatter(word, 24 + at)) / extra;
      const day = Math.min(nextBusinessDay(opened + Math.floor(length * share)), closed);
      const cents = Math.floor(main * (0.5 + scatter(word, 8 + at)) / weights);
      revise(day);
      writer.pay(day, cents, 0);
      done += cents;
    }
    revise(closed);
    writer.pay(closed, main - done, 1);
  } else revise(closed);
  // What is left of the reserve is not needed; a later supplement is reserved when it comes.
  writer.change(closed, -(reserve - main), REASON.released);
  if (reopened > 0) {
    const again = cap(roundReserve(paid + supplement * 0.15)) - main;
    const most = Math.max(again, supplement);
    writer.change(reopened, most, REASON.reopened);
    const reclosed = exposures.reclosed[row]!;
    writer.pay(reclosed, supplement, 2);
    writer.change(reclosed, supplement - most, REASON.released);
  }
}

/** Expense from which some is paid before the close, cents. */
const LARGE_EXPENSE = 50_000;

function putExpense(writer: Writer, exposures: Exposures, row: number, word: number): void {
  const cents = exposures.expenses[row]!;
  if (cents <= 0) return;
  const opened = nextBusinessDay(exposures.opened[row]!);
  const closed = exposures.closed[row]!;
  const reserve = roundReserve(cents * (1 + 0.4 * scatter(word, 7)));
  writer.change(opened, reserve, REASON.opened);
  let done = 0;
  if (cents >= LARGE_EXPENSE && closed - opened > 2) {
    done = Math.floor(cents * 0.4);
    writer.pay(nextBusinessDay(opened + ((closed - opened) >> 1)), done, 0);
  }
  writer.pay(closed, cents - done, 1);
  writer.change(closed, cents - reserve, REASON.released);
}

/**
 * The course of an exposure: when it is opened, closed and perhaps opened again, whether an attorney acts, and
 * what comes back.
 *
 * A loss and its report may fall on any day; offices, courts and banks act on business days.
 *
 * @module
 */
import { nearestBusinessDay, nextBusinessDay } from "./business_days.ts";
import { type Delay, KIND } from "./claim_tables.ts";
import { type Exposures, LEAST_BEFORE, LEAST_DISPUTES, OUTCOME } from "./exposure_columns.ts";
import { between, isBelow, type Words } from "./exposure_words.ts";
import { reportSampler, settleSampler, UNIT } from "./samplers.ts";

/** Who sues does so this long after the loss at the latest, days. */
const SUIT_DAYS = 700;
/** Least payment of a claim that is opened again, cents. */
const LEAST_REOPENED = 20_000;
const TWO_32 = 2 ** 32;

const INJURIES = [
  ...[KIND.BI, KIND.MED, KIND.PIP, KIND.UMBI, KIND.UIMBI],
  ...[KIND.HIRED, KIND.NONOWN],
] as number[];
const OTHERS_DAMAGE = [KIND.PD, KIND.UMPD] as number[];
const OWN_DAMAGE = [KIND.COLL, KIND.COMP, KIND.SCOL] as number[];

/** What the course of an exposure follows from, beside its columns so far. */
export interface CourseInput {
  /** Day of the loss. */
  readonly day: number;
  /** Row of the words. */
  readonly at: number;
  readonly words: Words;
  readonly delay: Delay;
  /** Row of the damage that it follows, or -1. */
  readonly follows: number;
  /** Whether glass alone was broken. */
  readonly isGlass: boolean;
  /** Whether there is a wreck to sell. */
  readonly isFound: boolean;
  /** Chance that somebody else pays back, and the share of the loss that one bears, per cent. */
  readonly refundChance: number;
  readonly bears: number;
}

/** Whether an attorney may act: for who is hurt, or where the damage is worth it. */
function isDisputable(kind: number, ground: number, isGlass: boolean): boolean {
  if (INJURIES.includes(kind)) return true;
  if (OTHERS_DAMAGE.includes(kind)) return ground >= LEAST_DISPUTES.others;
  return OWN_DAMAGE.includes(kind) && !isGlass && ground >= LEAST_DISPUTES.own;
}

/**
 * Puts the course of an exposure.
 *
 * @param out The exposures; amounts, outcome and total loss of the row are there.
 * @param row Which of them.
 * @param input What it follows from.
 */
export function putCourse(out: Exposures, row: number, input: CourseInput): void {
  const { day, at, words, delay, follows } = input;
  const isPaid = out.outcomes[row] === OUTCOME.paid;
  const paid = out.paids[row]!;
  let opened = day + Math.floor(reportSampler().at(words.report[at]!) * delay.report / UNIT);
  if (follows >= 0) opened = Math.max(opened, out.opened[follows]!);
  const rest = Math.floor(settleSampler().at(words.settle[at]!) * delay.settle / UNIT);
  const wanted = opened + Math.max(1, isPaid ? rest : Math.floor(rest * 0.6));
  // What opens on a Friday may close on the Monday.
  const closed = nearestBusinessDay(wanted, opened + 1);
  const length = closed - opened;
  out.opened[row] = opened;
  out.closed[row] = closed;
  const reopens = isPaid && paid >= LEAST_REOPENED && isBelow(words.reopen[at]!, delay.reopened);
  const reopened = reopens ? nextBusinessDay(closed + between(words.reclose[at]!, 12, 110)) : 0;
  out.reopened[row] = reopened;
  const again = between(Math.imul(words.reclose[at]!, 0x9e3779b1), 7, 20 + (length >> 2));
  out.reclosed[row] = reopens ? nextBusinessDay(reopened + again) : 0;
  const hasAttorney = isDisputable(out.kinds[row]!, out.grounds[row]!, input.isGlass) &&
    isBelow(words.attorney[at]!, delay.attorney);
  out.attorneys[row] = hasAttorney
    ? opened + Math.floor(length * ((words.attorney[at]! & 255) / 400))
    : 0;
  const filed = nextBusinessDay(Math.min(
    opened + Math.floor(length * (0.3 + (words.suit[at]! & 255) / 512)),
    day + SUIT_DAYS,
  ));
  const sues = hasAttorney && isBelow(words.suit[at]!, delay.suit / Math.max(delay.attorney, 0.01));
  out.suits[row] = sues && filed > day && filed >= opened && filed < closed ? filed : 0;
  putRecoveries(out, row, input, isPaid);
}

/**
 * Puts what comes back: the wreck's price, and what others pay. Both together are no more than was paid by then:
 * the insured keeps the wreck, or what its price exceeds his payment by.
 */
function putRecoveries(out: Exposures, row: number, input: CourseInput, isPaid: boolean): void {
  const { at, words, delay } = input;
  const closed = out.closed[row]!;
  const value = out.values[row]!;
  out.salvages[row] = 0;
  out.salvageDays[row] = 0;
  if (isPaid && out.totals[row] === 1 && input.isFound) {
    const share = delay.salvage * (0.7 + (words.salvage[at]! >>> 0) * 0.6 / TWO_32);
    // What is paid when it is opened again may be paid after the wreck is sold.
    const kept = out.reopened[row]! > 0 ? LEAST_BEFORE : 1;
    const most = Math.min(value - 1, Math.floor(out.paids[row]! * kept / 100));
    out.salvages[row] = Math.max(1, Math.min(Math.floor(value * share), most)) * 100;
    out.salvageDays[row] = nextBusinessDay(
      closed + between(Math.imul(words.salvage[at]!, 0x85ebca6b), 14, 75),
    );
  }
  out.refunds[row] = 0;
  out.refundDays[row] = 0;
  if (!isPaid || !isBelow(words.refund[at]!, input.refundChance)) return;
  const basis = Math.max(out.paids[row]! + out.deductibles[row]! - out.salvages[row]!, 0);
  out.refunds[row] = Math.min(
    Math.floor(basis * Math.min(delay.recovered, 0.95) * input.bears / 100),
    out.paids[row]! - out.salvages[row]!,
  );
  if (out.refunds[row]! > 0) {
    const last = Math.max(closed, out.reclosed[row]!);
    out.refundDays[row] = nextBusinessDay(
      last + between(Math.imul(words.refund[at]!, 0x9e3779b1), 25, 260),
    );
  }
}

/**
 * What total losses do to the book: a vehicle leaves its term when the loss is settled, and a policy without a
 * vehicle ends.
 *
 * All that a term is planned to have is kept until the day on which it is undone, so that an earlier day sees what
 * was known then.
 *
 * @module
 */
import { VEHICLE_ROWS } from "../account.ts";
import { makeRoom } from "../children.ts";
import { defineFact, type Fact } from "../chunk.ts";
import { TOTAL_LOSSES } from "../loss/total_losses.ts";
import { MAX_RENEWAL_LEAD, OUTCOME } from "./lifecycle.ts";
import { type Periods, PLANNED_PERIODS } from "./planned_periods.ts";
import { isPolicy, PLANNED_RISKS, type Risks } from "./planned_risks.ts";

/** What becomes of the planned terms and of the vehicles in them. */
export interface Removals {
  /** Behind the last term of each account that there is. */
  readonly lasts: Int32Array;
  /** Day on which a term is cancelled as no vehicle is left, an entry each planned term; 0 where it is not. */
  readonly cancels: Int32Array;
  /** 1 for a term whose policy is not renewed as no vehicle is left. */
  readonly bare: Uint8Array;
  /** 1 for a term that is not reinstated as no vehicle is left. */
  readonly unresumed: Uint8Array;
  /** Day behind the last of cover, an entry each planned vehicle of a term; 0 where it is not in the term. */
  readonly ends: Int32Array;
  /** Day on which an endorsement removes the vehicle; 0 where none does. */
  readonly days: Int32Array;
  /** 1 for a vehicle that is not taken up again when its term is reinstated after a gap. */
  readonly lost: Uint8Array;
}

/**
 * The day on which a lost vehicle leaves its term. In the days before a term ends, when the next one may have been
 * written, it is the first day of that.
 *
 * @param periods The planned terms.
 * @param row Which of them.
 * @param settled Day on which the loss is settled, before the term expires.
 * @returns Days from 1970-01-01; the day on which the term expires where it stays until then.
 */
export function leaveDay(periods: Periods, row: number, settled: number): number {
  const expires = periods.expires[row]!;
  const outcome = periods.outcomes[row]!;
  const notice = periods.notices[row]!;
  const resumes = periods.resumes[row]!;
  if (outcome === OUTCOME.flat || (outcome === OUTCOME.final && settled >= notice)) return expires;
  // Nothing is changed while a cancellation is under way.
  const day = outcome === OUTCOME.rescinded && settled >= notice && settled <= resumes
    ? resumes + 1
    : settled;
  return day >= expires - MAX_RENEWAL_LEAD ? expires : day;
}

/** What the vehicles of a term leave it as. */
class TermRemovals {
  constructor(
    readonly out: Removals,
    readonly periods: Periods,
    readonly risks: Risks,
  ) {}

  /** Whether it is a vehicle, not the policy itself. */
  isVehicle(risk: number): boolean {
    return !isPolicy(this.risks.vehicles, risk);
  }

  /** Whether a vehicle is in its term from the first day. */
  isFirst(risk: number): boolean {
    return this.risks.starts[risk] === this.periods.starts[this.risks.periods[risk]!];
  }

  /** Whether a vehicle is in its term on a day, apart from another that leaves it then. */
  isThere(risk: number, day: number, other: number): boolean {
    const { out, risks } = this;
    if (risk === other || out.ends[risk] === 0 || !this.isVehicle(risk)) return false;
    if (risks.starts[risk]! >= day && !this.isFirst(risk)) return false;
    const leaves = out.days[risk]!;
    return leaves === 0 || leaves > day || (leaves === day && risk > other);
  }

  /** Whether no other vehicle is in the term on a day. */
  isLast(first: number, last: number, day: number, other: number): boolean {
    for (let risk = first; risk < last; risk++) {
      if (this.isThere(risk, day, other)) return false;
    }
    return true;
  }

  /** Takes out of the term what would come from a day on. */
  cut(first: number, last: number, day: number, isCancelled: boolean): void {
    const { out, risks } = this;
    for (let risk = first; risk < last; risk++) {
      if (out.ends[risk] === 0) continue;
      if (risks.starts[risk]! >= day && !this.isFirst(risk)) out.ends[risk] = 0;
      if (!isCancelled) continue;
      if (out.ends[risk]! > day) out.ends[risk] = day;
      // What leaves that day goes with the cancellation.
      if (out.days[risk]! >= day) out.days[risk] = 0;
    }
  }

  /** Ends a policy without vehicles; returns whether there is none left. */
  finish(row: number, first: number, last: number): boolean {
    const { out, periods } = this;
    const outcome = periods.outcomes[row]!;
    const notice = periods.notices[row]!;
    let isEmpty = true;
    let end = 0;
    for (let risk = first; risk < last; risk++) {
      if (out.ends[risk] === 0) continue;
      if (this.isFirst(risk) && this.isVehicle(risk)) isEmpty = false;
      const day = out.days[risk]!;
      if (day === 0 || (end > 0 && day >= end)) continue;
      const until = out.lost[risk] === 1 ? periods.resumes[row]! + 1 : day;
      if (this.isLast(first, last, until, risk)) end = day;
    }
    for (let risk = first; risk < last; risk++) if (out.lost[risk] === 1) out.days[risk] = 0;
    if (isEmpty) {
      out.ends.fill(0, first, last);
      return true;
    }
    if (end === 0) return false;
    // On the first day of a term, what leaves as it begins goes before a notice of that day.
    const isBefore = end < notice || (end === notice && outcome !== OUTCOME.gap);
    if (outcome === OUTCOME.none || isBefore) {
      out.cancels[row] = end;
      this.cut(first, last, end, true);
    } else if (outcome === OUTCOME.gap && end <= periods.resumes[row]!) {
      out.unresumed[row] = 1;
      this.cut(first, last, periods.cancels[row]!, true);
    } else {
      out.bare[row] = 1;
      this.cut(first, last, end, false);
    }
    return true;
  }
}

/** What becomes of the planned terms and of the vehicles in them. */
export const REMOVALS: Fact<Removals> = defineFact<Removals>((chunk, kept) => {
  const periods = chunk.get(PLANNED_PERIODS);
  const risks = chunk.get(PLANNED_RISKS);
  const { settled } = chunk.get(TOTAL_LOSSES);
  const { count: vehicleCount } = chunk.get(VEHICLE_ROWS);
  const days = (array: Int32Array | undefined, size: number) => {
    const out = makeRoom(array, size, (length) => new Int32Array(length));
    out.fill(0, 0, size);
    return out;
  };
  const bytes = (array: Uint8Array | undefined, size: number) => {
    const out = makeRoom(array, size, (length) => new Uint8Array(length));
    out.fill(0, 0, size);
    return out;
  };
  const out: Removals = {
    lasts: days(kept?.lasts, chunk.count),
    cancels: days(kept?.cancels, periods.count),
    bare: bytes(kept?.bare, periods.count),
    unresumed: bytes(kept?.unresumed, periods.count),
    ends: days(kept?.ends, risks.count),
    days: days(kept?.days, risks.count),
    lost: bytes(kept?.lost, risks.count),
  };
  const leaves = new Int32Array(vehicleCount);
  const terms = new TermRemovals(out, periods, risks);
  for (let i = 0; i < chunk.count; i++) {
    let row = periods.offsets[i]!;
    for (; row < periods.offsets[i + 1]!; row++) {
      const [first, last] = [risks.offsets[row]!, risks.offsets[row + 1]!];
      const written = periods.writtens[row]!;
      const expires = periods.expires[row]!;
      let isTouched = false;
      for (let risk = first; risk < last; risk++) {
        out.ends[risk] = risks.ends[risk]!;
        if (isPolicy(risks.vehicles, risk)) continue;
        const vehicle = risks.vehicles[risk]!;
        const day = settled[vehicle]!;
        if (day === 0) continue;
        if (leaves[vehicle] === 0 && day < expires) leaves[vehicle] = leaveDay(periods, row, day);
        const leave = leaves[vehicle]!;
        if (leave === 0 || leave >= expires) continue;
        isTouched = true;
        if (leave <= written) {
          out.ends[risk] = 0;
          continue;
        }
        out.days[risk] = leave;
        const isGap = periods.outcomes[row] === OUTCOME.gap;
        if (isGap && leave >= periods.notices[row]! && leave <= periods.resumes[row]!) {
          out.lost[risk] = 1;
          out.ends[risk] = periods.cancels[row]!;
        } else if (leave < out.ends[risk]!) out.ends[risk] = leave;
      }
      if (!isTouched || !terms.finish(row, first, last)) continue;
      // A term that would begin without a vehicle is not written.
      const hasVehicle = out.ends.subarray(first, last).some((end, at) =>
        end > 0 && terms.isVehicle(first + at)
      );
      if (hasVehicle) row++;
      else if (row > periods.offsets[i]!) out.bare[row - 1] = 1;
      break;
    }
    out.lasts[i] = row;
  }
  return out;
});

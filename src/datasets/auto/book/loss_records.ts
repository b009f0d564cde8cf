/**
 * What the book's own losses leave on record: the paid losses that later terms of the policy are rated by.
 *
 * @module
 */
import { makeRoom } from "../children.ts";
import { type Chunk, defineFact, type Fact } from "../chunk.ts";
import { causes, GROUP, KIND } from "../loss/claim_tables.ts";
import { HAPPENED } from "../loss/claims.ts";
import { CIRCUMSTANCES } from "../loss/drafts.ts";
import { OUTCOME } from "../loss/exposure_columns.ts";
import { EXPOSURES } from "../loss/exposures.ts";
import { INCIDENTS } from "../loss/incidents.ts";
import { LOSS_DRIVERS } from "../loss/loss_places.ts";
import { HISTORY_START } from "./lifecycle.ts";
import { yearOf } from "./months.ts";
import { POLICIES } from "./policies.ts";

/** What a loss counts as. */
export const RECORD = { atFault: 0, notAtFault: 1, comprehensive: 2 } as const;

/** Share of the fault from which an accident is the driver's, per cent. */
const OWN_FAULT = 51;

/** Greatest count of losses of one kind that is stated. */
export const MOST_LOSSES = 3;

/** Calendar years before a term whose losses count. */
export const LOOK_BACK = 3;

/** Paid losses, those of an account side by side. */
export interface LossRecords {
  /** First record of each account; one more entry than accounts. */
  readonly offsets: Int32Array;
  /** Row of the person who drove; -1 where nobody did. */
  readonly drivers: Int32Array;
  /** Year of the loss. */
  readonly years: Int32Array;
  /** Day on which the first part of it was settled: from then on it is known as paid. */
  readonly known: Int32Array;
  /** A value of {@link RECORD}. */
  readonly kinds: Uint8Array;
}

/** Kind of an incident's record; -1 where it leaves none. */
function recordOf(group: number, cause: number, glass: number, fault: number, driver: number) {
  if (group === GROUP.comprehensive) return cause === glass ? -1 : RECORD.comprehensive;
  if (group > GROUP.single || driver < 0) return -1;
  return fault >= OWN_FAULT ? RECORD.atFault : RECORD.notAtFault;
}

/** Paid losses. Glass, breakdowns and what was hit while it was parked are on nobody's record. */
export const LOSS_RECORDS: Fact<LossRecords> = defineFact<LossRecords>((chunk, kept) => {
  const { parents, days, groups, causes: causeCodes } = chunk.get(INCIDENTS);
  const { faults } = chunk.get(CIRCUMSTANCES);
  const happened = chunk.get(HAPPENED);
  const drivers = chunk.get(LOSS_DRIVERS);
  const { count: all, incidents, outcomes, paids, closed, kinds } = chunk.get(EXPOSURES);
  const glass = causes().names.indexOf("glass");
  const ints = (array: Int32Array | undefined) =>
    makeRoom(array, all, (length) => new Int32Array(length));
  const out = {
    offsets: kept?.offsets ?? new Int32Array(chunk.capacity + 1),
    drivers: ints(kept?.drivers),
    years: ints(kept?.years),
    known: ints(kept?.known),
    kinds: makeRoom(kept?.kinds, all, (length) => new Uint8Array(length)),
  };
  out.offsets.fill(0);
  let count = 0;
  for (let first = 0; first < all;) {
    const incident = incidents[first]!;
    const group = groups[incident]!;
    let settled = Infinity;
    let last = first;
    for (; last < all && incidents[last] === incident; last++) {
      if (outcomes[last] !== OUTCOME.paid || paids[last] === 0) continue;
      // Towing and rental alone are no claim of damage.
      if (kinds[last] === KIND.RENT || kinds[last] === KIND.TOW) continue;
      settled = Math.min(settled, closed[last]!);
    }
    first = last;
    const driver = drivers[incident]!;
    const kind = recordOf(group, causeCodes[incident]!, glass, faults[incident]!, driver);
    if (kind < 0 || settled === Infinity || happened[incident] === 0) continue;
    out.drivers[count] = driver;
    out.years[count] = yearOf(days[incident]!);
    out.known[count] = settled;
    out.kinds[count++] = kind;
    out.offsets[parents[incident]! + 1]!++;
  }
  for (let i = 0; i < chunk.count; i++) out.offsets[i + 1]! += out.offsets[i]!;
  return out;
});

/** Year of each account from which its own losses alone count: before, what others know is drawn. */
export const FIRST_RECORDED_YEARS: Fact<Int32Array> = defineFact<Int32Array>((chunk, kept) => {
  const { originals } = chunk.get(POLICIES);
  const out = kept ?? new Int32Array(chunk.capacity);
  const least = yearOf(HISTORY_START);
  for (let i = 0; i < chunk.count; i++) out[i] = Math.max(least, yearOf(originals[i]!));
  return out;
});

/** Counts what was on record when a term was written. */
export class RecordCounter {
  readonly #records: LossRecords;
  readonly #from: Int32Array;

  /** @param chunk The accounts. */
  constructor(chunk: Chunk) {
    this.#records = chunk.get(LOSS_RECORDS);
    this.#from = chunk.get(FIRST_RECORDED_YEARS);
  }

  /**
   * Losses of the calendar years before a term, {@link LOOK_BACK} of them: those drawn up to the year from which the
   * policy's own are known, and its own. In a year of which both are known the greater number counts.
   *
   * @param account The account.
   * @param year Year of the term's first day.
   * @param written Day on which the term was written.
   * @param kind A value of {@link RECORD}.
   * @param driver Row of the person; -1 for losses of whoever drove.
   * @param drawn Whether a loss is drawn for a year.
   * @returns At most {@link MOST_LOSSES}.
   */
  count(
    account: number,
    year: number,
    written: number,
    kind: number,
    driver: number,
    drawn: (year: number) => number,
  ): number {
    let sum = 0;
    for (let at = year - LOOK_BACK; at < year; at++) {
      const own = this.#own(account, at, written, kind, driver);
      sum += at < this.#from[account]! ? Math.max(own, drawn(at)) : own;
    }
    return Math.min(sum, MOST_LOSSES);
  }

  #own(account: number, year: number, written: number, kind: number, driver: number): number {
    const { offsets, drivers, years, known, kinds } = this.#records;
    let count = 0;
    for (let row = offsets[account]!; row < offsets[account + 1]!; row++) {
      if (kinds[row] !== kind || years[row] !== year || known[row]! > written) continue;
      if (driver < 0 || drivers[row] === driver) count++;
    }
    return count;
  }
}

/**
 * Columns of exposures, as they are filled.
 *
 * @module
 */
import { makeRoom } from "../children.ts";

/** How an exposure ends; a row holds an index in this list. */
export const OUTCOMES = [
  "paid",
  "liability_denied",
  "withdrawn",
  "not_covered",
  "limit_exhausted",
] as const;
/** Index of each in {@link OUTCOMES}. */
export const OUTCOME = {
  paid: 0,
  liabilityDenied: 1,
  withdrawn: 2,
  notCovered: 3,
  exhausted: 4,
} as const;

/** Exposures, those of an incident side by side. */
export interface Exposures {
  readonly count: number;
  /** Draft of each. */
  readonly drafts: Int32Array;
  readonly incidents: Int32Array;
  readonly slots: Uint8Array;
  readonly covers: Int32Array;
  readonly kinds: Uint8Array;
  readonly indices: Float64Array;
  /** What was lost or claimed, cents. */
  readonly grounds: Int32Array;
  /** What the insured bears of it, cents. */
  readonly deductibles: Int32Array;
  /** Most that the coverage pays for it, cents; 0 where only the loss bounds it. */
  readonly limits: Int32Array;
  /** Indemnity paid in the end, cents. */
  readonly paids: Int32Array;
  /** Expense paid in the end, cents. */
  readonly expenses: Int32Array;
  /** Cash value of the vehicle, US dollars; 0 where its damage is not asked for. */
  readonly values: Int32Array;
  /** 1 for total losses. */
  readonly totals: Uint8Array;
  /** Index in {@link OUTCOMES}. */
  readonly outcomes: Uint8Array;
  /** Size band, which its delays and payments go by. */
  readonly bands: Uint8Array;
  readonly opened: Int32Array;
  /** First close. */
  readonly closed: Int32Array;
  /** Day of reopening, or 0. */
  readonly reopened: Int32Array;
  /** Close after it, or 0. */
  readonly reclosed: Int32Array;
  /** Day since which an attorney acts, or 0. */
  readonly attorneys: Int32Array;
  /** Day on which a suit was filed, or 0. */
  readonly suits: Int32Array;
  /** Salvage, cents, and its day; 0 for none. */
  readonly salvages: Int32Array;
  readonly salvageDays: Int32Array;
  /** What others pay back, cents, and its day; 0 for none. */
  readonly refunds: Int32Array;
  readonly refundDays: Int32Array;
}

const INTS = [
  "drafts",
  "incidents",
  "covers",
  "grounds",
  "deductibles",
  "limits",
  "paids",
  "expenses",
  "values",
  "opened",
  "closed",
  "reopened",
  "reclosed",
  "attorneys",
  "suits",
  "salvages",
  "salvageDays",
  "refunds",
  "refundDays",
] as const;
const BYTES = ["slots", "kinds", "totals", "outcomes", "bands"] as const;

/**
 * Makes room for exposures.
 *
 * @param kept Exposures made before, whose columns are taken again.
 * @param count Number of exposures, at most.
 * @returns Exposures without any yet.
 */
export function makeExposures(kept: Exposures | undefined, count: number): Exposures {
  const ints = INTS.map((name) =>
    [name, makeRoom(kept?.[name], count, (length) => new Int32Array(length))] as const
  );
  const bytes = BYTES.map((name) =>
    [name, makeRoom(kept?.[name], count, (length) => new Uint8Array(length))] as const
  );
  return {
    count: 0,
    indices: makeRoom(kept?.indices, count, (length) => new Float64Array(length)),
    ...Object.fromEntries<Int32Array | Uint8Array>([...ints, ...bytes]),
  } as Exposures;
}

/** Part of the indemnity that is paid when an exposure is opened again: at least, and how much more at most. */
const SUPPLEMENT = { least: 0.08, spread: 0.2 } as const;
/** Part of the indemnity of an exposure that is opened again which is paid before that, at least. */
export const LEAST_BEFORE = 1 - SUPPLEMENT.least - SUPPLEMENT.spread;

/**
 * What is paid when an exposure is opened again.
 *
 * @param paid All its indemnity, cents.
 * @param chance Number from 0 to 1.
 * @returns Cents of it.
 */
export function supplementOf(paid: number, chance: number): number {
  return Math.floor(paid * (SUPPLEMENT.least + SUPPLEMENT.spread * chance));
}

/** Damage from which an attorney acts for who is paid for it, cents: of the insured's own vehicle, of others' things. */
export const LEAST_DISPUTES = { own: 1_000_000, others: 500_000 } as const;

/**
 * Share of the cash value from which a damage is a total loss (grade C). States' thresholds are 60 to 100 %, mostly 75;
 * insurers give a vehicle up below them, as what a repair turns up, storage and rental come on top. Chosen so that the
 * share of total losses is CCC's.
 */
export const TOTAL_SHARE = 0.65;

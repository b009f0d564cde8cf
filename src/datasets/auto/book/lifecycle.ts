/**
 * Parameters of the life of a policy (grade C where nothing else is said): terms, cancellation, renewal.
 *
 * @module
 */
import { once } from "../tables.ts";
import { parseDay } from "../../../core/batch.ts";
import { ChoiceTables } from "../../../random/choice_tables.ts";

/** First day of the history that is shown: terms that end later are in the data. */
export const HISTORY_START: number = parseDay("2024-01-01")!;
/** Last day on which the world can be looked at. */
export const HISTORY_END: number = parseDay("2027-12-31")!;

/** Days from a quote to the first day of the policy, at most. */
export const MAX_QUOTE_DAYS = 60;
/** Days before a renewal on which it is written, at most. */
export const MAX_RENEWAL_LEAD = 14;

/** Months of a term; a table for each band, personal lines first, then commercial. */
export const TERM_MONTHS = [1, 3, 6, 12] as const;

/** Shares of the terms: tables 0 to 2 are the bands of personal lines, 3 to 5 those of commercial. */
export const TERM_WEIGHTS: () => ChoiceTables = once(() =>
  new ChoiceTables([
    [0.05, 0.03, 0.82, 0.1],
    [0, 0, 0.74, 0.26],
    [0, 0, 0.64, 0.36],
    ...Array.from({ length: 3 }, () => [0, 0, 0.05, 0.95]),
  ])
);

/** Shares of the bands, by line. */
export const BAND_WEIGHTS: () => ChoiceTables = once(() =>
  new ChoiceTables([[0.27, 0.43, 0.3], [0.25, 0.5, 0.25]])
);

/** Shares of the pay plans, by line, in the order of their list. */
export const PAY_PLAN_WEIGHTS: () => ChoiceTables = once(() =>
  new ChoiceTables([
    [0.27, 0.05, 0.03, 0.45, 0.2, 0, 0],
    [0.22, 0.06, 0.13, 0.13, 0, 0.38, 0.08],
  ])
);

/** Days from quote to the first day: hundredths of chance. */
export const QUOTE_DAYS: Uint8Array = (() => {
  const parts = [[0, 0, 38], [1, 3, 20], [4, 6, 7], [7, 14, 17], [15, 30, 14], [31, 60, 4]];
  return Uint8Array.from(parts.flatMap(([first, last, count]) =>
    Array.from(
      { length: count! },
      (_, at) => Math.floor(first! + (last! - first! + 1) * (at + 0.5) / count!),
    )
  ));
})();

/** Chance of a cancellation in each month of the first year and of later years, by line, in a million. */
export const CANCELLATIONS: readonly Int32Array[] = [
  [19000, 22000, 17000, 13000, 11000, 10000, 9000, 8500, 8000, 8000, 7500, 7000],
  [6500, 6500, 6000, 6000, 6000, 5500, 6000, 6000, 5500, 5500, 5500, 5000],
  [10000, 12000, 11000, 10000, 9000, 9000, 8000, 8000, 8000, 7000, 7000, 6000],
  [5000, 5000, 5000, 5000, 5000, 5000, 4500, 4500, 4500, 4500, 4500, 4500],
].map((months) => Int32Array.from(months));

/** By what the chance of a cancellation is multiplied, by band. */
export const CANCELLATION_BANDS: Float64Array = Float64Array.of(2.6, 0.85, 0.4);
/** By what it is multiplied, by pay plan. */
export const CANCELLATION_PLANS: Float64Array = Float64Array.of(
  0.35,
  0.7,
  0.8,
  0.9,
  1.7,
  0.9,
  1.2,
);

/** Chance in a year that a personal policy is not renewed, by whole years it has run, up to ten and more. */
export const LAPSES: Float64Array = Float64Array.of(
  ...[0.21, 0.17, 0.145, 0.125, 0.115],
  ...[0.09, 0.09, 0.09, 0.09, 0.09, 0.06],
);
/** By what it is multiplied, by band. */
export const LAPSE_BANDS: Float64Array = Float64Array.of(1.6, 0.95, 0.6);
/** The same of commercial policies, by class of account: up to 4, 5 to 14, 15 and more vehicles. */
export const COMMERCIAL_LAPSES: Float64Array = Float64Array.of(0, 0.14, 0.09, 0.07);
/** Chance in a year that the insurer does not offer a renewal. */
export const NON_RENEWALS = 0.02;

/** Reasons of a cancellation; 0 is none. */
export const REASONS = [
  "none",
  "non_payment",
  "insured_request",
  "underwriting",
  "payment_returned",
] as const;
/** Index of each reason in {@link REASONS}. */
export const REASON = {
  none: 0,
  nonPayment: 1,
  insuredRequest: 2,
  underwriting: 3,
  paymentReturned: 4,
} as const;

/** What becomes of a cancellation; 0 is that there is none. */
export const OUTCOME = { none: 0, final: 1, rescinded: 2, gap: 3, flat: 4 } as const;

/** What becomes of a term that runs to its end: the next one, or none, by whose decision. */
export const EXIT = { renewed: 0, nonRenewed: 1, lapsed: 2 } as const;

/** Shares of the reasons of cancellations that are not flat, in 256ths: non-payment, request; the rest underwriting. */
export const REASON_SHARES: readonly (readonly [number, number])[] = [[125, 240], [110, 240]];

/** Shares of what becomes of a cancellation for non-payment, in 256ths: rescinded in time, reinstated with a gap. */
export const REINSTATED: readonly (readonly [number, number])[] = [[72, 108], [97, 118]];

/** Notice days of a cancellation for non-payment, in sixteenths of chance. */
export const NOTICE_DAYS: Uint8Array = Uint8Array.of(
  ...[10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 12, 14, 15, 20, 30],
);

/** Least days of notice of a cancellation by the insurer: mostly 10 in the states' statutes. */
export const LEAST_NOTICE = 10;

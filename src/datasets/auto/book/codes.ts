/**
 * Words of the insurance book and their codes.
 *
 * @module
 */

/** Coverages of both lines; a row holds an index in this list. */
export const COVERAGES = [
  "BI",
  "PD",
  "CSL",
  "MED",
  "PIP",
  "PPI",
  "UMBI",
  "UIMBI",
  "UMPD",
  "COLL",
  "COMP",
  "SCOL",
  "RENT",
  "TOW",
  "GLASS",
  "GAP",
  "CDW",
  "HIRED",
  "NONOWN",
  "MCS90",
  "DOC",
  "BLKAI",
] as const;

/** Code of a coverage. */
export type CoverageCode = typeof COVERAGES[number];

/** Index of each coverage in {@link COVERAGES}. */
export const COVERAGE = Object.fromEntries(
  COVERAGES.map((code, at) => [code, at]),
) as Readonly<Record<CoverageCode, number>>;

/** Coverages of a policy itself and of none of its vehicles: businesses have them. In the order of their rows. */
export const POLICY_COVERAGES = [
  "HIRED",
  "NONOWN",
  "MCS90",
  "DOC",
  "BLKAI",
] as const satisfies readonly CoverageCode[];

/** Coverages of vehicles. */
export const VEHICLE_COVERAGES: readonly CoverageCode[] = COVERAGES.filter((code) =>
  !(POLICY_COVERAGES as readonly string[]).includes(code)
);

/** Lines of business, in the order of their codes. */
export const LINES = ["personal", "commercial"] as const;

/** Limits bands of policies; a row holds an index in this list. */
export const BANDS = ["minimum", "standard", "preferred"] as const;

/** Pay plans of both lines; a policy holds an index in this list. */
export const PAY_PLANS = [
  "full",
  "two_pay",
  "quarterly",
  "monthly_eft",
  "monthly_bill",
  "ten_pay",
  "premium_finance",
] as const;

/** Index of pay plans in {@link PAY_PLANS}. */
export const PAY_PLAN = { full: 0, monthlyEft: 3, monthlyBill: 4 } as const;

/** Row indices that the book's rows take: powers of two. */
export const BOOK_STRIDES = {
  /** Policies of an account. */
  policy: 4,
  /** Terms of an account, from the first that is in the data. */
  period: 64,
  /** Vehicles of a term, and the term itself in the last place. */
  risk: 256,
  /** Coverages of a vehicle in a term: code x 2, and 1 more for the part after a gap. */
  cover: 64,
} as const;

/** Place of a term itself among its vehicles: a fleet has fewer. */
export const POLICY_PLACE: number = BOOK_STRIDES.risk - 1;

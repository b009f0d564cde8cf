/**
 * What policies and terms are rated by: credit tier, prior insurance, other policies; the trade of a
 * business and how far it drives.
 *
 * @module
 */
import { SIZES } from "../account.ts";
import { businesses } from "../businesses.ts";
import { makeRoom } from "../children.ts";
import { defineFact, type Fact } from "../chunk.ts";
import { OPENINGS } from "../openings.ts";
import { TENURES } from "../tenure.ts";
import { once } from "../tables.ts";
import { ChoiceTables } from "../../../random/choice_tables.ts";
import { yearOf, yearsBetween } from "./months.ts";
import { RECORD, RecordCounter } from "./loss_records.ts";
import { PERIODS } from "./periods.ts";
import { POLICIES, POLICY_DRAWS } from "./policies.ts";

/** Tiers of the credit-based insurance score, the best first; a policy holds an index in this list. */
export const CREDIT_TIERS = ["1", "2", "3", "4", "5"] as const;
/** Insurance before: by its limits, lapsed, none. */
export const PRIOR_INSURANCE = ["high", "middle", "minimum", "lapsed", "none"] as const;
/** Further policies of a household. */
export const OTHER_POLICIES = ["none", "renters", "home"] as const;
/** What a telematics programme found. */
export const TELEMATICS = ["none", "low", "average", "high"] as const;
/** How far a business drives. */
export const RADII = ["local", "intermediate", "long"] as const;
/** Credits and debits of the underwriter. */
export const SCHEDULES = [
  "credit_high",
  "credit_low",
  "none",
  "debit_low",
  "debit_high",
] as const;
/** Trades of businesses as rated. */
export const SECONDARY_CLASSES = [
  "truckers",
  "food_delivery",
  "specialized_delivery",
  "waste",
  "farmers",
  "dump",
  "contractors",
  "other",
] as const;

/** Secondary classes of businesses by the beginning of their NAICS code; the longest counts. */
const CLASS_OF_TRADE: readonly (readonly [string, typeof SECONDARY_CLASSES[number]])[] = [
  ["", "other"],
  ["484", "truckers"],
  ["484220", "dump"],
  ["327320", "dump"],
  ["2123", "dump"],
  ["722", "food_delivery"],
  ["4451", "food_delivery"],
  ["4244", "food_delivery"],
  ["492", "specialized_delivery"],
  ["4561", "specialized_delivery"],
  ["562", "waste"],
  ["11", "farmers"],
  ["1131", "other"],
  ["23", "contractors"],
];

/** Radius of a trade: tables of local, mixed and long trades (grade C). */
const RADIUS_WEIGHTS = once(() =>
  new ChoiceTables([[0.8, 0.15, 0.05], [0.55, 0.33, 0.12], [0.1, 0.25, 0.65]])
);
const LONG_TRADES = ["484121", "484230"];
const MIXED_TRADES = ["484", "4247", "4244", "485320", "488410"];

const trades = once(() => {
  const { naicsCodes } = businesses();
  return {
    classes: Uint8Array.from(naicsCodes, (code) => {
      const [, name] = CLASS_OF_TRADE.filter(([start]) => code.startsWith(start))
        .reduce((best, entry) => entry[0].length >= best[0].length ? entry : best);
      return SECONDARY_CLASSES.indexOf(name);
    }),
    radii: Uint8Array.from(
      naicsCodes,
      (code) =>
        LONG_TRADES.includes(code)
          ? 2
          : MIXED_TRADES.some((start) => code.startsWith(start))
          ? 1
          : 0,
    ),
  };
});

const CREDIT_WEIGHTS = once(() =>
  new ChoiceTables([
    [0.09, 0.15, 0.2, 0.27, 0.29],
    [0.2, 0.25, 0.24, 0.18, 0.13],
    [0.37, 0.3, 0.21, 0.09, 0.03],
  ])
);
const PRIOR_WEIGHTS = once(() =>
  new ChoiceTables([
    [0.1, 0.15, 0.45, 0.14, 0.16],
    [0.58, 0.24, 0.11, 0.03, 0.04],
    [0.85, 0.12, 0.02, 0.005, 0.005],
  ])
);
/** Other policies of owners of their home, of renters. */
const OTHER_WEIGHTS = once(() => new ChoiceTables([[0.42, 0.02, 0.56], [0.7, 0.3, 0]]));
const TELEMATICS_WEIGHTS = once(() => new ChoiceTables([[0.84, 0.07, 0.06, 0.03]]));
const SCHEDULE_WEIGHTS = once(() => new ChoiceTables([[0.18, 0.3, 0.32, 0.14, 0.06]]));

/** A business is older than its account by so many days at most. */
const MOST_BUSINESS_DAYS = 9000;

/** What policies are rated by, whatever the term; a row each account. */
export interface PolicyTraits {
  readonly credits: Uint8Array;
  readonly priors: Uint8Array;
  readonly others: Uint8Array;
  readonly telematics: Uint8Array;
  readonly schedules: Uint8Array;
  readonly radii: Uint8Array;
  readonly secondaries: Uint8Array;
  /** 1 where the quote was made seven days before the policy began, or sooner. */
  readonly earlyQuotes: Uint8Array;
  /** Day on which the business began. */
  readonly founded: Int32Array;
}

/** What policies are rated by. */
export const POLICY_TRAITS: Fact<PolicyTraits> = defineFact<PolicyTraits>((chunk, kept) => {
  const { bands, quoted, originals } = chunk.get(POLICIES);
  const { businessKinds } = chunk.get(SIZES);
  const tenures = chunk.get(TENURES);
  const opened = chunk.get(OPENINGS);
  const draws = chunk.get(POLICY_DRAWS);
  const table = trades();
  const bytes = () => new Uint8Array(chunk.capacity);
  const out: PolicyTraits = kept ?? {
    credits: bytes(),
    priors: bytes(),
    others: bytes(),
    telematics: bytes(),
    schedules: bytes(),
    radii: bytes(),
    secondaries: bytes(),
    earlyQuotes: bytes(),
    founded: new Int32Array(chunk.capacity),
  };
  const creditWords = draws.words("credit_tier");
  const priorWords = draws.words("prior_insurance");
  const otherWords = draws.words("other_policies");
  const telematicsWords = draws.words("telematics");
  const scheduleWords = draws.words("schedule_rating");
  const radiusWords = draws.words("radius");
  const foundedWords = draws.words("founded_on");
  for (let i = 0; i < chunk.count; i++) {
    const band = bands[i]!;
    const kind = businessKinds[i]!;
    out.credits[i] = CREDIT_WEIGHTS().pick(creditWords[i]!, band);
    out.priors[i] = PRIOR_WEIGHTS().pick(priorWords[i]!, band);
    out.others[i] = OTHER_WEIGHTS().pick(otherWords[i]!, tenures[i]!);
    out.telematics[i] = TELEMATICS_WEIGHTS().pick(telematicsWords[i]!, 0);
    out.schedules[i] = SCHEDULE_WEIGHTS().pick(scheduleWords[i]!, 0);
    out.radii[i] = RADIUS_WEIGHTS().pick(radiusWords[i]!, table.radii[kind]!);
    out.secondaries[i] = table.classes[kind]!;
    out.earlyQuotes[i] = originals[i]! - quoted[i]! >= 7 ? 1 : 0;
    const chance = (foundedWords[i]! >>> 0) * 2 ** -32;
    out.founded[i] = opened[i]! - Math.floor(chance * chance * MOST_BUSINESS_DAYS);
  }
  return out;
});

/** Chance of a comprehensive claim in a year, in 2^32ths: 3.2 %. */
const COMPREHENSIVE_CHANCE = 0.032 * 2 ** 32;
/** First year of which they are drawn, and number of years. */
const [FIRST_YEAR, YEARS] = [2020, 8];

/** What terms are rated by; a row each of {@link PERIODS}. */
export interface PeriodTraits {
  /** Whole years of the policy on the first day of the term. */
  readonly tenures: Int32Array;
  /** Comprehensive claims of the three calendar years before the term. */
  readonly claims: Int32Array;
  /** Whole years of the business on the first day of the term. */
  readonly businessYears: Int32Array;
}

/** What terms are rated by. */
export const PERIOD_TRAITS: Fact<PeriodTraits> = defineFact<PeriodTraits>((chunk, kept) => {
  const { count, accounts, starts, writtens } = chunk.get(PERIODS);
  const recorder = new RecordCounter(chunk);
  const { originals } = chunk.get(POLICIES);
  const { founded } = chunk.get(POLICY_TRAITS);
  const draws = chunk.get(POLICY_DRAWS);
  const claimBits = new Uint8Array(chunk.count);
  for (let year = 0; year < YEARS; year++) {
    const words = draws.words("comprehensive_claims", year);
    for (let i = 0; i < chunk.count; i++) {
      if ((words[i]! >>> 0) < COMPREHENSIVE_CHANCE) claimBits[i] = claimBits[i]! | (1 << year);
    }
  }
  const room = (array: Int32Array | undefined) =>
    makeRoom(array, count, (length) => new Int32Array(length));
  const out = {
    tenures: room(kept?.tenures),
    claims: room(kept?.claims),
    businessYears: room(kept?.businessYears),
  };
  for (let row = 0; row < count; row++) {
    const i = accounts[row]!;
    const start = starts[row]!;
    out.tenures[row] = yearsBetween(originals[i]!, start);
    out.businessYears[row] = yearsBetween(founded[i]!, start);
    const bits = claimBits[i]!;
    out.claims[row] = recorder.count(
      ...[i, yearOf(start), writtens[row]!, RECORD.comprehensive, -1] as const,
      (at) => (bits >> (at - FIRST_YEAR)) & 1,
    );
  }
  return out;
});

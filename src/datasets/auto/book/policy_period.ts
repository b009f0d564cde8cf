/**
 * Entity `policy_period`: a term of a policy, what it is rated by and what premium it has.
 *
 * @module
 */
import { STATES } from "../account.ts";
import { makeRoom } from "../children.ts";
import { type Chunk, defineFact, type Fact } from "../chunk.ts";
import type { MadeEntity, MadeField } from "../entity.ts";
import { dayField, idField, syntheticSource, textField, wordField } from "../fields.ts";
import { states } from "../places.ts";
import { TENURES } from "../tenure.ts";
import { PERIOD_IDS, PERIOD_PERSON_IDS, PERIOD_POLICY_IDS } from "./book_ids.ts";
import { BANDS, PAY_PLANS } from "./codes.ts";
import {
  decimalField,
  defineGather,
  defineMaybe,
  defineNumberGather,
  maybeDayField,
  MONEY_SCALE,
  numberField,
  truthField,
} from "./columns.ts";
import { PERIODS } from "./periods.ts";
import { POLICIES } from "./policies.ts";
import { defineNumbers, NUMBER_LENGTH, NUMBER_PATTERN } from "./policy.ts";
import {
  CREDIT_TIERS,
  OTHER_POLICIES,
  PERIOD_TRAITS,
  POLICY_TRAITS,
  PRIOR_INSURANCE,
  RADII,
  SCHEDULES,
  SECONDARY_CLASSES,
  TELEMATICS,
} from "./policy_traits.ts";
import { barredIn } from "./rates.ts";
import { RISKS } from "./risks.ts";
import { PERIOD_STATES, PERIOD_STATUSES } from "./states_of_terms.ts";
import { LIABILITY } from "./term_limits.ts";

const periodCount: Fact<number> = defineFact((chunk) => chunk.get(PERIODS).count);
const countOf = (chunk: Chunk) => chunk.get(PERIODS).count;
const accountsOf = (chunk: Chunk) => chunk.get(PERIODS).accounts;
const bytesOf = (of: Parameters<typeof defineGather>[1]) => defineGather(countOf, of, accountsOf);

const numbers = defineNumbers(PERIODS);
/** State of each term. */
export const PERIOD_STATE_CODES: Fact<Uint8Array> = bytesOf((chunk) => chunk.get(STATES));
const payPlans = bytesOf((chunk) => chunk.get(POLICIES).payPlans);
const months = defineNumberGather(countOf, (chunk) => chunk.get(POLICIES).months, accountsOf);

const originals = defineNumberGather(countOf, (chunk) => chunk.get(POLICIES).originals, accountsOf);

const cancels = defineMaybe((chunk) => ({
  count: countOf(chunk),
  values: chunk.get(PERIOD_STATES).cancels,
}));

/** 1 for the terms of a line whose state does not bar a trait. */
function defineValidity(line: number, trait?: string): Fact<Uint8Array> {
  return defineFact<Uint8Array>((chunk, kept) => {
    const { count, accounts } = chunk.get(PERIODS);
    const { lines } = chunk.get(POLICIES);
    const where = chunk.get(STATES);
    const barred = trait === undefined ? undefined : barredIn(trait);
    const out = makeRoom(kept, count, (length) => new Uint8Array(length));
    for (let row = 0; row < count; row++) {
      const i = accounts[row]!;
      out[row] = lines[i] === line && (barred === undefined || barred[where[i]!] === 0) ? 1 : 0;
    }
    return out;
  });
}

const households = defineValidity(0);
const businesses = defineValidity(1);

/** A trait of a term that is a word, of one line of business. */
function traitField(
  name: string,
  description: string,
  words: readonly string[],
  of: Parameters<typeof defineGather>[1],
  validity: Fact<Uint8Array>,
  origin: string,
): MadeField {
  const codes = bytesOf(of);
  return wordField(
    name,
    description,
    () => words,
    (chunk) => ({ codes: chunk.get(codes), validity: chunk.get(validity) }),
    { nullable: true, values: words, plain: true, origin },
  );
}

/** 1 for owners of their home. */
const owners = defineFact<Uint8Array>((chunk, kept) => {
  const { count, accounts } = chunk.get(PERIODS);
  const tenures = chunk.get(TENURES);
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let row = 0; row < count; row++) out[row] = 1 - tenures[accounts[row]!]!;
  return out;
});
const earlyQuotes = bytesOf((chunk) => chunk.get(POLICY_TRAITS).earlyQuotes);
const homeValidity = defineValidity(0, "homeowner");

const liabilityEach = defineMaybe((chunk) => ({
  count: countOf(chunk),
  values: chunk.get(LIABILITY).each,
}));
const liabilityAll = defineMaybe((chunk) => ({
  count: countOf(chunk),
  values: chunk.get(LIABILITY).all,
}));

const traitFields: readonly MadeField[] = [
  numberField(
    "vehicle_count",
    "Vehicles with which the term begins.",
    (chunk) => ({ values: chunk.get(RISKS).fleets }),
    { min: 1, max: 199 },
  ),
  numberField(
    "tenure_years",
    "Whole years of the policy on the first day of the term.",
    (chunk) => ({ values: chunk.get(PERIOD_TRAITS).tenures }),
    { min: 0, max: 60, unit: "years", origin: "From the policy's first day." },
  ),
  wordField(
    "pay_plan",
    "How the premium is paid.",
    () => PAY_PLANS,
    (chunk) => chunk.get(payPlans),
    {
      values: PAY_PLANS,
      plain: true,
      origin: "Of the policy.",
    },
  ),
  numberField(
    "comprehensive_claims",
    "Comprehensive claims of the three calendar years before the term; null for businesses.",
    (chunk) => ({
      values: chunk.get(PERIOD_TRAITS).claims,
      validity: chunk.get(households),
    }),
    {
      min: 0,
      max: 3,
      nullable: true,
      origin: "One in 31 years before the policy, then its own paid claims; without glass.",
    },
  ),
  traitField(
    "prior_insurance",
    "Insurance before: limits high, middle or minimum; lapsed; none. Null where it may not be asked.",
    PRIOR_INSURANCE,
    (chunk) => chunk.get(POLICY_TRAITS).priors,
    defineValidity(0, "prior_insurance"),
    "By the band.",
  ),
  traitField(
    "credit_tier",
    "Tier of the credit-based insurance score, 1 the best; null where it may not be used.",
    CREDIT_TIERS,
    (chunk) => chunk.get(POLICY_TRAITS).credits,
    defineValidity(0, "credit_tier"),
    "By the band.",
  ),
  traitField(
    "other_policies",
    "Further policy of the household with the insurer.",
    OTHER_POLICIES,
    (chunk) => chunk.get(POLICY_TRAITS).others,
    households,
    "By ownership of the home.",
  ),
  truthField(
    "is_homeowner",
    "Whether the home is owned; null where it may not be rated by.",
    (chunk) => ({ values: chunk.get(owners), validity: chunk.get(homeValidity) }),
    { nullable: true, origin: "Of the account." },
  ),
  truthField(
    "is_early_quote",
    "Whether the quote was made seven days or more before the policy began.",
    (chunk) => ({ values: chunk.get(earlyQuotes), validity: chunk.get(households) }),
    { nullable: true, origin: "Of the policy's days." },
  ),
  traitField(
    "telematics",
    "What a telematics programme found, none where the household takes no part.",
    TELEMATICS,
    (chunk) => chunk.get(POLICY_TRAITS).telematics,
    households,
    "One in six takes part.",
  ),
  traitField(
    "radius",
    "How far a business drives: local to 50 miles, intermediate to 200, long.",
    RADII,
    (chunk) => chunk.get(POLICY_TRAITS).radii,
    businesses,
    "By the trade.",
  ),
  traitField(
    "secondary_class",
    "Trade of a business, as rated.",
    SECONDARY_CLASSES,
    (chunk) => chunk.get(POLICY_TRAITS).secondaries,
    businesses,
    "By the NAICS code of the account.",
  ),
  numberField(
    "years_in_business",
    "Whole years of the business on the first day of the term.",
    (chunk) => ({
      values: chunk.get(PERIOD_TRAITS).businessYears,
      validity: chunk.get(businesses),
    }),
    { min: 0, max: 90, nullable: true, unit: "years", origin: "Older than the account." },
  ),
  traitField(
    "schedule_rating",
    "The underwriter's credit or debit, low 5 to 14 per cent, high 15 to 25.",
    SCHEDULES,
    (chunk) => chunk.get(POLICY_TRAITS).schedules,
    businesses,
    "By the shares of the levels.",
  ),
];

const money = (name: string, description: string, of: "written" | "earned" | "unearned") =>
  decimalField(
    name,
    description,
    MONEY_SCALE,
    (chunk) => ({ values: chunk.get(PERIOD_STATES)[of] }),
    {
      ...{ unit: "USD", min: 0, max: 9_999_999, origin: "Sum of its coverages." },
      ...(of === "written" ? {} : { isClock: true }),
    },
  );

/** The entity. */
export const POLICY_PERIOD: MadeEntity = {
  name: "policy_period",
  plural: "policy_periods",
  description: "A term of a policy.",
  rowCount: periodCount,
  fields: [
    idField("policy_period_id", "Identifies the term.", PERIOD_IDS, { key: true }),
    idField("policy_id", "The policy.", PERIOD_POLICY_IDS, {
      reference: { entity: "policies", field: "policy_id" },
    }),
    idField("primary_named_insured_id", "The primary named insured.", PERIOD_PERSON_IDS, {
      reference: { entity: "persons", field: "person_id" },
      origin: "The account's named insured.",
    }),
    textField("policy_number", "Number of the policy.", numbers, {
      pattern: NUMBER_PATTERN,
      minLength: NUMBER_LENGTH,
      maxLength: NUMBER_LENGTH,
      plain: true,
      origin: "Of the policy.",
    }),
    numberField(
      "term_number",
      "Number of the term, 1 for the first.",
      (chunk) => ({ values: chunk.get(PERIODS).terms }),
      { min: 1, max: 600, origin: "Terms that ended before 2024 count, and are not in the data." },
    ),
    numberField(
      "term_months",
      "Months of the term.",
      (chunk) => ({ values: chunk.get(months) }),
      { min: 1, max: 12, unit: "months", origin: "Of the policy." },
    ),
    dayField(
      "original_effective_on",
      "First day of the policy.",
      (chunk) => chunk.get(originals),
      { origin: "Of the policy." },
    ),
    dayField("effective_on", "First day.", (chunk) => chunk.get(PERIODS).starts, {
      origin: "So many terms after the policy's first day.",
    }),
    dayField(
      "expires_on",
      "Day behind the last, were it not cancelled.",
      (chunk) => chunk.get(PERIODS).expires,
      { origin: "Calendar months after the first day." },
    ),
    maybeDayField(
      "cancelled_on",
      "Day on which a cancellation takes effect that is not undone; the first day where it is flat.",
      (chunk) => chunk.get(cancels),
    ),
    dayField(
      "written_on",
      "Day on which the term was written.",
      (chunk) => chunk.get(PERIODS).writtens,
      { origin: "The policy's issue, or up to 14 days before a renewal." },
    ),
    wordField(
      "status",
      "How the term stands on the plan's day.",
      () => PERIOD_STATUSES,
      (chunk) => chunk.get(PERIOD_STATES).statuses,
      { values: PERIOD_STATUSES, plain: true },
    ),
    wordField(
      "rated_state",
      "State whose rates are used.",
      () => states().codes,
      (chunk) => chunk.get(PERIOD_STATE_CODES),
      { pattern: "^[A-Z]{2}$", plain: true, origin: "Of the policy." },
    ),
    wordField("band", "Band of limits.", () => BANDS, (chunk) => chunk.get(PERIODS).bands, {
      values: BANDS,
      plain: true,
      origin: "Of the policy.",
    }),
    numberField(
      "liability_limit_each",
      "Limit of liability for the injury of one person; null for a single limit, or where there is none.",
      (chunk) => chunk.get(liabilityEach),
      { min: 10_000, max: 1_000_000, nullable: true, unit: "USD", origin: "Of its coverages." },
    ),
    numberField(
      "liability_limit_all",
      "Limit of liability for the injuries of one accident, or the single limit; null where there is none.",
      (chunk) => chunk.get(liabilityAll),
      { min: 20_000, max: 2_000_000, nullable: true, unit: "USD", origin: "Of its coverages." },
    ),
    ...traitFields,
    money("written_premium", "Written premium.", "written"),
    money("earned_premium", "Premium of the days gone by.", "earned"),
    money("unearned_premium", "Premium of the days to come.", "unearned"),
    syntheticSource(periodCount),
  ],
};

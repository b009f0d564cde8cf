/**
 * What holds between the fields of policies and their terms, and of the rows they refer to.
 *
 * @module
 */
import type { RowRule } from "../../../core/rule.ts";
import { formatDay, parseDay } from "../../../core/batch.ts";
import { same } from "../place_rules.ts";
import { TERM_MONTHS } from "./lifecycle.ts";
import { addMonths, yearsBetween } from "./months.ts";
import { order } from "./order_rule.ts";
import { BARRED } from "./rates.ts";

const POLICIES = "policies";
const PERIODS = "policy_periods";
const TRANSACTIONS = "policy_transactions";

/** The last day that has a form: numbers of a row can ask for any. */
const LAST_DAY = parseDay("9999-12-31")!;

/** A day that was computed from numbers that may be far off. */
function describeDay(day: number): string {
  return Math.abs(day) <= LAST_DAY ? formatDay(day) : "no day of the calendar";
}

/** Rules of policies. */
export const POLICY_RULES: readonly RowRule[] = [
  same(
    POLICIES,
    "policy-state",
    "state",
    "account_id.state",
    "the policy's state is the account's",
  ),
  order(
    POLICIES,
    "policy-quote-opened",
    "quoted_on",
    ">=",
    "account_id.opened_on",
    "a policy is quoted when the account is open",
  ),
  order(
    POLICIES,
    "policy-issue-order",
    "issued_on",
    ">=",
    "quoted_on",
    "a policy is not issued before its quote",
  ),
  order(
    POLICIES,
    "policy-effective-order",
    "original_effective_on",
    ">=",
    "issued_on",
    "a policy does not begin before it is issued",
  ),
  {
    kind: "words",
    code: "policy-number-product",
    entity: POLICIES,
    field: "policy_number",
    part: "[0:3]",
    inputs: ["product"],
    message: "the number begins with the letters of the product",
    check: (letters, product) => {
      const wanted = product === "personal_auto" ? "PAU" : "CAU";
      return letters === wanted ? undefined : wanted;
    },
  },
  {
    kind: "prefix",
    code: "policy-producer-state",
    entity: POLICIES,
    field: "producer_code",
    input: "state",
    message: "the producer is licensed in the policy's state",
  },
  {
    kind: "words",
    code: "policy-carrier-product",
    entity: POLICIES,
    field: "is_motor_carrier",
    inputs: ["product"],
    message: "only businesses carry for hire",
    check: (isCarrier, product) =>
      isCarrier === "true" && product === "personal_auto" ? "false" : undefined,
  },
  {
    kind: "count",
    code: "policy-periods",
    entity: POLICIES,
    field: "policy_id",
    least: 1,
    of: { entity: PERIODS, by: "policy_id" },
    message: "a policy has a term",
  },
];

/** Fields of a term that repeat one of the policy. */
const copies = [
  ["period-policy-number", "policy_number"],
  ["period-original", "original_effective_on"],
  ["period-term-months", "term_months"],
  ["period-band", "band"],
  ["period-pay-plan", "pay_plan"],
] as const;

/** Traits that some states bar. */
const barred = [
  ["period-credit-barred", "credit_tier", "credit_tier"],
  ["period-prior-insurance-barred", "prior_insurance", "prior_insurance"],
  ["period-homeowner-barred", "is_homeowner", "homeowner"],
] as const;

/** Rules of terms. */
export const PERIOD_RULES: readonly RowRule[] = [
  ...copies.map(([code, field]) =>
    same(PERIODS, code, field, `policy_id.${field}`, `${field} is the policy's`)
  ),
  same(PERIODS, "period-state", "rated_state", "policy_id.state", "rated_state is the policy's"),
  {
    kind: "values",
    code: "period-length",
    entity: PERIODS,
    field: "expires_on",
    inputs: ["effective_on", "term_months"],
    message: "a term lasts so many calendar months",
    check: (expires, starts, months) => {
      const wanted = addMonths(Number(starts), Number(months));
      return wanted === expires ? undefined : describeDay(wanted);
    },
  },
  {
    kind: "values",
    code: "period-months",
    entity: PERIODS,
    field: "term_months",
    inputs: ["band"],
    message: "a term has 6 or 12 months, 1 or 3 in the minimum band alone",
    check: (months, band) => {
      const allowed = band === "minimum" ? TERM_MONTHS : [6, 12];
      return (allowed as readonly number[]).includes(Number(months))
        ? undefined
        : allowed.join(" or ");
    },
  },
  {
    kind: "values",
    code: "period-contiguous",
    entity: PERIODS,
    field: "effective_on",
    inputs: ["original_effective_on", "term_number", "term_months"],
    message: "terms follow each other from the policy's first day without gap or overlap",
    check: (starts, original, number, months) => {
      const wanted = addMonths(Number(original), (Number(number) - 1) * Number(months));
      return wanted === starts ? undefined : describeDay(wanted);
    },
  },
  {
    kind: "unique",
    code: "period-term-unique",
    entity: PERIODS,
    field: "term_number",
    inputs: ["policy_id"],
    message: "no two terms of a policy have the same number",
  },
  {
    kind: "values",
    code: "period-tenure",
    entity: PERIODS,
    field: "tenure_years",
    inputs: ["original_effective_on", "effective_on"],
    message: "tenure is whole years from the policy's first day to the term's",
    check: (years, original, starts) => {
      const wanted = yearsBetween(Number(original), Number(starts));
      return wanted === years ? undefined : `${wanted}`;
    },
  },
  order(
    PERIODS,
    "period-cancelled-start",
    "cancelled_on",
    ">=",
    "effective_on",
    "a cancellation takes effect on or after the first day of the term",
  ),
  order(
    PERIODS,
    "period-cancelled-end",
    "cancelled_on",
    "<",
    "expires_on",
    "a cancellation takes effect before the term expires",
  ),
  order(
    PERIODS,
    "period-written",
    "written_on",
    "<=",
    "effective_on",
    "a term is written before it begins",
  ),
  {
    kind: "presence",
    code: "period-cancelled-status",
    entity: PERIODS,
    field: "cancelled_on",
    isPresent: true,
    when: { field: "status", values: ["cancelled", "cancellation_pending"] },
    message: "a cancelled term has the day of its cancellation",
  },
  {
    kind: "presence",
    code: "period-active-status",
    entity: PERIODS,
    field: "cancelled_on",
    isPresent: false,
    when: { field: "status", values: ["scheduled", "in_force", "expired"] },
    message: "a term that is not cancelled has no day of cancellation",
  },
  {
    kind: "values",
    code: "period-unearned",
    entity: PERIODS,
    field: "unearned_premium",
    inputs: ["written_premium", "earned_premium"],
    message: "written premium is earned and unearned premium",
    check: (unearned, written, earned) => {
      const wanted = Number(written) - Number(earned);
      return wanted === unearned ? undefined : (wanted / 100).toFixed(2);
    },
  },
  {
    kind: "sum",
    code: "period-written-sum",
    entity: PERIODS,
    field: "written_premium",
    of: { entity: "costs", by: "policy_period_id", field: "written_premium" },
    message: "written premium is the sum of the coverages'",
  },
  {
    kind: "sum",
    code: "period-earned-sum",
    entity: PERIODS,
    field: "earned_premium",
    of: { entity: "costs", by: "policy_period_id", field: "earned_premium" },
    message: "earned premium is the sum of the coverages'",
  },
  {
    kind: "sum",
    code: "period-transactions-sum",
    entity: PERIODS,
    field: "written_premium",
    of: { entity: TRANSACTIONS, by: "policy_period_id", field: "premium_change" },
    message: "written premium is the sum of the changes of the term's transactions",
  },
  ...barred.map(([code, field, trait]): RowRule => ({
    kind: "presence",
    code,
    entity: PERIODS,
    field,
    isPresent: false,
    when: { field: "rated_state", values: BARRED[trait]! },
    message: `${field} is not used where the state bars it`,
  })),
];

/**
 * What holds between claims, exposures, reserves, payments and recoveries.
 *
 * @module
 */
import type { RowRule } from "../../../core/rule.ts";
import { places, states } from "../places.ts";
import { MONEY_RULES } from "./money_rules.ts";

const CLAIMS = "claims";
const EXPOSURES = "exposures";
const RESERVES = "reserve_lines";
const PAYMENTS = "payments";
const RECOVERIES = "recoveries";

/** Causes in which nobody drives into anything: the insured has no fault. */
const FAULTLESS = ["parked_unattended_hit", "animal", "hail", "glass", "theft_whole"];

/** Types that pay for the loss of others. */
const LIABILITIES = ["bodily_injury", "property_damage", "liability_not_owned"];

/** Types that pay for an injury. */
const INJURY_TYPES = [
  "bodily_injury",
  "medical_payments",
  "personal_injury_protection",
  "uninsured_injury",
  "underinsured_injury",
];

const days: readonly RowRule[] = [
  {
    kind: "compare",
    code: "claim-before-expiry",
    entity: CLAIMS,
    field: "loss_on",
    operator: "<",
    input: "policy_period_id.expires_on",
    message: "the loss happened before the term expired",
  },
  {
    kind: "compare",
    code: "claim-reopened-after",
    entity: CLAIMS,
    field: "reopened_on",
    operator: ">",
    input: "first_closed_on",
    message: "a claim is reopened after it was closed",
  },
  {
    kind: "compare",
    code: "exposure-opened",
    entity: EXPOSURES,
    field: "opened_on",
    operator: ">=",
    input: "claim_id.reported_on",
    message: "an exposure is opened when its claim is reported, or later",
  },
  {
    kind: "compare",
    code: "exposure-closed-by",
    entity: EXPOSURES,
    field: "closed_on",
    operator: "<=",
    input: "claim_id.closed_on",
    message: "a claim is closed with its last exposure",
  },
  {
    kind: "compare",
    code: "exposure-suit",
    entity: EXPOSURES,
    field: "suit_filed_on",
    operator: ">",
    input: "claim_id.loss_on",
    message: "a suit is filed after the loss",
  },
  {
    kind: "compare",
    code: "exposure-death",
    entity: EXPOSURES,
    field: "died_on",
    operator: ">=",
    input: "claim_id.loss_on",
    message: "nobody died before the loss",
  },
  {
    kind: "compare",
    code: "reserve-reported",
    entity: RESERVES,
    field: "changed_on",
    operator: ">=",
    input: "claim_id.reported_on",
    message: "no reserve is dated before the report of its claim",
  },
  {
    kind: "compare",
    code: "payment-reported",
    entity: PAYMENTS,
    field: "paid_on",
    operator: ">=",
    input: "claim_id.reported_on",
    message: "no payment is dated before the report of its claim",
  },
  {
    kind: "compare",
    code: "payment-cleared",
    entity: PAYMENTS,
    field: "cleared_on",
    operator: ">=",
    input: "paid_on",
    message: "a payment is cleared on the day it is made or later",
  },
  {
    kind: "compare",
    code: "recovery-closed",
    entity: RECOVERIES,
    field: "recovered_on",
    operator: ">=",
    input: "exposure_id.first_closed_on",
    message: "nothing is received before the exposure was paid",
  },
  {
    kind: "compare",
    code: "recovery-returned",
    entity: RECOVERIES,
    field: "returned_to_insured",
    operator: "<=",
    input: "amount",
    message: "no more goes back to the insured than was received",
  },
];

const parties: readonly RowRule[] = [
  {
    kind: "equal",
    code: "claim-vehicle-account",
    entity: CLAIMS,
    field: "account_id",
    input: "vehicle_id.account_id",
    message: "the vehicle is one of the account's",
  },
  {
    kind: "equal",
    code: "claim-driver-account",
    entity: CLAIMS,
    field: "account_id",
    input: "driver_id.account_id",
    message: "the driver is one of the account's persons",
  },
  {
    kind: "equal",
    code: "exposure-coverage-code",
    entity: EXPOSURES,
    field: "coverage_code",
    input: "coverage_id.coverage_code",
    message: "the code is that of the coverage",
  },
  {
    kind: "equal",
    code: "payment-claim",
    entity: PAYMENTS,
    field: "claim_id",
    input: "exposure_id.claim_id",
    message: "the claim is that of the exposure",
  },
  {
    kind: "equal",
    code: "reserve-claim",
    entity: RESERVES,
    field: "claim_id",
    input: "exposure_id.claim_id",
    message: "the claim is that of the exposure",
  },
  {
    kind: "equal",
    code: "recovery-claim",
    entity: RECOVERIES,
    field: "claim_id",
    input: "exposure_id.claim_id",
    message: "the claim is that of the exposure",
  },
  {
    kind: "presence",
    code: "exposure-third-party",
    entity: EXPOSURES,
    field: "claimant_id",
    isPresent: false,
    when: { field: "loss_party", values: ["third_party"] },
    message: "a third party is no person of the account",
  },
  {
    kind: "words",
    code: "exposure-party",
    entity: EXPOSURES,
    field: "loss_party",
    inputs: ["type"],
    message: "liability is for the loss of others, all else for the insured's",
    check: (party, type) => {
      const wanted = LIABILITIES.includes(type!) ? "third_party" : "insured";
      return party === wanted ? undefined : wanted;
    },
  },
  {
    kind: "presence",
    code: "exposure-injury",
    entity: EXPOSURES,
    field: "injury",
    isPresent: true,
    when: { field: "type", values: INJURY_TYPES },
    message: "an exposure for an injury names it",
  },
  {
    kind: "presence",
    code: "exposure-killed",
    entity: EXPOSURES,
    field: "died_on",
    isPresent: true,
    when: { field: "injury_severity", values: ["K"] },
    message: "who was killed has a day of death",
  },
  {
    kind: "presence",
    code: "exposure-killed-person",
    entity: EXPOSURES,
    field: "died_on",
    isPresent: false,
    when: { field: "claimant_id", hasValue: true },
    message: "no person of the account is killed: all of them go on driving",
  },
  {
    kind: "values",
    code: "claim-fault",
    entity: CLAIMS,
    field: "fault_percent",
    inputs: [],
    when: { field: "cause", values: FAULTLESS },
    message: "nobody is at fault for what befalls a vehicle that stands, or by an animal or hail",
    check: (fault) => fault === 0 ? undefined : "0",
  },
  {
    kind: "unique",
    code: "claim-total-once",
    entity: CLAIMS,
    field: "vehicle_id",
    when: { field: "is_total_loss", values: ["true"] },
    message: "a vehicle is a total loss once: it leaves the policy then",
  },
  {
    kind: "count",
    code: "claim-exposures",
    entity: CLAIMS,
    field: "exposure_count",
    of: { entity: EXPOSURES, by: "claim_id" },
    message: "exposure_count is the number of exposures",
  },
];

const where: readonly RowRule[] = [
  {
    kind: "table",
    code: "claim-place",
    entity: CLAIMS,
    field: "loss_postal_code",
    inputs: ["loss_city", "loss_state"],
    message: "ZIP code, city and state of the loss agree",
    rows: () => {
      const { zips, zipPlaces, cities, states: of } = places();
      const { codes } = states();
      return zips.map((zip, at) => {
        const place = zipPlaces[at]!;
        return [zip, cities[place]!, codes[of[place]!]!] as const;
      });
    },
  },
  {
    kind: "words",
    code: "claim-jurisdiction",
    entity: CLAIMS,
    field: "jurisdiction_state",
    inputs: ["loss_kind", "loss_state", "policy_state"],
    message: "the law is that of the loss for crashes, else that of the policy",
    check: (state, kind, loss, policy) => {
      const wanted = kind === "collision" ? loss : policy;
      return state === wanted ? undefined : wanted;
    },
  },
  {
    kind: "words",
    code: "claim-catastrophe",
    entity: CLAIMS,
    field: "catastrophe_code",
    inputs: ["loss_state", "cause"],
    message: "a catastrophe is of the state and the cause of the loss",
    check: (code, state, cause) =>
      code.endsWith(`-${cause!.toUpperCase()}-${state}`)
        ? undefined
        : `one of ${cause} in ${state}`,
  },
];

/** Rules of claims and what belongs to them, beside those of `claim_rules.ts`. */
export const LEDGER_RULES: readonly RowRule[] = [
  ...MONEY_RULES,
  ...days,
  ...parties,
  ...where,
];

/**
 * What holds of how claims are handled: open and closed, on which days offices act, for whom attorneys act, and
 * who is paid.
 *
 * @module
 */
import { formatDay } from "../../../core/batch.ts";
import type { RowRule } from "../../../core/rule.ts";
import { isBusinessDay, nextBusinessDay } from "./business_days.ts";
import { LEAST_DISPUTES } from "./exposure_columns.ts";

const CLAIMS = "claims";
const EXPOSURES = "exposures";
const PAYMENTS = "payments";

/** A day on which an office acts. */
const office = (code: string, entity: string, field: string, message: string): RowRule => ({
  kind: "values",
  code,
  entity,
  field,
  inputs: [],
  severity: "warning",
  message,
  check: (day) =>
    isBusinessDay(Number(day))
      ? undefined
      : `a business day, such as ${formatDay(nextBusinessDay(Number(day)))}`,
});

const state: readonly RowRule[] = [
  ...([[CLAIMS, "claim"], [EXPOSURES, "exposure"]] as const).flatMap((
    [entity, name],
  ): RowRule[] => [
    {
      kind: "presence",
      code: `${name}-open-day`,
      entity,
      field: "closed_on",
      isPresent: false,
      when: { field: "status", values: ["open", "reopened"] },
      message: `an open ${name} has no day on which it was closed`,
    },
    {
      kind: "presence",
      code: `${name}-closed-day`,
      entity,
      field: "closed_on",
      isPresent: true,
      when: { field: "status", values: ["closed"] },
      message: `a closed ${name} has the day on which it was closed`,
    },
  ]),
  {
    kind: "count",
    code: "claim-open",
    entity: CLAIMS,
    field: "claim_id",
    least: 1,
    when: { field: "status", values: ["open", "reopened"] },
    of: {
      entity: EXPOSURES,
      by: "claim_id",
      when: { field: "status", values: ["open", "reopened"] },
    },
    message: "an open claim has an open exposure",
  },
  {
    kind: "presence",
    code: "exposure-closed-outcome",
    entity: EXPOSURES,
    field: "closed_outcome",
    isPresent: true,
    when: { field: "status", values: ["closed"] },
    message: "a closed exposure says how it ended",
  },
];

/** Coverages of others' damage, and of damage to the insured's own vehicle. */
const OTHERS_DAMAGE = ["property_damage", "uninsured_property"];
const INJURIES = [
  "bodily_injury",
  "medical_payments",
  "personal_injury_protection",
  "uninsured_injury",
  "underinsured_injury",
  "liability_not_owned",
];

/** Damage from which an attorney may act, cents: 0 for injuries; undefined where none does. */
function leastOf(type: string, code: string): number | undefined {
  if (INJURIES.includes(type)) return 0;
  if (OTHERS_DAMAGE.includes(type)) return LEAST_DISPUTES.others;
  return type === "vehicle_damage" && code !== "GLASS" ? LEAST_DISPUTES.own : undefined;
}

/** Who is paid indemnity, by code of the coverage. */
const PAYEES: Readonly<Record<string, readonly string[]>> = {
  BI: ["claimant", "claimant_and_attorney"],
  PD: ["claimant", "claimant_and_attorney"],
  CSL: ["claimant", "claimant_and_attorney"],
  MED: ["medical_provider", "insured"],
  PIP: ["medical_provider", "insured"],
  UMBI: ["insured", "insured_and_attorney"],
  UIMBI: ["insured", "insured_and_attorney"],
  UMPD: ["insured"],
  CDW: ["insured"],
  CUSTOM: ["insured"],
  COLL: ["repair_shop", "insured", "insured_and_lienholder"],
  COMP: ["repair_shop", "glass_shop", "insured", "insured_and_lienholder"],
  SCOL: ["repair_shop", "insured", "insured_and_lienholder"],
  GLASS: ["glass_shop"],
  HIRED: ["claimant", "claimant_and_attorney"],
  NONOWN: ["claimant", "claimant_and_attorney"],
  GAP: ["lienholder"],
  RENT: ["rental_company", "insured"],
  TOW: ["tow_operator", "insured"],
};
const ADVISERS = ["defence_counsel", "appraiser", "medical_examiner"];

/** Rules of the handling of claims. */
export const CONDUCT_RULES: readonly RowRule[] = [
  ...state,
  office("exposure-closed-business", EXPOSURES, "closed_on", "offices close on business days"),
  office("reserve-business", "reserve_lines", "changed_on", "reserves change on business days"),
  office("payment-business", PAYMENTS, "paid_on", "payments are made on business days"),
  office("recovery-business", "recoveries", "recovered_on", "money comes in on business days"),
  {
    kind: "values",
    code: "exposure-attorney",
    entity: EXPOSURES,
    field: "attorney_since",
    inputs: ["type", "coverage_code", "loss_amount"],
    message: "attorneys act for injuries and for great damage, not for glass, rental or towing",
    check: (_since, type, code, amount) => {
      const least = leastOf(`${type}`, `${code}`);
      return least !== undefined && Number(amount) >= least ? undefined : "none";
    },
  },
  {
    kind: "equal",
    code: "payment-coverage",
    entity: PAYMENTS,
    field: "coverage_code",
    input: "exposure_id.coverage_code",
    message: "the code is that of the exposure's coverage",
  },
  {
    kind: "words",
    code: "payment-payee",
    entity: PAYMENTS,
    field: "payee",
    inputs: ["coverage_code", "cost_type"],
    message:
      "indemnity goes to whom the coverage pays, expense to counsel, appraisers and physicians",
    check: (payee, code, cost) => {
      const allowed = cost === "expense" ? ADVISERS : PAYEES[code!] ?? [];
      return allowed.includes(payee) ? undefined : allowed.join(" or ");
    },
  },
];

/**
 * What holds between an exposure, its claim and the coverage that pays: cover on the day of the loss, fault, total
 * losses.
 *
 * @module
 */
import type { RowRule } from "../../../core/rule.ts";
import { rulesOfVehicles } from "../book/vehicle_coverage_rules.ts";
import { states } from "../places.ts";
import { negligenceRule, recoverablePercent } from "./claim_tables.ts";
import { TOTAL_SHARE } from "./exposure_columns.ts";

const CLAIMS = "claims";
const EXPOSURES = "exposures";

/** An exposure repeats a field of its claim. */
const copy = (code: string, field: string, message: string): RowRule => ({
  kind: "equal",
  code,
  entity: EXPOSURES,
  field,
  input: `claim_id.${field}`,
  message,
});

/** Coverages of autos that the insured does not own. */
const NOT_OWNED = { field: "coverage_code", values: ["HIRED", "NONOWN"] };

/** Rules of cover, fault and total losses. */
export const OUTCOME_RULES: readonly RowRule[] = [
  ...rulesOfVehicles(EXPOSURES, "vehicle_id", "exposure-vehicle", "its vehicle"),
  {
    kind: "count",
    code: "claim-vehicle-needed",
    entity: CLAIMS,
    field: "claim_id",
    least: 1,
    when: { field: "vehicle_id", hasValue: false },
    of: { entity: EXPOSURES, by: "claim_id", when: NOT_OWNED },
    message: "only a claim for an auto that is hired or not owned names no vehicle",
  },
  {
    kind: "count",
    code: "claim-vehicle-extra",
    entity: CLAIMS,
    field: "vehicle_id",
    least: 0,
    most: 0,
    of: { entity: EXPOSURES, by: "claim_id", when: NOT_OWNED },
    message: "a claim for an auto that is hired or not owned names no vehicle",
  },
  copy("exposure-loss-on", "loss_on", "the day of the loss is the claim's"),
  copy("exposure-vehicle", "vehicle_id", "the vehicle is the claim's"),
  copy("exposure-fault", "fault_percent", "the share of the fault is the claim's"),
  copy("exposure-jurisdiction", "jurisdiction_state", "the law is that of the claim"),
  {
    kind: "equal",
    code: "exposure-coverage-vehicle",
    entity: EXPOSURES,
    field: "vehicle_id",
    input: "coverage_id.vehicle_id",
    message: "the coverage is of the vehicle",
  },
  {
    kind: "compare",
    code: "exposure-coverage-began",
    entity: EXPOSURES,
    field: "loss_on",
    operator: ">=",
    input: "coverage_id.effective_on",
    message: "the coverage had begun when the loss happened",
  },
  {
    kind: "compare",
    code: "exposure-coverage-ended",
    entity: EXPOSURES,
    field: "loss_on",
    operator: "<",
    input: "coverage_id.ends_on",
    message: "the coverage had not ended when the loss happened",
  },
  {
    kind: "values",
    code: "exposure-liability-share",
    entity: EXPOSURES,
    field: "paid_indemnity",
    inputs: ["loss_amount", "fault_percent", "jurisdiction_state", "loss_on"],
    when: { field: "loss_party", values: ["third_party"] },
    message:
      "liability pays others no more than the insured's share of the fault, by the state's rule",
    check: (paid, amount, fault, state, day) => {
      const rule = negligenceRule(states().codes.indexOf(`${state}`), Number(day));
      const most = Math.floor(
        Number(amount) * recoverablePercent(rule, 100 - Number(fault)) / 100,
      );
      return Number(paid) <= most ? undefined : `at most ${(most / 100).toFixed(2)}`;
    },
  },
  {
    kind: "values",
    code: "exposure-salvage-total",
    entity: EXPOSURES,
    field: "salvage",
    inputs: ["is_total_loss"],
    message: "only a total loss brings salvage",
    check: (salvage, isTotal) => salvage === 0 || Number(isTotal) === 1 ? undefined : "0.00",
  },
  {
    kind: "values",
    code: "exposure-total-amount",
    entity: EXPOSURES,
    field: "loss_amount",
    inputs: ["actual_cash_value"],
    when: { field: "is_total_loss", values: ["true"] },
    message: "a total loss is the cash value of the vehicle",
    check: (amount, value) => amount === value ? undefined : (Number(value) / 100).toFixed(2),
  },
  {
    kind: "values",
    code: "exposure-total-share",
    entity: EXPOSURES,
    field: "loss_amount",
    inputs: ["actual_cash_value", "is_total_loss"],
    when: { field: "coverage_code", values: ["COLL", "SCOL"] },
    message: `damage of ${TOTAL_SHARE * 100} per cent of the cash value or more is a total loss`,
    check: (amount, value, isTotal) =>
      Number(isTotal) === 1 || Number(amount) < Number(value) * TOTAL_SHARE
        ? undefined
        : `less than ${(Number(value) * TOTAL_SHARE / 100).toFixed(2)}`,
  },
  ...([true, false] as const).map((isTotal): RowRule => ({
    kind: "count",
    code: isTotal ? "claim-total-exposure" : "claim-total-flag",
    entity: CLAIMS,
    field: "claim_id",
    ...(isTotal ? { least: 1 } : { least: 0, most: 0 }),
    when: { field: "is_total_loss", values: [`${isTotal}`] },
    of: {
      entity: EXPOSURES,
      by: "claim_id",
      when: { field: "is_total_loss", values: ["true"] },
    },
    message: isTotal
      ? "a claim that is a total loss has an exposure that is one"
      : "a claim with a total loss says so",
  })),
];

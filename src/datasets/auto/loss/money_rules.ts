/**
 * What holds between the sums of claims and exposures and the rows of their reserves, payments and recoveries.
 *
 * @module
 */
import type { RowRule } from "../../../core/rule.ts";

const CLAIMS = "claims";
const EXPOSURES = "exposures";
const RESERVES = "reserve_lines";
const PAYMENTS = "payments";
const RECOVERIES = "recoveries";

const moneyOfClaims: readonly RowRule[] = (["paid", "outstanding", "recovered"] as const).map((
  field,
) => ({
  kind: "sum",
  code: `claim-${field}`,
  entity: CLAIMS,
  field,
  of: { entity: EXPOSURES, by: "claim_id", field },
  message: `${field} of a claim is the sum of its exposures'`,
}));

const moneyOfExposures: readonly RowRule[] = [
  ...(["indemnity", "expense"] as const).flatMap((cost): RowRule[] => {
    const when = { field: "cost_type", values: [cost] };
    return [
      {
        kind: "sum",
        code: `exposure-paid-${cost}`,
        entity: EXPOSURES,
        field: `paid_${cost}`,
        of: { entity: PAYMENTS, by: "exposure_id", field: "amount", when },
        message: `${cost} paid is the sum of its payments`,
      },
      {
        kind: "sum",
        code: `exposure-outstanding-${cost}`,
        entity: EXPOSURES,
        field: `outstanding_${cost}`,
        of: { entity: RESERVES, by: "exposure_id", field: "change", when },
        message: `the reserve for ${cost} is the sum of its changes`,
      },
    ];
  }),
  ...(["salvage", "subrogation"] as const).map((kind): RowRule => ({
    kind: "sum",
    code: `exposure-${kind}`,
    entity: EXPOSURES,
    field: kind,
    of: {
      entity: RECOVERIES,
      by: "exposure_id",
      field: "amount",
      when: { field: "kind", values: [kind] },
    },
    message: `${kind} is the sum of what was received`,
  })),
  ...([CLAIMS, EXPOSURES] as const).map((entity): RowRule => ({
    kind: "values",
    code: entity === CLAIMS ? "claim-incurred" : "exposure-incurred",
    entity,
    field: "incurred",
    inputs: ["paid", "outstanding"],
    message: "incurred is paid and outstanding",
    check: (incurred, paid, outstanding) =>
      incurred === Number(paid) + Number(outstanding)
        ? undefined
        : ((Number(paid) + Number(outstanding)) / 100).toFixed(2),
  })),
  {
    kind: "values",
    code: "exposure-cash-value",
    entity: EXPOSURES,
    field: "paid_indemnity",
    inputs: ["actual_cash_value", "deductible_applied"],
    message: "damage to the vehicle is paid up to its cash value less the deductible",
    check: (paid, value, deductible) =>
      Number(paid) <= Number(value) - Number(deductible)
        ? undefined
        : `at most ${((Number(value) - Number(deductible)) / 100).toFixed(2)}`,
  },
  {
    kind: "values",
    code: "exposure-unpaid",
    entity: EXPOSURES,
    field: "paid_indemnity",
    inputs: [],
    when: {
      field: "closed_outcome",
      values: ["liability_denied", "withdrawn", "not_covered", "limit_exhausted"],
    },
    message: "what was closed without payment has no indemnity",
    check: (paid) => paid === 0 ? undefined : "0.00",
  },
  {
    kind: "values",
    code: "exposure-recovered",
    entity: EXPOSURES,
    field: "recovered",
    inputs: ["salvage", "subrogation"],
    message: "recovered is salvage and subrogation",
    check: (back, salvage, subrogation) =>
      back === Number(salvage) + Number(subrogation)
        ? undefined
        : ((Number(salvage) + Number(subrogation)) / 100).toFixed(2),
  },
  {
    kind: "values",
    code: "exposure-recovered-most",
    entity: EXPOSURES,
    field: "recovered",
    inputs: ["paid_indemnity"],
    message: "no more comes back than was paid",
    check: (back, paid) =>
      Number(back) <= Number(paid) ? undefined : `at most ${(Number(paid) / 100).toFixed(2)}`,
  },
];

/** Rules of sums: paid, outstanding, incurred, recovered. */
export const MONEY_RULES: readonly RowRule[] = [...moneyOfClaims, ...moneyOfExposures];

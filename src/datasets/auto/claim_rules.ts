/**
 * What holds between the fields of claims and exposures, and of the rows they refer to.
 *
 * @module
 */
import type { RowRule } from "../../core/rule.ts";
import { causes, GROUPS, LINES } from "./loss/claim_tables.ts";

const CLAIMS = "claims";
const EXPOSURES = "exposures";

/** Kinds of loss by group of causes. */
const LOSS_KIND_OF = ["collision", "collision", "collision", "comprehensive", "roadside"];

let causesOf: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** The causes of each kind of loss. */
function causesByKind(): ReadonlyMap<string, ReadonlySet<string>> {
  if (causesOf !== undefined) return causesOf;
  const { lists, names } = causes();
  const found = new Map(LOSS_KIND_OF.map((kind) => [kind, new Set<string>()]));
  for (const [line] of LINES.entries()) {
    for (const [group] of GROUPS.entries()) {
      for (const cause of lists[line * GROUPS.length + group]!) {
        found.get(LOSS_KIND_OF[group]!)!.add(names[cause]!);
      }
    }
  }
  return causesOf = found;
}

/** Rules of claims and exposures. */
export const CLAIM_RULES: readonly RowRule[] = [
  {
    kind: "compare",
    code: "claim-reported",
    entity: CLAIMS,
    field: "reported_on",
    operator: ">=",
    input: "loss_on",
    message: "no claim is reported before it happened",
  },
  {
    kind: "compare",
    code: "claim-in-period",
    entity: CLAIMS,
    field: "loss_on",
    operator: ">=",
    input: "policy_period_id.effective_on",
    message: "the loss happened when the term had begun",
  },
  {
    kind: "count",
    code: "claim-closed",
    entity: CLAIMS,
    field: "claim_id",
    least: 0,
    most: 0,
    when: { field: "status", values: ["closed"] },
    of: {
      entity: EXPOSURES,
      by: "claim_id",
      when: { field: "status", values: ["open", "reopened"] },
    },
    message: "a closed claim has no open exposure",
  },
  {
    kind: "presence",
    code: "claim-reopened",
    entity: CLAIMS,
    field: "reopened_on",
    isPresent: true,
    when: { field: "status", values: ["reopened"] },
    message: "a reopened claim says when it was reopened",
  },
  {
    kind: "words",
    code: "claim-cause",
    entity: CLAIMS,
    field: "cause",
    inputs: ["loss_kind"],
    message: "the cause is one of the kind of loss",
    check: (cause, kind) => {
      const allowed = causesByKind().get(kind!);
      return allowed === undefined || allowed.has(cause) ? undefined : `a cause of ${kind}`;
    },
  },
  {
    kind: "values",
    code: "exposure-closed-reserve",
    entity: EXPOSURES,
    field: "outstanding",
    inputs: [],
    when: { field: "status", values: ["closed"] },
    message: "a closed exposure holds no reserve",
    check: (outstanding) => outstanding === 0 ? undefined : "0.00",
  },
  {
    kind: "sum",
    code: "exposure-paid",
    entity: EXPOSURES,
    field: "paid",
    of: { entity: "payments", by: "exposure_id", field: "amount" },
    message: "what was paid is the sum of the payments",
  },
  {
    kind: "compare",
    code: "exposure-limit",
    entity: EXPOSURES,
    field: "paid_indemnity",
    operator: "<=",
    input: "limit_applied",
    message: "no more indemnity is paid than the limit",
  },
  {
    kind: "compare",
    code: "exposure-deductible",
    entity: EXPOSURES,
    field: "deductible_applied",
    operator: "<=",
    input: "coverage_id.deductible",
    message: "the deductible is taken off once",
  },
];

/**
 * What holds between the fields of premiums, and of the rows they refer to.
 *
 * @module
 */
import type { RowRule } from "../../../core/rule.ts";
import { same } from "../place_rules.ts";
import { COVERAGES } from "./codes.ts";
import { WORKSHEET_COLUMNS } from "./cost.ts";
import { FACTORS } from "./factors.ts";
import { prorate } from "./premiums.ts";
import { LEVEL_RULES } from "./level_rules.ts";
import { familyOf } from "./rates.ts";
import { UNIT } from "./tables.ts";
import { rulesOfVehicles } from "./vehicle_coverage_rules.ts";

const COSTS = "costs";

/** Relativities of each factor with the coverages that have them. */
function relativityRows(factor: string): (readonly string[])[] {
  const text = (units: number) => (units / UNIT).toFixed(4);
  const { families } = FACTORS.find(({ name }) => name === factor)!;
  const rows = new Map<string, readonly string[]>();
  families.forEach((name, line) => {
    if (name === undefined) return;
    const { relativities, levels } = familyOf(line, name);
    levels.forEach((_, level) =>
      COVERAGES.forEach((code, place) => {
        const units = relativities[level * COVERAGES.length + place]!;
        if (units > 0) rows.set(`${units} ${code}`, [text(units), code]);
      })
    );
  });
  return [...rows.values()];
}

/** Premium of part of a term. */
const partRule = (code: string, field: string, days: string, message: string): RowRule => ({
  kind: "values",
  code,
  entity: COSTS,
  field,
  inputs: ["term_amount", days, "term_days"],
  message,
  check: (premium, amount, part, all) => {
    const wanted = prorate(Number(amount), Number(part), Number(all));
    return wanted === premium ? undefined : (wanted / 100).toFixed(2);
  },
});

/** Rules of premiums. */
export const COST_RULES: readonly RowRule[] = [
  ...rulesOfVehicles(COSTS, "vehicle_id", "cost-vehicle", "its vehicle"),
  ...rulesOfVehicles(COSTS, "vehicle_driver_id", "cost-driver", "its rated driver"),
  {
    kind: "product",
    code: "cost-product",
    entity: COSTS,
    field: "term_amount",
    base: "base_rate",
    factors: WORKSHEET_COLUMNS.map((name) => `${name}_factor`),
    message: "the premium of the term is the base rate times the relativities, rounded after each",
  },
  {
    kind: "table",
    code: "cost-vehicle-age",
    entity: COSTS,
    field: "vehicle_age_factor",
    inputs: ["coverage_code"],
    message: "the relativity is one of the table's for the coverage",
    rows: () => relativityRows("vehicle_age"),
  },
  ...LEVEL_RULES,
  partRule(
    "cost-written",
    "written_premium",
    "covered_days",
    "written premium is the term's, pro rata by days covered",
  ),
  partRule(
    "cost-earned",
    "earned_premium",
    "earned_days",
    "earned premium is the term's, pro rata by days gone by",
  ),
  {
    kind: "compare",
    code: "cost-days",
    entity: COSTS,
    field: "earned_days",
    operator: "<=",
    input: "covered_days",
    message: "no more days are earned than covered",
  },
  same(
    COSTS,
    "cost-coverage",
    "coverage_code",
    "coverage_id.coverage_code",
    "the code is the coverage's",
  ),
  same(
    COSTS,
    "cost-period",
    "policy_period_id",
    "coverage_id.policy_period_id",
    "the term is the coverage's",
  ),
  same(
    COSTS,
    "cost-vehicle",
    "vehicle_id",
    "coverage_id.vehicle_id",
    "the vehicle is the coverage's",
  ),
  same(
    COSTS,
    "cost-driver",
    "vehicle_id",
    "vehicle_driver_id.vehicle_id",
    "the rated driver drives the vehicle",
  ),
  same(
    COSTS,
    "cost-driver-term",
    "policy_period_id",
    "vehicle_driver_id.policy_period_id",
    "the driver is rated in the term",
  ),
];

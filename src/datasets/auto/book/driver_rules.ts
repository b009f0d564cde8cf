/**
 * What holds between the fields of drivers of vehicles, and of the rows they refer to.
 *
 * @module
 */
import type { RowRule } from "../../../core/rule.ts";
import { same } from "../place_rules.ts";
import { yearsBetween } from "./months.ts";
import { order } from "./order_rule.ts";

const DRIVERS = "vehicle_drivers";

/** First age of a driver class. */
const ageOf = (name: string) => Number.parseInt(name, 10);

/** Rules of drivers of vehicles. */
export const DRIVER_RULES: readonly RowRule[] = [
  order(
    DRIVERS,
    "driver-purchase",
    "effective_on",
    ">=",
    "vehicle_id.purchased_on",
    "a vehicle is insured when it has been bought",
  ),
  order(
    DRIVERS,
    "driver-start",
    "effective_on",
    ">=",
    "policy_period_id.effective_on",
    "a vehicle joins a term on its first day or later",
  ),
  order(
    DRIVERS,
    "driver-end",
    "effective_on",
    "<",
    "policy_period_id.expires_on",
    "a vehicle joins a term before it expires",
  ),
  same(
    DRIVERS,
    "driver-rated-on",
    "rated_on",
    "policy_period_id.effective_on",
    "a driver is rated on the first day of the term",
  ),
  same(
    DRIVERS,
    "driver-first-licensed",
    "first_licensed_on",
    "person_id.first_licensed_on",
    "the day of the first licence is the person's",
  ),
  {
    kind: "values",
    code: "driver-years-licensed",
    entity: DRIVERS,
    field: "years_licensed",
    inputs: ["first_licensed_on", "rated_on"],
    message: "years of licence are whole years from the first licence to the first day of the term",
    check: (years, licensed, rated) => {
      const wanted = Math.max(yearsBetween(Number(licensed), Number(rated)), 0);
      return wanted === years ? undefined : `${wanted}`;
    },
  },
  {
    kind: "unique",
    code: "driver-principal-unique",
    entity: DRIVERS,
    field: "vehicle_id",
    inputs: ["policy_period_id"],
    when: { field: "usage", values: ["principal"] },
    message: "a vehicle has one principal driver in a term",
  },
  {
    kind: "words",
    code: "driver-good-student",
    entity: DRIVERS,
    field: "is_good_student",
    inputs: ["driver_class"],
    message: "only drivers up to 24 are good students",
    check: (is, name) => is === "true" && ageOf(name) > 23 ? "false" : undefined,
  },
  {
    kind: "words",
    code: "driver-training",
    entity: DRIVERS,
    field: "has_driver_training",
    inputs: ["driver_class"],
    message: "only drivers under 21 have credit for training",
    check: (has, name) => has === "true" && ageOf(name) > 20 ? "false" : undefined,
  },
  {
    kind: "words",
    code: "driver-mature",
    entity: DRIVERS,
    field: "has_mature_course",
    inputs: ["driver_class"],
    message: "only drivers from 55 on have credit for a course of mature drivers",
    check: (has, name) => has === "true" && ageOf(name) < 50 ? "false" : undefined,
  },
  {
    kind: "presence",
    code: "driver-miles",
    entity: DRIVERS,
    field: "rated_miles",
    isPresent: true,
    when: { field: "usage", values: ["principal"] },
    message: "the principal driver has the miles that the vehicle is rated by",
  },
  {
    kind: "count",
    code: "collision-comprehensive",
    entity: DRIVERS,
    field: "physical_damage",
    least: 1,
    of: {
      entity: "costs",
      by: "vehicle_driver_id",
      when: { field: "coverage_code", values: ["COMP"] },
    },
    when: { field: "physical_damage", values: ["collision"] },
    message: "collision is sold with comprehensive",
  },
  {
    kind: "count",
    code: "damage-collision",
    entity: DRIVERS,
    field: "physical_damage",
    most: 0,
    of: {
      entity: "costs",
      by: "vehicle_driver_id",
      when: { field: "coverage_code", values: ["COLL", "GAP", "CDW"] },
    },
    when: { field: "physical_damage", values: ["none", "specified", "comprehensive"] },
    message: "a vehicle without collision has no coverage that rests on it",
  },
];

/**
 * Rules about what only coverages of vehicles have.
 *
 * @module
 */
import type { PresenceRule } from "../../../core/rule.ts";
import { POLICY_COVERAGES, VEHICLE_COVERAGES } from "./codes.ts";

/**
 * That a row of a vehicle's coverage has a field, and that one of a coverage of the policy itself has none.
 *
 * @param entity Plural name of an entity with a field `coverage_code`.
 * @param field The field.
 * @param code Beginning of the rules' codes.
 * @param name What the field names, for the message.
 * @returns Two rules.
 */
export function rulesOfVehicles(
  entity: string,
  field: string,
  code: string,
  name: string,
): readonly PresenceRule[] {
  return [
    {
      kind: "presence",
      code: `${code}-needed`,
      entity,
      field,
      isPresent: true,
      when: { field: "coverage_code", values: VEHICLE_COVERAGES },
      message: `a coverage of a vehicle names ${name}`,
    },
    {
      kind: "presence",
      code: `${code}-extra`,
      entity,
      field,
      isPresent: false,
      when: { field: "coverage_code", values: POLICY_COVERAGES },
      message: `a coverage of the policy itself names no ${name.split(" ").at(-1)}`,
    },
  ];
}

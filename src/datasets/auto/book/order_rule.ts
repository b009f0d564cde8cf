/**
 * Rules about the order of two days or numbers.
 *
 * @module
 */
import type { CompareRule, Comparison, RuleCondition, Shift } from "../../../core/rule.ts";

/**
 * A comparison of two days or numbers.
 *
 * @param entity Plural name of the entity.
 * @param code Code of the rule.
 * @param field The field that is to blame.
 * @param operator How it compares.
 * @param input With what.
 * @param message What must hold.
 * @param rest What is added to the input, and when it is asked.
 * @returns The rule.
 */
export function order(
  entity: string,
  code: string,
  field: string,
  operator: Comparison,
  input: string,
  message: string,
  rest: { readonly shift?: Shift; readonly when?: RuleCondition } = {},
): CompareRule {
  return { kind: "compare", code, entity, field, operator, input, message, ...rest };
}

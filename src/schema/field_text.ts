/**
 * A field in words, for comments and data dictionaries.
 *
 * @module
 */
import type { Field } from "../core/entity.ts";

/**
 * A field's description with its unit.
 *
 * @param field The field.
 * @returns One line.
 *
 * @example
 * ```ts
 * import { describeFieldFully } from "./field_text.ts";
 * const text = describeFieldFully({
 *   name: "mileage",
 *   kind: "integer",
 *   description: "What the odometer shows.",
 *   unit: "miles",
 * });
 * if (text !== "What the odometer shows. Unit: miles.") throw new RangeError(text);
 * ```
 */
export function describeFieldFully({ description, unit }: Field): string {
  return unit === undefined ? description : `${description} Unit: ${unit}.`;
}

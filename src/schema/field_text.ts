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

/**
 * What a field is to the rows of its entity and of others.
 *
 * @param field The field.
 * @returns For example `Key.` or `References persons.person_id.`; undefined where it is neither.
 */
export function describeRole({ key, reference }: Field): string | undefined {
  const parts = [
    ...(key ? ["Key."] : []),
    ...(reference === undefined ? [] : [`References ${reference.entity}.${reference.field}.`]),
  ];
  return parts.length === 0 ? undefined : parts.join(" ");
}

/**
 * A field's type in words, with what its values are bound to.
 *
 * @param field The field.
 * @returns For example `decimal, 2 places, from 0 to 100`.
 *
 * @example
 * ```ts
 * import { describeType } from "./field_text.ts";
 * const text = describeType({ name: "y", kind: "integer", description: "", min: 2000, max: 2024 });
 * if (text !== "integer, from 2000 to 2024") throw new RangeError(text);
 * ```
 */
export function describeType(field: Field): string {
  const { kind, scale, values, pattern, minLength, maxLength, min, max } = field;
  const parts: string[] = [TYPE_NAMES[kind]];
  if (scale !== undefined) parts.push(scale === 1 ? "1 place" : `${scale} places`);
  if (values !== undefined) parts.push(describeValues(values));
  else if (pattern !== undefined) parts.push(`matches ${pattern}`);
  else if (minLength !== undefined && minLength === maxLength) parts.push(countText(maxLength));
  else if (maxLength !== undefined) parts.push(`${minLength ?? 0} to ${countText(maxLength)}`);
  if (min !== undefined && max !== undefined) parts.push(`from ${min} to ${max}`);
  else if (min !== undefined) parts.push(`at least ${min}`);
  else if (max !== undefined) parts.push(`at most ${max}`);
  return parts.join(", ");
}

const TYPE_NAMES = {
  id: "UUID",
  word: "text",
  text: "text",
  integer: "integer",
  day: "date",
  decimal: "decimal",
  boolean: "boolean",
} as const;

/** Values that are listed in full. */
const MAX_LISTED = 12;

function describeValues(values: readonly string[]): string {
  if (values.length === 1) return `always ${values[0]}`;
  if (values.length <= MAX_LISTED) return `one of ${values.join(", ")}`;
  return `one of ${values.length} values, such as ${values.slice(0, 3).join(", ")}`;
}

function countText(length: number): string {
  return length === 1 ? "1 character" : `${length} characters`;
}

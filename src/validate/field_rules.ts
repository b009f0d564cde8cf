/**
 * What a field's definition asks of a value, compiled once for each field.
 *
 * @module
 */
import { parseDay } from "../core/batch.ts";
import type { Field } from "../core/entity.ts";
import { countCharacters, findFlaw } from "./cell_values.ts";
import { compilePattern, isBytePattern } from "./pattern.ts";

/** A way a value can miss its field's definition. */
export interface FieldProblem {
  /** Stable name of the rule. */
  readonly code: string;
  /** What is wrong, behind the field's name. */
  readonly message: string;
  /** The value or form wanted. */
  readonly expected: string;
}

/** Problems that any field can have. */
export interface CommonProblems {
  readonly missing: FieldProblem;
  readonly type: FieldProblem;
  readonly form: FieldProblem;
}

/**
 * The problems of a field that do not depend on its bounds.
 *
 * @param field The field.
 * @returns One object a problem, always the same.
 */
export function commonProblems(field: Field): CommonProblems {
  const expected = describeField(field);
  return {
    missing: { code: "value-missing", message: "has no value", expected },
    type: { code: "wrong-type", message: "has a value of another type", expected },
    form: { code: `invalid-${field.kind}`, message: `is no ${kindName(field)}`, expected },
  };
}

const KIND_NAMES = {
  id: "UUID in lower case",
  word: "word",
  text: "text",
  integer: "whole number in its plain form",
  day: "calendar day YYYY-MM-DD",
  boolean: "truth value (true or false)",
} as const;

function kindName({ kind, scale }: Field): string {
  return kind === "decimal" ? `number with up to ${scale} decimals` : KIND_NAMES[kind];
}

/**
 * What a field asks for, in words.
 *
 * @param field The field.
 * @returns For example `one of Low, Medium, High`.
 *
 * @example
 * ```ts
 * import { describeField } from "./field_rules.ts";
 * const text = describeField({ name: "y", kind: "integer", description: "", min: 2000, max: 2024 });
 * if (text !== "a whole number from 2000 to 2024") throw new RangeError(text);
 * ```
 */
export function describeField(field: Field): string {
  const { kind, values, pattern, minLength, maxLength, min, max } = field;
  if (values !== undefined) return values.length === 1 ? values[0]! : `one of ${values.join(", ")}`;
  if (kind === "id") return "a UUID in lower case";
  if (kind === "boolean") return "true or false";
  if (kind === "integer" || kind === "day" || kind === "decimal") {
    const name = kind === "day" ? "a day" : kind === "decimal" ? "a number" : "a whole number";
    if (min !== undefined && max !== undefined) return `${name} from ${min} to ${max}`;
    if (min !== undefined) return `${name}, at least ${min}`;
    return max === undefined ? name : `${name}, at most ${max}`;
  }
  if (pattern !== undefined) return `a text matching ${pattern}`;
  if (maxLength !== undefined) return `${minLength ?? 0} to ${maxLength} characters`;
  return minLength === undefined ? "a text" : `at least ${minLength} character`;
}

/** The blank; below it are only controls. */
const BLANK = 32;

/** Tests the bytes of a text; undefined where all is well. */
export type TextTest = (
  bytes: Uint8Array,
  start: number,
  end: number,
) => FieldProblem | undefined;

/**
 * Compiles what a `word` or `text` field asks of a text.
 *
 * @param field The field.
 * @returns A test of UTF-8 bytes.
 */
export function compileText(field: Field): TextTest {
  const { minLength = 0, maxLength = Infinity } = field;
  const expected = describeField(field);
  const problem = (code: string, message: string): FieldProblem => ({ code, message, expected });
  const flaws = {
    encoding: problem("invalid-encoding", "is not UTF-8"),
    control: problem("control-character", "holds a control character"),
  };
  const unknown = problem("unknown-value", "is none of the values allowed");
  const mismatch = problem("pattern-mismatch", "has not the form wanted");
  const untrimmed = problem("text-untrimmed", "begins or ends with a blank");
  const short = problem("too-short", "is too short");
  const long = problem("too-long", "is too long");
  const matches = field.pattern === undefined ? undefined : compilePattern(field.pattern);
  const isPlain = field.pattern !== undefined && isBytePattern(field.pattern);
  const values = field.values === undefined ? undefined : new Set(field.values);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return (bytes, start, end) => {
    // What a pattern over bytes matches has no flaw.
    const isMatch = matches !== undefined && isPlain && matches(bytes, start, end);
    const flaw = isMatch ? undefined : findFlaw(bytes, start, end);
    if (flaw !== undefined) return flaws[flaw];
    if (values !== undefined && !values.has(decoder.decode(bytes.subarray(start, end)))) {
      return unknown;
    }
    if (matches !== undefined && !isMatch && (isPlain || !matches(bytes, start, end))) {
      return mismatch;
    }
    if (bytes[start]! <= BLANK || bytes[end - 1]! <= BLANK) {
      if (end > start) return untrimmed;
    }
    if (end - start < minLength || end - start > maxLength) {
      const length = countCharacters(bytes, start, end);
      if (length < minLength) return short;
      if (length > maxLength) return long;
    } else if (minLength > 1 && countCharacters(bytes, start, end) < minLength) return short;
    return undefined;
  };
}

/** Tests a number; undefined where all is well. */
export type NumberTest = (value: number) => FieldProblem | undefined;

/**
 * Compiles what a field asks of a number.
 *
 * @param field The field.
 * @returns A test of whole numbers; days count from 1970-01-01, decimals in units of their last place.
 */
export function compileNumber(field: Field): NumberTest {
  const { min, max } = numberBounds(field);
  const outside: FieldProblem = {
    code: "out-of-range",
    message: "is out of range",
    expected: describeField(field),
  };
  return (value) => value < min || value > max ? outside : undefined;
}

/**
 * The bounds of a field's numbers.
 *
 * @param field The field.
 * @returns Least and greatest whole number that may be; infinite where there is none.
 */
export function numberBounds(field: Field): { readonly min: number; readonly max: number } {
  return {
    min: boundOf(field, field.min, -Infinity),
    max: boundOf(field, field.max, Infinity),
  };
}

function boundOf({ scale = 0 }: Field, bound: number | string | undefined, none: number): number {
  if (bound === undefined) return none;
  return typeof bound === "number" ? Math.round(bound * 10 ** scale) : parseDay(bound) ?? none;
}

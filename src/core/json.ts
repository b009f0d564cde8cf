/**
 * JSON with exact integers, in a canonical form for digests and an ASCII form for files.
 *
 * @module
 */

/** A value JSON can hold, with whole numbers of any size as bigint. */
export type JsonValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue | undefined };

/**
 * Whether a value is an object of JSON, and neither a list nor null.
 *
 * @param value A value of JSON, or nothing.
 * @returns Whether it has members.
 */
export function isJsonObject(
  value: JsonValue | undefined,
): value is { readonly [name: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

interface RawJson {
  rawJSON(text: string): unknown;
}

/**
 * JSON text of a value, keys as they stand, bigint as exact digits.
 *
 * @param value The value; `undefined` members are left out.
 * @param indent Blanks a level; 0 (the default) writes one line without blanks.
 * @returns Text without a final newline; characters beyond ASCII stand as they are.
 *
 * @example
 * ```ts
 * import { stringifyJson } from "./json.ts";
 * if (stringifyJson({ seed: 2n ** 70n }) !== '{"seed":1180591620717411303424}') throw new RangeError();
 * ```
 */
export function stringifyJson(value: JsonValue, indent = 0): string {
  return JSON.stringify(
    value,
    (_name, member) =>
      typeof member === "bigint" ? (JSON as unknown as RawJson).rawJSON(`${member}`) : member,
    indent,
  );
}

/**
 * JSON text with every character beyond ASCII written as `\uXXXX`.
 *
 * @param value The value.
 * @param indent Blanks a level, default 0.
 * @returns ASCII text without a final newline.
 *
 * @example
 * ```ts
 * import { stringifyAsciiJson } from "./json.ts";
 * if (stringifyAsciiJson("é") !== '"\\u00e9"') throw new RangeError();
 * ```
 */
export function stringifyAsciiJson(value: JsonValue, indent = 0): string {
  return escapeNonAscii(stringifyJson(value, indent));
}

/**
 * Writes each UTF-16 unit beyond ASCII as `\uXXXX`.
 *
 * @param text Any text.
 * @returns ASCII text.
 */
export function escapeNonAscii(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(
    /[^\x00-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * The canonical form of a value: keys sorted by UTF-16 unit at every level, no blanks.
 *
 * @param value The value.
 * @returns The same text for equal values, whatever the order of their keys.
 *
 * @example
 * ```ts
 * import { canonicalJson } from "./json.ts";
 * if (canonicalJson({ b: 1, a: [true, null] }) !== '{"a":[true,null],"b":1}') throw new RangeError();
 * ```
 */
export function canonicalJson(value: JsonValue): string {
  return stringifyJson(sortKeys(value));
}

function sortKeys(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== "object") return value;
  const members = value as { readonly [name: string]: JsonValue | undefined };
  return Object.fromEntries(
    Object.keys(members).sort().filter((name) => members[name] !== undefined)
      .map((name) => [name, sortKeys(members[name]!)]),
  );
}

/**
 * Parses JSON; whole numbers beyond 2^53 - 1 come as bigint, so that none is rounded.
 *
 * @param text JSON text.
 * @returns The value.
 * @throws {SyntaxError} If the text is not JSON.
 *
 * @example
 * ```ts
 * import { parseJson } from "./json.ts";
 * const value = parseJson('{"seed": 18446744073709551617}') as { seed: bigint };
 * if (value.seed !== 18446744073709551617n) throw new RangeError();
 * ```
 */
export function parseJson(text: string): JsonValue {
  const revive = (_name: string, value: unknown, context?: { source?: string }) => {
    if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
    const source = context?.source;
    return source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value;
  };
  return JSON.parse(text, revive as (name: string, value: unknown) => unknown);
}

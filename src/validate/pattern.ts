/**
 * Regular expressions of fields, compiled to run over bytes where they are simple enough.
 *
 * @module
 */

/** Tests the bytes of a text. */
export type ByteTest = (bytes: Uint8Array, start: number, end: number) => boolean;

interface Part {
  readonly members: Uint8Array;
  readonly min: number;
  readonly max: number;
}

/**
 * Compiles a pattern. It must match the whole of a text, also where it does not say so itself.
 *
 * Patterns of the form `^` classes, letters and digits with `{n}`, `{m,n}`, `?`, `*` or `+` `$`, where
 * only the last part may vary in length, run over bytes. All others run as they are over decoded text.
 *
 * @param pattern A regular expression as a field has it.
 * @returns A test of a whole text.
 *
 * @example
 * ```ts
 * import { compilePattern } from "./pattern.ts";
 * const isCode = compilePattern("^[A-Z]{2}$");
 * if (!isCode(new TextEncoder().encode("CA"), 0, 2)) throw new RangeError();
 * ```
 */
export function compilePattern(pattern: string): ByteTest {
  const parts = readParts(pattern);
  if (parts === undefined) {
    const expression = new RegExp(`^(?:${pattern})$`, "u");
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    return (bytes, start, end) => expression.test(decoder.decode(bytes.subarray(start, end)));
  }
  const fixed = parts.slice(0, -1);
  const last = parts[parts.length - 1]!;
  const fixedLength = fixed.reduce((sum, part) => sum + part.min, 0);
  const { members, min, max } = last;
  return (bytes, start, end) => {
    const rest = end - start - fixedLength;
    if (rest < min || rest > max) return false;
    let at = start;
    for (const part of fixed) {
      for (let n = part.min; n > 0; n--) if (part.members[bytes[at++]!] === 0) return false;
    }
    while (at < end) if (members[bytes[at++]!] === 0) return false;
    return true;
  };
}

const PART = /(\[[A-Za-z0-9 _.:\/-]+\]|[A-Za-z0-9 _:\/-]|\\d)(\{\d+(?:,\d+)?\}|[?*+])?/y;

function readParts(pattern: string): Part[] | undefined {
  const end = pattern.endsWith("$") ? pattern.length - 1 : pattern.length;
  const parts: Part[] = [];
  PART.lastIndex = pattern.startsWith("^") ? 1 : 0;
  while (PART.lastIndex < end) {
    const match = PART.exec(pattern);
    if (match === null) return undefined;
    const previous = parts[parts.length - 1];
    if (previous !== undefined && previous.min !== previous.max) return undefined;
    parts.push({ members: readClass(match[1]!), ...readTimes(match[2]) });
  }
  return parts.length === 0 ? undefined : parts;
}

function readClass(text: string): Uint8Array {
  const members = new Uint8Array(256);
  const inner = text === "\\d" ? "0-9" : text.startsWith("[") ? text.slice(1, -1) : text;
  for (let at = 0; at < inner.length; at++) {
    const from = inner.charCodeAt(at);
    const isRange = inner[at + 1] === "-" && at + 2 < inner.length;
    const to = isRange ? inner.charCodeAt(at + 2) : from;
    members.fill(1, from, to + 1);
    if (isRange) at += 2;
  }
  return members;
}

function readTimes(text: string | undefined): { min: number; max: number } {
  switch (text) {
    case undefined:
      return { min: 1, max: 1 };
    case "?":
      return { min: 0, max: 1 };
    case "*":
      return { min: 0, max: Infinity };
    case "+":
      return { min: 1, max: Infinity };
  }
  const [min, max] = text.slice(1, -1).split(",").map(Number);
  return { min: min!, max: max ?? min! };
}

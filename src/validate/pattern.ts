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

/** Sequences that a pattern with alternatives stands for, at most; others run as they are. */
const MAX_SEQUENCES = 64;

/**
 * Compiles a pattern. It must match the whole of a text, also where it does not say so itself.
 *
 * Patterns of classes, letters and digits with `{n}`, `{m,n}`, `?`, `*` or `+`, of which one may vary in length,
 * and alternatives of such, run over bytes. All others run as they are over decoded text.
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
  const sequences = readSequences(pattern);
  if (sequences === undefined) {
    const expression = new RegExp(`^(?:${pattern})$`, "u");
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    return (bytes, start, end) => expression.test(decoder.decode(bytes.subarray(start, end)));
  }
  const tests = sequences.map((parts) => compileParts(parts));
  const [only] = tests;
  if (tests.length === 1) return only!;
  return (bytes, start, end) => {
    for (const test of tests) if (test(bytes, start, end)) return true;
    return false;
  };
}

/**
 * Whether a pattern runs over bytes. What it matches then holds visible ASCII characters and blanks, and no others.
 *
 * @param pattern A regular expression as a field has it.
 * @returns False where it runs as it is over decoded text.
 */
export function isBytePattern(pattern: string): boolean {
  return readSequences(pattern) !== undefined;
}

function readSequences(pattern: string): Part[][] | undefined {
  const inner = pattern.replace(/^\^/, "").replace(/\$$/, "");
  const sequences = expandAlternatives(inner)?.map(readParts);
  return sequences?.every((parts) => parts !== undefined) ? sequences : undefined;
}

/** Tests parts of which at most one varies in length. */
function compileParts(parts: readonly Part[]): ByteTest {
  const middle = parts.findIndex(({ min, max }) => min !== max);
  const at = middle === -1 ? parts.length : middle;
  const flat = (list: readonly Part[]) =>
    list.flatMap(({ members, min }) => new Array<Uint8Array>(min).fill(members));
  const before = flat(parts.slice(0, at));
  const behind = flat(parts.slice(at + 1));
  const { members, min, max } = parts[at] ?? { members: new Uint8Array(256), min: 0, max: 0 };
  const fixedLength = before.length + behind.length;
  const joined = joinClasses([...before, ...behind, members]);
  if (joined === undefined) return compileWide(before, behind, { members, min, max });
  const { bits, needs } = joined;
  const beforeLength = before.length;
  const behindLength = behind.length;
  const middleNeed = needs[fixedLength]!;
  return (bytes, start, end) => {
    const rest = end - start - fixedLength;
    if (rest < min || rest > max) return false;
    let from = start;
    for (let each = 0; each < beforeLength; each++) {
      if ((bits[bytes[from++]!]! & needs[each]!) === 0) return false;
    }
    // The end before the middle: alternatives mostly differ there.
    const last = from + rest;
    for (let each = 0; each < behindLength; each++) {
      if ((bits[bytes[last + each]!]! & needs[beforeLength + each]!) === 0) return false;
    }
    while (from < last) if ((bits[bytes[from++]!]! & middleNeed) === 0) return false;
    return true;
  };
}

/** A bit for each class, in one table of all bytes; undefined where there are more classes than bits. */
function joinClasses(
  list: readonly Uint8Array[],
): { readonly bits: Int32Array; readonly needs: Int32Array } | undefined {
  const bits = new Int32Array(256);
  const known: Uint8Array[] = [];
  const needs = Int32Array.from(list, (members) => {
    const same = known.findIndex((other) => other.every((is, byte) => is === members[byte]));
    const at = same === -1 ? known.push(members) - 1 : same;
    if (same === -1) members.forEach((is, byte) => bits[byte]! |= is << at);
    return 1 << at;
  });
  return known.length > 32 ? undefined : { bits, needs };
}

/** The same with a table for each class. */
function compileWide(
  before: readonly Uint8Array[],
  behind: readonly Uint8Array[],
  { members, min, max }: Part,
): ByteTest {
  return (bytes, start, end) => {
    const rest = end - start - before.length - behind.length;
    if (rest < min || rest > max) return false;
    let from = start;
    for (const each of before) if (each[bytes[from++]!] === 0) return false;
    const last = from + rest;
    while (from < last) if (members[bytes[from++]!] === 0) return false;
    for (const each of behind) if (each[bytes[from++]!] === 0) return false;
    return true;
  };
}

/** Writes each group of alternatives out; undefined where there are other groups, or too many sequences. */
function expandAlternatives(pattern: string): string[] | undefined {
  const done: string[] = [];
  let open = [""];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!;
    let piece = [character];
    if (character === "|") {
      done.push(...open);
      open = [""];
      continue;
    }
    if (character === "\\") piece = [pattern.slice(at, ++at + 1)];
    if (character === "[") {
      const end = pattern.indexOf("]", at + 1);
      if (end === -1) return undefined;
      piece = [pattern.slice(at, end + 1)];
      at = end;
    }
    if (character === "(") {
      const end = pattern.indexOf(")", at);
      const inner = pattern.slice(at + 1, end);
      if (end === -1 || /[(?\[\\]/.test(inner[0] ?? "(") && !inner.startsWith("[")) {
        return undefined;
      }
      if (inner.includes("(") || /[?*+{]/.test(pattern[end + 1] ?? "")) return undefined;
      const alternatives = expandAlternatives(inner);
      if (alternatives === undefined) return undefined;
      piece = alternatives;
      at = end;
    }
    if (open.length * piece.length > MAX_SEQUENCES) return undefined;
    open = open.flatMap((text) => piece.map((more) => text + more));
  }
  const all = [...done, ...open];
  return all.length > MAX_SEQUENCES ? undefined : all;
}

const PART = /(\[[A-Za-z0-9 _.:\/-]+\]|[A-Za-z0-9 _:\/@,-]|\\d)(\{\d+(?:,\d+)?\}|[?*+])?/y;

function readParts(sequence: string): Part[] | undefined {
  const parts: Part[] = [];
  let varyingCount = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < sequence.length) {
    const match = PART.exec(sequence);
    if (match === null) return undefined;
    const part = { members: readClass(match[1]!), ...readTimes(match[2]) };
    if (part.min !== part.max && ++varyingCount > 1) return undefined;
    parts.push(part);
  }
  return parts;
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

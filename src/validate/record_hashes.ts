/**
 * The hashes that records begin with, and those of values that rules compare.
 *
 * @module
 */
import type { RowBlock } from "../core/table.ts";
import { type DecodedColumn, isNumeric, STATE } from "./decoded_column.ts";
import { finishHash, hashBytes, hashOn, mixHash } from "./hash.ts";
import { hashNumber } from "./number_cells.ts";
import type { StreamPlan } from "./layout.ts";
import { BytesInput, parseInput, placeOf, type RuleScope } from "./rules/input.ts";

/** Numbers that decide all hashes of a validation. */
export type HashSeeds = readonly [number, number];

/**
 * Writes the heads of the records of rows that identifiers alone make the hash of.
 *
 * @param column The identifiers.
 * @param marks 1 for the rows that leave a record where they have a value.
 * @param rowCount Number of rows.
 * @param rows Gets the rows that leave one.
 * @param words Gets the records.
 * @param first First word of the first record.
 * @param width Words of a record.
 * @param base Index of the first row.
 * @param seeds Numbers that decide the hashes.
 * @returns How many records there are.
 */
export function writeIds(
  { states, ids, repeats }: DecodedColumn,
  marks: Uint8Array,
  rowCount: number,
  rows: Int32Array,
  words: Uint32Array,
  first: number,
  width: number,
  base: number,
  [seedA, seedB]: HashSeeds,
): number {
  let count = 0;
  let isKnown = false;
  let hashA = 0;
  let hashB = 0;
  for (let row = 0, at = first; row < rowCount; row++) {
    if (states[row] !== STATE.value) continue;
    if (repeats[row] === 0) isKnown = false;
    if (marks[row] !== 1) continue;
    if (!isKnown) {
      const from = row * 4;
      const a = ids[from]!;
      const b = ids[from + 1]!;
      const c = ids[from + 2]!;
      const d = ids[from + 3]!;
      hashA = mixHash(mixHash(mixHash(mixHash(seedA, a), b), c), d);
      hashB = mixHash(mixHash(mixHash(mixHash(seedB, d), a), c), b);
      isKnown = true;
    }
    words[at] = hashA;
    words[at + 1] = hashB;
    words[at + 2] = base + row;
    rows[count++] = row;
    at += width;
  }
  return count;
}

/**
 * Writes the hashes of identifiers into records: 0 where there is none, or where nobody asks.
 *
 * @param column The identifiers.
 * @param marks 1 for the rows of which they are asked; undefined for all.
 * @param rows The rows of the records.
 * @param count Number of records.
 * @param words Gets the hashes.
 * @param first The word of the first record.
 * @param width Words of a record.
 * @param seed The number that decides them.
 */
export function writeIdHashes(
  { states, ids, repeats }: DecodedColumn,
  marks: Uint8Array | undefined,
  rows: Int32Array,
  count: number,
  words: Uint32Array,
  first: number,
  width: number,
  seed: number,
): void {
  let hash = 0;
  let last = -2;
  for (let each = 0, at = first; each < count; each++, at += width) {
    const row = rows[each]!;
    if (states[row] !== STATE.value || marks !== undefined && marks[row] !== 1) {
      words[at] = 0;
      continue;
    }
    if (last !== row - 1 || repeats[row] === 0) {
      const from = row * 4;
      const low = mixHash(mixHash(seed, ids[from]!), ids[from + 1]!);
      hash = mixHash(mixHash(low, ids[from + 2]!), ids[from + 3]!) || 1;
    }
    last = row;
    words[at] = hash;
  }
}

/**
 * Compiles what writes the two hashes of a row's value.
 *
 * @param plan The stream; its fields make the hashes.
 * @param scope Where the rows are.
 * @param seeds Numbers that decide the hashes.
 * @returns A function of a row that answers whether it has a value.
 */
export function openHash(
  { places, inputs }: StreamPlan,
  scope: RuleScope,
  [seedA, seedB]: HashSeeds,
): (block: RowBlock, row: number, words: Uint32Array, at: number) => boolean {
  const columns = places.map((place) => scope.columns[place]!);
  if (columns.length === 0) {
    // Rows without a key are known by their place; the reader of the records writes it.
    return (_block, _row, words, at) => {
      words[at] = 0;
      words[at + 1] = 0;
      return true;
    };
  }
  const [only] = columns;
  if (columns.length === 1 && only!.field.kind === "id") {
    return (_block, row, words, at) => {
      if (only!.states[row] !== STATE.value) return false;
      const { ids } = only!;
      const from = row * 4;
      const a = ids[from]!;
      const b = ids[from + 1]!;
      const c = ids[from + 2]!;
      const d = ids[from + 3]!;
      words[at] = mixHash(mixHash(mixHash(mixHash(seedA, a), b), c), d);
      words[at + 1] = mixHash(mixHash(mixHash(mixHash(seedB, d), a), c), b);
      return true;
    };
  }
  const names = inputs ?? columns.map(({ field }) => field.name);
  const spans = names.map((name) => new BytesInput(parseInput(name), scope));
  let seen = new Uint8Array(0);
  let view = new DataView(seen.buffer);
  return (block, row, words, at) => {
    if (block.bytes !== seen) {
      seen = block.bytes as Uint8Array<ArrayBuffer>;
      view = new DataView(seen.buffer, seen.byteOffset, seen.byteLength);
    }
    let a = seedA;
    let b = seedB;
    for (const span of spans) {
      if (!span.find(block, row)) return false;
      const { end } = span;
      let from = span.start;
      // The length comes first, so that texts one after the other are not those of another cut.
      a = mixHash(a, end - from);
      b = mixHash(b, end - from);
      for (; from + 4 <= end; from += 4) {
        const step = view.getInt32(from, true);
        a = Math.imul(a ^ step, 0x9e3779b1 | 0);
        a ^= a >>> 15;
        b = Math.imul(b ^ step, 0x85ebca6b | 0);
        b ^= b >>> 13;
      }
      let step = 0;
      while (from < end) step = (step << 8) | view.getUint8(from++);
      a = Math.imul(a ^ step, 0x9e3779b1 | 0);
      b = Math.imul(b ^ step, 0x85ebca6b | 0);
    }
    words[at] = finishHash(a);
    words[at + 1] = finishHash(b);
    return true;
  };
}

/**
 * Compiles the hash of joined texts.
 *
 * @param parts Texts, and inputs of the row.
 * @param scope Where the rows are.
 * @param isJoined Whether it is compared with the hash of joined texts.
 * @param seed The number that decides it.
 * @returns A function of a row: 0 where one of the inputs has no proper value.
 */
export function openValueHash(
  parts: readonly (string | { readonly input: string })[],
  scope: RuleScope,
  isJoined: boolean,
  seed: number,
): (block: RowBlock, row: number) => number {
  const numeric = isJoined ? undefined : numberOf(parts, scope);
  if (numeric !== undefined) {
    // A number is compared with others of its kind only, and need not be a text.
    return (_block, row) =>
      numeric.states[row] === STATE.value
        ? finishHash(mixHash(seed, hashNumber(numeric.numbers[row]!))) || 1
        : 0;
  }
  const hashSpan = isJoined ? hashOn : hashBytes;
  const encoder = new TextEncoder();
  const spans = parts.map((part) =>
    typeof part === "string" ? encoder.encode(part) : new BytesInput(parseInput(part.input), scope)
  );
  return (block, row) => {
    let hash = seed;
    for (const span of spans) {
      if (span instanceof Uint8Array) hash = hashSpan(span, 0, span.length, hash);
      else if (!span.find(block, row)) return 0;
      else hash = hashSpan(block.bytes, span.start, span.end, hash);
    }
    return finishHash(hash) || 1;
  };
}

/** The column of numbers that parts are, if they are no more. */
function numberOf(
  parts: readonly (string | { readonly input: string })[],
  scope: RuleScope,
): DecodedColumn | undefined {
  const [first] = parts;
  if (parts.length !== 1 || first === undefined || typeof first === "string") return undefined;
  const { field, from, to } = parseInput(first.input);
  const column = scope.columns[placeOf(scope.entity, field)]!;
  return isNumeric(column.field) && to === Infinity && from === 0 ? column : undefined;
}

/**
 * The column of identifiers that parts are, if they are no more. An identifier is compared with others only.
 *
 * @param parts Texts, and inputs of the row.
 * @param scope Where the rows are.
 * @returns The column; undefined where they are anything else.
 */
export function idOf(
  parts: readonly (string | { readonly input: string })[],
  scope: RuleScope,
): DecodedColumn | undefined {
  const [first] = parts;
  if (parts.length !== 1 || first === undefined || typeof first === "string") return undefined;
  const { field, from, to } = parseInput(first.input);
  const column = scope.columns[placeOf(scope.entity, field)]!;
  return column.field.kind === "id" && to === Infinity && from === 0 ? column : undefined;
}

/**
 * The column of words that parts are, if they are no more.
 *
 * @param parts Texts, and inputs of the row.
 * @param scope Where the rows are.
 * @returns The column, and the input that names it; undefined where they are anything else.
 */
export function wordOf(
  parts: readonly (string | { readonly input: string })[],
  scope: RuleScope,
): { readonly column: DecodedColumn; readonly input: string } | undefined {
  const [first] = parts;
  if (parts.length !== 1 || first === undefined || typeof first === "string") return undefined;
  const { field, from, to } = parseInput(first.input);
  const column = scope.columns[placeOf(scope.entity, field)]!;
  const isWhole = to === Infinity && from === 0;
  return column.field.kind === "word" && column.hasCodes && isWhole
    ? { column, input: first.input }
    : undefined;
}

/** The hashes of words, by their number; 0 where it is not known yet. */
export interface WordHashes {
  known: Int32Array;
  /** The hash of a row's word, 0 where it has none; from now on it is known. */
  find(block: RowBlock, row: number): number;
}

/**
 * Compiles the hashes of words, each made once.
 *
 * @param column The words.
 * @param scope Where the rows are.
 * @param input The input that names the column.
 * @param isJoined Whether they are compared with the hash of joined texts.
 * @param seed The number that decides them.
 * @returns What is known of the words.
 */
export function openWordHash(
  column: DecodedColumn,
  scope: RuleScope,
  input: string,
  isJoined: boolean,
  seed: number,
): WordHashes {
  const hashSpan = isJoined ? hashOn : hashBytes;
  const span = new BytesInput(parseInput(input), scope);
  const hashes: WordHashes = {
    known: new Int32Array(1024),
    find(block, row) {
      if (!span.find(block, row)) return 0;
      const code = column.codes[row]!;
      const hash = finishHash(hashSpan(block.bytes, span.start, span.end, seed)) || 1;
      if (code < 0) return hash;
      if (code >= hashes.known.length) {
        const larger = new Int32Array(Math.max(code + 1, hashes.known.length * 2));
        larger.set(hashes.known);
        hashes.known = larger;
      }
      return hashes.known[code] = hash;
    },
  };
  return hashes;
}

/**
 * Mixes the hashes of the columns of each row.
 *
 * @param columns The columns.
 * @param count Number of rows.
 * @param room Gets two hashes a row; made larger where it is too small.
 */
export function hashRows(
  columns: readonly DecodedColumn[],
  count: number,
  room: { hashes: [Int32Array, Int32Array] },
): void {
  if (room.hashes[0].length < count) room.hashes = [new Int32Array(count), new Int32Array(count)];
  const [a, b] = room.hashes;
  a.fill(0, 0, count);
  b.fill(0x5bd1e995, 0, count);
  for (const { hashes } of columns) {
    for (let row = 0; row < count; row++) {
      a[row] = mixHash(a[row]!, hashes[row]!);
      b[row] = mixHash(b[row]!, Math.imul(hashes[row]!, 0x9e3779b1 | 0));
    }
  }
}

/**
 * Writes the records that the rows of a block leave.
 *
 * @module
 */
import type { RowRule } from "../core/rule.ts";
import type { RowBlock } from "../core/table.ts";
import { type DecodedColumn, STATE } from "./decoded_column.ts";
import { finishHash, hashBytes, hashOn, mixHash } from "./hash.ts";
import type { Slot, StreamPlan } from "./layout.ts";
import { sortRecords } from "./record_store.ts";
import { openGate } from "./rules/gate.ts";
import { BytesInput, parseInput, placeOf, type RuleScope } from "./rules/input.ts";

/** Records, one after the other. */
export interface RecordRun {
  words: Uint32Array<ArrayBuffer>;
  /** Words that are filled. */
  length: number;
  /** Words up to the end of each partition, where the records are in the order of these. */
  readonly ends?: Int32Array;
}

/** Arrays that are held to be filled again. */
const MAX_ROOMS = 2;

/** Numbers that decide all hashes of a validation. */
export type HashSeeds = readonly [number, number];

/** Writes the records of one stream. */
export class RecordWriter {
  /** What was written. */
  readonly run: RecordRun = { words: new Uint32Array(0), length: 0 };
  readonly #gate: (block: RowBlock) => Uint8Array;
  readonly #hash: (block: RowBlock, row: number, words: Uint32Array, at: number) => boolean;
  readonly #fills:
    readonly ((block: RowBlock, first: number, rows: Int32Array, count: number) => void)[];
  #rows = new Int32Array(0);
  /** Words that records took at most, and an eighth. */
  #usual = 0;
  readonly #rooms: ArrayBuffer[] = [];

  /**
   * @param plan The stream.
   * @param scope Where the rows are.
   * @param seeds Numbers that decide the hashes.
   */
  constructor(readonly plan: StreamPlan, scope: RuleScope, seeds: HashSeeds) {
    this.#gate = openGate(undefined, plan.rule?.when, scope);
    this.#hash = openHash(plan, scope, seeds);
    this.#fills = plan.slots.map((slot) => this.#openSlot(slot, scope, seeds[0]));
  }

  /**
   * Writes the records of a block behind those that are there.
   *
   * @param block The rows.
   * @param base Index of the block's first row in its part.
   * @param rowHashes Two hashes of each row, where the stream has them.
   */
  write(block: RowBlock, base: number, rowHashes: readonly [Int32Array, Int32Array]): void {
    const { plan, run } = this;
    const { width } = plan;
    const wanted = run.length + block.count * width;
    if (wanted > run.words.length) {
      const larger = this.#takeRoom(Math.max(wanted, this.#usual, run.words.length * 2));
      larger.set(run.words.subarray(0, run.length));
      run.words = larger;
    }
    if (this.#rows.length < block.count) this.#rows = new Int32Array(block.count);
    const { words } = run;
    const rows = this.#rows;
    const marks = this.#gate(block);
    const first = run.length;
    let at = first;
    let count = 0;
    for (let row = 0; row < block.count; row++) {
      if (marks[row] !== 1 || !this.#hash(block, row, words, at)) continue;
      words[at + 2] = base + row;
      if (plan.hasRowHash) {
        words[at + 3] = rowHashes[0][row]!;
        words[at + 4] = rowHashes[1][row]!;
      }
      rows[count++] = row;
      at += width;
    }
    run.length = at;
    for (const fill of this.#fills) fill(block, first, rows, count);
  }

  /**
   * Hands over what was written, and begins anew.
   *
   * @returns The records; their array belongs to the caller.
   */
  take(): RecordRun {
    const { words, length } = this.run;
    this.#usual = Math.max(this.#usual, length + (length >> 3));
    this.run.length = 0;
    if (this.plan.places.length > 0) {
      const sorted = this.#takeRoom(length);
      return { words: sorted, length, ends: sortRecords(words, length, this.plan.width, sorted) };
    }
    // Rows without a key get their hash where they are put in order. The array is the caller's from now on.
    this.run.words = new Uint32Array(0);
    return { words, length };
  }

  /**
   * Takes an array back, to be filled again.
   *
   * @param room What held records.
   */
  giveBack(room: ArrayBuffer): void {
    if (this.#rooms.length < MAX_ROOMS) this.#rooms.push(room);
  }

  #takeRoom(length: number): Uint32Array<ArrayBuffer> {
    const room = this.#rooms.pop();
    return room !== undefined && room.byteLength >= length * 4
      ? new Uint32Array(room)
      : new Uint32Array(length);
  }

  #openSlot(
    slot: Slot,
    scope: RuleScope,
    seed: number,
  ): (block: RowBlock, first: number, rows: Int32Array, count: number) => void {
    const { width } = this.plan;
    const { value, rule } = slot;
    const gate = openSlotGate(rule, scope);
    if (value.kind === "number") {
      const column = scope.columns[placeOf(scope.entity, value.field)]!;
      const room = new Float64Array(1);
      const halves = new Uint32Array(room.buffer);
      return (block, first, rows, count) => {
        const marks = gate?.(block);
        const { words } = this.run;
        for (let each = 0, at = first + slot.at; each < count; each++, at += width) {
          const row = rows[each]!;
          const isAsked = marks === undefined || marks[row] === 1;
          room[0] = isAsked ? slotNumber(column, row) : NaN;
          words[at] = halves[0]!;
          words[at + 1] = halves[1]!;
        }
      };
    }
    const word = wordOf(value.parts, scope);
    if (word !== undefined) {
      const hash = openWordHash(word.column, scope, word.input, value.isJoined, seed);
      return (block, first, rows, count) => {
        const marks = gate?.(block);
        const { words } = this.run;
        const { codes } = word.column;
        const { known } = hash;
        for (let each = 0, at = first + slot.at; each < count; each++, at += width) {
          const row = rows[each]!;
          const code = codes[row]!;
          const isKnown = code >= 0 && code < known.length && known[code] !== 0;
          words[at] = marks !== undefined && marks[row] !== 1
            ? 0
            : isKnown
            ? known[code]!
            : hash.find(block, row);
        }
      };
    }
    const hash = openValueHash(value.parts, scope, value.isJoined, seed);
    return (block, first, rows, count) => {
      const marks = gate?.(block);
      const { words } = this.run;
      for (let each = 0, at = first + slot.at; each < count; each++, at += width) {
        const row = rows[each]!;
        words[at] = marks === undefined || marks[row] === 1 ? hash(block, row) : 0;
      }
    };
  }
}

/** A claim on a field without a number (a key, for example) is 0 where the rule is asked. */
function slotNumber({ states, numbers }: DecodedColumn, row: number): number {
  if (states[row] !== STATE.value) return NaN;
  return numbers.length === 0 ? 0 : numbers[row]!;
}

function openSlotGate(
  rule: RowRule | undefined,
  scope: RuleScope,
): ((block: RowBlock) => Uint8Array) | undefined {
  if (rule?.when === undefined) return undefined;
  return openGate(undefined, rule.when, scope);
}

/** Writes the two hashes of a row's value; answers whether it has one. */
function openHash(
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

/** Hashes joined texts: 0 where one of them has no proper value. */
function openValueHash(
  parts: readonly (string | { readonly input: string })[],
  scope: RuleScope,
  isJoined: boolean,
  seed: number,
): (block: RowBlock, row: number) => number {
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

/** The column of words that parts are, if they are no more. */
function wordOf(
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
interface WordHashes {
  known: Int32Array;
  /** The hash of a row's word, 0 where it has none; from now on it is known. */
  find(block: RowBlock, row: number): number;
}

function openWordHash(
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

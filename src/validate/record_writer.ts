/**
 * Writes the records that the rows of a block leave.
 *
 * @module
 */
import type { RowRule } from "../core/rule.ts";
import type { RowBlock } from "../core/table.ts";
import { type DecodedColumn, STATE } from "./decoded_column.ts";
import type { Slot, StreamPlan } from "./layout.ts";
import { openClasses, openLevels } from "./level_slots.ts";
import {
  type HashSeeds,
  idOf,
  openHash,
  openValueHash,
  openWordHash,
  wordOf,
  writeIdHashes,
  writeIds,
} from "./record_hashes.ts";
import { sortRecords } from "./record_store.ts";
import { openGate } from "./rules/gate.ts";
import { placeOf, type RuleScope } from "./rules/input.ts";

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

/** Writes the records of one stream. */
export class RecordWriter {
  /** What was written. */
  readonly run: RecordRun = { words: new Uint32Array(0), length: 0 };
  readonly #gate: (block: RowBlock) => Uint8Array;
  readonly #hash: (block: RowBlock, row: number, words: Uint32Array, at: number) => boolean;
  readonly #fills:
    readonly ((block: RowBlock, first: number, rows: Int32Array, count: number) => void)[];
  /** The identifiers that make the hash, where it is they alone. */
  readonly #id: DecodedColumn | undefined;
  readonly #seeds: HashSeeds;
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
    const [place] = plan.places;
    const only = plan.places.length === 1 ? scope.columns[place!] : undefined;
    this.#id = only?.field.kind === "id" ? only : undefined;
    this.#seeds = seeds;
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
    let count = 0;
    if (this.#id !== undefined && !plan.hasRowHash) {
      count = writeIds(this.#id, marks, block.count, rows, words, first, width, base, this.#seeds);
    } else {
      for (let row = 0, at = first; row < block.count; row++) {
        if (marks[row] !== 1 || !this.#hash(block, row, words, at)) continue;
        words[at + 2] = base + row;
        if (plan.hasRowHash) {
          words[at + 3] = rowHashes[0][row]!;
          words[at + 4] = rowHashes[1][row]!;
        }
        rows[count++] = row;
        at += width;
      }
    }
    run.length = first + count * width;
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
    if (value.kind === "classes" || value.kind === "levels") {
      const fill = value.kind === "classes"
        ? openClasses(value.packing, scope)
        : openLevels(value.packing, scope, value.child);
      return (block, first, rows, count) =>
        fill(block, this.run.words, rows, count, first + slot.at, width);
    }
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
    const id = value.isJoined ? undefined : idOf(value.parts, scope);
    if (id !== undefined) {
      return (block, first, rows, count) => {
        const marks = gate?.(block);
        const { words } = this.run;
        writeIdHashes(id, marks, rows, count, words, first + slot.at, width, seed);
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

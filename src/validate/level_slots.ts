/**
 * What rows leave for rules of levels: in a row's reference its classes, in the record of the row that it names
 * the levels, each packed into few bits.
 *
 * @module
 */
import type { Entity } from "../core/entity.ts";
import type { LevelRule, LevelTable } from "../core/rule.ts";
import type { RowBlock } from "../core/table.ts";
import { type DecodedColumn, isNumeric, STATE } from "./decoded_column.ts";
import { classesOf } from "./rules/level_classes.ts";
import { classifierOf } from "./rules/level_classifier.ts";
import { openValue, parseInput, placeOf, type RuleScope } from "./rules/input.ts";

/** Bits of a word of a record. */
const WORD_BITS = 32;

/** Where the number of a rule stands in records of one kind. */
export interface PackedNumber {
  readonly rule: LevelRule;
  /** Word, from the first of the slot. */
  readonly word: number;
  readonly shift: number;
  /** The bits, moved to the right. */
  readonly mask: number;
}

/** Numbers of rules in the words of a slot. */
export interface Packing {
  readonly numbers: readonly PackedNumber[];
  /** Words that they take. */
  readonly width: number;
}

/** The packings of both sides. */
export interface LevelPackings {
  /** Classes, of the rows that refer to others; their count where the table does not have the value. */
  readonly classes: Packing;
  /** 1 + level, or 0 where it can't be told, of the rows that are named. */
  readonly levels: Packing;
}

function pack(rules: readonly LevelRule[], countOf: (rule: LevelRule) => number): Packing {
  let word = 0;
  let shift = 0;
  const numbers = rules.map((rule): PackedNumber => {
    const bits = Math.max(1, Math.ceil(Math.log2(countOf(rule))));
    if (bits > WORD_BITS) throw new RangeError(`rule ${rule.code} has too many classes or levels`);
    if (shift + bits > WORD_BITS) {
      word++;
      shift = 0;
    }
    const number = { rule, word, shift, mask: 2 ** bits - 1 };
    shift += bits;
    return number;
  });
  return { numbers, width: rules.length === 0 ? 0 : word + 1 };
}

/**
 * Packs the numbers of rules that look through one reference.
 *
 * @param rules The rules.
 * @param child The entity of their rows.
 * @returns Where each number stands.
 */
export function packLevels(rules: readonly LevelRule[], child: Entity): LevelPackings {
  return {
    classes: pack(rules, (rule) => classesOf(rule, child).count + 1),
    levels: pack(rules, (rule) => classesOf(rule, child).table.count + 1),
  };
}

/** Fills a slot of the records of a block. */
export type SlotFill = (
  block: RowBlock,
  words: Uint32Array,
  rows: Int32Array,
  count: number,
  first: number,
  width: number,
) => void;

/**
 * Compiles what writes the classes of rows.
 *
 * @param packing Where they stand.
 * @param scope Where the rows are.
 * @returns It fills the slot that begins in the given word of the first record.
 */
export function openClasses(packing: Packing, scope: RuleScope): SlotFill {
  const groups = groupByWord(packing).map((members) =>
    members.map(({ rule, shift }) => ({
      ...{ shift, classifier: classifierOf(rule, scope) },
      missing: classesOf(rule, scope.entity).count,
    }))
  );
  let packed = new Int32Array(0);
  return (block, words, rows, count, first, width) => {
    if (packed.length < block.count) packed = new Int32Array(block.count);
    groups.forEach((members, word) => {
      packed.fill(0, 0, block.count);
      for (const { shift, classifier, missing } of members) {
        addShifted(packed, classifier.load(block), missing, shift, block.count);
      }
      for (let each = 0, to = first + word; each < count; each++, to += width) {
        words[to] = packed[rows[each]!]!;
      }
    });
  };
}

/** The numbers of each word. */
function groupByWord({ numbers, width }: Packing): PackedNumber[][] {
  return Array.from({ length: width }, (_, word) => numbers.filter((each) => each.word === word));
}

function addShifted(
  to: Int32Array,
  classes: Int32Array,
  missing: number,
  shift: number,
  count: number,
): void {
  for (let row = 0; row < count; row++) {
    const found = classes[row]!;
    if (found !== 0) to[row]! |= (found < 0 ? missing : found) << shift;
  }
}

/**
 * Compiles what writes the levels of rows.
 *
 * @param packing Where they stand.
 * @param scope Where the rows are.
 * @param child The entity of the rows that refer to them.
 * @returns It fills the slot that begins in the given word of the first record.
 */
export function openLevels(packing: Packing, scope: RuleScope, child: Entity): SlotFill {
  const groups = groupByWord(packing).map((members) =>
    members.map(({ rule, shift }) => ({ shift, reader: new LevelReader(rule, scope, child) }))
  );
  return (block, words, rows, count, first, width) => {
    groups.forEach((members, word) => {
      for (let each = 0, to = first + word; each < count; each++, to += width) words[to] = 0;
      for (const { shift, reader } of members) {
        reader.add(block, words, rows, count, first + word, width, shift);
      }
    });
  };
}

/** Rows whose levels are known at a time, a power of two. */
const KNOWN_ROWS = 1024;
/** Stands for no value among facts. */
const NO_VALUE = -(2 ** 52);

/** Reads the levels of rows: those of facts that were seen lately are known. */
class LevelReader {
  readonly #table: LevelTable;
  readonly #columns: readonly DecodedColumn[];
  readonly #isCoded: readonly boolean[];
  readonly #values: readonly ((block: RowBlock, row: number) => number | string | undefined)[];
  /** States and values of the facts in the block at hand. */
  #states: readonly Uint8Array[] = [];
  #numbers: readonly (Float64Array | Int32Array)[] = [];
  /** Facts of known rows, side by side. */
  readonly #facts: Float64Array;
  readonly #levels = new Int32Array(KNOWN_ROWS).fill(-1);
  readonly #given: Float64Array;
  /** Facts as the table's levels are told by. */
  readonly #asked: (number | string | null)[];

  constructor(rule: LevelRule, scope: RuleScope, child: Entity) {
    this.#table = classesOf(rule, child).table;
    this.#columns = rule.facts.map((name) => scope.columns[placeOf(scope.entity, name)]!);
    this.#isCoded = this.#columns.map(({ field }) => !isNumeric(field));
    this.#values = rule.facts.map((name) => openValue(parseInput(name), scope));
    this.#given = new Float64Array(rule.facts.length);
    this.#asked = new Array<number | string | null>(rule.facts.length).fill(null);
    this.#facts = new Float64Array(rule.facts.length * KNOWN_ROWS);
  }

  /** Adds 1 + the level of each row to the words of its record; 0 where it can't be told. */
  add(
    block: RowBlock,
    words: Uint32Array,
    rows: Int32Array,
    count: number,
    first: number,
    width: number,
    shift: number,
  ): void {
    this.#states = this.#columns.map(({ states }) => states);
    this.#numbers = this.#columns.map(({ codes, numbers }, at) =>
      this.#isCoded[at]! ? codes : numbers
    );
    for (let each = 0, to = first; each < count; each++, to += width) {
      words[to]! |= this.#read(block, rows[each]!) << shift;
    }
  }

  #read(block: RowBlock, row: number): number {
    const given = this.#given;
    const states = this.#states;
    const numbers = this.#numbers;
    const { length } = given;
    let hash = 0;
    for (let at = 0; at < length; at++) {
      const state = states[at]![row]!;
      if (state === STATE.bad) return 0;
      let fact = NO_VALUE;
      if (state === STATE.value) {
        fact = numbers[at]![row]!;
        // A word that could not be kept.
        if (fact < 0 && this.#isCoded[at]!) return this.#ask(block, row);
      }
      given[at] = fact;
      hash = Math.imul(hash ^ fact, 0x9e3779b1 | 0);
      hash ^= hash >>> 15;
    }
    const slot = hash & (KNOWN_ROWS - 1);
    const facts = this.#facts;
    const from = slot * length;
    const known = this.#levels[slot]!;
    if (known !== -1) {
      let at = 0;
      while (at < length && facts[from + at] === given[at]) at++;
      if (at === length) return known;
    }
    const level = this.#ask(block, row);
    this.#levels[slot] = level;
    for (let at = 0; at < length; at++) facts[from + at] = given[at]!;
    return level;
  }

  #ask(block: RowBlock, row: number): number {
    const facts = this.#asked;
    for (let at = 0; at < facts.length; at++) {
      facts[at] = this.#states[at]![row] === STATE.null
        ? null
        : this.#isCoded[at]!
        ? this.#values[at]!(block, row)!
        : this.#numbers[at]![row]!;
    }
    const level = this.#table.levelOf(...facts);
    return level === undefined ? 0 : level + 1;
  }
}

/**
 * The fields whose values must have numbers as words for the levels of their rows.
 *
 * @param packing The rules.
 * @param parent The entity of the rows.
 * @returns Names of fields.
 */
export function levelFields({ numbers }: Packing, parent: Entity): string[] {
  const names = new Set(numbers.flatMap(({ rule }) => rule.facts));
  return parent.fields.filter((field) => names.has(field.name) && !isNumeric(field))
    .map(({ name }) => name);
}

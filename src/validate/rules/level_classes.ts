/**
 * Rules of levels: a value becomes a small number, its class, that says for which levels of the table it is right.
 *
 * @module
 */
import type { Entity } from "../../core/entity.ts";
import type { LevelRule, LevelTable } from "../../core/rule.ts";
import type { RowBlock } from "../../core/table.ts";
import { type DecodedColumn, STATE } from "../decoded_column.ts";
import { type Gate, openGate } from "./gate.ts";
import { CodeInput, parseInput, placeOf, type RuleScope } from "./input.ts";
import type { RowRunner } from "./runner.ts";

/** Values up to which each has a place of its own. */
const MAX_PLACES = 1 << 17;

/** Values that are named of those wanted. */
const MAX_NAMED = 6;

/** Classes of the values of a table. */
export interface LevelClasses {
  readonly table: LevelTable;
  /** The words of the table's columns. */
  readonly words: readonly string[];
  /** Number of classes, that of no class included: 0, for which there is nothing to compare. */
  readonly count: number;
  /** 1 where the values of a class are right: class x levels + level. */
  readonly allowed: Uint8Array;
  /** Number of a value among all of the table, by the value or by what {@link valueSlot} gives for it. */
  readonly ordinals: Uint16Array;
  /** The values of the slots, where the values themselves are too great to be places. */
  readonly slots: Float64Array | undefined;
  /** Number of ordinals: 0 for unknown values, 1 for no value. */
  readonly ordinalCount: number;
  /** Class of each word and ordinal: word x ordinals + ordinal; -1 where the table has no such value. */
  readonly classes: Int32Array;
}

const known = new WeakMap<LevelRule, LevelClasses>();

/**
 * The classes of a rule's table.
 *
 * @param rule The rule.
 * @param entity The entity of its rows.
 * @returns The classes, the same in every thread.
 * @throws {TypeError} if the rule's column has no list of words.
 */
export function classesOf(rule: LevelRule, entity: Entity): LevelClasses {
  let classes = known.get(rule);
  if (classes === undefined) known.set(rule, classes = makeClasses(rule, entity));
  return classes;
}

/** Ordinals of unknown values, and of no value. */
const [UNKNOWN, NOTHING] = [0, 1];

function makeClasses(rule: LevelRule, entity: Entity): LevelClasses {
  const { values: words } = entity.fields[placeOf(entity, rule.column)]!;
  if (words === undefined) throw new TypeError(`rule ${rule.code} needs a list of words`);
  const table = rule.table();
  const ordinals = new Map<number, number>();
  const rights = words.map((word) => {
    // For each value the levels for which it is right.
    const levels = new Map<number, number[]>();
    for (let level = 0; level < table.count; level++) {
      for (const value of table.values(level, word)) {
        let ordinal: number = NOTHING;
        if (value !== null) {
          ordinal = ordinals.get(value) ?? ordinals.size + 2;
          ordinals.set(value, ordinal);
        }
        const list = levels.get(ordinal);
        if (list === undefined) levels.set(ordinal, [level]);
        else if (list.at(-1) !== level) list.push(level);
      }
    }
    return levels;
  });
  const ordinalCount = ordinals.size + 2;
  const classes = new Int32Array(words.length * ordinalCount).fill(-1);
  const sets: (readonly number[])[] = [[]];
  const numbers = new Map<string, number>();
  rights.forEach((levels, word) => {
    // A word that is no column of the table has nothing to be held to but that.
    for (const [ordinal, right] of levels) {
      const key = right.join();
      let number = right.length === table.count ? 0 : numbers.get(key);
      if (number === undefined) {
        numbers.set(key, number = sets.length);
        sets.push(right);
      }
      classes[word * ordinalCount + ordinal] = number;
    }
  });
  const allowed = new Uint8Array(sets.length * table.count);
  sets.forEach((right, number) => {
    for (const level of right) allowed[number * table.count + level] = 1;
  });
  return {
    ...{ table, words, count: sets.length, allowed, ordinalCount, classes },
    ...placeValues(ordinals),
  };
}

function placeValues(
  numbers: ReadonlyMap<number, number>,
): Pick<LevelClasses, "ordinals" | "slots"> {
  const most = Math.max(0, ...numbers.keys());
  if (most < MAX_PLACES) {
    const ordinals = new Uint16Array(most + 1);
    for (const [value, ordinal] of numbers) ordinals[value] = ordinal;
    return { ordinals, slots: undefined };
  }
  const length = 2 ** Math.ceil(Math.log2(numbers.size * 2 + 1));
  const slots = new Float64Array(length).fill(-1);
  const ordinals = new Uint16Array(length);
  for (const [value, ordinal] of numbers) {
    const slot = valueSlot(slots, value);
    slots[slot] = value;
    ordinals[slot] = ordinal;
  }
  return { ordinals, slots };
}

/** The slot of a value: its own, or the free one it would take, whose ordinal is that of unknown values. */
function valueSlot(slots: Float64Array, value: number): number {
  const mask = slots.length - 1;
  let slot = (Math.imul(value | 0, 0x9e3779b1 | 0) >>> 12) & mask;
  while (slots[slot] !== value && slots[slot] !== -1) slot = (slot + 1) & mask;
  return slot;
}

/** Places of the words of a column among the table's columns; the same for all rules of the column. */
class WordPlaces {
  /** Place of each row's word, -1 where it is none. */
  places = new Int32Array(0);
  readonly #codes: CodeInput;
  readonly #scope: RuleScope;
  readonly #words: readonly string[];
  /** For each number of a word: 1 + its place among the words, -1 for none; 0 where it is not known yet. */
  #known = new Int32Array(256);
  #block: RowBlock | undefined;
  #start = -1;

  constructor(column: string, words: readonly string[], scope: RuleScope) {
    this.#codes = new CodeInput(parseInput(column), scope);
    this.#scope = scope;
    this.#words = words;
  }

  load(block: RowBlock): Int32Array {
    if (this.#block === block && this.#start === block.start) return this.places;
    this.#block = block;
    this.#start = block.start;
    if (this.places.length < block.count) this.places = new Int32Array(block.count);
    const codes = this.#codes.load(block);
    for (let row = 0; row < block.count; row++) {
      const code = codes[row]!;
      const known = code < 0 ? -1 : (code < this.#known.length ? this.#known[code]! : 0) ||
        this.#placeOf(code);
      this.places[row] = known < 0 ? -1 : known - 1;
    }
    return this.places;
  }

  #placeOf(code: number): number {
    if (code >= this.#known.length) {
      const larger = new Int32Array(Math.max(code + 1, this.#known.length * 2));
      larger.set(this.#known);
      this.#known = larger;
    }
    const place = this.#words.indexOf(this.#scope.words.text(code));
    return this.#known[code] = place === -1 ? -1 : place + 1;
  }
}

/** Gives the rows of a block their classes. */
export class Classifier {
  /** Class of each row of the block; -1 where the table has no such value, 0 where there is nothing to compare. */
  classes = new Int32Array(0);
  /** Rows that were asked. */
  askedCount = 0;
  readonly #rules: LevelClasses;
  readonly #column: DecodedColumn;
  readonly #words: WordPlaces;
  readonly #gate: Gate | undefined;

  /**
   * @param rule The rule.
   * @param scope Where the rows are.
   * @param words Places of the words of the rule's column.
   */
  constructor(rule: LevelRule, scope: RuleScope, words: WordPlaces) {
    this.#rules = classesOf(rule, scope.entity);
    this.#column = scope.columns[placeOf(scope.entity, rule.field)]!;
    this.#words = words;
    this.#gate = rule.when === undefined ? undefined : openGate(undefined, rule.when, scope);
  }

  /**
   * Gives rows their classes.
   *
   * @param block The rows.
   * @returns Whether the table lacks a value of one of them.
   */
  run(block: RowBlock): boolean {
    const { count } = block;
    if (this.classes.length < count) this.classes = new Int32Array(count);
    const { slots } = this.#rules;
    const { states, numbers, givenCount } = this.#column;
    const places = this.#words.load(block);
    const out = this.classes;
    const marks = this.#gate?.(block);
    signs = 0;
    if (givenCount === 0) fillNothing(this.#rules, states, places, out, count);
    else if (slots === undefined) {
      fillDirect(this.#rules, states, numbers, places, out, count);
    } else fillSlots(this.#rules, slots, states, numbers, places, out, count);
    this.askedCount = count;
    if (marks === undefined) return signs < 0;
    let isMissing = false;
    for (let row = 0; row < count; row++) {
      if (marks[row] !== 1) {
        out[row] = 0;
        this.askedCount--;
      } else if (out[row]! < 0) isMissing = true;
    }
    return isMissing;
  }
}

/** All classes that were given in a block, by or: negative where one is. */
let signs = 0;

/** Gives rows their classes where none has a value. */
function fillNothing(
  { classes, ordinalCount }: LevelClasses,
  states: Uint8Array,
  places: Int32Array,
  out: Int32Array,
  count: number,
): void {
  let all = 0;
  for (let row = 0; row < count; row++) {
    const place = places[row]!;
    let found = 0;
    if (place >= 0 && states[row] === STATE.null) {
      found = classes[place * ordinalCount + NOTHING]!;
    }
    all |= found;
    out[row] = found;
  }
  signs = all;
}

/** Gives rows their classes where values are places. */
function fillDirect(
  { classes, ordinalCount, ordinals }: LevelClasses,
  states: Uint8Array,
  numbers: Float64Array,
  places: Int32Array,
  out: Int32Array,
  count: number,
): void {
  const { length } = ordinals;
  let all = 0;
  for (let row = 0; row < count; row++) {
    const place = places[row]!;
    const state = states[row]!;
    let found = 0;
    if (place >= 0 && state !== STATE.bad) {
      let ordinal: number = NOTHING;
      if (state === STATE.value) {
        const value = numbers[row]!;
        ordinal = value >= 0 && value < length ? ordinals[value]! : UNKNOWN;
      }
      found = classes[place * ordinalCount + ordinal]!;
    }
    all |= found;
    out[row] = found;
  }
  signs = all;
}

/** Gives rows their classes where values have slots. */
function fillSlots(
  { classes, ordinalCount, ordinals }: LevelClasses,
  slots: Float64Array,
  states: Uint8Array,
  numbers: Float64Array,
  places: Int32Array,
  out: Int32Array,
  count: number,
): void {
  let all = 0;
  for (let row = 0; row < count; row++) {
    const place = places[row]!;
    const state = states[row]!;
    let found = 0;
    if (place >= 0 && state !== STATE.bad) {
      const ordinal = state === STATE.value ? ordinals[valueSlot(slots, numbers[row]!)]! : NOTHING;
      found = classes[place * ordinalCount + ordinal]!;
    }
    all |= found;
    out[row] = found;
  }
  signs = all;
}

/** What the rules of one table share. */
interface ScopeClassifiers {
  readonly columns: Map<string, WordPlaces>;
  readonly rules: Map<LevelRule, Classifier>;
}

const classifiers = new WeakMap<RuleScope, ScopeClassifiers>();

/**
 * The classifier of a rule: the same for what asks the rule and for what leaves records.
 *
 * @param rule The rule.
 * @param scope Where the rows are.
 * @returns The classifier.
 */
export function classifierOf(rule: LevelRule, scope: RuleScope): Classifier {
  let own = classifiers.get(scope);
  if (own === undefined) classifiers.set(scope, own = { columns: new Map(), rules: new Map() });
  let words = own.columns.get(rule.column);
  if (words === undefined) {
    words = new WordPlaces(rule.column, classesOf(rule, scope.entity).words, scope);
    own.columns.set(rule.column, words);
  }
  let classifier = own.rules.get(rule);
  if (classifier === undefined) {
    own.rules.set(rule, classifier = new Classifier(rule, scope, words));
  }
  return classifier;
}

/**
 * Compiles what a rule of levels can say of a row by itself: the table has its value for one level or another.
 *
 * @param rule The rule.
 * @param scope Where the rows are.
 * @returns The rule at work.
 */
export function openLevelRule(rule: LevelRule, scope: RuleScope): RowRunner {
  const classifier = classifierOf(rule, scope);
  const words = new CodeInput(parseInput(rule.column), scope);
  return {
    run(block, fail) {
      const isMissing = classifier.run(block);
      if (isMissing && rule.isJoinedOnly !== true) {
        for (let row = 0; row < block.count; row++) {
          if (classifier.classes[row]! < 0) {
            fail(row, () => nameAll(rule, scope, words.text(block, row)));
          }
        }
      }
      return classifier.askedCount;
    },
  };
}

/** The values that a table has for a word, whatever the level. */
function nameAll(rule: LevelRule, { entity }: RuleScope, word: string): string {
  const { table } = classesOf(rule, entity);
  const values = Array.from({ length: table.count }, (_, level) => table.values(level, word));
  return nameValues(rule, entity, values.flat());
}

/**
 * Names values of a table.
 *
 * @param rule The rule.
 * @param entity The entity of its rows.
 * @param values The values.
 * @returns For example `0.9500 or 1.0000`.
 */
export function nameValues(
  rule: LevelRule,
  entity: Entity,
  values: readonly (number | null)[],
): string {
  const { scale = 0 } = entity.fields[placeOf(entity, rule.field)]!;
  const texts = [...new Set(values)].map((value) =>
    value === null ? "no value" : (value / 10 ** scale).toFixed(scale)
  );
  const more = texts.length > MAX_NAMED ? ` or ${texts.length - MAX_NAMED} more` : "";
  return `${texts.slice(0, MAX_NAMED).join(" or ")}${more}`;
}

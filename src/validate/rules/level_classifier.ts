/**
 * Rules of levels at work on the rows of blocks.
 *
 * @module
 */
import type { LevelRule } from "../../core/rule.ts";
import type { RowBlock } from "../../core/table.ts";
import { type DecodedColumn, STATE } from "../decoded_column.ts";
import { type Gate, openGate } from "./gate.ts";
import { CodeInput, parseInput, placeOf, type RuleScope } from "./input.ts";
import {
  classesOf,
  type LevelClasses,
  nameValues,
  NOTHING,
  UNKNOWN,
  valueSlot,
} from "./level_classes.ts";
import type { RowRunner } from "./runner.ts";

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
  #block: RowBlock | undefined;
  #start = -1;

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
   * The classes of rows, which are given to them unless they have them.
   *
   * @param block The rows.
   * @returns As {@link classes} says; it holds until other rows are shown.
   */
  load(block: RowBlock): Int32Array {
    if (this.#block !== block || this.#start !== block.start) this.run(block);
    return this.classes;
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
    const signs = givenCount === 0
      ? fillNothing(this.#rules, states, places, out, count)
      : slots === undefined
      ? fillDirect(this.#rules, states, numbers, places, out, count)
      : fillSlots(this.#rules, slots, states, numbers, places, out, count);
    this.#block = block;
    this.#start = block.start;
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

/** Gives rows their classes where none has a value; answers all of them by or: negative where one is. */
function fillNothing(
  { classes, ordinalCount }: LevelClasses,
  states: Uint8Array,
  places: Int32Array,
  out: Int32Array,
  count: number,
): number {
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
  return all;
}

/** Gives rows their classes where values are places; answers all of them by or: negative where one is. */
function fillDirect(
  { classes, ordinalCount, ordinals }: LevelClasses,
  states: Uint8Array,
  numbers: Float64Array,
  places: Int32Array,
  out: Int32Array,
  count: number,
): number {
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
  return all;
}

/** Gives rows their classes where values have slots; answers all of them by or: negative where one is. */
function fillSlots(
  { classes, ordinalCount, ordinals }: LevelClasses,
  slots: Float64Array,
  states: Uint8Array,
  numbers: Float64Array,
  places: Int32Array,
  out: Int32Array,
  count: number,
): number {
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
  return all;
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

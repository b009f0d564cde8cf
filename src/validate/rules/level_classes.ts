/**
 * The tables of rules of levels: a value becomes a small number, its class, that says for which levels of the table it
 * is right.
 *
 * @module
 */
import type { Entity } from "../../core/entity.ts";
import type { LevelRule, LevelTable } from "../../core/rule.ts";
import { placeOf } from "./input.ts";

/** Values up to which each has a place of its own. */
const MAX_PLACES = 1 << 17;

/** Values that are named of those wanted. */
const MAX_NAMED = 6;

/** Values that a table has at most. */
const MAX_VALUES = 65_533;

/** Classes of the values of a table. */
export interface LevelClasses {
  readonly table: LevelTable;
  /** The words of the table's columns. */
  readonly words: readonly string[];
  /**
   * Number of classes, that of no class included: 0, for which there is nothing to compare. In records it stands itself
   * for values that the table does not have.
   */
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
 * @throws {RangeError} if the table has values that have no number: too many, negative or broken ones.
 */
export function classesOf(rule: LevelRule, entity: Entity): LevelClasses {
  let classes = known.get(rule);
  if (classes === undefined) known.set(rule, classes = makeClasses(rule, entity));
  return classes;
}

/** Ordinal of values that the table does not have. */
export const UNKNOWN = 0;

/** Ordinal of no value. */
export const NOTHING = 1;

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
          if (ordinals.size > MAX_VALUES || !(Number.isSafeInteger(value) && value >= 0)) {
            throw new RangeError(
              `rule ${rule.code} takes whole numbers from 0, at most ${MAX_VALUES} of them`,
            );
          }
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

/**
 * The slot of a value: its own, or the free one it would take, whose ordinal is that of unknown values.
 *
 * @param slots The values of all slots.
 * @param value The value.
 * @returns Its place among them.
 */
export function valueSlot(slots: Float64Array, value: number): number {
  const mask = slots.length - 1;
  let slot = (Math.imul(value | 0, 0x9e3779b1 | 0) >>> 12) & mask;
  while (slots[slot] !== value && slots[slot] !== -1) slot = (slot + 1) & mask;
  return slot;
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

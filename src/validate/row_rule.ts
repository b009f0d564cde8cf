/**
 * Rules of a dataset, compiled to run over decoded blocks.
 *
 * @module
 */
import { formatId, type IdWords } from "../core/batch.ts";
import type { DerivedIdRule, EqualRule, PrefixRule, RowRule, WordsRule } from "../core/rule.ts";
import type { BlockView, CheckScope } from "./check.ts";
import { STATE } from "./decoded_column.ts";
import { NO_ROOM } from "./interner.ts";
import type { KeptColumn } from "./kept_column.ts";

/** What can be said of a row for which a rule is not broken. */
export const OUTCOME = {
  /** The rule holds. */
  holds: 0,
  /** An input is missing or has not the form of its field, which is another check's finding. */
  noInput: 1,
  /** A word is one of those beyond the ones that are kept. */
  noRoom: 2,
} as const;

/**
 * Tests a row of a block whose own value is good.
 *
 * @param row The row in the block.
 * @returns A member of {@link OUTCOME}; where the rule is broken, what makes the text of the value wanted.
 */
export type RowTest = (row: number) => (() => string) | number;

/** A rule at work on the rows of its entity. */
export interface RuleRunner {
  /** Looks at a block. */
  openBlock(view: BlockView): RowTest;
}

/** Answers that a rule over words keeps at most; then it forgets them all. */
const MAX_ANSWERS = 1 << 16;

/**
 * Whether the rows are at hand that a rule looks at.
 *
 * @param rule The rule.
 * @param view A block of its entity.
 * @returns False if the rule reads a row of an entity that the snapshot does not hold.
 */
export function canOpenRule(rule: RowRule, view: BlockView): boolean {
  return inputsOf(rule).every((input) => {
    if (!input.includes(".")) return true;
    return view.targets[placeOf(view, input.split(".")[0]!)] !== undefined;
  });
}

/**
 * Compiles a rule.
 *
 * @param rule The rule.
 * @param view A block of its entity.
 * @param scope What checks share.
 * @returns The rule at work.
 */
export function openRule(rule: RowRule, view: BlockView, scope: CheckScope): RuleRunner {
  switch (rule.kind) {
    case "equal":
      return openEqual(rule, view, scope);
    case "prefix":
      return openPrefix(rule, view, scope);
    case "words":
      return openWords(rule, view, scope);
    case "derived-id":
      return openDerivedId(rule, view, scope);
  }
}

/**
 * The inputs of a rule.
 *
 * @param rule The rule.
 * @returns One or more.
 */
export function inputsOf(rule: RowRule): readonly string[] {
  return "inputs" in rule ? rule.inputs : [rule.input];
}

/** An input: a column of the block, or one that was kept of another entity. */
interface Input {
  readonly via: number;
  readonly place: number;
  readonly kept: KeptColumn | undefined;
}

function openInput(input: string, view: BlockView, scope: CheckScope): Input {
  const [first, second] = input.split(".");
  const place = placeOf(view, first!);
  if (second === undefined) return { via: -1, place, kept: undefined };
  const { reference } = view.memory.entity.fields[place]!;
  const kept = scope.memories.get(reference!.entity)!.kept.get(second)!;
  return { via: place, place, kept };
}

function placeOf(view: BlockView, name: string): number {
  const place = view.memory.entity.fields.findIndex((field) => field.name === name);
  if (place === -1) throw new TypeError(`${view.memory.entity.plural} have no field "${name}"`);
  return place;
}

/** Number of the word an input has in a row; -1 where it has none, `NO_ROOM` where it could not be kept. */
function openCode(input: Input, view: BlockView): (row: number) => number {
  const { kept } = input;
  if (kept === undefined) {
    const { states, codes } = view.columns[input.place]!;
    return (row) => states[row] === STATE.value ? codes[row]! : -1;
  }
  const targets = view.targets[input.via]!;
  return (row) => targets[row]! < 0 ? -1 : kept.code(targets[row]!);
}

function openBytes(input: Input, view: BlockView): (row: number) => Uint8Array | undefined {
  const { kept, place } = input;
  if (kept === undefined) {
    const { states } = view.columns[place]!;
    const { bytes, starts, ends, width } = view.block;
    return (row) =>
      states[row] === STATE.value
        ? bytes.subarray(starts[row * width + place]!, ends[row * width + place]!)
        : undefined;
  }
  const targets = view.targets[input.via]!;
  return (row) => targets[row]! < 0 ? undefined : kept.bytes(targets[row]!);
}

/** Whether the text of an input is a word that could not be kept. */
function openLost({ kept, via }: Input, view: BlockView): (row: number) => boolean {
  if (kept === undefined || !kept.hasCodes) return () => false;
  const targets = view.targets[via]!;
  return (row) => targets[row]! >= 0 && kept.code(targets[row]!) === NO_ROOM;
}

/** Where the words of an id stand: `ids[at]` up to `ids[at + 3]`. */
interface IdPlace {
  ids: Int32Array;
  at: number;
}

/** Finds the id of an input in a row; answers whether there is one. */
function openId(input: Input, view: BlockView): (row: number, place: IdPlace) => boolean {
  const { kept } = input;
  if (kept === undefined) {
    const { states, ids } = view.columns[input.place]!;
    return (row, place) => {
      place.ids = ids;
      place.at = row * 4;
      return states[row] === STATE.value;
    };
  }
  const targets = view.targets[input.via]!;
  return (row, place) => {
    const target = targets[row]!;
    if (target < 0) return false;
    const ids = place.ids = kept.chunk(target);
    const at = place.at = kept.idAt(target);
    return (ids[at]! | ids[at + 1]! | ids[at + 2]! | ids[at + 3]!) !== 0;
  };
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

function showId({ ids, at }: IdPlace): string {
  return formatId(ids[at]!, ids[at + 1]!, ids[at + 2]!, ids[at + 3]!);
}

function openEqual(rule: EqualRule, view: BlockView, scope: CheckScope): RuleRunner {
  const place = placeOf(view, rule.field);
  const input = openInput(rule.input, view, scope);
  const { kind } = view.memory.entity.fields[place]!;
  const { words } = scope;
  if (kind === "id") {
    return {
      openBlock(view) {
        const { ids } = view.columns[place]!;
        const find = openId(input, view);
        const wanted: IdPlace = { ids, at: 0 };
        return (row) => {
          if (!find(row, wanted)) return OUTCOME.noInput;
          const { ids: other, at } = wanted;
          const isEqual = other[at] === ids[row * 4] && other[at + 1] === ids[row * 4 + 1] &&
            other[at + 2] === ids[row * 4 + 2] && other[at + 3] === ids[row * 4 + 3];
          return isEqual ? OUTCOME.holds : () => showId(wanted);
        };
      },
    };
  }
  if (kind === "text") {
    return {
      openBlock(view) {
        const wantedBytes = openBytes(input, view);
        const isLost = openLost(input, view);
        const { bytes, starts, ends, width } = view.block;
        return (row) => {
          const wanted = wantedBytes(row);
          if (wanted === undefined) return isLost(row) ? OUTCOME.noRoom : OUTCOME.noInput;
          const start = starts[row * width + place]!;
          let isEqual = wanted.length === ends[row * width + place]! - start;
          for (let at = 0; isEqual && at < wanted.length; at++) {
            isEqual = wanted[at] === bytes[start + at];
          }
          return isEqual ? OUTCOME.holds : () => decoder.decode(wanted);
        };
      },
    };
  }
  return {
    openBlock(view) {
      const { codes } = view.columns[place]!;
      const wantedCode = openCode(input, view);
      return (row) => {
        const wanted = wantedCode(row);
        if (wanted < 0) return wanted === NO_ROOM ? OUTCOME.noRoom : OUTCOME.noInput;
        // Words are never given up: one without a number is none of those that have one.
        return codes[row] === wanted ? OUTCOME.holds : () => words.text(wanted);
      };
    },
  };
}

function openPrefix(rule: PrefixRule, view: BlockView, scope: CheckScope): RuleRunner {
  const place = placeOf(view, rule.field);
  const input = openInput(rule.input, view, scope);
  const { words } = scope;
  const prefixes = new Map<number, Uint8Array>();
  return {
    openBlock(view) {
      const prefixCode = openCode(input, view);
      const { bytes, starts, ends, width } = view.block;
      return (row) => {
        const next = prefixCode(row);
        if (next < 0) return next === NO_ROOM ? OUTCOME.noRoom : OUTCOME.noInput;
        let prefix = prefixes.get(next);
        if (prefix === undefined) {
          if (prefixes.size === MAX_ANSWERS) prefixes.clear();
          prefixes.set(next, prefix = words.wordBytes(next).slice());
        }
        const start = starts[row * width + place]!;
        let isPrefix = ends[row * width + place]! - start >= prefix.length;
        for (let at = 0; isPrefix && at < prefix.length; at++) {
          isPrefix = prefix[at] === bytes[start + at];
        }
        return isPrefix ? OUTCOME.holds : () => `${words.text(next)}...`;
      };
    },
  };
}

function openWords(rule: WordsRule, view: BlockView, scope: CheckScope): RuleRunner {
  const place = placeOf(view, rule.field);
  const inputs = rule.inputs.map((input) => openInput(input, view, scope));
  const { words } = scope;
  // Numbers of words have 20 bits: two of them make a number, three or four a pair of numbers.
  const answers = new Map<number, Map<number, string | undefined>>();
  let answerCount = 0;
  return {
    openBlock(view) {
      const { codes } = view.columns[place]!;
      const readers = inputs.map((input) => openCode(input, view));
      const [a, b, c] = readers;
      return (row) => {
        const value = codes[row]!;
        const first = a === undefined ? 0 : a(row);
        const second = b === undefined ? 0 : b(row);
        const third = c === undefined ? 0 : c(row);
        const least = Math.min(value, first, second, third);
        if (least < 0) return least === NO_ROOM ? OUTCOME.noRoom : OUTCOME.noInput;
        const low = value * 1_048_576 + first;
        const high = second * 1_048_576 + third;
        let known = answers.get(high);
        let expected = known?.get(low);
        if (expected === undefined && !(known?.has(low) ?? false)) {
          if (++answerCount > MAX_ANSWERS) {
            answers.clear();
            known = undefined;
            answerCount = 1;
          }
          const texts = readers.map((reader) => words.text(reader(row)));
          expected = rule.check(words.text(value), ...texts);
          if (known === undefined) answers.set(high, known = new Map());
          known.set(low, expected);
        }
        if (expected === undefined) return OUTCOME.holds;
        const text = expected;
        return () => text;
      };
    },
  };
}

function openDerivedId(rule: DerivedIdRule, view: BlockView, scope: CheckScope): RuleRunner {
  const place = placeOf(view, rule.field);
  const inputs = rule.inputs.map((input) => openInput(input, view, scope));
  let rooms: { readonly given: readonly IdWords[]; readonly wanted: IdWords } | undefined;
  return {
    openBlock(view) {
      const { count } = view.block;
      const { ids } = view.columns[place]!;
      if (rooms === undefined || rooms.wanted[0].length < count) {
        rooms = { given: inputs.map(() => makeIds(count)), wanted: makeIds(count) };
      }
      const { given, wanted } = rooms;
      const isKnown = new Uint8Array(count).fill(1);
      const found: IdPlace = { ids, at: 0 };
      inputs.forEach((input, at) => {
        const read = openId(input, view);
        const [a, b, c, d] = given[at]!;
        for (let row = 0; row < count; row++) {
          if (!read(row, found)) {
            isKnown[row] = 0;
            continue;
          }
          const { ids, at } = found;
          a[row] = ids[at]!;
          b[row] = ids[at + 1]!;
          c[row] = ids[at + 2]!;
          d[row] = ids[at + 3]!;
        }
      });
      rule.derive(given, wanted, count);
      const [a, b, c, d] = wanted;
      return (row) => {
        if (isKnown[row] === 0) return OUTCOME.noInput;
        const isEqual = a[row] === ids[row * 4]! >>> 0 && b[row] === ids[row * 4 + 1]! >>> 0 &&
          c[row] === ids[row * 4 + 2]! >>> 0 && d[row] === ids[row * 4 + 3]! >>> 0;
        return isEqual ? OUTCOME.holds : () => formatId(a[row]!, b[row]!, c[row]!, d[row]!);
      };
    },
  };
}

function makeIds(count: number): IdWords {
  const words = () => new Uint32Array(count);
  return [words(), words(), words(), words()];
}

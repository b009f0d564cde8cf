/**
 * Rules about values: equal ones, joined ones, comparisons, tests of bytes, presence.
 *
 * @module
 */
import { formatDay, formatId, type IdWords } from "../../core/batch.ts";
import type {
  BytesRule,
  CompareRule,
  Comparison,
  DerivedIdRule,
  EqualRule,
  JoinedRule,
  PresenceRule,
  Shift,
  ValuesRule,
} from "../../core/rule.ts";
import type { Field } from "../../core/entity.ts";
import type { RowBlock } from "../../core/table.ts";
import { STATE } from "../decoded_column.ts";
import { addMonths } from "./calendar.ts";
import { openGate } from "./gate.ts";
import { BytesInput, CodeInput, openValue, parseInput, placeOf, type RuleScope } from "./input.ts";
import type { RowRunner } from "./runner.ts";

/**
 * Compiles a rule of equal values.
 *
 * @param rule The rule; its input is of the row.
 * @param scope Where the rows are.
 * @returns The rule at work.
 */
export function openEqual(rule: EqualRule, scope: RuleScope): RowRunner {
  return openJoined({ ...rule, kind: "joined", parts: [{ input: rule.input }] }, scope);
}

/**
 * Compiles a rule of joined texts.
 *
 * @param rule The rule; its inputs are of the row.
 * @param scope Where the rows are.
 * @returns The rule at work.
 */
export function openJoined(rule: JoinedRule, scope: RuleScope): RowRunner {
  const encoder = new TextEncoder();
  const gate = openGate(rule.field, rule.when, scope);
  const own = new BytesInput(parseInput(rule.field), scope);
  const parts = rule.parts.map((part) =>
    typeof part === "string" ? encoder.encode(part) : new BytesInput(parseInput(part.input), scope)
  );
  const expected = (block: RowBlock, row: number) =>
    rule.parts.map((part, at) =>
      typeof part === "string" ? part : (parts[at] as BytesInput).text(block, row)
    ).join("");
  return {
    run(block, fail) {
      const marks = gate(block);
      const { bytes } = block;
      let count = 0;
      for (let row = 0; row < block.count; row++) {
        if (marks[row] !== 1 || !own.find(block, row)) continue;
        let at = own.start;
        const last = own.end;
        let isEqual = true;
        let isWhole = true;
        for (const part of parts) {
          let source = bytes;
          let from = 0;
          let to = 0;
          if (part instanceof BytesInput) {
            if (!part.find(block, row)) {
              isWhole = false;
              break;
            }
            from = part.start;
            to = part.end;
          } else {
            source = part;
            to = part.length;
          }
          if (at + to - from > last) isEqual = false;
          while (isEqual && from < to) isEqual = source[from++] === bytes[at++];
        }
        if (!isWhole) continue;
        count++;
        if (!isEqual || at !== last) fail(row, () => expected(block, row));
      }
      return count;
    },
  };
}

/**
 * Compares two numbers.
 *
 * @param operator How.
 * @param a The first.
 * @param b The second.
 * @returns Whether the comparison holds.
 */
export function compareNumbers(operator: Comparison, a: number, b: number): boolean {
  switch (operator) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case "=":
      return a === b;
    case ">=":
      return a >= b;
    case ">":
      return a > b;
  }
}

/** What a comparison asks for, before the number: `at least 5`. */
const COMPARISON_NAMES: Readonly<Record<Comparison, string>> = {
  "<": "less than ",
  "<=": "at most ",
  "=": "",
  ">=": "at least ",
  ">": "more than ",
};

/** The same for days. */
const DAY_NAMES: Readonly<Record<Comparison, string>> = {
  "<": "before ",
  "<=": "at the latest ",
  "=": "",
  ">=": "at the earliest ",
  ">": "after ",
};

/**
 * What a comparison asks for.
 *
 * @param operator How it compares.
 * @param field The field that is compared.
 * @param bound The other number, in units of the field's last place.
 * @returns For example `at the earliest 2020-01-01`.
 */
export function describeComparison(operator: Comparison, field: Field, bound: number): string {
  if (field.kind === "day") return `${DAY_NAMES[operator]}${formatDay(bound)}`;
  const { scale = 0 } = field;
  return `${COMPARISON_NAMES[operator]}${
    scale === 0 ? bound : (bound / 10 ** scale).toFixed(scale)
  }`;
}

/**
 * What a shift that depends on no other field does.
 *
 * @param shift The shift.
 * @param field The field whose value is shifted.
 * @returns A function of its value.
 */
export function openShift(shift: Shift | undefined, field: Field): (value: number) => number {
  const { add = 0, months = 0 } = shift ?? {};
  const units = add * 10 ** (field.scale ?? 0);
  if (months === 0) return (value) => value + units;
  return (value) => addMonths(value, months) + units;
}

/**
 * Compiles a comparison.
 *
 * @param rule The rule; its input is of the row.
 * @param scope Where the rows are.
 * @returns The rule at work.
 */
export function openCompare(rule: CompareRule, scope: RuleScope): RowRunner {
  const { words } = scope;
  const { operator, shift } = rule;
  const gate = openGate(rule.field, rule.when, scope);
  const own = scope.columns[placeOf(scope.entity, rule.field)]!;
  const other = scope.columns[placeOf(scope.entity, parseInput(rule.input).field)]!;
  const shiftValue = openShift(shift, other.field);
  const factor = 10 ** ((own.field.scale ?? 0) - (other.field.scale ?? 0));
  const monthsBy = shift?.monthsBy;
  const by = monthsBy === undefined ? undefined : new CodeInput(parseInput(monthsBy.field), scope);
  const monthsOf = (text: string) =>
    Object.hasOwn(monthsBy!.months, text) ? monthsBy!.months[text]! : NaN;
  const months: number[] = [];
  const { add = 0, months: more = 0 } = shift ?? {};
  const isLater = (operator === ">=" || operator === ">") && add === 0 && more === 0 &&
    factor === 1;
  return {
    run(block, fail) {
      const marks = gate(block);
      const codes = by?.load(block);
      let count = 0;
      for (let row = 0; row < block.count; row++) {
        if (marks[row] !== 1 || other.states[row] !== STATE.value) continue;
        let value = other.numbers[row]!;
        if (codes !== undefined) {
          const code = codes[row]!;
          if (code === -1) continue;
          const added = code < 0
            ? monthsOf(by!.text(block, row))
            : months[code] ??= monthsOf(words.text(code));
          if (Number.isNaN(added)) continue;
          // No month has more than 31 days: what lies behind as many needs no calendar.
          if (isLater && added >= 0 && own.numbers[row]! > value + 31 * added) {
            count++;
            continue;
          }
          value = addMonths(value, added);
        }
        const bound = shiftValue(value) * factor;
        count++;
        if (compareNumbers(operator, own.numbers[row]!, bound)) continue;
        fail(row, () => describeComparison(operator, own.field, bound));
      }
      return count;
    },
  };
}

/**
 * Compiles a rule over values.
 *
 * @param rule The rule; its inputs are of the row.
 * @param scope Where the rows are.
 * @returns The rule at work.
 */
export function openValues(rule: ValuesRule, scope: RuleScope): RowRunner {
  const gate = openGate(rule.field, rule.when, scope);
  const own = openValue(parseInput(rule.field), scope);
  const readers = rule.inputs.map((input) => openValue(parseInput(input), scope));
  const [first, second, third] = readers;
  const { length } = readers;
  const given: (number | string)[] = [];
  // The numbers of inputs that rules have mostly are given without a list of them.
  const ask = (block: RowBlock, row: number): string | undefined | null => {
    if (length > 3 || length === 0) {
      given.length = 0;
      for (const read of readers) {
        const value = read(block, row);
        if (value === undefined) return null;
        given.push(value);
      }
      return rule.check(own(block, row)!, ...given);
    }
    const a = first!(block, row);
    if (a === undefined) return null;
    if (length === 1) return rule.check(own(block, row)!, a);
    const b = second!(block, row);
    if (b === undefined) return null;
    if (length === 2) return rule.check(own(block, row)!, a, b);
    const c = third!(block, row);
    return c === undefined ? null : rule.check(own(block, row)!, a, b, c);
  };
  return {
    run(block, fail) {
      const marks = gate(block);
      let count = 0;
      for (let row = 0; row < block.count; row++) {
        if (marks[row] !== 1) continue;
        const expected = ask(block, row);
        if (expected === null) continue;
        count++;
        if (expected !== undefined) fail(row, () => expected);
      }
      return count;
    },
  };
}

/**
 * Compiles a test of bytes.
 *
 * @param rule The rule.
 * @param scope Where the rows are.
 * @returns The rule at work.
 */
export function openBytes(rule: BytesRule, scope: RuleScope): RowRunner {
  const gate = openGate(rule.field, rule.when, scope);
  const own = new BytesInput(parseInput(rule.field), scope);
  return {
    run(block, fail) {
      const marks = gate(block);
      let count = 0;
      for (let row = 0; row < block.count; row++) {
        if (marks[row] !== 1 || !own.find(block, row)) continue;
        count++;
        if (rule.test(block.bytes, own.start, own.end)) continue;
        fail(row, () => rule.expected(own.text(block, row)));
      }
      return count;
    },
  };
}

/**
 * Compiles a rule of presence.
 *
 * @param rule The rule.
 * @param scope Where the rows are.
 * @returns The rule at work.
 */
export function openPresence(rule: PresenceRule, scope: RuleScope): RowRunner {
  const gate = openGate(undefined, rule.when, scope);
  const own = scope.columns[placeOf(scope.entity, rule.field)]!;
  const wanted = rule.isPresent ? STATE.value : STATE.null;
  return {
    run(block, fail) {
      const marks = gate(block);
      let count = 0;
      for (let row = 0; row < block.count; row++) {
        if (marks[row] !== 1 || own.states[row] === STATE.bad) continue;
        count++;
        if (own.states[row] !== wanted) fail(row, () => rule.isPresent ? "a value" : "no value");
      }
      return count;
    },
  };
}

/**
 * Compiles a rule of computed identifiers.
 *
 * @param rule The rule; its inputs are of the row.
 * @param scope Where the rows are.
 * @returns The rule at work.
 */
export function openDerivedId(rule: DerivedIdRule, scope: RuleScope): RowRunner {
  const gate = openGate(rule.field, rule.when, scope);
  const own = scope.columns[placeOf(scope.entity, rule.field)]!;
  const inputs = rule.inputs.map((input) =>
    scope.columns[placeOf(scope.entity, parseInput(input).field)]!
  );
  let rooms: { readonly given: readonly IdWords[]; readonly wanted: IdWords } | undefined;
  return {
    run(block, fail) {
      const { count } = block;
      const marks = gate(block);
      if (rooms === undefined || rooms.wanted[0].length < count) {
        rooms = { given: inputs.map(() => makeIds(count)), wanted: makeIds(count) };
      }
      const { given, wanted } = rooms;
      inputs.forEach(({ ids }, at) => {
        const [a, b, c, d] = given[at]!;
        for (let row = 0; row < count; row++) {
          a[row] = ids[row * 4]!;
          b[row] = ids[row * 4 + 1]!;
          c[row] = ids[row * 4 + 2]!;
          d[row] = ids[row * 4 + 3]!;
        }
      });
      rule.derive(given, wanted, count);
      const [a, b, c, d] = wanted;
      const { ids } = own;
      let asked = 0;
      for (let row = 0; row < count; row++) {
        if (marks[row] !== 1) continue;
        if (inputs.some(({ states }) => states[row] !== STATE.value)) continue;
        asked++;
        const isEqual = a[row] === ids[row * 4]! >>> 0 && b[row] === ids[row * 4 + 1]! >>> 0 &&
          c[row] === ids[row * 4 + 2]! >>> 0 && d[row] === ids[row * 4 + 3]! >>> 0;
        if (!isEqual) fail(row, () => formatId(a[row]!, b[row]!, c[row]!, d[row]!));
      }
      return asked;
    },
  };
}

function makeIds(count: number): IdWords {
  const words = () => new Uint32Array(count);
  return [words(), words(), words(), words()];
}

/**
 * Rules about words: which go together, alone by a function, by a table, or by their beginnings.
 *
 * @module
 */
import type { FormRule, PrefixRule, TableRule, WordsRule } from "../../core/rule.ts";
import type { RowBlock } from "../../core/table.ts";
import { NO_ROOM } from "../interner.ts";
import { type ByteTest, compilePattern } from "../pattern.ts";
import { openGate } from "./gate.ts";
import { BytesInput, CodeInput, parseInput, parsePart, placeOf, type RuleScope } from "./input.ts";
import { KnownTuples } from "./known_tuples.ts";
import type { Fail, RowRunner } from "./runner.ts";
import { TupleTable } from "./tuple_table.ts";

/** Answers that a rule over words keeps at most; then it forgets them all. */
const MAX_ANSWERS = 1 << 16;

/** Values that a broken rule over a table names at most. */
const MAX_NAMED = 5;

/** Says what a tuple of words comes to. */
interface Judge {
  /** The number of the answer to a tuple of words that all have numbers. */
  ofCodes(codes: Int32Array): number;
  /** The number of the answer to a tuple of texts. */
  ofTexts(texts: readonly string[]): number;
  /** What was wanted; undefined where it holds. */
  expected(answer: number, texts: () => readonly string[]): (() => string) | undefined;
}

/** Runs over tuples of words: the field's, then the inputs'. */
function openTuples(
  rule: WordsRule | TableRule,
  scope: RuleScope,
  judge: Judge,
  wordCounts?: readonly number[],
): RowRunner {
  const gate = openGate(rule.field, rule.when, scope);
  const own = scope.columns[placeOf(scope.entity, rule.field)]!;
  const isAlways = rule.when === undefined;
  const inputs = [
    new CodeInput(parsePart(rule.field, rule.part), scope),
    ...rule.inputs.map((input) => new CodeInput(parseInput(input), scope)),
  ];
  const width = inputs.length;
  const key = new Int32Array(width);
  const known = new KnownTuples(width, wordCounts);
  return {
    run(block: RowBlock, fail: Fail): number {
      if (own.givenCount === 0) return 0;
      const lists = inputs.map((input) => input.load(block));
      const isGood = known.mark(lists, block.count);
      // Only rows with a value can be known.
      if (isAlways && known.knownCount === own.givenCount) return own.givenCount;
      const marks = gate(block);
      let count = 0;
      for (let row = 0; row < block.count; row++) {
        if (marks[row] !== 1) continue;
        if (isGood[row] === 1) {
          count++;
          continue;
        }
        let isKnown = true;
        let isWhole = true;
        for (let at = 0; at < width; at++) {
          const code = lists[at]![row]!;
          key[at] = code;
          if (code < 0) {
            isKnown = false;
            if (code === -1) isWhole = false;
          }
        }
        if (!isWhole) continue;
        count++;
        const texts = () => inputs.map((input) => input.text(block, row));
        const answer = isKnown ? judge.ofCodes(key) : judge.ofTexts(texts());
        if (answer === 0 && isKnown) known.add(key);
        const expected = answer === 0 ? undefined : judge.expected(answer, texts);
        if (expected !== undefined) fail(row, expected);
      }
      return count;
    },
  };
}

/**
 * Compiles a rule over words.
 *
 * @param rule The rule.
 * @param scope Where the rows are.
 * @returns The rule at work.
 */
export function openWords(rule: WordsRule, scope: RuleScope): RowRunner {
  const { words } = scope;
  const answers = new TupleTable(rule.inputs.length + 1);
  // Number 0 stands for "it holds".
  let wanted: string[] = [""];
  const judge = ([value, ...inputs]: readonly string[]): number => {
    const expected = rule.check(value!, ...inputs);
    return expected === undefined ? 0 : wanted.push(expected) - 1;
  };
  const forget = () => {
    answers.clear();
    wanted = [""];
  };
  return openTuples(rule, scope, {
    ofCodes(codes) {
      let answer = answers.get(codes);
      if (answer === -1) {
        if (answers.count >= MAX_ANSWERS) forget();
        answer = judge(Array.from(codes, (code) => words.text(code)));
        answers.set(codes, answer);
      }
      return answer;
    },
    ofTexts(texts) {
      if (wanted.length > MAX_ANSWERS) forget();
      return judge(texts);
    },
    expected(answer) {
      const text = wanted[answer]!;
      return () => text;
    },
  });
}

/**
 * Compiles a rule over a table.
 *
 * @param rule The rule.
 * @param scope Where the rows are.
 * @returns The rule at work.
 */
export function openTable(rule: TableRule, scope: RuleScope): RowRunner {
  const { words } = scope;
  const encoder = new TextEncoder();
  const width = rule.inputs.length + 1;
  const rows = [...rule.rows()];
  const codes = new TupleTable(width, rows.length);
  const known = new Map<string, number>();
  const codeOf = (text: string): number => {
    let code = known.get(text);
    if (code === undefined) {
      const bytes = encoder.encode(text);
      known.set(text, code = words.codeOf(bytes, 0, bytes.length));
    }
    return code;
  };
  const key = new Int32Array(width).fill(-1);
  const seen = Array.from({ length: width }, () => new Set<number>());
  for (const row of rows) {
    if (row.length !== width) {
      throw new TypeError(`a row of the table of rule ${rule.code} has not ${width} texts`);
    }
    for (let at = 0; at < width; at++) {
      const code = codeOf(row[at]!);
      if (key[at] !== code) seen[at]!.add(code);
      key[at] = code;
    }
    if (!key.includes(NO_ROOM)) codes.set(key, 0);
  }
  const joined = (row: readonly string[]) => row.join("\u0000");
  let texts: Set<string> | undefined;
  const hasTexts = (row: readonly string[]) =>
    (texts ??= new Set(rows.map(joined))).has(joined(row));
  const judge: Judge = {
    ofCodes: (key) => codes.get(key) === 0 ? 0 : 1,
    ofTexts: (row) => hasTexts(row) ? 0 : 1,
    expected(_answer, given) {
      // A word may have got its number only after the table was full.
      const row = given();
      if (hasTexts(row)) return undefined;
      return () => nameRows(rule, rows, row);
    },
  };
  return openTuples(rule, scope, judge, seen.map(({ size }) => size));
}

function nameRows(
  { field, inputs: names }: TableRule,
  rows: readonly (readonly string[])[],
  given: readonly string[],
): string {
  const inputs = given.slice(1);
  const fits = rows.filter((row) => inputs.every((text, at) => text === row[at + 1]));
  const values = [...new Set(fits.map(([value]) => value!))];
  if (values.length === 0) {
    return `other values of ${names.join(", ")}: no ${field} goes with ${inputs.join(", ")}`;
  }
  const more = values.length > MAX_NAMED ? ` or ${values.length - MAX_NAMED} more` : "";
  return `${values.slice(0, MAX_NAMED).join(" or ")}${more}`;
}

/**
 * Compiles a rule over beginnings.
 *
 * @param rule The rule.
 * @param scope Where the rows are.
 * @returns The rule at work.
 */
export function openPrefix(rule: PrefixRule, scope: RuleScope): RowRunner {
  const gate = openGate(rule.field, rule.when, scope);
  const own = new BytesInput(parseInput(rule.field), scope);
  const input = new BytesInput(parseInput(rule.input), scope);
  return {
    run(block, fail) {
      const marks = gate(block);
      const { bytes } = block;
      let count = 0;
      for (let row = 0; row < block.count; row++) {
        if (marks[row] !== 1 || !input.find(block, row) || !own.find(block, row)) continue;
        count++;
        const length = input.end - input.start;
        let isPrefix = own.end - own.start >= length;
        for (let at = 0; isPrefix && at < length; at++) {
          isPrefix = bytes[input.start + at] === bytes[own.start + at];
        }
        if (!isPrefix) fail(row, () => `${input.text(block, row)}...`);
      }
      return count;
    },
  };
}

/**
 * Compiles a rule over forms.
 *
 * @param rule The rule.
 * @param scope Where the rows are.
 * @returns The rule at work.
 */
export function openForm(rule: FormRule, scope: RuleScope): RowRunner {
  const { words } = scope;
  const gate = openGate(rule.field, rule.when, scope);
  const own = new BytesInput(parseInput(rule.field), scope);
  const input = new CodeInput(parseInput(rule.input), scope);
  const patternOf = (text: string) =>
    Object.hasOwn(rule.forms, text) ? rule.forms[text] : rule.otherwise;
  const compiled = new Map<string, ByteTest>();
  const testOf = (text: string): ByteTest | null => {
    const pattern = patternOf(text);
    if (pattern === undefined) return null;
    let test = compiled.get(pattern);
    if (test === undefined) compiled.set(pattern, test = compilePattern(pattern));
    return test;
  };
  const byCode: (ByteTest | null | undefined)[] = [];
  return {
    run(block, fail) {
      const marks = gate(block);
      const codes = input.load(block);
      const { bytes } = block;
      let count = 0;
      for (let row = 0; row < block.count; row++) {
        const code = codes[row]!;
        if (marks[row] !== 1 || code === -1) continue;
        let test = code < 0 ? testOf(input.text(block, row)) : byCode[code];
        if (test === undefined) test = byCode[code] = testOf(words.text(code));
        if (test === null || !own.find(block, row)) continue;
        count++;
        if (!test(bytes, own.start, own.end)) {
          fail(row, () => `a text matching ${patternOf(input.text(block, row))}`);
        }
      }
      return count;
    },
  };
}

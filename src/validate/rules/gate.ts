/**
 * Which rows a rule is asked of.
 *
 * @module
 */
import type { RuleCondition } from "../../core/rule.ts";
import type { RowBlock } from "../../core/table.ts";
import { STATE } from "../decoded_column.ts";
import { CodeInput, parseInput, placeOf, type RuleScope } from "./input.ts";

/**
 * Marks the rows of a block: 1 where the rule is asked, any other number where it is not. The array is filled
 * again for the next block.
 */
export type Gate = (block: RowBlock) => Uint8Array;

/**
 * Opens the gate of a rule.
 *
 * @param field The field that must have a proper value; undefined where it need not.
 * @param when The rule's condition.
 * @param scope Where the rows are.
 * @returns The gate.
 */
export function openGate(
  field: string | undefined,
  when: RuleCondition | undefined,
  scope: RuleScope,
): Gate {
  const own = field === undefined ? undefined : scope.columns[placeOf(scope.entity, field)]!;
  if (when === undefined && own !== undefined) return () => own.states;
  const holds = when === undefined ? undefined : openCondition(when, scope);
  let marks = new Uint8Array(0);
  return (block) => {
    if (marks.length < block.count) marks = new Uint8Array(block.count);
    marks.fill(1, 0, block.count);
    if (own !== undefined) {
      for (let row = 0; row < block.count; row++) {
        if (own.states[row] !== STATE.value) marks[row] = 0;
      }
    }
    holds?.(block, marks);
    return marks;
  };
}

/** Takes the marks off the rows in which a condition does not hold. */
function openCondition(
  when: RuleCondition,
  scope: RuleScope,
): (block: RowBlock, marks: Uint8Array) => void {
  const column = scope.columns[placeOf(scope.entity, when.field)]!;
  const { values, hasValue } = when;
  const wanted = hasValue === false ? STATE.null : STATE.value;
  if (values === undefined) {
    return (block, marks) => {
      const { states } = column;
      for (let row = 0; row < block.count; row++) if (states[row] !== wanted) marks[row] = 0;
    };
  }
  const input = new CodeInput(parseInput(when.field), scope);
  const allowed = new Set(values);
  // What is known of a word: 1 it is one of them, 2 it is none, 0 unknown.
  let verdicts = new Uint8Array(1024);
  return (block, marks) => {
    const codes = input.load(block);
    for (let row = 0; row < block.count; row++) {
      const code = codes[row]!;
      if (code < 0) {
        if (code === -1 || !allowed.has(input.text(block, row))) marks[row] = 0;
        continue;
      }
      if (code >= verdicts.length) verdicts = grow(verdicts, code + 1);
      if (verdicts[code] === 0) verdicts[code] = allowed.has(scope.words.text(code)) ? 1 : 2;
      if (verdicts[code] !== 1) marks[row] = 0;
    }
  };
}

function grow(array: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(length, array.length * 2));
  larger.set(array);
  return larger;
}

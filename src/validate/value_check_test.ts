import { assertEquals } from "@std/assert";
import type { Field } from "../core/entity.ts";
import { DecodedColumn, STATE } from "./decoded_column.ts";
import { checkedCounter, compileValueCheck } from "./value_check.ts";

/** What becomes of values, and of a null behind them. */
function check(rest: Partial<Field>, values: readonly number[]): readonly number[] {
  const field = { name: "f", description: "A field.", ...rest } as Field;
  const column = new DecodedColumn(field, { hasCodes: field.kind === "word", hasHashes: false });
  column.reserve(values.length + 1);
  column.states.fill(STATE.value);
  column.states[values.length] = STATE.null;
  values.forEach((value, row) => {
    if (field.kind === "word") column.codes[row] = value;
    else column.numbers[row] = value;
  });
  compileValueCheck(column)(values.length + 1);
  return [...column.states.subarray(0, values.length + 1)];
}

Deno.test("compileValueCheck() takes numbers out of range, and nulls that may not be, for bad", () => {
  const { bad, value } = STATE;
  const field = { kind: "integer", min: 0, max: 9 } as const;
  assertEquals(check(field, [-1, 0, 9, 10]), [bad, value, value, bad, bad]);
  assertEquals(check({ ...field, nullable: true }, [5]), [value, STATE.null]);
  assertEquals(check({ kind: "integer" }, [2 ** 53]), [bad, bad]);
});

Deno.test("compileValueCheck() takes days that can't be written, and words without a number, for bad", () => {
  const { bad, value } = STATE;
  const days = [-719_529, -719_528, 2_932_896, 2_932_897];
  assertEquals(check({ kind: "day" }, days), [bad, value, value, bad, bad]);
  assertEquals(check({ kind: "word" }, [0, -1, 7]), [value, bad, value, bad]);
});

/** What is handed on of values, each as often as it counts. */
function countGood(rest: Partial<Field>, values: readonly number[], counts?: readonly number[]) {
  const field = { name: "f", description: "A field.", ...rest } as Field;
  const good: number[] = [];
  let nulls = 0;
  const counter = checkedCounter(field, [{
    add(values, counts, size) {
      for (let at = 0; at < size; at++) {
        good.push(...Array(counts === undefined ? 1 : counts[at]!).fill(values[at]));
      }
    },
    addNulls: (count) => nulls += count,
  }]);
  counter.add(Int32Array.from(values), counts && Uint32Array.from(counts), values.length);
  counter.addNulls(2);
  return [good, nulls];
}

Deno.test("checkedCounter() hands on what is of its field's form, as compileValueCheck() tells it", () => {
  const field = { kind: "integer", min: 0, max: 9 } as const;
  assertEquals(countGood(field, [-1, 0, 9, 10]), [[0, 9], 0]);
  assertEquals(countGood(field, [-1, 0, 9, 10], [3, 0, 2, 1]), [[9, 9], 0]);
  assertEquals(countGood({ ...field, nullable: true }, [5]), [[5], 2]);
  assertEquals(countGood({ kind: "day" }, [-719_529, 0, 2_932_897]), [[0], 0]);
  assertEquals(countGood({ kind: "word", nullable: true }, [0, -1, -2]), [[0, -2], 2]);
});

import { assertEquals } from "@std/assert";
import type { Field } from "../core/entity.ts";
import { DecodedColumn, STATE } from "./decoded_column.ts";
import { compileValueCheck } from "./value_check.ts";

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

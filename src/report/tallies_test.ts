import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { STATE } from "../validate/decoded_column.ts";
import { quantileOf } from "./histogram.ts";
import type { TallyScope } from "./measures/measure.ts";
import { type NumberCounts, numberTally } from "./number_tally.ts";
import { MAX_DISTINCT, ValueCounts } from "./value_counts.ts";

/** Counts numbers in parts, as threads do; each part in blocks of a hundred rows. */
function countNumbers(
  parts: readonly (readonly number[])[],
  kind: "integer" | "day" = "integer",
): NumberCounts {
  const tally = numberTally("rows", { name: "value", kind });
  const column = { states: new Uint8Array(100).fill(STATE.value), numbers: new Float64Array(100) };
  const run = tally.open({ column: () => column } as unknown as TallyScope);
  let sum: unknown;
  for (const part of parts) {
    for (let at = 0; at < part.length; at += 100) {
      const block = part.slice(at, at + 100);
      column.numbers.set(block);
      run.rows(block.length);
    }
    sum = tally.merge(sum, structuredClone(run.take()));
  }
  return sum as NumberCounts;
}

const quartiles = (counts: NumberCounts, isDay = false) =>
  [0.05, 0.25, 0.5, 0.75].map((part) => quantileOf(counts, part, isDay));

Deno.test("numberTally() tells the quantiles of few values exactly", () => {
  const years = Array.from({ length: 1000 }, (_, row) => 1998 + row % 27);
  const sorted = years.toSorted((a, b) => a - b);
  const wanted = [0.05, 0.25, 0.5, 0.75].map((part) => sorted[part * 1000 - 1]!);
  assertEquals(quartiles(countNumbers([years])), wanted);
  assertEquals(quartiles(countNumbers([years], "day"), true), wanted);
  assertEquals(
    quartiles(countNumbers([[50_000, 50_000, 100_000, 250_000], [500, 500, 1000, 1000]])),
    [500, 500, 1000, 50_000],
  );
  assertEquals(quartiles(countNumbers([[-500, -0, 0, -(2 ** 40)]])), [
    -(2 ** 40),
    -(2 ** 40),
    -500,
    0,
  ]);
});

Deno.test("numberTally() gives the same counts whatever parts the rows come in, and in bins beyond", () => {
  for (const distinct of [MAX_DISTINCT, MAX_DISTINCT + 1]) {
    const values = Array.from({ length: 9000 }, (_, row) => row * 7 % distinct * 100);
    const whole = countNumbers([values]);
    assertEquals(whole.exact !== undefined, distinct === MAX_DISTINCT);
    for (const cuts of [[1], [4096], [4097], [2000, 8000]]) {
      const parts = [0, ...cuts].map((start, at) => values.slice(start, cuts[at]));
      for (const order of [parts, parts.toReversed()]) {
        const counts = countNumbers(order);
        assertEquals(counts.bins, whole.bins);
        assertEquals(quartiles(counts), quartiles(whole));
        assertEquals(counts.exact?.size, whole.exact?.size);
      }
    }
    const total = whole.exact?.list().counts ?? whole.bins;
    assertEquals(total.reduce((sum, count) => sum + count, 0), 9000);
    const wanted = values.toSorted((a, b) => a - b)[4499]!;
    assertAlmostEquals(quantileOf(whole, 0.5), wanted, wanted * 0.0081);
  }
});

Deno.test("ValueCounts counts no more than so many values, and those it knows on", () => {
  const counts = new ValueCounts();
  for (let at = 0; at < MAX_DISTINCT; at++) assert(counts.add(at * 2 ** 32, 1));
  assertEquals([counts.add(-1, 1), counts.add(2 ** 32, 3), counts.size], [
    false,
    true,
    MAX_DISTINCT,
  ]);
  const { values, counts: rows } = counts.list();
  assertEquals(rows[values.indexOf(2 ** 32)], 4);
  counts.clear();
  assertEquals([counts.size, counts.list().values.length], [0, 0]);
});

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { MAX_BUCKETS, MAX_WORDS, NumberSummary, WordSummary } from "./field_summary.ts";
import { type FieldValues, measureShift } from "./shift.ts";

/** Numbers between 0 and 1 that are the same in every run. */
function* draws(seed: number): Generator<number> {
  for (let state = seed;;) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    yield (state >>> 8) / 2 ** 24;
  }
}

function numbersOf(values: Iterable<number>): FieldValues {
  const numbers = new NumberSummary(0);
  for (const value of values) numbers.add(value);
  return { nulls: 0, filled: numbers.count, numbers };
}

function take(count: number, seed: number, make: (draw: number) => number): number[] {
  const source = draws(seed);
  return Array.from({ length: count }, () => Math.round(make(source.next().value!)));
}

Deno.test("NumberSummary gives the same buckets whatever the order", () => {
  const values = take(20_000, 1, (draw) => draw * 1e9);
  const [up, down] = [new NumberSummary(0), new NumberSummary(0)];
  for (const value of values) up.add(value);
  for (const value of values.toReversed()) down.add(value);
  assert(up.buckets.size <= MAX_BUCKETS);
  assertEquals(up.width, down.width);
  assertEquals(new Map([...up.buckets].sort()), new Map([...down.buckets].sort()));
  const exact = values.toSorted((a, b) => a - b)[10_000]!;
  assert(Math.abs(up.quantile(0.5) - exact) <= 2 * up.width);
});

Deno.test("WordSummary tells no words where there are too many", () => {
  const summary = new WordSummary();
  const bytes = Uint8Array.of(65);
  for (let word = 0; word <= MAX_WORDS; word++) summary.add(word * 0x9e3779b1 | 0, bytes, 0, 1);
  assert(summary.isOverfull);
  assertEquals(summary.words(), []);
});

Deno.test("measureShift() finds nothing in two samples of one population", () => {
  let told = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const a = numbersOf(take(2000, seed * 7919, (draw) => draw * 100));
    const b = numbersOf(take(3000, seed * 104729, (draw) => draw * 100));
    if (measureShift("number", a, b).level !== "none") told++;
  }
  assert(told <= 2, `${told} of 60`);
});

Deno.test("measureShift() finds nothing in two samples of many words", () => {
  let told = 0;
  for (let seed = 1; seed <= 30; seed++) {
    const sample = (count: number, from: number): FieldValues => {
      const summary = new WordSummary();
      const bytes = Uint8Array.of(65);
      for (const word of take(count, from, (draw) => draw * draw * 300)) {
        summary.add(word << 9, bytes, 0, 1);
      }
      return { nulls: 0, filled: count, words: summary };
    };
    const shift = measureShift("word", sample(1500, seed * 7919), sample(1200, seed * 104729));
    if (shift.level !== "none") told++;
  }
  assert(told <= 1, `${told} of 30`);
});

Deno.test("measureShift() tells how far numbers moved", () => {
  const at = (factor: number) => numbersOf(take(5000, 3, (draw) => draw * 100 * factor));
  assertEquals(measureShift("number", at(1), at(1)).level, "none");
  assertEquals(measureShift("number", at(1), at(1.15)).level, "moderate");
  const far = measureShift("number", at(1), at(2));
  assertEquals(far.level, "large");
  assert(Math.abs(far.measures.ks! - 0.5) < 0.03);
});

Deno.test("measureShift() tells of words, of values that went missing, and of constants", () => {
  const words = (shares: readonly number[]): FieldValues => {
    const summary = new WordSummary();
    const bytes = new TextEncoder().encode("abc");
    shares.forEach((count, word) => {
      for (let i = 0; i < count; i++) summary.add((word + 1) << 9, bytes, word, word + 1);
    });
    return { nulls: 0, filled: summary.count, words: summary };
  };
  const shift = measureShift("word", words([600, 300, 100]), words([300, 600, 100]));
  assertEquals(shift.level, "large");
  assert(Math.abs(shift.measures.total_variation! - 0.3) < 1e-9);
  assertEquals(shift.words?.[0], { word: "a", a: 0.6, b: 0.3 });
  const full = numbersOf([1, 1, 1, 1]);
  assertEquals(measureShift("number", full, { ...numbersOf([]), nulls: 50 }).level, "large");
  assertNotEquals(
    measureShift("number", numbersOf(Array(50).fill(1)), numbersOf(Array(50).fill(2))).level,
    "none",
  );
});

import { assert, assertEquals, assertThrows } from "@std/assert";
import { buildChoice } from "./sampler_choice.ts";
import { buildPoisson } from "./sampler_poisson.ts";

/** Numbers of words of each outcome, by counting columns: words in steps that reach every threshold. */
function countWords(sampler: { at(word: number): number }, step: number, size: number): number[] {
  const counts = new Array<number>(size).fill(0);
  for (let word = 0; word < 2 ** 32; word += step) counts[sampler.at(word)]! += step;
  return counts;
}

Deno.test("buildChoice() gives weights that fit the words exactly, counted over all words", () => {
  const weights = [5, 0, 3, 1, 7, 100, 12];
  const choice = buildChoice(weights);
  // The sum of the weights is 2^7, so that all thresholds are multiples of 2^25.
  const expected = weights.map((weight) => weight * 2 ** 25);
  assertEquals([...choice.wordCounts()], expected);
  assertEquals(countWords(choice, 2 ** 20, weights.length), expected);
});

Deno.test("buildChoice() is less than a word from every share and every sum of shares", () => {
  const many = Array.from({ length: 40_000 }, (_, i) => 1 + i * i % 9973);
  const cases = [[1], [1, 1, 1], [3, 1, 4, 1, 5, 9, 2, 6], [1, 2 ** 31], [7, 0, 0], many];
  for (const weights of cases) {
    const choice = buildChoice(weights);
    const counts = choice.wordCounts();
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    let sum = 0, wanted = 0, given = 0;
    for (const [i, weight] of weights.entries()) {
      given += counts[i] ?? 0;
      wanted += weight;
      if (Math.abs((counts[i] ?? 0) - weight / total * 2 ** 32) >= 1.00001) assertEquals(i, -1);
      if (Math.abs(given - wanted / total * 2 ** 32) > 0.50001) assertEquals(i, -1);
      if (weight === 0) assertEquals(counts[i] ?? 0, 0);
      sum += counts[i] ?? 0;
    }
    assertEquals(sum, 2 ** 32);
  }
});

Deno.test("buildChoice() gives in samples of words the outcomes that it counts", () => {
  const weights = Array.from({ length: 300 }, (_, i) => (i * 37) % 101);
  const choice = buildChoice(weights);
  const counts = countWords(choice, 4099, weights.length);
  const exact = choice.wordCounts();
  for (const [i, count] of counts.entries()) {
    // A step of words misses a column's border by a step at most; an outcome has few columns.
    assert(Math.abs(count - (exact[i] ?? 0)) < 40 * 4099, `outcome ${i}`);
  }
});

Deno.test("buildChoice() refuses weights that it can't honour", () => {
  for (const weights of [[], [0], [0, 0], [-1, 2], [0.5], [NaN], [Infinity], [2 ** 53]]) {
    assertThrows(() => buildChoice(weights), RangeError);
  }
  assertThrows(() => buildChoice([2 ** 52, 2 ** 52]), RangeError, "sum");
  assertThrows(() => buildChoice([1, 2 ** 34]), RangeError, "would never come");
});

Deno.test("buildPoisson() is nearer than 2^-32 to the exact distribution function", () => {
  for (const mean of [0, 1e-6, 0.1, 1, 3.5, 30, 500]) {
    const poisson = buildPoisson({ mean });
    const counts = poisson.wordCounts();
    const first = poisson.max - counts.length + 1;
    // Independent: the recurrence from exp(-mean), in logarithms, from 0 on.
    let exact = 0, given = 0, worst = 0;
    for (let value = 0; value <= poisson.max + 50; value++) {
      let logShare = -mean;
      for (let i = 1; i <= value; i++) logShare += Math.log(mean / i);
      exact += Math.exp(logShare);
      given += value < first ? 0 : counts[value - first] ?? 0;
      worst = Math.max(worst, Math.abs(given / 2 ** 32 - exact));
    }
    assert(worst < 2 ** -32, `mean ${mean}: ${worst * 2 ** 32} words`);
  }
});

Deno.test("buildPoisson() has the mean and the variance of large means", () => {
  for (const mean of [10_000, 1_000_000]) {
    const poisson = buildPoisson({ mean });
    const counts = poisson.wordCounts();
    const first = poisson.max - counts.length + 1;
    const share = (i: number) => counts[i]! / 2 ** 32;
    let average = 0, variance = 0;
    for (let i = 0; i < counts.length; i++) average += share(i) * (first + i);
    for (let i = 0; i < counts.length; i++) variance += share(i) * (first + i - average) ** 2;
    assert(Math.abs(average / mean - 1) < 1e-8, `mean ${average}`);
    assert(Math.abs(variance / mean - 1) < 1e-6, `variance ${variance}`);
  }
});

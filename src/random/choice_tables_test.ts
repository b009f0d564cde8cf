import { assert, assertEquals, assertThrows } from "@std/assert";
import { ChoiceTables } from "./choice_tables.ts";
import { buildChoice } from "./sampler_choice.ts";

const TABLES = [
  [3, 0, 1],
  [1],
  [5, 4, 3, 2, 1, 0],
  [0.1, 0.2, 0.3, 0, 0.4],
  Array.from({ length: 5000 }, (_, at) => 1 / (1 + at)),
  Array.from({ length: 300 }, (_, at) => (at * 37) % 101),
];

Deno.test("ChoiceTables are less than 2^-32 from every share and every sum of shares", () => {
  const tables = new ChoiceTables(TABLES);
  TABLES.forEach((weights, table) => {
    const counts = tables.wordCounts(table);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    let wanted = 0, given = 0;
    for (const [entry, weight] of weights.entries()) {
      wanted += weight;
      given += counts[entry]!;
      if (weight === 0) assertEquals(counts[entry], 0);
      assert(Math.abs(counts[entry]! - weight / total * 2 ** 32) < 1.0001, `${table} ${entry}`);
      assert(Math.abs(given - wanted / total * 2 ** 32) < 0.501, `${table} up to ${entry}`);
    }
    assertEquals(given, 2 ** 32);
  });
});

Deno.test("ChoiceTables.pick() gives the entries that wordCounts() counts", () => {
  const tables = new ChoiceTables(TABLES);
  TABLES.forEach((weights, table) => {
    const step = 4099;
    const counts = new Float64Array(weights.length);
    for (let word = 0; word < 2 ** 32; word += step) counts[tables.pick(word, table)]! += step;
    tables.wordCounts(table).forEach((count, entry) => {
      assert(Math.abs(count - counts[entry]!) <= 40 * step, `${table} ${entry}`);
    });
  });
});

Deno.test("ChoiceTables.pick() is buildChoice(), with signed and unsigned words alike", () => {
  const tables = new ChoiceTables(TABLES);
  for (const table of [0, 1, 2, 5]) {
    const choice = buildChoice(TABLES[table]!);
    for (const word of [0, 1, 0x7fffffff, 0x80000000, 0xdeadbeef, 0xffffffff, 0x12345678]) {
      assertEquals(tables.pick(word, table), choice.at(word));
      assertEquals(tables.pick(word | 0, table), choice.at(word));
    }
  }
});

Deno.test("ChoiceTables refuses weights that it can't honour", () => {
  for (const weights of [[], [0, 0], [-1, 2], [-0.5, 1], [NaN], [Infinity], [1, 2 ** 34]]) {
    assertThrows(() => new ChoiceTables([[1], weights]), RangeError);
  }
  assertThrows(() => new ChoiceTables([[1e-12, 0.5]]), RangeError, "would never come");
});

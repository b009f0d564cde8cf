import { assert, assertEquals, assertThrows } from "@std/assert";
import { WeightTables } from "./weights.ts";

Deno.test("WeightTables deals evenly spaced words by the weights", () => {
  const weights = [[3, 0, 1], [1], [5, 4, 3, 2, 1, 0]];
  const tables = new WeightTables(weights);
  const count = 600_000;
  weights.forEach((table, at) => {
    const sum = table.reduce((before, weight) => before + weight, 0);
    const counts = table.map(() => 0);
    for (let i = 0; i < count; i++) counts[tables.pick(Math.floor(i * 2 ** 32 / count), at)]!++;
    table.forEach((weight, entry) => {
      assert(Math.abs(counts[entry]! - count * weight / sum) < 10, `${at} ${entry} ${counts}`);
    });
  });
});

Deno.test("WeightTables.pick() takes signed and unsigned words alike, and both ends", () => {
  const tables = new WeightTables([[1, 2, 3, 4, 5, 6, 7]]);
  for (const word of [0, 1, 0x7fffffff, 0x80000000, 0xdeadbeef, 0xffffffff]) {
    const entry = tables.pick(word, 0);
    assertEquals(entry, tables.pick(word | 0, 0));
    assert(entry >= 0 && entry < 7);
  }
});

Deno.test("WeightTables refuses weights without a sum", () => {
  assertThrows(() => new WeightTables([[0, 0]]), RangeError);
});

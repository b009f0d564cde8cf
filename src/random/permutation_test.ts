import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { openPermutation } from "./permutation.ts";
import { openStream } from "./stream.ts";

const stream = openStream(11n, "test/1", "row");

Deno.test("Permutation of any small size gives every value once, and its index back", () => {
  for (let size = 1; size <= 300; size++) {
    const permutation = openPermutation(stream, "x", size);
    const values = Array.from({ length: size }, (_, index) => permutation.at(index));
    assertEquals(values.toSorted((a, b) => a - b), values.map((_, index) => index), `${size}`);
    assertEquals(values.map((value) => permutation.indexOf(value)), values.map((_, i) => i));
  }
});

Deno.test("Permutation of a million and some gives every value once", () => {
  for (const size of [1_000_003, 2 ** 20, 999 * 1001]) {
    const out = new Float64Array(size);
    const seen = new Uint8Array(size);
    openPermutation(stream, "x", size).fillRange(0, size, out);
    for (const value of out) seen[value]!++;
    assert(seen.every((count) => count === 1), `${size}`);
  }
});

Deno.test("Permutation gives the same by one, by range, by indices, and undone, up to 2^53", () => {
  for (const size of [3, 1000, 2 ** 31, 2 ** 32 + 1, 10 ** 15, 2 ** 53 - 1, 2 ** 53]) {
    const permutation = openPermutation(stream, "x", size);
    const count = Math.min(size, 300);
    const indices = Float64Array.from({ length: count }, (_, i) => {
      return i < count / 2 ? i : size - count + i;
    });
    const out = new Float64Array(count);
    permutation.fill(indices, count, out);
    assertEquals([...out], Array.from(indices, (index) => permutation.at(index)));
    assertEquals(new Set(out).size, count);
    assert(out.every((value) => Number.isInteger(value) && value >= 0 && value < size));
    assertEquals([...indices], Array.from(out, (value) => permutation.indexOf(value)));
    const back = new Float64Array(count);
    permutation.fillIndicesOf(out, count, back);
    assertEquals(back, indices);
    permutation.fillRange(size - count, count, back);
    assertEquals([...back], Array.from(back, (_, i) => permutation.at(size - count + i)));
  }
});

Deno.test("Permutation sends each index to each value equally often over seeds", () => {
  for (const size of [5, 16, 24]) {
    const seedCount = 3000;
    const counts = new Float64Array(size * size);
    for (let seed = 0; seed < seedCount; seed++) {
      const permutation = openPermutation(openStream(BigInt(seed), "test/1", "row"), "x", size);
      for (let index = 0; index < size; index++) counts[index * size + permutation.at(index)]!++;
    }
    const expected = seedCount / size;
    const chi = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    const freedom = (size - 1) ** 2;
    assert(Math.abs(chi - freedom) < 5 * Math.sqrt(2 * freedom), `${size}: ${chi} of ${freedom}`);
  }
});

Deno.test("Permutation of large sizes spreads neighbours evenly and apart", () => {
  for (const size of [10 ** 9, 2 ** 53]) {
    const count = 200_000;
    const out = new Float64Array(count);
    openPermutation(stream, "x", size).fillRange(0, count, out);
    const single = new Float64Array(1000);
    const pair = new Float64Array(1024);
    for (let i = 0; i < count; i++) {
      single[Math.floor(out[i]! / size * 1000)]!++;
      const next = out[(i + 1) % count]!;
      pair[Math.floor(out[i]! / size * 32) * 32 + Math.floor(next / size * 32)]!++;
    }
    for (const counts of [single, pair]) {
      const expected = count / counts.length;
      const chi = counts.reduce((sum, value) => sum + (value - expected) ** 2 / expected, 0);
      const freedom = counts.length - 1;
      assert(Math.abs(chi - freedom) < 5 * Math.sqrt(2 * freedom), `${size}: ${chi} of ${freedom}`);
    }
  }
});

Deno.test("openPermutation() gives the values it always gave, others for other names and sizes", () => {
  const firstOf = (name: string, size: number, seed = 42n) => {
    const permutation = openPermutation(openStream(seed, "test/1", "row"), name, size);
    return [0, 1, 2].map((index) => permutation.at(index));
  };
  assertEquals(firstOf("x", 10 ** 6), [526965, 832471, 639557]);
  assertEquals(firstOf("x", 2 ** 53, 20251101n), [
    4372978165240044,
    1017789655439328,
    7740002306886898,
  ]);
  assertEquals(firstOf("x", 97, -(10n ** 30n)), [47, 75, 7]);
  assertNotEquals(firstOf("x", 10 ** 6), firstOf("y", 10 ** 6));
  assertNotEquals(firstOf("x", 10 ** 6), firstOf("x", 10 ** 6 + 1));
});

Deno.test("Permutation refuses sizes and values out of range", () => {
  for (const size of [0, -1, 1.5, NaN, 2 ** 53 + 2, Infinity]) {
    assertThrows(() => openPermutation(stream, "x", size), RangeError, "2^53");
  }
  const permutation = openPermutation(stream, "x", 10);
  for (const index of [-1, 10, 0.5, NaN]) {
    assertThrows(() => permutation.at(index), RangeError);
    assertThrows(() => permutation.indexOf(index), RangeError);
  }
  assertThrows(() => permutation.fillRange(5, 6, new Float64Array(6)), RangeError);
  assertThrows(() => permutation.fillRange(0, 6, new Float64Array(5)), RangeError);
});

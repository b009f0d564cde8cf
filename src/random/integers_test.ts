import { assertEquals, assertThrows } from "@std/assert";
import { below, belowWide, fillBelow, fillBelowWide } from "./integers.ts";
import { openStream, RowStates } from "./stream.ts";

const COUNT = 20_000;
const stream = openStream(5n, "test/1", "row");
const states = new RowStates(COUNT);
stream.fillRange(states, 0, COUNT);
const high = new Int32Array(COUNT);
const low = new Int32Array(COUNT);
stream.field("value").fillPair(states, COUNT, high, low);
// Both ends of the words are among them.
[0, -1, 1, -2, 2 ** 31 | 0, 2 ** 31 - 1].forEach((word, i) => {
  high[i] = word;
  low[i] = high[5 - i]!;
});

Deno.test("below() and fillBelow() give the exact product of word and bound", () => {
  const out = new Int32Array(COUNT);
  for (const n of [1, 2, 6, 1000, 2 ** 21, 2 ** 21 + 1, 999_999_937, 2 ** 31 - 1, 2 ** 31]) {
    const expected = Array.from(high, (word) => Number(BigInt(word >>> 0) * BigInt(n) >> 32n));
    assertEquals(Array.from(high, (word) => below(word, n)), expected, `${n}`);
    fillBelow(high, COUNT, n, out);
    assertEquals([...out], expected, `${n}`);
  }
});

Deno.test("belowWide() and fillBelowWide() give the exact product of 64 bits and bound", () => {
  const out = new Float64Array(COUNT);
  const bounds = [1, 10, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 9_007_199_254_740_881];
  for (const n of [...bounds, 2 ** 53 - 1, 2 ** 53]) {
    const expected = Array.from(high, (word, i) => {
      return Number((BigInt(word >>> 0) << 32n | BigInt(low[i]! >>> 0)) * BigInt(n) >> 64n);
    });
    assertEquals(Array.from(high, (word, i) => belowWide(word, low[i]!, n)), expected, `${n}`);
    fillBelowWide(high, low, COUNT, n, out);
    assertEquals([...out], expected, `${n}`);
  }
});

Deno.test("fillBelow() and fillBelowWide() refuse bounds that they can't honour", () => {
  const out = new Int32Array(1);
  for (const n of [0, -1, 0.5, NaN, 2 ** 31 + 1]) {
    assertThrows(() => fillBelow(high, 1, n, out), RangeError);
  }
  for (const n of [0, -1, 0.5, NaN, 2 ** 53 + 2]) {
    assertThrows(() => fillBelowWide(high, low, 1, n, new Float64Array(1)), RangeError);
  }
  assertThrows(() => fillBelow(high, 2, 6, out), RangeError);
});

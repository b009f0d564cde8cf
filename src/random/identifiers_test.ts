import { assert, assertEquals, assertThrows } from "@std/assert";
import { formatId } from "../core/batch.ts";
import { type Identifiers, openIdentifiers } from "./identifiers.ts";
import { openStream } from "./stream.ts";

type Words = [Uint32Array, Uint32Array, Uint32Array, Uint32Array];

function openWords(count: number): Words {
  return [0, 1, 2, 3].map(() => new Uint32Array(count)) as Words;
}

function idsOf(ids: Identifiers, indices: readonly number[]): Words {
  const words = openWords(indices.length);
  ids.fillIndices(Float64Array.from(indices), indices.length, words);
  return words;
}

function wordsAt([a, b, c, d]: Words, i: number): [number, number, number, number] {
  return [a[i]!, b[i]!, c[i]!, d[i]!];
}

const ids = openIdentifiers(openStream(42n, "test/1", "row"), "row_id");

Deno.test("Identifiers are UUIDs of version 8, unique, and give their row back", () => {
  const indices: number[] = [];
  for (let i = 0; i < 20_000; i++) indices.push(i);
  for (let power = 15; power < 53; power++) {
    indices.push(2 ** power - 1, 2 ** power, 2 ** power + 1);
  }
  const words = idsOf(ids, indices);
  const seen = new Set<string>();
  for (const [i, index] of indices.entries()) {
    if (index >= 2 ** 53) continue;
    const id = formatId(...wordsAt(words, i));
    if (!/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)) {
      assertEquals(id, "a UUID of version 8");
    }
    seen.add(id);
    if (ids.indexOf(...wordsAt(words, i)) !== index) assertEquals(id, `of row ${index}`);
  }
  assertEquals(seen.size, new Set(indices).size);
  const back = new Float64Array(indices.length);
  ids.fillIndicesOf(words, indices.length, back);
  assertEquals([...back], indices);
});

Deno.test("Identifiers are the same by range and by indices", () => {
  for (const start of [0, 2 ** 32 - 5, 2 ** 53 - 10]) {
    const words = openWords(10);
    ids.fillRange(start, 10, words);
    assertEquals(words, idsOf(ids, Array.from({ length: 10 }, (_, i) => start + i)));
  }
});

Deno.test("Identifiers.indexOf() gives nothing for identifiers that were made otherwise", () => {
  const others = [
    openIdentifiers(openStream(42n, "test/1", "row"), "other_id"),
    openIdentifiers(openStream(42n, "test/1", "other"), "row_id"),
    openIdentifiers(openStream(43n, "test/1", "row"), "row_id"),
  ];
  for (const other of others) {
    const words = idsOf(other, [0, 1, 2, 10 ** 9]);
    for (let i = 0; i < 4; i++) assertEquals(ids.indexOf(...wordsAt(words, i)), undefined);
    const back = new Float64Array(4);
    ids.fillIndicesOf(words, 4, back);
    assertEquals([...back], [-1, -1, -1, -1]);
  }
  const [a, b, c, d] = wordsAt(idsOf(ids, [7]), 0);
  assertEquals(ids.indexOf(a, b, c, d), 7);
  for (let bit = 0; bit < 32; bit++) {
    const turn = (word: number) => (word ^ (1 << bit)) >>> 0;
    assertEquals(ids.indexOf(turn(a), b, c, d), undefined);
    assertEquals(ids.indexOf(a, turn(b), c, d), undefined);
    assertEquals(ids.indexOf(a, b, turn(c), d), undefined);
    assertEquals(ids.indexOf(a, b, c, turn(d)), undefined);
  }
});

Deno.test("Identifiers have every free bit set half of the time, and half turned by each index bit", () => {
  const count = 10_000;
  const words = openWords(count);
  const others = openWords(count);
  ids.fillRange(0, count, words);
  const judge = (what: string, read: (word: number, i: number) => number) => {
    for (let word = 0; word < 4; word++) {
      for (let bit = 0; bit < 32; bit++) {
        if (word === 1 && bit >= 12 && bit < 16 || word === 2 && bit >= 30) continue;
        let sum = 0;
        for (let i = 0; i < count; i++) sum += (read(word, i) >>> bit) & 1;
        const deviation = Math.abs(sum - count / 2) / Math.sqrt(count / 4);
        assert(deviation < 5.5, `${what}: word ${word}, bit ${bit} in ${sum} of ${count}`);
      }
    }
  };
  judge("set", (word, i) => words[word]![i]!);
  for (const bit of [0, 1, 13, 31, 32, 40, 52]) {
    const indices = Float64Array.from({ length: count }, (_, i) => {
      return Math.floor(i / 2 ** bit) % 2 === 1 ? i - 2 ** bit : i + 2 ** bit;
    });
    ids.fillIndices(indices, count, others);
    judge(`index bit ${bit}`, (word, i) => words[word]![i]! ^ others[word]![i]!);
  }
});

Deno.test("openIdentifiers() gives the identifiers it always gave", () => {
  const first = (seed: bigint, index: number) => {
    const stream = openStream(seed, "test/1", "row");
    return formatId(...wordsAt(idsOf(openIdentifiers(stream, "row_id"), [index]), 0));
  };
  assertEquals(first(42n, 0), "b1777ce2-c6a1-8a5e-8451-11ec802c1244");
  assertEquals(first(20251101n, 1), "4ca3c82b-e9ab-8b4f-8ccc-8990bd820e67");
  assertEquals(first(-(10n ** 30n), 2 ** 53 - 1), "1f94ff9b-a6cc-8965-ac4f-7cc65babb6e1");
});

Deno.test("Identifiers refuse rows out of their range", () => {
  for (const index of [-1, 0.5, 2 ** 53, NaN]) {
    assertThrows(() => idsOf(ids, [index]), RangeError);
    assertThrows(() => ids.fillRange(index, 1, openWords(1)), RangeError);
  }
  assertThrows(() => ids.fillRange(0, 2, openWords(1)), RangeError);
  assertThrows(() => ids.fillIndicesOf(openWords(2), 2, new Float64Array(1)), RangeError);
});

import { assertEquals } from "@std/assert";
import { Interner, MAX_WORD_BYTES, MAX_WORDS, NO_ROOM } from "./interner.ts";

const encoder = new TextEncoder();

Deno.test("Interner gives one number a word, however many there are", () => {
  const words = new Interner();
  const count = 20_000;
  for (let pass = 0; pass < 2; pass++) {
    for (let word = 0; word < count; word++) {
      const bytes = encoder.encode(`,word ${word},`);
      assertEquals(words.codeOf(bytes, 1, bytes.length - 1), word);
    }
  }
  assertEquals(words.count, count);
  assertEquals(words.text(4321), "word 4321");
});

Deno.test("Interner has no number for words beyond its limit", () => {
  const words = new Interner();
  const bytes = new Uint8Array(4);
  const view = new DataView(bytes.buffer);
  for (let word = 0; word < MAX_WORDS; word++) {
    view.setUint32(0, word);
    if (words.codeOf(bytes, 0, 4) !== word) throw new RangeError(`word ${word}`);
  }
  view.setUint32(0, MAX_WORDS);
  assertEquals(words.codeOf(bytes, 0, 4), NO_ROOM);
  view.setUint32(0, 77);
  assertEquals(words.codeOf(bytes, 0, 4), 77);
});

Deno.test("isHalfFull tells of words and of their bytes", () => {
  const few = new Interner(4);
  const bytes = new Uint8Array(MAX_WORD_BYTES / 2);
  const after = (words: Interner, end: number) => [words.codeOf(bytes, 0, end), words.isHalfFull];
  assertEquals([1, 2, 3].map((end) => after(few, end)), [[0, false], [1, false], [2, true]]);
  const wide = new Interner();
  assertEquals([after(wide, bytes.length), after(wide, 1)], [[0, false], [1, true]]);
});

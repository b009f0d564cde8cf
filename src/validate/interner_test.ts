import { assertEquals } from "@std/assert";
import { Interner, MAX_WORDS, NO_ROOM } from "./interner.ts";

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

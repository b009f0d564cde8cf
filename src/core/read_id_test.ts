import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { formatId } from "./batch.ts";
import { readId } from "./read_id.ts";

const encoder = new TextEncoder();
const span = (text: string) => {
  const bytes = encoder.encode(`<${text}>`);
  return [bytes, 1, bytes.length - 1] as const;
};

Deno.test("readId() reads UUIDs in lower case and no others", () => {
  const word = fc.nat(0xffffffff);
  fc.assert(fc.property(word, word, word, word, (...words) => {
    const ids = new Int32Array(5);
    assertEquals(readId(...span(formatId(...words)), ids, 1), true);
    assertEquals([...ids.subarray(1)].map((part) => part >>> 0), words);
  }));
  const good = "38af933f-c4e5-0a39-aaab-c328ad568494";
  for (
    const bad of [
      good.toUpperCase(),
      good.slice(1),
      `${good}0`,
      good.replace("-", "0"),
      good.replace("3", "g"),
    ]
  ) {
    assertEquals(readId(...span(bad), new Int32Array(4), 0), false, bad);
  }
});

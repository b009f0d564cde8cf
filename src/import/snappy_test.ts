import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { snappyUncompress } from "hyparquet";
import { unpackSnappy } from "./snappy.ts";

/** A literal of a text, in Snappy's form for up to 60 bytes. */
function literal(text: string): number[] {
  return [(text.length - 1) << 2, ...new TextEncoder().encode(text)];
}

Deno.test("unpackSnappy() follows literals and copies of each form", () => {
  const block = [
    14,
    ...literal("abc"),
    (0 << 5) | (0 << 2) | 1,
    3,
    ((3 - 1) << 2) | 2,
    4,
    0,
    ((4 - 1) << 2) | 3,
    1,
    0,
    0,
    0,
  ];
  const wanted = new Uint8Array(14);
  snappyUncompress(Uint8Array.from(block), wanted);
  assertEquals(unpackSnappy(Uint8Array.from(block), 14), wanted);
  assertEquals(new TextDecoder().decode(wanted), "abcabcaabccccc");
});

Deno.test("unpackSnappy() ends on any bytes, with so many bytes or an error", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(100), (bytes, size) => {
      try {
        assertEquals(unpackSnappy(bytes, size).length, size);
      } catch (error) {
        assertEquals((error as Error).name, "SyntaxError");
      }
    }),
    { numRuns: 2000 },
  );
});

Deno.test("unpackSnappy() refuses a literal whose length is beyond 2^31", () => {
  const block = Uint8Array.from([5, 63 << 2, 255, 255, 255, 255, 1, 2, 3]);
  assertThrows(() => unpackSnappy(block, 5), SyntaxError, "longer than its block");
});

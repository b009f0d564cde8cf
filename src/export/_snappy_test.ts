import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { snappyUncompress } from "hyparquet/src/snappy.js";
import { ByteBuffer } from "../core/buffer.ts";
import { digestOf } from "../core/digest.ts";
import { compressSnappy } from "./_snappy.ts";

const encoder = new TextEncoder();

/** Compresses behind other bytes, and checks that a decoder that is not ours gives the input back. */
function assertRestores(input: Uint8Array): Uint8Array {
  const buffer = new ByteBuffer(new ArrayBuffer(16));
  buffer.writeText("before");
  compressSnappy(input, buffer);
  const packed = buffer.written().slice(6);
  const restored = new Uint8Array(input.length);
  snappyUncompress(packed, restored);
  assertEquals(digestOf(restored), digestOf(input));
  return packed;
}

Deno.test("compressSnappy() is undone by another decoder at every length up to 200", () => {
  const noise = Uint8Array.from({ length: 200 }, (_, at) => Math.imul(at, 2_654_435_761) >>> 24);
  for (let length = 0; length <= 200; length++) {
    assertRestores(noise.subarray(0, length));
    assertRestores(new Uint8Array(length).fill(65));
  }
});

Deno.test("compressSnappy() is undone by another decoder across blocks", () => {
  for (const length of [65_535, 65_536, 65_537, 131_072 + 14, 300_001]) {
    assertRestores(encoder.encode("0123456789abcdef-".repeat(20_000)).subarray(0, length));
    let state = 1;
    const noise = Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    });
    const packed = assertRestores(noise);
    assert(packed.length < noise.length * 1.01 + 32);
  }
});

Deno.test("compressSnappy() is undone by another decoder for random input", () => {
  const few = fc.uint8Array({ maxLength: 3_000, max: 3 });
  const parts = fc.array(fc.constantFrom("Main Street", "12", "é", "x".repeat(90)), {
    maxLength: 400,
  });
  fc.assert(fc.property(few, (bytes) => void assertRestores(bytes)), { numRuns: 300 });
  fc.assert(
    fc.property(parts, (texts) => void assertRestores(encoder.encode(texts.join(" ")))),
    { numRuns: 300 },
  );
});

Deno.test("compressSnappy() finds repeats near and far", () => {
  assert(assertRestores(encoder.encode("abcdefgh".repeat(1_000))).length < 500);
  const far = encoder.encode("the same forty bytes, seen far earlier...");
  let state = 7;
  const noise = Uint8Array.from({ length: 30_000 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
  const input = new Uint8Array([...far, ...noise, ...far, ...noise.subarray(0, 20)]);
  assert(assertRestores(input).length < input.length - 30);
});

Deno.test("compressSnappy() makes the same bytes everywhere", () => {
  const input = encoder.encode(
    Array.from({ length: 9_000 }, (_, at) => `${at} Main Street`).join("\n"),
  );
  const buffer = new ByteBuffer();
  compressSnappy(input, buffer);
  assertEquals(digestOf(buffer.written()).slice(0, 16), "5464e34563c36559");
});

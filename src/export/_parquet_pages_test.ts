import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { readRleBitPackedHybrid } from "hyparquet/src/encoding.js";
import { ByteBuffer } from "../core/buffer.ts";
import { bitWidthFor, writeHybrid } from "./_parquet_pages.ts";

/** Encodes codes and decodes them with hyparquet. */
function passThrough(codes: readonly number[], bitWidth: number): number[] {
  const page = new ByteBuffer(new Uint8Array(8).fill(255).buffer);
  // What stands around the range must not be read.
  const source = Int32Array.from([2 ** 24 - 1, ...codes, 2 ** 24 - 1]);
  writeHybrid(source, 1, codes.length + 1, bitWidth, page);
  const bytes = page.written();
  const reader = { view: new DataView(bytes.buffer, 0, bytes.length), offset: 0 };
  const found = new Array(codes.length);
  readRleBitPackedHybrid(reader, bitWidth, found, bytes.length);
  return found;
}

Deno.test("bitWidthFor() is the width of the greatest code", () => {
  const widths = [0, 1, 2, 3, 4, 5, 256, 257, 65_536, 65_537].map(bitWidthFor);
  assertEquals(widths, [0, 0, 1, 2, 2, 3, 8, 9, 16, 17]);
});

Deno.test("writeHybrid() is undone by another decoder at every width", () => {
  for (let bitWidth = 1; bitWidth <= 24; bitWidth++) {
    const top = 2 ** bitWidth - 1;
    const codes = Array.from({ length: 1_001 }, (_, at) => (Math.imul(at, 40_503) >>> 3) & top);
    assertEquals(passThrough([...codes, top, 0, top], bitWidth), [...codes, top, 0, top]);
  }
});

Deno.test("writeHybrid() is undone by another decoder for runs of all lengths", () => {
  const run = fc.record({
    code: fc.integer({ min: 0, max: 31 }),
    length: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 100, max: 5_000 })),
  });
  fc.assert(fc.property(fc.array(run, { maxLength: 40 }), (runs) => {
    const codes = runs.flatMap(({ code, length }) => new Array<number>(length).fill(code));
    assertEquals(passThrough(codes, 5), codes);
  }));
});

Deno.test("writeHybrid() writes a run as a count and a code", () => {
  const page = new ByteBuffer();
  writeHybrid(new Int32Array(100_000).fill(300), 0, 100_000, 9, page);
  assert(page.length <= 5);
});

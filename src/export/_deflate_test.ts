import { assertEquals } from "@std/assert";
import { gunzipSync, inflateRawSync } from "node:zlib";
import { ByteBuffer } from "../core/buffer.ts";
import { combineCrc32, crc32 } from "./_crc32.ts";
import { Deflater } from "./_deflate.ts";

/** Numbers that look random and are the same in every run. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed;;) {
    yield (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 8;
  }
}

/** Bytes of at most `range` values, which come in runs. */
function someBytes(count: number, range: number, seed: number): Uint8Array {
  const source = numbers(seed);
  const bytes = new Uint8Array(count);
  for (let at = 0; at < count;) {
    const length = source.next().value! % 9 + 1;
    const isCopy = at > 400 && source.next().value! % 3 === 0;
    const distance = isCopy ? source.next().value! % 400 + 1 : 0;
    for (let left = length * (isCopy ? 5 : 1); left > 0 && at < count; left--, at++) {
      bytes[at] = isCopy ? bytes[at - distance]! : source.next().value! % range;
    }
  }
  return bytes;
}

function samples(): Uint8Array[] {
  const sizes = [0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 255, 258, 259, 1000, 70_000, 300_000];
  return sizes.flatMap((size) => [
    someBytes(size, 256, size + 1),
    someBytes(size, 3, size + 2),
    new Uint8Array(size).fill(65),
  ]);
}

Deno.test("gzip() makes members that zlib unpacks, whatever the bytes", () => {
  const deflater = new Deflater();
  for (const bytes of samples()) {
    const target = new ByteBuffer(new ArrayBuffer(16));
    deflater.gzip(bytes, target);
    assertEquals(new Uint8Array(gunzipSync(target.written())), bytes, `${bytes.length} bytes`);
  }
});

Deno.test("gzip() gives the same bytes whatever was packed before", () => {
  const used = new Deflater();
  for (const bytes of samples()) {
    const [first, second] = [new ByteBuffer(), new ByteBuffer()];
    used.gzip(bytes, first);
    new Deflater().gzip(bytes, second);
    assertEquals(first.written(), second.written());
  }
});

Deno.test("deflatePart() makes parts that are one stream", () => {
  const deflater = new Deflater();
  const target = new ByteBuffer(new ArrayBuffer(16));
  const parts = samples();
  for (const part of parts) deflater.deflatePart(part, target);
  deflater.deflate(new Uint8Array(0), target);
  const wanted = parts.flatMap((part) => [...part]);
  assertEquals([...inflateRawSync(target.written())], wanted);
});

Deno.test("combineCrc32() gives the checksum of both runs", () => {
  const bytes = someBytes(70_000, 256, 5);
  for (const at of [0, 1, 8, 1000, 69_999, 70_000]) {
    const [left, right] = [bytes.subarray(0, at), bytes.subarray(at)];
    assertEquals(combineCrc32(crc32(left), crc32(right), right.length), crc32(bytes));
  }
});

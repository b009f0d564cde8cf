import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { ByteBuffer } from "./buffer.ts";

Deno.test("ByteBuffer.writeText() writes what TextEncoder does, whatever the length", () => {
  const encoder = new TextEncoder();
  const texts = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.string({ maxLength: 200 }),
    fc.constantFrom("", "a".repeat(96), "a".repeat(97), `${"a".repeat(95)}é`, "\ud800", "a\u007f"),
  );
  fc.assert(fc.property(fc.array(texts), (list) => {
    const buffer = new ByteBuffer(new ArrayBuffer(8));
    for (const text of list) buffer.writeText(text);
    assertEquals([...buffer.written()], list.flatMap((text) => [...encoder.encode(text)]));
  }));
});

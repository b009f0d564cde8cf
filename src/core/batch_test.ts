import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Batch, batchRows, formatDay, formatId, parseDay } from "./batch.ts";
import { ByteBuffer } from "./buffer.ts";
import { makeManifest, manifestDigest } from "./manifest.ts";
import { describeNames, editDistance, suggestName } from "./suggest.ts";

Deno.test("parseDay() of formatDay() is the identity from year 1 to 9999", () => {
  fc.assert(fc.property(fc.integer({ min: -719_162, max: 2_932_896 }), (day) => {
    assertEquals(parseDay(formatDay(day)), day);
  }));
});

Deno.test("parseDay() rejects what is no calendar day", () => {
  for (const text of ["2023-02-29", "2023-13-01", "2023-1-01", "", "20230101", "2023-01-01T00"]) {
    assertEquals(parseDay(text), undefined, text);
  }
});

Deno.test("formatId() writes the extremes", () => {
  assertEquals(formatId(0, 0, 0, 0), "00000000-0000-0000-0000-000000000000");
  assertEquals(formatId(-1, -1, -1, -1), "ffffffff-ffff-ffff-ffff-ffffffffffff");
});

Deno.test("batchRows() shows nulls and every kind of column", () => {
  const field = (name: string, kind: "word" | "text" | "integer" | "day" | "id") => (
    { name, kind, description: "" }
  );
  const batch: Batch = {
    entity: {
      name: "thing",
      plural: "things",
      description: "",
      fields: [field("w", "word"), field("t", "text"), field("n", "integer"), field("d", "day")],
    },
    start: 0,
    count: 2,
    columns: [
      { kind: "word", words: ["a", "b"], codes: Uint8Array.of(1, 0) },
      {
        kind: "text",
        bytes: new TextEncoder().encode("éx"),
        offsets: Int32Array.of(0, 2, 3),
        validity: Uint8Array.of(1, 0),
      },
      { kind: "integer", values: Float64Array.of(2 ** 53 - 1, -1) },
      { kind: "day", values: Int32Array.of(0, -1) },
    ],
  };
  assertEquals([...batchRows(batch)], [
    { w: "b", t: "é", n: 2 ** 53 - 1, d: "1970-01-01" },
    { w: "a", t: null, n: -1, d: "1969-12-31" },
  ]);
});

Deno.test("ByteBuffer keeps what was written when it grows, and its slack", () => {
  const buffer = new ByteBuffer(new ArrayBuffer(8));
  for (let i = 0; i < 100; i++) buffer.writeText(`${i};`);
  const wanted = Array.from({ length: 100 }, (_, i) => `${i};`).join("");
  assertEquals(new TextDecoder().decode(buffer.written()), wanted);
  buffer.reserve(10);
  assertEquals(buffer.bytes.length >= buffer.length + 10 + 64, true);
  buffer.clear();
  assertEquals(buffer.written().length, 0);
});

Deno.test("manifestDigest() of a made manifest is the digest it carries", () => {
  const plan = { dataset: "d", version: "1", seed: 1n, records: 0, outputs: [], options: {} };
  const manifest = makeManifest({ dataset_version: "d" }, plan, []);
  const own = manifest.esdh as { manifest_digest: string };
  assertEquals(own.manifest_digest, manifestDigest(manifest));
});

Deno.test("suggestName() finds near names, swaps and beginnings, and no far ones", () => {
  const names = ["baseline", "heavy", "generate"];
  assertEquals(suggestName("bsaeline", names), "baseline");
  assertEquals(suggestName("GEN", names), "generate");
  assertEquals(suggestName("zzzzzz", names), undefined);
  assertEquals(suggestName("x", []), undefined);
  assertEquals(describeNames("zzzzzz", names), "valid: baseline, heavy, generate");
  assertEquals(editDistance("", "abc"), 3);
});

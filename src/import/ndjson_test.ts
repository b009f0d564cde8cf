import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { codesOf, readBytes } from "../../tests/conformance/_tables.ts";
import { ndjsonReader } from "./ndjson.ts";

const fields = { rows: ["a", "b"] };
const read = (text: string) => readBytes(ndjsonReader, text, fields);

Deno.test("readNdjson() reads what JSON.parse reads", async () => {
  const value = fc.oneof(fc.string({ unit: "grapheme" }), fc.integer(), fc.constant(null));
  const rows = fc.array(fc.record({ a: value, b: value }));
  await fc.assert(
    fc.asyncProperty(rows, fc.boolean(), fc.boolean(), async (rows, isCrlf, hasEnd) => {
      const newline = isCrlf ? "\r\n" : "\n";
      const text = rows.map((row) => JSON.stringify(row)).join(newline) +
        (hasEnd && rows.length > 0 ? newline : "");
      const result = await read(text);
      assertEquals(result.issues, []);
      assertEquals(
        result.rows.rows ?? [],
        rows.map(({ a, b }) => [a, b].map((value) => value === null ? null : `${value}`)),
      );
      assertEquals(result.lines.rows ?? [], rows.map((_row, index) => index + 1));
    }),
    { numRuns: 150 },
  );
});

Deno.test("readNdjson() goes on behind each line that it can't read", async () => {
  const good = '{"a":1,"b":2}';
  const result = await read([good, "{", "[]", "", `${good} x`, '{"a":1}', good].join("\n"));
  assertEquals(codesOf(result), [
    "json-syntax:2",
    "json-shape:3",
    "json-shape:4",
    "json-syntax:5",
    "field-missing:6",
  ]);
  assertEquals(result.rows.rows!.length, 7);
  assertEquals(result.rows.rows![6], ["1", "2"]);
});

Deno.test("readNdjson() passes over a line of 10 MB", async () => {
  const good = '{"a":1,"b":2}';
  const result = await read(`${good}\n{"a":"${"x".repeat(10_000_000)}"}\n${good}\n`);
  assertEquals(codesOf(result), ["row-too-long:2"]);
  assertEquals(result.lines.rows, [1, 2, 3]);
  assertEquals(result.rows.rows![2], ["1", "2"]);
});

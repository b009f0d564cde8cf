import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { codesOf, readBytes } from "../../tests/conformance/_tables.ts";
import { jsonReader } from "./json.ts";

const fields = { rows: ["a", "b"], more: ["x"] };
const read = (text: string | Uint8Array) => readBytes(jsonReader, text, fields);
const showValue = (value: unknown) => value === null ? null : `${value}`;

Deno.test("readJson() reads what JSON.parse reads, in any layout", async () => {
  const value = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.integer(),
    fc.constant(null),
    fc.boolean(),
  );
  const dataset = fc.record({
    metadata: fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.string())),
    rows: fc.array(fc.record({ a: value, b: value })),
    other: fc.array(fc.integer()),
    more: fc.array(fc.record({ x: value })),
  });
  await fc.assert(
    fc.asyncProperty(dataset, fc.nat(4), fc.boolean(), async (dataset, indent, isAscii) => {
      const plain = JSON.stringify(dataset, null, indent);
      const text = isAscii
        ? plain.replace(/[^ -~\n]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)
        : plain;
      const { rows, values, issues } = await read(text);
      assertEquals(issues, []);
      assertEquals(rows.rows ?? [], dataset.rows.map(({ a, b }) => [showValue(a), showValue(b)]));
      assertEquals(rows.more ?? [], dataset.more.map(({ x }) => [showValue(x)]));
      assertEquals(values.other, dataset.other);
      assertEquals(JSON.stringify(values.metadata), JSON.stringify(dataset.metadata));
    }),
    { numRuns: 150 },
  );
});

Deno.test("readJson() knows the line of each row", async () => {
  const { lines } = await read('{\n "rows": [\n  {"a": 1,\n   "b": 2},\n  {"a": 3, "b": 4}\n ]\n}');
  assertEquals(lines.rows, [3, 5]);
});

Deno.test("readJson() takes members in any order and names those that are wrong", async () => {
  const result = await read(
    '{"rows": [{"b": 2, "a": 1}, {"a": 1, "c": 3}, {"a": 1, "a": 2, "b": 3}]}',
  );
  assertEquals(codesOf(result), ["field-unexpected:1", "field-missing:1", "field-twice:1"]);
  assertEquals(result.rows.rows, [["1", "2"], ["1", undefined], ["2", "3"]]);
});

for (
  const [text, code] of [
    ["", "json-shape"],
    ["[]", "json-shape"],
    ["17", "json-shape"],
    ['{"rows": {}}', "json-shape"],
    ['{"rows": [1, "x", null, [], true]}', "json-shape"],
    ['{"rows": [], "rows": []}', "json-shape"],
    ["{", "json-syntax"],
    ['{"rows": [', "json-syntax"],
    ['{"rows": [{"a": ', "json-syntax"],
    ['{"rows": [{"a": 1 "b": 2}]}', "json-syntax"],
    ['{"rows": [{"a": 01, "b": 2}]}', "json-syntax"],
    ['{"rows": [{"a": nul, "b": 2}]}', "json-syntax"],
    ['{"rows": [{"a": "\n", "b": 2}]}', "json-syntax"],
    ['{"rows": [{"a": "\\x", "b": 2}]}', "json-syntax"],
    ['{"rows": [],}', "json-syntax"],
    ['{"rows": [] "x": 1}', "json-syntax"],
    ['{"rows": []} x', "json-syntax"],
    ["{rows: []}", "json-syntax"],
    ['{"x": [1, 2}', "json-syntax"],
    [`{"x": ${"[".repeat(100)}`, "json-syntax"],
    ['\ufeff{"rows": []}', "byte-order-mark"],
  ] as const
) {
  Deno.test(`readJson() answers ${JSON.stringify(text.slice(0, 40))} with ${code}`, async () => {
    const { issues, sizeBytes } = await read(text);
    assert(
      issues.length > 0 && issues.every((issue) => issue.code === code),
      JSON.stringify(issues),
    );
    assertEquals(sizeBytes, new TextEncoder().encode(text).length);
  });
}

Deno.test("readJson() ends at a row of 10 MB, with all bytes counted", async () => {
  const text = `{"rows": [{"a": 1, "b": "${"x".repeat(10_000_000)}"}, {"a": 1, "b": 2}]}`;
  const result = await read(text);
  assertEquals(codesOf(result), ["row-too-long:1"]);
  assertEquals(result.sizeBytes, text.length);
});

Deno.test("readJson() survives any bytes", async () => {
  const token = fc.constantFrom(
    '{"rows":[',
    '{"a":',
    "1",
    '"',
    "\\",
    "]",
    "}",
    ",",
    ":",
    "\n",
    "\u0000",
    "[",
    "{",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(token, { maxLength: 60 }), async (tokens) => {
      const text = tokens.join("");
      assertEquals((await read(text)).sizeBytes, text.length);
    }),
    { numRuns: 300 },
  );
});

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import Papa from "papaparse";
import { codesOf, readBytes } from "../../tests/conformance/_tables.ts";
import { csvReader } from "./csv.ts";

const fields = { rows: ["a", "b", "c"] };
const read = (text: string | Uint8Array) => readBytes(csvReader, text, fields);

Deno.test("readCsv() reads what papaparse reads", async () => {
  const cell = fc.oneof(
    fc.string({ unit: fc.constantFrom("x", ",", '"', "\n", "\r\n", " ", "é", "\u{1f600}", "=") }),
    fc.constant(""),
  );
  const rows = fc.array(fc.tuple(cell, cell, cell), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(rows, fc.boolean(), fc.boolean(), async (rows, isCrlf, hasEnd) => {
      const newline = isCrlf ? "\r\n" : "\n";
      const text = Papa.unparse([["a", "b", "c"], ...rows], { newline }) + (hasEnd ? newline : "");
      const wanted = Papa.parse<string[]>(text, { newline, skipEmptyLines: hasEnd }).data.slice(1);
      const { rows: given = {}, issues } = await read(text);
      assertEquals(issues, []);
      assertEquals((given.rows ?? []).map((row) => row.map((value) => value ?? "")), wanted);
    }),
    { numRuns: 150 },
  );
});

Deno.test("readCsv() knows an empty text from null", async () => {
  const { rows } = await read('a,b,c\n"",,x\n');
  assertEquals(rows.rows, [["", null, "x"]]);
});

Deno.test("readCsv() finds columns by name", async () => {
  const { rows, issues } = await read("c,a,b\r\n3,1,2\r\n");
  assertEquals(rows.rows, [["1", "2", "3"]]);
  assertEquals(issues.map(({ code, severity }) => [code, severity]), [["column-order", "warning"]]);
});

Deno.test("readCsv() goes on behind a ragged row, with the right lines", async () => {
  const result = await read('a,b,c\n1,2\n"x\ny",2,3\n1,2,3,4\n\n5,6,7\n');
  assertEquals(codesOf(result), ["row-width:2", "row-width:5", "row-width:6"]);
  assertEquals(result.lines.rows, [2, 3, 5, 6, 7]);
  assertEquals(result.rows.rows![0], ["1", "2", undefined]);
  assertEquals(result.rows.rows![4], ["5", "6", "7"]);
});

Deno.test("readCsv() reports a byte order mark and reads the header behind it", async () => {
  const result = await read("\ufeffa,b,c\n1,2,3\n");
  assertEquals(codesOf(result), ["byte-order-mark:1"]);
  assertEquals(result.rows.rows, [["1", "2", "3"]]);
});

Deno.test("readCsv() gives up an open quote and goes on with the next line", async () => {
  const lines = Array.from({ length: 2000 }, (_, n) => `${n},${"x".repeat(60)},y\n`).join("");
  const result = await read(`a,b,c\n1,"2,3\n${lines}`);
  assertEquals(codesOf(result), ["quote-open:2"]);
  assertEquals(result.rows.rows!.length, 2001);
  assertEquals(result.rows.rows![2000]![0], "1999");
  assertEquals(result.lines.rows![2000], 2002);
});

Deno.test("readCsv() keeps text behind a closing quote, and says so", async () => {
  const result = await read('a,b,c\n"1"x,2,3\n1,2,"3" \r\n');
  assertEquals(codesOf(result), ["quote-misplaced:2", "quote-misplaced:3"]);
  assertEquals(result.rows.rows, [['"1"x', "2", "3"], ["1", "2", '"3" ']]);
});

Deno.test("readCsv() passes over a line of 10 MB within bounded memory", async () => {
  const long = "x".repeat(10_000_000);
  const result = await read(`a,b,c\n1,2,3\n${long},2,3\n4,5,6\n`);
  assertEquals(codesOf(result), ["row-too-long:3"]);
  assertEquals(result.rows.rows![2], ["4", "5", "6"]);
  assertEquals(result.lines.rows, [2, 3, 4]);
  assert(result.issues[0]!.actual!.length < 200);
});

Deno.test("readCsv() reads bytes that are no UTF-8 as they are", async () => {
  const bytes = new TextEncoder().encode("a,b,c\nx,2,3\n");
  bytes[6] = 0xe9;
  const result = await read(bytes);
  assertEquals(result.rows.rows![0]![0], "\ufffd");
  assertEquals(result.sizeBytes, bytes.length);
});

Deno.test("readCsv() names the columns it misses and does not know", async () => {
  const { issues } = await read("a,bb,c\n1,2,3\n");
  assertEquals(issues.map(({ code }) => code), ["column-unexpected", "column-missing"]);
  assertStringIncludes(issues[0]!.hint!, 'did you mean "b"');
});

Deno.test("readCsv() says that an empty file has no header", async () => {
  assertEquals(codesOf(await read("")), ["header-missing:1"]);
});

Deno.test("readCsv() survives any bytes", async () => {
  const bytes = fc.array(fc.constantFrom(34, 44, 10, 13, 0, 65, 0xef, 0xbb, 0xbf, 0xff), {
    maxLength: 200,
  });
  await fc.assert(
    fc.asyncProperty(bytes, async (bytes) => {
      const result = await read(Uint8Array.from(bytes));
      assertEquals(result.sizeBytes, bytes.length);
    }),
    { numRuns: 200 },
  );
});

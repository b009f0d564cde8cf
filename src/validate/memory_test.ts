import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Findings } from "./findings.ts";
import { IdTable } from "./id_table.ts";
import { Interner, MAX_WORDS, NO_ROOM } from "./interner.ts";

const encoder = new TextEncoder();

Deno.test("IdTable finds the first row of each key, in any order", () => {
  const id = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 4, maxLength: 4 });
  fc.assert(fc.property(fc.array(id, { maxLength: 400 }), (rows) => {
    const table = new IdTable();
    const first = new Map<string, number>();
    rows.forEach((words, row) => {
      const before = table.add(Int32Array.from(words), 0);
      assertEquals(before, first.get(`${words}`) ?? -1);
      if (before === -1) first.set(`${words}`, row);
    });
    for (const [key, row] of [...first].reverse()) {
      const found = table.find(Int32Array.from(key.split(",").map(Number)), 0);
      assertEquals(`${rows[found]}`, `${rows[row]}`);
    }
    assertEquals(table.find(Int32Array.of(9, 9, 9, 9), 0), -1);
  }));
});

Deno.test("IdTable keeps its rows apart while it grows", () => {
  const table = new IdTable();
  const key = (row: number) => Int32Array.of(row, row ^ 0x5555, row * 7, -row);
  for (let row = 0; row < 200_000; row++) assertEquals(table.add(key(row), 0), -1);
  for (let row = 199_999; row >= 0; row -= 17) assertEquals(table.find(key(row), 0), row);
  assertEquals(table.add(key(123), 0), 123);
});

Deno.test("Interner gives one number a word, however many there are", () => {
  const words = new Interner();
  const count = 20_000;
  for (let pass = 0; pass < 2; pass++) {
    for (let word = 0; word < count; word++) {
      const bytes = encoder.encode(`,word ${word},`);
      assertEquals(words.codeOf(bytes, 1, bytes.length - 1), word);
    }
  }
  assertEquals(words.count, count);
  assertEquals(words.text(4321), "word 4321");
});

Deno.test("Interner has no number for words beyond its limit", () => {
  const words = new Interner();
  const bytes = new Uint8Array(4);
  const view = new DataView(bytes.buffer);
  for (let word = 0; word < MAX_WORDS; word++) {
    view.setUint32(0, word);
    if (words.codeOf(bytes, 0, 4) !== word) throw new RangeError(`word ${word}`);
  }
  view.setUint32(0, MAX_WORDS);
  assertEquals(words.codeOf(bytes, 0, 4), NO_ROOM);
  view.setUint32(0, 77);
  assertEquals(words.codeOf(bytes, 0, 4), 77);
});

Deno.test("Findings builds no issue that it does not keep", () => {
  const findings = new Findings(2);
  let built = 0;
  for (let n = 0; n < 5; n++) {
    findings.add("schema", { code: "x", severity: n === 0 ? "warning" : "error" }, () => {
      built++;
      return { code: "x", severity: "error", message: `${n}` };
    });
  }
  assertEquals([built, findings.count, findings.errorCount, findings.warningCount], [2, 5, 4, 1]);
  assertEquals(findings.countOf("schema"), 4);
  assert(findings.codeCounts().some(({ severity, count }) => severity === "error" && count === 4));
});

Deno.test("IdTable says of keys beyond its limit that it does not know them", () => {
  const table = new IdTable(3);
  const key = (row: number) => Int32Array.of(row, 1, 2, 3);
  for (let row = 0; row < 3; row++) assertEquals(table.add(key(row), 0), -1);
  assertEquals([table.isCut, table.find(key(7), 0)], [false, -1]);
  assertEquals(table.add(key(7), 0), -1);
  table.addNone();
  assertEquals([table.isCut, table.keys.count, table.find(key(7), 0)], [true, 3, -2]);
  for (let row = 2; row >= 0; row--) assertEquals(table.find(key(row), 0), row);
});

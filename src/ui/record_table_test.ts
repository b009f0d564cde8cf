import { assert, assertEquals } from "@std/assert";
import type { Entity } from "../core/entity.ts";
import { textWidth } from "../core/text.ts";
import { formatRecords, type RecordTableOptions } from "./record_table.ts";
import { ASCII_GLYPHS } from "./screen.ts";

const plain = (text: string) => text;
const INK = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain, cyan: plain };
const FIELDS: Entity["fields"] = [
  { name: "thing_id", kind: "id", description: "", key: true },
  { name: "name", kind: "text", description: "" },
  { name: "note", kind: "text", description: "", nullable: true },
  { name: "count", kind: "integer", description: "" },
  { name: "synthetic_source", kind: "word", description: "" },
];
const ENTITY: Entity = { name: "thing", plural: "things", description: "", fields: FIELDS };
const ROWS = [
  {
    thing_id: "bd9c66b3-ad3c-2d6d-1a3d-1fa7bc8960a9",
    name: "Ann",
    note: null,
    count: 7,
    synthetic_source: "m",
  },
  {
    thing_id: "ec1b8ca1-f91e-1d4c-1ff4-9b7889463e85",
    name: "東京",
    note: "a\tb\x1b[31m",
    count: 1234,
    synthetic_source: "m",
  },
];
const format = (
  columns: number,
  more: Partial<RecordTableOptions> = {},
  rows: readonly typeof ROWS[number][] = ROWS,
) => formatRecords(ENTITY, rows as never, { columns, ink: INK, glyphs: ASCII_GLYPHS, ...more });

Deno.test("formatRecords() aligns by width, numbers on the right, controls made harmless", () => {
  assertEquals(format(80), [
    "thing_id       name  note            count  synthetic_source",
    "-------------  ----  --------------  -----  ----------------",
    "bd9c66b3-a...  Ann                       7  m",
    "ec1b8ca1-f...  東京  a\\x09b\\x1b[31m   1234  m",
  ]);
});

Deno.test("formatRecords() drops the least telling columns first and says how many", () => {
  assertEquals(format(30), [
    "thing_id       name  count",
    "-------------  ----  -----",
    "bd9c66b3-a...  Ann       7",
    "ec1b8ca1-f...  東京   1234",
    "and 2 more fields",
  ]);
});

Deno.test("formatRecords() shows all fields as cards where a table is too wide", () => {
  const lines = format(50, { fields: "all" });
  assertEquals(lines.length, 2 * (1 + FIELDS.length));
  assertEquals(lines[1], "  thing_id          bd9c66b3-ad3c-2d6d-1a3d-1fa...");
  assertEquals(format(120, { fields: "all" }).length, 4);
});

Deno.test("formatRecords() keeps to the width, and shows a head where there are no rows", () => {
  for (const columns of [30, 40, 55, 80, 200]) {
    for (const fields of ["fit", "all"] as const) {
      for (const line of format(columns, { fields, indent: 6 })) {
        assert(textWidth(line) <= columns, line);
      }
    }
  }
  assertEquals(format(80, {}, []).length, 2);
});

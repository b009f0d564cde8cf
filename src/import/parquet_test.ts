import { assert, assertEquals, assertThrows } from "@std/assert";
import { parquetWriteBuffer } from "hyparquet-writer";
import { codesOf, readBytes } from "../../tests/conformance/_tables.ts";
import { ByteBuffer } from "../core/buffer.ts";
import { parquetReader } from "./parquet.ts";
import { readColumn } from "./parquet_columns.ts";

const fields = { rows: ["day", "name", "count"] };
const read = (bytes: Uint8Array) => readBytes(parquetReader, bytes, fields);

function writeFile(): Uint8Array {
  const columnData = [
    { name: "name", data: ["é", null, "é"], type: "STRING" as const },
    { name: "count", data: [1, 2, 3], type: "INT32" as const },
    { name: "day", data: ["2018-07-08", "x", ""], type: "STRING" as const },
  ];
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

Deno.test("readParquet() reads a file of another writer, columns by name", async () => {
  const result = await read(writeFile());
  assertEquals(codesOf(result), ["column-order"]);
  assertEquals(result.rows.rows, [["2018-07-08", "é", "1"], ["x", null, "2"], ["", "é", "3"]]);
});

Deno.test("readParquet() answers a file cut off anywhere with one issue", async () => {
  const bytes = writeFile();
  for (let length = 0; length < bytes.length; length += 7) {
    const { issues, rows } = await read(bytes.subarray(0, length));
    assertEquals(issues.map(({ code }) => code), ["parquet-unreadable"], `${length} bytes`);
    assertEquals(rows.rows, undefined);
  }
});

Deno.test("readParquet() survives any changed byte", async () => {
  const bytes = writeFile();
  for (let at = 0; at < bytes.length; at += 3) {
    const changed = bytes.slice();
    changed[at] = changed[at]! ^ 0xff;
    const { issues, rows } = await read(changed);
    assert(issues.length > 0 || (rows.rows ?? []).length === 3, `byte ${at}`);
  }
});

Deno.test("readParquet() names a file that is no Parquet at all", async () => {
  const { issues } = await read(new TextEncoder().encode("person_id,first_name\n1,2\n"));
  assertEquals(issues.map(({ code }) => code), ["parquet-unreadable"]);
});

Deno.test("readParquet() refuses a page that is larger than it may be, however small it is packed", async () => {
  const data = ["x".repeat(65 * 1024 * 1024)];
  const columnData = [{ name: "name", data, type: "STRING" as const }];
  const bytes = new Uint8Array(parquetWriteBuffer({ columnData, statistics: false }));
  assert(bytes.length < 8 * 1024 * 1024, `${bytes.length} bytes`);
  const { issues } = await read(bytes);
  const issue = issues.find(({ code }) => code === "parquet-unreadable");
  assert(issue?.message.includes("a page of 6"), issue?.message);
});

Deno.test("readColumn() takes all pages of a row group from one budget", () => {
  // A page of version 1: plain, 4 bytes, one value.
  const header = [0x15, 0, 0x15, 8, 0x15, 8, 0x2c, 0x15, 2, 0x15, 0, 0x15, 6, 0x15, 6, 0, 0];
  const page = [...header, 7, 0, 0, 0];
  const element = { name: "n", type: "INT32", repetition_type: "REQUIRED" } as const;
  const chunk = (left: number) => ({
    bytes: Uint8Array.from([...page, ...page, ...page]),
    element,
    unpack: (bytes: Uint8Array) => bytes,
    rowCount: 3,
    budget: { left },
  });
  assertEquals([...readColumn(chunk(12), new ByteBuffer()).ends], [1, 2, 3]);
  assertThrows(() => readColumn(chunk(11), new ByteBuffer()), SyntaxError, "too large, unpacked");
  // Pages of no values take from it, too, although no row comes nearer.
  const none = page.with(header.indexOf(0x2c) + 2, 0);
  const idle = { ...chunk(11), bytes: Uint8Array.from([none, none, none].flat()) };
  assertThrows(() => readColumn(idle, new ByteBuffer()), SyntaxError, "too large, unpacked");
});

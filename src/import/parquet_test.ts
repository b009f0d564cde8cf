import { assert, assertEquals } from "@std/assert";
import { parquetWriteBuffer } from "hyparquet-writer";
import { codesOf, readBytes } from "../../tests/conformance/_tables.ts";
import { parquetReader } from "./parquet.ts";

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

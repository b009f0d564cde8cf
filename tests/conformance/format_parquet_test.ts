/**
 * What only Parquet has: types, nullability, dictionaries, statistics, row groups, metadata.
 */
import { assert, assertEquals } from "@std/assert";
import type { Batch, Row } from "../../src/core/batch.ts";
import { ByteBuffer } from "../../src/core/buffer.ts";
import { digestOf } from "../../src/core/digest.ts";
import { parquetFormat } from "../../src/export/parquet.ts";
import { encodeFile, joinBytes, openFile } from "./_batches.ts";
import { withDuckDb } from "./_duckdb.ts";
import { countedRows, SAMPLE, SINGLE } from "./_format_cases.ts";

Deno.test("parquet has the entity's types and nullability, with rows and without", async () => {
  const text = { type: "BYTE_ARRAY", duckdb_type: "VARCHAR", converted_type: "UTF8" };
  const day = { type: "INT32", duckdb_type: "DATE", converted_type: "DATE" };
  const types: Record<string, Row> = {
    ...Object.fromEntries(SAMPLE.fields.map(({ name }) => [name, text])),
    small: { type: "INT32", duckdb_type: "INTEGER", converted_type: null },
    maybe_small: { type: "INT32", duckdb_type: "INTEGER", converted_type: null },
    large: { type: "INT64", duckdb_type: "BIGINT", converted_type: null },
    maybe_large: { type: "INT64", duckdb_type: "BIGINT", converted_type: null },
    day,
    maybe_day: day,
    money: { type: "INT64", duckdb_type: "DECIMAL(18,2)", converted_type: "DECIMAL" },
    maybe_money: { type: "INT32", duckdb_type: "DECIMAL(9,2)", converted_type: "DECIMAL" },
    degrees: { type: "INT32", duckdb_type: "DECIMAL(9,9)", converted_type: "DECIMAL" },
    maybe_ratio: { type: "INT64", duckdb_type: "DECIMAL(18,5)", converted_type: "DECIMAL" },
    flag: { type: "BOOLEAN", duckdb_type: "BOOLEAN", converted_type: null },
    maybe_flag: { type: "BOOLEAN", duckdb_type: "BOOLEAN", converted_type: null },
  };
  for (const count of [0, 10]) {
    const bytes = await encodeFile(parquetFormat, [{ entity: SAMPLE, rows: countedRows(count) }]);
    await withDuckDb(bytes, "parquet", async ({ path, query }) => {
      const [root, ...columns] = await query(
        `select name, type, duckdb_type, converted_type, repetition_type, num_children
          from parquet_schema('${path}')`,
      );
      assertEquals(root?.num_children, `${SAMPLE.fields.length}`);
      assertEquals(
        columns,
        SAMPLE.fields.map(({ name, nullable }) => ({
          name,
          ...types[name],
          repetition_type: nullable ? "OPTIONAL" : "REQUIRED",
          num_children: null,
        })),
      );
      const described = await query(`describe select * from '${path}'`);
      assertEquals(
        described.map(({ column_name, column_type }) => [column_name, column_type]),
        SAMPLE.fields.map(({ name }) => [name, types[name]!.duckdb_type]),
      );
    });
  }
});

Deno.test("parquet says in its footer what the file is", async () => {
  const bytes = await encodeFile(parquetFormat, [{ entity: SAMPLE, rows: countedRows(2) }]);
  await withDuckDb(bytes, "parquet", async ({ path, query }) => {
    const members = await query(
      `select decode(key) as key, decode(value) as value from parquet_kv_metadata('${path}')`,
    );
    assertEquals(members.map(({ key, value }) => [key, value]), [
      ["esdh.entity", "samples"],
      ["esdh.synthetic_source", "conformance test"],
      ["esdh.dataset_version", "test 1"],
      ["esdh.record_count", "3"],
      ["esdh.big", `${2n ** 70n}`],
      ["esdh.notes", 'a "note" – é'],
    ]);
    const [file] = await query(`select created_by, num_rows from parquet_file_metadata('${path}')`);
    assertEquals(file, { created_by: "esdh-parquet version 2", num_rows: "2" });
  });
});

Deno.test("parquet keeps words and repeated numbers in dictionaries, with bounds", async () => {
  const rows = countedRows(30_000);
  const bytes = await encodeFile(parquetFormat, [{ entity: SAMPLE, rows }]);
  await withDuckDb(bytes, "parquet", async ({ path, query }) => {
    const chunks = await query(
      `select path_in_schema as name, encodings, compression, stats_null_count as nulls,
        stats_min_value as min, stats_max_value as max from parquet_metadata('${path}')`,
    );
    const chunk = (name: string) => chunks.find((row) => row.name === name)!;
    const packed = ["plain_word", "word", "maybe_word", "small", "maybe_small", "maybe_day"]
      .concat("maybe_money");
    for (const { name } of SAMPLE.fields) {
      const isPacked = `${chunk(name).encodings}`.includes("RLE_DICTIONARY");
      assertEquals(isPacked, packed.includes(name), name);
    }
    assertEquals([chunk("small").min, chunk("small").max], ["0", "99"]);
    assertEquals([chunk("day").min, chunk("day").max], ["1970-01-01", "2024-10-03"]);
    assertEquals([chunk("maybe_day").min, chunk("maybe_day").nulls], ["2001-02-03", "15000"]);
    assertEquals([chunk("money").min, chunk("money").max], ["-50.00", "11049.63"]);
    assertEquals([chunk("maybe_money").min, chunk("maybe_money").nulls], ["0.00", "5000"]);
    assertEquals([chunk("flag").min, chunk("maybe_flag").max], ["false", "true"]);
    assertEquals([chunk("plain_word").min, chunk("plain_word").max], ["word 0", "word 6"]);
    assertEquals(chunk("large").max, `${rows.at(-1)!.large}`);
    assertEquals([chunk("maybe_text").compression, chunk("sample_id").compression], [
      "SNAPPY",
      "SNAPPY",
    ]);
    const [found] = await query(`select count(*) as n from '${path}' where day >= '2024-10-01'`);
    assertEquals(found?.n, `${rows.filter(({ day }) => `${day}` >= "2024-10-01").length}`);
  });
});

/** `count` rows of one text each, as batches of up to `batchRows` rows. */
function* textBatches(count: number, batchRows: number, textAt: (index: number) => Uint8Array) {
  for (let start = 0; start < count; start += batchRows) {
    const texts = Array.from(
      { length: Math.min(batchRows, count - start) },
      (_, index) => textAt(start + index),
    );
    const offsets = new Int32Array(texts.length + 1);
    texts.forEach((text, index) => offsets[index + 1] = offsets[index]! + text.length);
    const bytes = joinBytes([...texts, new Uint8Array(16)]);
    const batch: Batch = {
      entity: SINGLE,
      start,
      count: texts.length,
      columns: [{ kind: "text", bytes, offsets }],
    };
    yield batch;
  }
}

/** Encodes a file, and says how much was handed over at once. */
async function encodeTexts(batches: Iterable<Batch>, count: number) {
  const file = await openFile(parquetFormat, [{ entity: SINGLE, rows: [] }]);
  const target = new ByteBuffer();
  const pieces: Uint8Array[] = [];
  const take = () => {
    if (target.length > 0) pieces.push(target.written().slice());
    target.clear();
  };
  file.head(target);
  file.begin(SINGLE, target);
  for (const batch of batches) {
    file.encode(batch, target);
    take();
  }
  file.end(SINGLE, count, target);
  file.tail(target);
  take();
  return { bytes: joinBytes(pieces), pieceCount: pieces.length };
}

Deno.test("parquet cuts row groups at 100,000 rows, whatever the batches", async () => {
  const count = 250_000;
  const encoder = new TextEncoder();
  const textAt = (index: number) => encoder.encode(`row ${index}`);
  const whole = await encodeTexts(textBatches(count, count, textAt), count);
  const cut = await encodeTexts(textBatches(count, 77_777, textAt), count);
  assertEquals(digestOf(cut.bytes), digestOf(whole.bytes));
  assert(cut.pieceCount > 2, "row groups are handed over when they are full");
  await withDuckDb(whole.bytes, "parquet", async ({ path, query }) => {
    const groups = await query(
      `select row_group_id as id, row_group_num_rows as count from parquet_metadata('${path}')`,
    );
    assertEquals(groups.map(({ id, count }) => [id, count]), [
      ["0", "100000"],
      ["1", "100000"],
      ["2", "50000"],
    ]);
    const [sum] = await query(
      `select count(*) as n, count(distinct "only") as d, max(cast(substr("only", 5) as int)) as m
        from '${path}'`,
    );
    assertEquals(sum, { n: "250000", d: "250000", m: 249_999 });
  });
});

Deno.test("parquet cuts row groups at 64 MiB of texts, whatever the batches", async () => {
  const size = 1_000_000;
  const textAt = (index: number) => new Uint8Array(size).fill(65 + index % 26);
  const first = await encodeTexts(textBatches(80, 1, textAt), 80);
  const second = await encodeTexts(textBatches(80, 33, textAt), 80);
  assertEquals(digestOf(second.bytes), digestOf(first.bytes));
  await withDuckDb(first.bytes, "parquet", async ({ path, query }) => {
    const groups = await query(
      `select row_group_num_rows as count from parquet_metadata('${path}')`,
    );
    assertEquals(groups.map(({ count }) => count), ["68", "12"]);
    const [sum] = await query(`select count(*) as n, sum(length("only")) as s from '${path}'`);
    assertEquals(sum, { n: "80", s: `${80 * size}` });
  });
});

// The same digest on every platform and runtime: a change of it is a change of the layout, which needs a new
// version in the footer and an entry in the changelog.
Deno.test("parquet makes the bytes it always made", async () => {
  const rows = countedRows(25_000);
  const lastOfFirst = SAMPLE.fields.findIndex(({ name }) => name === "maybe_id");
  const entity = { ...SAMPLE, fields: SAMPLE.fields.slice(0, lastOfFirst + 1) };
  const first = await encodeFile(parquetFormat, [{ entity, rows }]);
  assertEquals(digestOf(first), "b0f3a7d532ee624aaa43db54f3f8b5ae1e4a37ac65577e2ab3201d7cd2ce07b3");
  const all = await encodeFile(parquetFormat, [{ entity: SAMPLE, rows }]);
  assertEquals(digestOf(all), "aec7b44105b5aacfcd07539ff46c3dfca29ee1311253dc669f23dae33584b2fe");
});

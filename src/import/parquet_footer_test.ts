import { assertEquals, assertThrows } from "@std/assert";
import { type ColumnMetaData, parquetMetadata, parquetSchema } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import { readFooter } from "./parquet_footer.ts";

const parse = (bytes: Uint8Array) => parquetSchema(parquetMetadata(bytes));

/** A file of columns that are plain, words, nested and in dictionaries, with statistics, in 20 row groups. */
function writeFile(): Uint8Array {
  const rows = Array.from({ length: 2000 }, (_, row) => row);
  return new Uint8Array(parquetWriteBuffer({
    columnData: [
      { name: "count", data: rows, type: "INT32" },
      { name: "word", data: rows.map((row) => row % 3 === 0 ? null : `w${row % 7}`) },
      { name: "is_ä", data: rows.map((row) => row % 2 === 0), type: "BOOLEAN" },
    ],
    kvMetadata: [{ key: "k", value: "v".repeat(300) }],
    rowGroupSize: 100,
    codec: "SNAPPY",
  }));
}

function footerOf(file: Uint8Array): Uint8Array {
  const sizeBytes = new DataView(file.buffer).getUint32(file.length - 8, true);
  return file.slice(file.length - 8 - sizeBytes, file.length - 8);
}

Deno.test("readFooter() finds the columns of all row groups where hyparquet finds them", () => {
  const file = writeFile();
  const { schema, groups } = readFooter(footerOf(file), parse);
  const known = parquetMetadata(file);
  assertEquals(schema, parquetSchema(known));
  const startOf = (
    { dictionary_page_offset: dictionary, data_page_offset: data }: ColumnMetaData,
  ) => Number(dictionary ?? data);
  assertEquals(
    groups,
    known.row_groups.map((group) => ({
      rowCount: Number(group.num_rows),
      sizeBytes: Number(group.total_byte_size),
      columns: group.columns.map(({ meta_data: meta }) => ({
        name: meta!.path_in_schema[0]!,
        codec: meta!.codec,
        start: startOf(meta!),
        sizeBytes: Number(meta!.total_compressed_size),
      })),
    })),
  );
  assertEquals(groups.length, 20);
});

Deno.test("readFooter() reads what is cut off or changed to an error or an answer, and ends", () => {
  const footer = footerOf(writeFile());
  for (let length = 0; length < footer.length; length += 13) {
    assertThrows(() => readFooter(footer.subarray(0, length), parse), SyntaxError);
  }
  for (let at = 0; at < footer.length; at++) {
    const changed = footer.slice();
    changed[at] = changed[at]! ^ 0xff;
    try {
      assertEquals(readFooter(changed, parse).groups.length < 1 << 20, true);
    } catch (error) {
      assertEquals(error instanceof Error, true, `byte ${at}`);
    }
  }
});

Deno.test("readFooter() refuses row groups of next to no bytes at the first of them", () => {
  /** A list of structs: the first is empty, what follows can't be read at all. */
  const listOf = (...first: number[]) => Uint8Array.of(0x49, 0xfc, 0x88, 0x27, ...first);
  const refuse = (first: readonly number[], reason: string) => {
    const footer = new Uint8Array(10_000).fill(0x1f);
    footer.set(listOf(...first));
    assertThrows(() => readFooter(footer, parse), SyntaxError, reason);
  };
  refuse([0], "a row group has no columns");
  refuse([0x19, 0x0c, 0], "a row group has no columns");
  refuse([0x19, 0x1c, 0, 0x26, 2, 0], "a row group has no columns");
  refuse([0x19, 0x1c, 0x3c, 0, 0, 0x26, 2, 0], "does not say where it lies");
  const column = [0x3c, 0x39, 0x18, 1, 97, 0x46, 2, 0x26, 2, 0, 0];
  refuse([0x19, 0x1c, ...column, 0], "does not say how many rows it has");
});

import { assertEquals, assertThrows } from "@std/assert";
import type { RowGroup, SchemaElement } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { ByteBuffer } from "../core/buffer.ts";
import { ParquetFooter } from "./_parquet_footer.ts";

const schema: SchemaElement[] = [
  { name: "schema", num_children: 1 },
  { name: "count", type: "INT32", repetition_type: "REQUIRED" },
];
const keyValues = [{ key: "k", value: "é" }];

function groupOf(index: number): RowGroup {
  const start = 4 + index * 1000;
  return {
    num_rows: BigInt(index * 300),
    total_byte_size: 10n,
    total_compressed_size: 9n,
    columns: [{
      file_offset: BigInt(start),
      meta_data: {
        type: "INT32",
        encodings: ["PLAIN", "RLE"],
        path_in_schema: ["count"],
        codec: "SNAPPY",
        num_values: BigInt(index * 300),
        total_uncompressed_size: 10n,
        total_compressed_size: 9n,
        data_page_offset: BigInt(start),
        statistics: { null_count: 0n, min_value: index, max_value: index + 7 },
      },
    }],
  };
}

Deno.test("ParquetFooter writes the bytes of the library's footer, however many row groups there are", () => {
  for (const count of [1, 2, 14, 15, 127, 128, 300]) {
    const writer = new ByteWriter();
    const file = new ParquetWriter({ writer, schema, kvMetadata: keyValues, createdBy: "me" });
    writer.index = 0;
    const footer = new ParquetFooter({ schema, keyValues, createdBy: "me" });
    for (let index = 0; index < count; index++) {
      file.row_groups.push(groupOf(index));
      file.num_rows += groupOf(index).num_rows;
      footer.add(groupOf(index));
    }
    file.finish();
    const target = new ByteBuffer(new ArrayBuffer(0));
    footer.write(target);
    assertEquals(target.written(), new Uint8Array(writer.getBytes()), `${count} row groups`);
  }
});

Deno.test("ParquetFooter refuses a file without row groups", () => {
  const footer = new ParquetFooter({ schema, keyValues, createdBy: "me" });
  assertThrows(() => footer.write(new ByteBuffer()), RangeError, "one row group");
});

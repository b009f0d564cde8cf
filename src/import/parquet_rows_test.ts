import { assert, assertEquals } from "@std/assert";
import { parquetWriteBuffer } from "hyparquet-writer";
import type { Field } from "../core/entity.ts";
import { CELL, type RowBlock, showCells } from "../core/table.ts";
import { parquetReader } from "./parquet.ts";

const field = (name: string, kind: Field["kind"], rest: Partial<Field> = {}): Field => ({
  ...{ name, kind, description: "", nullable: true },
  ...rest,
});
const FIELDS = [
  field("count", "integer"),
  field("large", "integer"),
  field("day", "day"),
  field("far", "day"),
  field("price", "decimal", { scale: 2 }),
  field("other", "decimal", { scale: 4 }),
  field("is", "boolean"),
  field("name", "text"),
];

function makeFile(): Uint8Array {
  const rows = Array.from({ length: 1300 }, (_, row) => row);
  const some = <T>(make: (row: number) => T) => rows.map((row) => row % 7 === 3 ? null : make(row));
  const day = (days: number) => new Date(days * 86_400_000);
  const price = (row: number) => (row * 37 - 9000) / 100;
  return new Uint8Array(parquetWriteBuffer({
    rowGroupSize: 700,
    columnData: [
      { name: "count", data: some((row) => row - 20) },
      { name: "large", data: some((row) => 2n ** 53n + BigInt(row) - 1200n) },
      { name: "day", data: some((row) => day(row * 31 - 9000)) },
      { name: "far", data: some((row) => day(row === 900 ? 3_000_000 : row)) },
      { name: "price", data: some(price) },
      { name: "other", data: some(price) },
      { name: "is", data: some((row) => row % 2 === 0) },
      { name: "name", data: some((row) => `é${row}`) },
    ],
    schema: [
      { name: "root", num_children: 8 },
      { name: "count", type: "INT32", repetition_type: "OPTIONAL" },
      { name: "large", type: "INT64", repetition_type: "OPTIONAL" },
      ...["day", "far"].map((name) => ({
        ...{ name, type: "INT32", converted_type: "DATE", repetition_type: "OPTIONAL" } as const,
      })),
      ...["price", "other"].map((name) => ({
        ...{ name, type: "INT32", converted_type: "DECIMAL", scale: 2, precision: 9 } as const,
        repetition_type: "OPTIONAL" as const,
      })),
      { name: "is", type: "BOOLEAN", repetition_type: "OPTIONAL" },
      { name: "name", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
    ],
  }));
}

/** Cells as texts with their kinds, those that came as numbers shown in an order of their own. */
function cellsOf(block: RowBlock): string[] {
  for (let place = FIELDS.length - 1; place >= 0; place--) showCells(block, place);
  const { bytes, starts, ends, kinds } = block;
  return Array.from({ length: block.count * block.width }, (_, cell) => {
    const text = new TextDecoder().decode(bytes.subarray(starts[cell]!, ends[cell]!));
    return `${kinds[cell]} ${kinds[cell] === CELL.null ? "" : text}`;
  });
}

Deno.test("parquetReader gives numbers that show the texts it gives without them", async () => {
  const path = Deno.makeTempFileSync({ suffix: ".parquet" });
  try {
    Deno.writeFileSync(path, makeFile());
    const scope = {
      path,
      label: "rows",
      table: "rows",
      fields: () => FIELDS.map(({ name }) => name),
    };
    const texts: string[][] = [];
    for await (const event of parquetReader.read(scope)) {
      assert(event.kind !== "issue", JSON.stringify(event));
      if (event.kind === "rows") texts.push(cellsOf(event.block));
    }
    const numbers: string[][] = [];
    const places = new Set<string>();
    for await (const event of parquetReader.read({ ...scope, numberFields: () => FIELDS })) {
      if (event.kind !== "rows") continue;
      event.block.numbers?.forEach((cells, place) => cells && places.add(FIELDS[place]!.name));
      numbers.push(cellsOf(event.block));
    }
    assertEquals(numbers, texts);
    assertEquals(texts.flat().length, 1300 * FIELDS.length);
    // A number beyond 2^53, a day beyond 9999 and another scale stay texts; the first two in their row group alone.
    assertEquals([...places].sort(), ["count", "day", "far", "is", "large", "price"]);
  } finally {
    Deno.removeSync(path);
  }
});

import { assertEquals, assertThrows } from "@std/assert";
import { parquetWriteBuffer } from "hyparquet-writer";
import type { Field } from "../core/entity.ts";
import { EsdhError } from "../core/error.ts";
import type { ValueCounter, ValueTarget } from "../core/value_file.ts";
import type { ColumnChunk } from "./parquet_chunk.ts";
import type { ValueKind } from "./parquet_plain.ts";
import { openValueFile } from "./parquet_value_file.ts";
import { readColumnValues } from "./parquet_values.ts";

/** Counts by value, as a reader gives them. */
function openCounter(): {
  counter: ValueCounter;
  counts: Map<number, number>;
  nulls: () => number;
} {
  const counts = new Map<number, number>();
  let nulls = 0;
  const counter: ValueCounter = {
    add(values, rows, size) {
      for (let at = 0; at < size; at++) {
        const count = rows === undefined ? 1 : rows[at]!;
        if (count > 0) counts.set(values[at]!, (counts.get(values[at]!) ?? 0) + count);
      }
    },
    addNulls: (count) => nulls += count,
  };
  return { counter, counts, nulls: () => nulls };
}

/** A target that wants both rows and counts, and gives words the number of their last letter. */
function openTarget(rowCount: number) {
  const { counter, counts, nulls } = openCounter();
  const target: ValueTarget = {
    ...{ counter, hasRows: true, codeOf: (bytes, _start, end) => bytes[end - 1]! },
    states: new Uint8Array(rowCount),
    numbers: new Float64Array(rowCount),
    codes: new Int32Array(rowCount),
    ids: new Int32Array(0),
  };
  return { target, counts, nulls };
}

/** What the rows of a target come to. */
function countRows({ states, numbers, codes }: ValueTarget, isWord: boolean) {
  const counts = new Map<number, number>();
  let nulls = 0;
  states.forEach((state, row) => {
    const value = isWord ? codes[row]! : numbers[row]!;
    if (state === 1) counts.set(value, (counts.get(value) ?? 0) + 1);
    else nulls++;
  });
  return { counts, nulls };
}

const sorted = (counts: Map<number, number>) => [...counts].sort((a, b) => a[0] - b[0]);

const ROWS = 3000;
const rows = Array.from({ length: ROWS }, (_, row) => row);
/** Runs of nulls, of every length. */
const isNull = (row: number) => row % 97 < row % 89 / 8 || (row > 1000 && row < 2100);
const COLUMNS = [
  { name: "few", type: "INT32", data: rows.map((row) => row * 7 % 11) },
  { name: "few_null", type: "INT32", data: rows.map((row) => isNull(row) ? null : row % 5 - 2) },
  { name: "many", type: "INT32", data: rows.map((row) => row * 1009 - 500_000) },
  { name: "many_null", type: "INT32", data: rows.map((row) => isNull(row) ? null : row * 3) },
  { name: "large", type: "INT64", data: rows.map((row) => BigInt(row % 13) * -1_000_000_007n) },
  { name: "flag", type: "BOOLEAN", data: rows.map((row) => row % 3 === 0) },
  {
    name: "flag_null",
    type: "BOOLEAN",
    data: rows.map((row) => isNull(row) ? null : row % 3 === 0),
  },
  { name: "word", type: "STRING", data: rows.map((row) => "abcdefg".slice(0, 1 + row % 7)) },
  { name: "word_null", type: "STRING", data: rows.map((row) => isNull(row) ? null : `${row % 9}`) },
  { name: "none", type: "INT32", data: rows.map(() => null) },
] as const;
const KINDS = { INT32: "integer", INT64: "integer", BOOLEAN: "boolean", STRING: "word" } as const;

const PACKINGS = [
  { codec: "UNCOMPRESSED", pageSize: 1 << 20 },
  { codec: "SNAPPY", pageSize: 500 },
] as const;

for (const { codec, pageSize } of PACKINGS) {
  Deno.test(`readGroup() counts values as rows have them, in ${codec} pages of ${pageSize} bytes`, async () => {
    const path = await Deno.makeTempFile();
    try {
      const columnData = COLUMNS.map(({ name, type, data }) => ({ name, type, data: [...data] }));
      const bytes = parquetWriteBuffer({ columnData, codec, pageSize, rowGroupSize: 2000 });
      await Deno.writeFile(path, new Uint8Array(bytes));
      const fields = COLUMNS.map(({ name, type }): Field => ({
        ...{ name, kind: KINDS[type], description: "" },
      }));
      const file = (await openValueFile(path, fields))!;
      assertEquals(file.groupRows, [2000, 1000]);
      for (const [group, rowCount] of file.groupRows.entries()) {
        const targets = fields.map(() => openTarget(rowCount));
        await file.readGroup(group, targets.map(({ target }) => target));
        targets.forEach(({ target, counts, nulls }, at) => {
          const { name, type } = COLUMNS[at]!;
          const wanted = countRows(target, type === "STRING");
          assertEquals(sorted(counts), sorted(wanted.counts), name);
          assertEquals(nulls(), wanted.nulls, name);
          const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
          assertEquals(total + nulls(), rowCount, name);
        });
        const alone = fields.map(() => openCounter());
        const empty = openTarget(0).target;
        await file.readGroup(
          group,
          alone.map(({ counter }) => ({ ...empty, counter, hasRows: false })),
        );
        alone.forEach(({ counts, nulls }, at) => {
          assertEquals(counts, targets[at]!.counts, COLUMNS[at]!.name);
          assertEquals(nulls(), targets[at]!.nulls());
        });
      }
      file.close();
    } finally {
      await Deno.remove(path);
    }
  });
}

/** A page of version 1: its head, then its body, unpacked. */
function page(
  kind: "data" | "dictionary",
  encoding: number,
  count: number,
  body: number[],
): number[] {
  const size = body.length * 2;
  const head = kind === "data"
    ? [0x2c, 0x15, count * 2, 0x15, encoding * 2, 0x15, 6, 0x15, 6, 0]
    : [
      ...[0x4c, 0x15, count * 2, 0x15, encoding * 2, 0],
    ];
  return [0x15, kind === "data" ? 0 : 4, 0x15, size, 0x15, size, ...head, 0, ...body];
}

const int32 = (...values: number[]) => values.flatMap((value) => [value, 0, 0, 0]);

function chunkOf(bytes: number[], rowCount: number, isNullable = false): ColumnChunk {
  return {
    bytes: Uint8Array.from(bytes),
    element: {
      ...{ name: "n", type: "INT32" },
      repetition_type: isNullable ? "OPTIONAL" : "REQUIRED",
    },
    unpack: (bytes) => bytes,
    rowCount,
    budget: { left: 1e6 },
  };
}

function count(chunk: ColumnChunk, kind: ValueKind = "int32") {
  const { counter, counts, nulls } = openCounter();
  const { target } = openTarget(0);
  readColumnValues(chunk, kind, { ...target, counter, hasRows: false });
  return { counts: sorted(counts), nulls: nulls() };
}

Deno.test("readColumnValues() adds up pages of a dictionary and plain ones of one column", () => {
  const bytes = [
    ...page("dictionary", 0, 3, int32(10, 20, 30)),
    // Two bits each: 2, 0, 2, 1; then five times 1.
    ...page("data", 8, 4, [2, 3, 0b01_10_00_10, 0]),
    ...page("data", 2, 5, [2, 10, 1]),
    ...page("data", 0, 3, int32(20, 7, 7)),
  ];
  assertEquals(count(chunkOf(bytes, 12)), {
    counts: [[7, 2], [10, 1], [20, 7], [30, 2]],
    nulls: 0,
  });
});

Deno.test("readColumnValues() counts nulls by their runs, also where a page has no value", () => {
  const levels = (...runs: number[]) => [runs.length, 0, 0, 0, ...runs];
  const bytes = [
    ...page("dictionary", 0, 1, int32(9)),
    ...page("data", 8, 9, [...levels(8, 0, 10, 1), 1, 10, 0]),
    ...page("data", 8, 60, levels(120, 0)),
    ...page("data", 0, 2, [...levels(3, 0b10), ...int32(9)]),
  ];
  assertEquals(count(chunkOf(bytes, 71, true)), { counts: [[9, 6]], nulls: 65 });
});

Deno.test("readColumnValues() refuses places behind the end of the dictionary, counted or not", () => {
  const dictionary = page("dictionary", 0, 3, int32(10, 20, 30));
  const cases: [number[], string][] = [
    // Of two bits, so that the number has a place among the counts.
    [page("data", 8, 4, [2, 3, 0b01_11_00_10, 0]), "value 3 of a dictionary of 3"],
    [page("data", 8, 4, [2, 8, 3]), "value 3 of a dictionary of 3"],
    [page("data", 8, 4, [8, 8, 200]), "value 200 of a dictionary"],
    [page("data", 8, 4, [5, 8, 31]), "value 31 of a dictionary"],
    [page("data", 8, 4, []), "ends before its values"],
    [page("data", 5, 4, [2, 8, 3]), "encoding number 5"],
    [page("data", 0, 4, int32(1, 2, 3)), "ends before its values"],
  ];
  for (const [data, message] of cases) {
    const chunk = () => chunkOf([...dictionary, ...data], 4);
    assertThrows(() => count(chunk()), SyntaxError, message);
    const { target } = openTarget(4);
    const rowTarget = { ...target, counter: undefined };
    const read = () => readColumnValues(chunk(), "int32", rowTarget);
    assertThrows(read, SyntaxError, message);
  }
  const data = page("data", 8, 4, [2, 8, 0]);
  assertThrows(() => count(chunkOf(data, 4)), SyntaxError, "a dictionary that is not there");
  const empty = [...page("dictionary", 0, 0, []), ...data];
  assertThrows(() => count(chunkOf(empty, 4)), SyntaxError, "value 0 of a dictionary of 0");
});

Deno.test("readGroup() survives any changed byte, with counts of all rows or an error", async () => {
  const path = await Deno.makeTempFile();
  try {
    const columnData = COLUMNS.map(({ name, type, data }) => ({
      ...{ name, type, data: data.slice(0, 60) },
    }));
    const bytes = new Uint8Array(
      parquetWriteBuffer({ columnData, codec: "SNAPPY", pageSize: 100, statistics: false }),
    );
    const fields = COLUMNS.map(({ name, type }): Field => ({
      ...{ name, kind: KINDS[type], description: "" },
    }));
    let errorCount = 0;
    for (let at = 0; at < bytes.length; at += 3) {
      const changed = bytes.slice();
      changed[at] = changed[at]! ^ 0xff;
      await Deno.writeFile(path, changed);
      try {
        const file = await openValueFile(path, fields);
        if (file === undefined) continue;
        try {
          const { groupRows } = file;
          const targets = fields.map(() => openTarget(groupRows[0]!));
          await file.readGroup(0, targets.map(({ target }) => target));
          for (const { counts, nulls } of targets) {
            const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
            assertEquals(total + nulls(), groupRows[0], `byte ${at}`);
          }
        } finally {
          file.close();
        }
      } catch (error) {
        assertEquals(error instanceof EsdhError && error.code, "IO", `byte ${at}: ${error}`);
        errorCount++;
      }
    }
    assertEquals(errorCount > 100, true, `${errorCount}`);
  } finally {
    await Deno.remove(path);
  }
});

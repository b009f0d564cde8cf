/**
 * What every member of the registry of formats says of itself is true.
 */
import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { join } from "@std/path";
import type { Batch } from "../../src/core/batch.ts";
import { ByteBuffer } from "../../src/core/buffer.ts";
import type { Entity, FieldSizes } from "../../src/core/entity.ts";
import { EsdhError } from "../../src/core/error.ts";
import type { Format } from "../../src/core/format.ts";
import { DATASETS } from "../../src/datasets/mod.ts";
import { findFormat, FORMATS } from "../../src/export/mod.ts";
import { withFolder } from "../_folder.ts";
import { makeScope, openFile } from "./_batches.ts";
import { readersOf } from "./_format_readers.ts";

Deno.test("the registry of formats has each name and each ending once", () => {
  for (const key of ["name", "extension"] as const) {
    const all = FORMATS.map((format) => format[key]);
    assertEquals(all, [...new Set(all)]);
  }
});

Deno.test("findFormat() finds each member, and names the nearest of an unknown one", () => {
  for (const format of FORMATS) assertEquals(findFormat(format.name), format);
  const error = assertThrows(() => findFormat("parket"), EsdhError);
  assertEquals(error.code, "UNKNOWN_NAME");
  assertMatch(error.hint ?? "", /parquet/);
});

Deno.test("a format without a foreign reader fails its tests, and says where to add one", () => {
  const format: Format = { ...FORMATS[0]!, name: "new" };
  const { message } = assertThrows(() => readersOf(format), TypeError, '"new" has no entry');
  assertMatch(message, /_format_readers\.ts/);
});

for (const format of FORMATS) {
  const { name } = format;

  Deno.test(`${name} describes itself`, () => {
    assertMatch(name, /^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/);
    assertMatch(format.extension, /^[a-z0-9]+(\.[a-z0-9]+)*$/);
    assertMatch(format.mediaType, /^[a-z]+\/[a-z0-9.+-]+(; charset=utf-8)?$/);
    assertMatch(format.description, /^[A-Z].{10,120}[^.]$/);
    assert(readersOf(format).length > 0);
    assert(!format.isStreamable || format.holds === "entity", "a stream holds one entity");
  });

  Deno.test(`${name} estimates the size of a row to a fifth, or to a quarter where no field was measured`, async () => {
    await format.prepare?.();
    for (const { entity, batch, sizes } of sampleBatches()) {
      const actual = await measureBytes(format, entity, batch) / batch.count;
      const estimate = format.estimateRowBytes(entity, sizes);
      const ratio = estimate / actual;
      const line = `${entity.plural}: estimated ${estimate}, is ${actual}`;
      // What stands around few rows weighs as much as they do.
      const bound = batch.count < 500 ? 1 / 2 : sizes === undefined ? 1 / 4 : 1 / 5;
      assert(ratio > 1 - bound && ratio < 1 + bound, line);
    }
  });
}

let batches:
  | readonly {
    readonly entity: Entity;
    readonly batch: Batch;
    readonly sizes: FieldSizes | undefined;
  }[]
  | undefined;

/** Rows of every entity, made once: each from a source of its own, so that no batch spoils another. */
function sampleBatches(): NonNullable<typeof batches> {
  return batches ??= DATASETS.flatMap((dataset) =>
    dataset.entities.map((entity) => {
      // An account of a book has many rows.
      const records = dataset.isSequential ? 4096 : 2048;
      const plan = { seed: 7n, records, options: {} };
      const [batch] = dataset.openRows(plan, [entity.plural], records).next(records);
      return { entity, batch: batch!, sizes: dataset.fieldSizes?.(entity) };
    })
  );
}

/** Size of a file that holds one batch. */
async function measureBytes(format: Format, entity: Entity, batch: Batch): Promise<number> {
  if (format.openFile !== undefined) {
    return await withFolder(async (folder) => {
      const path = join(folder, "file");
      const writer = await format.openFile(path, makeScope([{ entity, rows: [] }]));
      await writer.write(batch);
      await writer.close();
      return (await Deno.stat(path)).size;
    });
  }
  const file = await openFile(format, [{ entity, rows: [] }]);
  const target = new ByteBuffer();
  file.head(target);
  file.begin(entity, target);
  const offset = target.length;
  file.encode(batch, target);
  const note = file.finishBlock?.(entity, target);
  if (note !== undefined) file.noteBlock?.(entity, note, offset);
  file.end(entity, batch.count, target);
  file.tail(target);
  return target.length;
}

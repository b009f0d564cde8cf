import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import type { Row } from "../../src/core/batch.ts";
import type { Entity } from "../../src/core/entity.ts";
import type { Plan } from "../../src/core/plan.ts";
import { DATASETS } from "../../src/datasets/mod.ts";
import { findDataFile, READERS } from "../../src/import/mod.ts";
import { makeSnapshot, planRun, sampleRows } from "../../src/run.ts";
import { withFolder } from "../_folder.ts";
import { readTables, type TextRow } from "./_tables.ts";

/** More than a block of rows and, in each text format, more than a window of bytes. */
const MANY = 9000;
/** Of a dataset whose accounts have many rows each, so many accounts are enough. */
const FEWER = 900;

const known = new Map<string, Row[]>();

/** The rows of a plan, made once for all readers. */
function rowsOf(plan: Plan, entity: string): Row[] {
  const key = `${plan.dataset} ${plan.records} ${entity}`;
  const rows = known.get(key) ?? sampleRows(plan, entity, Infinity);
  known.set(key, rows);
  return rows;
}

/** Compares row by row: the difference of two long tables would take more memory than there is. */
function assertRows(given: readonly TextRow[], wanted: readonly Row[], entity: Entity): void {
  assertEquals(given.length, wanted.length);
  const { fields } = entity;
  wanted.forEach((row, index) => {
    const texts = fields.map(({ name, scale }) => textOf(row[name]!, scale));
    if (given[index]!.some((text, place) => text !== texts[place])) {
      assertEquals(given[index], texts, `row ${index} of ${entity.plural}`);
    }
  });
}

/** A value as files hold it: decimals with all their places. */
function textOf(value: Row[string], scale: number | undefined): string | null {
  if (value === null) return null;
  return typeof value === "number" && scale !== undefined ? value.toFixed(scale) : `${value}`;
}

for (const reader of READERS) {
  for (const records of [0, 1, MANY]) {
    Deno.test(`the reader of ${reader.name} gives back the rows of ${records} accounts`, async () => {
      await withFolder(async (folder) => {
        for (const dataset of DATASETS) {
          const accounts = dataset.isSequential ? records : Math.min(records, FEWER);
          const plan = planRun({
            dataset: dataset.name,
            records: accounts,
            formats: [reader.name],
          });
          const { files } = await makeSnapshot(plan, join(folder, dataset.slug));
          const names = dataset.entities.map(({ plural }) => plural);
          for (const { path, sizeBytes } of files) {
            const data = findDataFile(path, dataset.slug, names);
            if (data === undefined) continue;
            const held = dataset.entities.filter(({ plural }) =>
              data.table === undefined || data.table === plural
            );
            const fields = Object.fromEntries(
              held.map(({ plural, fields }) => [plural, fields.map(({ name }) => name)]),
            );
            const read = await readTables(data.reader, join(folder, dataset.slug, path), fields);
            assertEquals(read.issues, []);
            if (reader.access === "sequential") assertEquals(read.sizeBytes, sizeBytes);
            for (const entity of held) {
              const wanted = rowsOf(plan, entity.plural);
              assertRows(read.rows[entity.plural] ?? [], wanted, entity);
            }
          }
        }
      });
    });
  }
}

import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { DATASETS } from "../../src/datasets/mod.ts";
import { findDataFile, READERS } from "../../src/import/mod.ts";
import { makeSnapshot, planRun, sampleRows } from "../../src/run.ts";
import { withFolder } from "../_folder.ts";
import { readTables } from "./_tables.ts";

/** More than a block of rows and, in each text format, more than a window of bytes. */
const MANY = 9000;

for (const reader of READERS) {
  for (const records of [0, 1, MANY]) {
    Deno.test(`the reader of ${reader.name} gives back ${records} rows of each entity`, async () => {
      await withFolder(async (folder) => {
        for (const dataset of DATASETS) {
          const plan = planRun({ dataset: dataset.name, records, formats: [reader.name] });
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
            for (const { plural } of held) {
              const wanted = sampleRows(plan, plural, Infinity).map((row) =>
                Object.values(row).map((value) => value === null ? null : `${value}`)
              );
              assertEquals(read.rows[plural] ?? [], wanted);
            }
          }
        }
      });
    });
  }
}

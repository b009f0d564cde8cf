import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import fc from "fast-check";
import { findDataset } from "../../src/datasets/mod.ts";
import { arrowReader } from "../../src/import/arrow.ts";
import { makeSnapshot, planRun } from "../../src/run.ts";
import { withFolder } from "../_folder.ts";
import { readBytes } from "./_tables.ts";

const dataset = findDataset("auto");
const fields = Object.fromEntries(
  dataset.entities.map(({ plural, fields }) => [plural, fields.map(({ name }) => name)]),
);

/** The file of each entity of a small snapshot. */
async function makeFiles(): Promise<{ entity: string; bytes: Uint8Array }[]> {
  return await withFolder(async (folder) => {
    const plan = planRun({ dataset: "auto", records: 12, formats: ["arrow"] });
    const { files } = await makeSnapshot(plan, join(folder, "s"), { workerCount: 0 });
    return files.filter(({ path }) => path.endsWith(".arrow")).map(({ path }) => ({
      entity: path.slice(0, path.lastIndexOf(`_${dataset.slug}.`)),
      bytes: Deno.readFileSync(join(folder, "s", path)),
    }));
  });
}

function read(bytes: Uint8Array, entity: string) {
  return readBytes(arrowReader, bytes, { [entity]: fields[entity]! });
}

Deno.test("arrowReader tells of a file that is cut off, wherever it is", async () => {
  for (const { entity, bytes } of await makeFiles()) {
    assertEquals((await read(bytes, entity)).issues, []);
    for (const length of [0, 6, 20, 24, bytes.length >> 1, bytes.length - 1]) {
      const { issues } = await read(bytes.subarray(0, length), entity);
      assertEquals(issues.map(({ code }) => code), ["arrow-unreadable"], `${length} bytes`);
    }
  }
});

Deno.test("arrowReader answers any damage with issues, and none with an error", async () => {
  const files = await makeFiles();
  const places = fc.nat(files.length - 1).chain((index) => {
    const { length } = files[index]!.bytes;
    // Most of what can go wrong is in the metadata, at both ends.
    const at = fc.oneof(
      fc.nat(length - 1),
      fc.nat(Math.min(length, 4000) - 1),
      fc.integer({ min: Math.max(0, length - 4000), max: length - 1 }),
    );
    return fc.tuple(fc.constant(files[index]!), at, fc.integer({ min: 1, max: 255 }));
  });
  await fc.assert(
    fc.asyncProperty(places, async ([{ entity, bytes }, at, change]) => {
      const changed = bytes.slice();
      changed[at]! ^= change;
      const { issues, rows } = await read(changed, entity);
      assert(issues.length > 0 || (rows[entity]?.length ?? 0) < 1000);
    }),
    { numRuns: 500 },
  );
});

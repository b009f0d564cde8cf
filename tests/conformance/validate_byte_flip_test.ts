import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import fc from "fast-check";
import { validateSnapshot } from "../../src/check.ts";
import { FORMATS } from "../../src/export/mod.ts";
import { makeSnapshot, planRun } from "../../src/run.ts";
import { withFolder } from "../_folder.ts";
import { dropSection } from "./_invalid.ts";

const formats = FORMATS.map(({ name }) => name);
const plan = planRun({ dataset: "v0.1", seed: 7n, records: 2, formats });

async function readFiles(directory: string): Promise<[string, Uint8Array][]> {
  const names = [...Deno.readDirSync(directory)].filter(({ isFile, name }) =>
    isFile && !name.startsWith(".")
  ).map(({ name }) => name).sort();
  return await Promise.all(
    names.map(async (
      name,
    ): Promise<[string, Uint8Array]> => [name, await Deno.readFile(join(directory, name))]),
  );
}

/** A place in any of the files, and another byte for it. */
function changeOf(files: readonly [string, Uint8Array][]) {
  return fc.nat(files.length - 1).chain((file) =>
    fc.tuple(
      fc.constant(files[file]!),
      fc.nat(files[file]![1].length - 1),
      fc.integer({ min: 1, max: 255 }),
    )
  );
}

Deno.test("validateSnapshot() finds any one changed byte in any file of a snapshot", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "snapshot");
    await makeSnapshot(plan, directory, { workerCount: 0 });
    const files = await readFiles(directory);
    assert(files.length > formats.length + 3);
    assert((await validateSnapshot(directory)).ok);
    await fc.assert(
      fc.asyncProperty(changeOf(files), async ([[name, bytes], at, change]) => {
        const path = join(directory, name);
        const changed = bytes.slice();
        changed[at] = changed[at]! ^ change;
        await Deno.writeFile(path, changed);
        const report = await validateSnapshot(directory);
        await Deno.writeFile(path, bytes);
        assertEquals(report.ok, false, `${name} byte ${at}: ${bytes[at]} to ${changed[at]}`);
      }),
      { numRuns: 60 },
    );
  });
});

Deno.test("validateSnapshot() finds a file that was cut off or made longer", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "snapshot");
    await makeSnapshot(plan, directory, { workerCount: 0 });
    for (const [name, bytes] of await readFiles(directory)) {
      for (
        const changed of [
          bytes.subarray(0, -1),
          bytes.subarray(0, 0),
          Uint8Array.from([...bytes, 10]),
        ]
      ) {
        await Deno.writeFile(join(directory, name), changed);
        assertEquals(
          (await validateSnapshot(directory)).ok,
          false,
          `${name}: ${changed.length} bytes`,
        );
      }
      await Deno.writeFile(join(directory, name), bytes);
    }
    assert((await validateSnapshot(directory)).ok);
  });
});

Deno.test("validateSnapshot() answers any damage with a report where there are no checksums", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "snapshot");
    await makeSnapshot(plan, directory, { workerCount: 0 });
    dropSection(directory);
    const files = await readFiles(directory);
    await fc.assert(
      fc.asyncProperty(
        changeOf(files),
        fc.boolean(),
        async ([[name, bytes], at, change], isCut) => {
          const path = join(directory, name);
          const changed = isCut ? bytes.slice(0, at) : bytes.slice();
          if (!isCut) changed[at] = changed[at]! ^ change;
          await Deno.writeFile(path, changed);
          const report = await validateSnapshot(directory);
          await Deno.writeFile(path, bytes);
          assertEquals(report.checks.length > 5, true);
          assertEquals(report.ok, report.errorCount === 0);
        },
      ),
      { numRuns: 100 },
    );
  });
});

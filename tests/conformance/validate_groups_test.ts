/** Files that hold rows in groups are read by several threads as by one, whatever is wrong with them. */
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import fc from "fast-check";
import { type ValidateOptions, validateSnapshot } from "../../src/check.ts";
import type { ValidationReport } from "../../src/core/report.ts";
import { makeSnapshot, planRun } from "../../src/run.ts";
import { withFolder } from "../_folder.ts";
import { dropSection } from "./_invalid.ts";

/** What a report says, apart from the time it took. */
function essence(report: ValidationReport): unknown {
  const { durationMs: _durationMs, ...rest } = report;
  return rest;
}

async function validateBoth(directory: string, options: ValidateOptions = {}) {
  const alone = await validateSnapshot(directory, { ...options, workerCount: 0 });
  for (const partBytes of [1, 300_000]) {
    const threads = { workerCount: 2, partedBytes: 1, partBytes };
    const threaded = await validateSnapshot(directory, { ...options, ...threads });
    assertEquals(essence(threaded), essence(alone));
  }
  return alone;
}

const ENTITIES = ["accounts", "policies", "policy_periods"];

Deno.test("validateSnapshot() finds the same faults in groups of rows with any number of threads", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "s");
    const plan = { dataset: "auto", seed: 5n, records: 2500, formats: ["parquet"] };
    await makeSnapshot(planRun({ ...plan, entities: ENTITIES }), directory, { workerCount: 0 });
    const sound = await validateBoth(directory);
    assert(sound.ok);
    dropSection(directory, "auto");
    const paths = ENTITIES.map((name) => join(directory, `${name}_auto.parquet`));
    const files = paths.map((path) => Deno.readFileSync(path));
    const flip = fc.tuple(
      fc.nat(paths.length - 1),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 255 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(flip, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(2, 100),
        async (flips, maxIssues) => {
          const changed = files.map((bytes) => bytes.slice());
          for (const [file, share, mask] of flips) {
            const bytes = changed[file]!;
            bytes[Math.floor(share * (bytes.length - 1))]! ^= mask;
          }
          changed.forEach((bytes, at) => Deno.writeFileSync(paths[at]!, bytes));
          const report = await validateBoth(directory, { maxIssues, budgetBytes: 20_000 });
          assert(report.issues.length <= maxIssues);
        },
      ),
      { numRuns: 5 },
    );
  });
});

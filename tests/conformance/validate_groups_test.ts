/** Files that hold rows in groups are read by several threads as by one, whatever is wrong with them. */
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import fc from "fast-check";
import { parquetMetadata } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
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

/** Makes a file say of its first row group that it has 1 byte. */
function belittle(bytes: Uint8Array): void {
  const size = Number(parquetMetadata(bytes.buffer as ArrayBuffer).row_groups[0]!.total_byte_size);
  // Zigzag, in groups of seven bits; as many groups say 1.
  const known = Array.from(
    { length: 4 },
    (_, at) => size * 2 >>> 7 * at & 127 | (at < 3 ? 128 : 0),
  );
  let at = bytes.length;
  while (!known.every((byte, each) => bytes[at + each] === byte)) assert(--at >= 0);
  bytes.set([0x82, 0x80, 0x80, 0], at);
}

Deno.test("validateSnapshot() reads a group of rows that is larger than it says as one thread does", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "s");
    const plan = { dataset: "auto", seed: 5n, records: 3, formats: ["parquet"] };
    await makeSnapshot(planRun({ ...plan, entities: ["accounts"] }), directory, { workerCount: 0 });
    dropSection(directory, "auto");
    const rows = Array.from({ length: 1110 }, (_, row) => `${row}`);
    const bytes = new Uint8Array(parquetWriteBuffer({
      rowGroupSize: 1100,
      columnData: [
        { name: "account_id", data: rows, type: "STRING" },
        { name: "account_name", data: rows.map((row) => row.padEnd(64_000)), type: "STRING" },
      ],
    }));
    belittle(bytes);
    Deno.writeFileSync(join(directory, "accounts_auto.parquet"), bytes);
    const { rows: read, codes } = await validateBoth(directory, { maxIssues: 20 });
    assertEquals(read["accounts"], 1110);
    assertEquals(codes.some(({ code }) => code === "parquet-unreadable"), false);
  });
});

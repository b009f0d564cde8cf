/**
 * A run that is killed at any moment and gone on with gives the bytes of one that was not.
 */
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { JOURNAL_NAME } from "../../src/export/journal.ts";
import { STAGING_NAME } from "../../src/core/snapshot_file.ts";
import { makeSnapshot, planRun } from "../../src/run.ts";
import { listDigests, withFolder } from "../_folder.ts";
import { cliCommand, esdh } from "./_cli.ts";

const DATA = ["--dataset", "v0.1", "--seed", "3", "--entity-filter", "persons,vehicles"];

/** Kills a run a while after its first journal entry, if it is not done by then. */
async function makeKilledInJournal(args: readonly string[], path: string): Promise<void> {
  const child = cliCommand(args, { stdout: "null", stderr: "null" }).spawn();
  let hasEnded = false;
  const status = child.status.finally(() => hasEnded = true);
  while (!hasEnded && !await Deno.stat(path).then(() => true, () => false)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  try {
    child.kill("SIGKILL");
  } catch {
    // It had ended.
  }
  await status;
}

async function makeKilled(args: readonly string[], afterMs: number): Promise<void> {
  const child = cliCommand(args, { stdout: "null", stderr: "null" }).spawn();
  const timer = setTimeout(() => {
    try {
      child.kill("SIGKILL");
    } catch {
      // It had ended.
    }
  }, afterMs);
  await child.status;
  clearTimeout(timer);
}

Deno.test("a large run that is killed again and again goes on from its journal", async () => {
  await withFolder(async (folder) => {
    const formats = ["csv", "json", "parquet"];
    const plan = planRun({
      dataset: "v0.1",
      seed: 3n,
      records: 250_000,
      formats,
      entities: ["persons", "vehicles"],
    });
    await makeSnapshot(plan, join(folder, "whole"));
    const wanted = await listDigests(join(folder, "whole"));
    const directory = join(folder, "killed");
    const args = ["generate", ...DATA, "--records", "250000", "--output-format", formats.join()]
      .concat("--output-dir", directory, "--resume");
    const journal = join(directory, STAGING_NAME, JOURNAL_NAME);
    await makeKilledInJournal(args, journal);
    assert(await Deno.stat(journal).then(() => true, () => false), "the run left no journal");
    // From here on the journal is there from the start: kills at any moment.
    for (let round = 0; round < 3; round++) await makeKilled(args, 1000 + 700 * round);
    const last = await esdh(args);
    assertEquals(last.code, 0, last.stderr);
    assert(/going on|is complete/.test(last.stderr), last.stderr);
    assertEquals(await listDigests(directory), wanted);
    const again = await esdh(args);
    assert(again.stderr.includes("nothing is left to make"), again.stderr);
    assertEquals(await listDigests(directory), wanted);
  });
});

Deno.test("a small run that is killed while it moves its files is finished", async () => {
  await withFolder(async (folder) => {
    const plan = planRun({
      dataset: "v0.1",
      seed: 3n,
      records: 2000,
      entities: ["persons", "vehicles"],
    });
    await makeSnapshot(plan, join(folder, "whole"));
    const wanted = await listDigests(join(folder, "whole"));
    const directory = join(folder, "killed");
    const args = ["generate", ...DATA, "--records", "2000", "--output-dir", directory, "--resume"];
    const startMs = performance.now();
    await esdh(args);
    const wholeMs = performance.now() - startMs;
    for (let round = 0; round < 10; round++) {
      await Deno.remove(directory, { recursive: true }).catch(() => {});
      // The last fifth of a run is its end: documents, manifest, moves.
      await makeKilled(args, wholeMs * (0.8 + 0.025 * round));
      const { code, stderr } = await esdh(args);
      assertEquals(code, 0, stderr);
      assertEquals(await listDigests(directory), wanted);
    }
  });
});

Deno.test("a run without a journal that can be read begins anew and says so", async () => {
  await withFolder(async (directory) => {
    const staging = join(directory, STAGING_NAME);
    await Deno.mkdir(staging);
    const left = [
      ["{}", "its journal has another form"],
      ["not JSON", "its journal can't be read"],
      [undefined, "before its first entry"],
    ] as const;
    for (const [text, reason] of left) {
      await Deno.mkdir(staging, { recursive: true });
      await Deno.writeTextFile(join(staging, "persons_v0_1.csv"), "half a row");
      if (text !== undefined) await Deno.writeTextFile(join(staging, JOURNAL_NAME), text);
      const notices: string[] = [];
      const plan = planRun({ dataset: "v0.1", seed: BigInt(text?.length ?? 0), records: 5 });
      await makeSnapshot(plan, directory, {
        isResumed: true,
        onNotice: (notice) => notices.push(notice),
      });
      assert(notices.join().includes(reason), notices.join());
      assert(notices.join().includes("starting from the beginning"), notices.join());
    }
  });
});

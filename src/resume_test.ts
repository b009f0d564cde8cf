import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { EsdhError } from "./core/error.ts";
import { STAGING_NAME } from "./core/snapshot_file.ts";
import { BLOCKS_SUFFIX } from "./export/data_file.ts";
import { JOURNAL_NAME } from "./export/journal.ts";
import { makeSnapshot, planRun } from "./run.ts";
import { listDigests, withFolder } from "../tests/_folder.ts";

const FORMATS = ["csv", "ndjson", "json", "parquet", "arrow", "xlsx", "csv.gz", "sql"];
const ROWS = { dataset: "v0.1", seed: 3n, records: 80_000, entities: ["persons"] };

/** Makes a snapshot until it has a journal, and leaves it there. */
async function interrupt(directory: string, formats: readonly string[]): Promise<void> {
  const abort = new AbortController();
  const journal = join(directory, STAGING_NAME, JOURNAL_NAME);
  const error = await assertRejects(() =>
    makeSnapshot(planRun({ ...ROWS, formats }), directory, {
      isResumed: true,
      workerCount: 0,
      journalMs: 0,
      signal: abort.signal,
      onProgress: () => {
        try {
          Deno.statSync(journal);
          abort.abort();
        } catch {
          // Not yet.
        }
      },
    }), EsdhError);
  assertEquals(error.code, "INTERRUPTED");
}

/** Goes on with what was left, or begins anew, and gives what it said. */
async function resume(directory: string, formats: readonly string[], seed = 3n): Promise<string> {
  const notices: string[] = [];
  await makeSnapshot(planRun({ ...ROWS, seed, formats }), directory, {
    isResumed: true,
    workerCount: 0,
    onNotice: (notice) => notices.push(notice),
  });
  return notices.join("\n");
}

Deno.test("makeSnapshot() goes on with files of every encoded format to the same bytes", async () => {
  await withFolder(async (folder) => {
    await makeSnapshot(planRun({ ...ROWS, formats: FORMATS }), join(folder, "whole"), {
      workerCount: 0,
    });
    const directory = join(folder, "interrupted");
    await interrupt(directory, FORMATS);
    assert((await resume(directory, FORMATS)).startsWith("going on with an interrupted run"));
    assertEquals(await listDigests(directory), await listDigests(join(folder, "whole")));
  });
});

Deno.test("makeSnapshot() begins anew where a staged file is not what the journal says", async () => {
  const formats = ["csv", "parquet"];
  await withFolder(async (folder) => {
    await makeSnapshot(planRun({ ...ROWS, formats }), join(folder, "whole"), { workerCount: 0 });
    const wanted = await listDigests(join(folder, "whole"));
    const flip = async (path: string) => {
      const bytes = await Deno.readFile(path);
      // Near the start: how far a file is when its run is interrupted differs from machine to machine.
      bytes[5]! ^= 1;
      await Deno.writeFile(path, bytes);
    };
    const damages = [
      ["csv", (path: string) => Deno.truncate(path, 1000), "holds 1000 bytes of the"],
      ["csv", flip, "holds other bytes than were written"],
      ["csv", (path: string) => Deno.remove(path), "is gone"],
      ["parquet", flip, "holds other bytes than were written"],
      [BLOCKS_SUFFIX, (path: string) => Deno.truncate(path, 10), "holds 10 bytes of the"],
      [BLOCKS_SUFFIX, flip, "holds other bytes than were written"],
    ] as const;
    for (const [suffix, damage, reason] of damages) {
      const directory = join(folder, "damaged");
      await interrupt(directory, formats);
      const staging = join(directory, STAGING_NAME);
      const names = [...Deno.readDirSync(staging)].map(({ name }) => name);
      await damage(join(staging, names.find((name) => name.endsWith(suffix))!));
      const notices = await resume(directory, formats);
      assert(notices.includes(reason), notices);
      assert(notices.includes("starting from the beginning"), notices);
      assertEquals(await listDigests(directory), wanted, `${suffix}: ${reason}`);
      await Deno.remove(directory, { recursive: true });
    }
  });
});

Deno.test("makeSnapshot() refuses to go on with a run of another plan or version, and leaves it", async () => {
  await withFolder(async (directory) => {
    await interrupt(directory, ["csv"]);
    const staging = join(directory, STAGING_NAME);
    const left = await listDigests(directory);
    const other = await assertRejects(() => resume(directory, ["csv"], 4n), EsdhError);
    assertEquals([other.code, other.exitCode], ["USAGE", 2]);
    assert(/of the plan [0-9a-f]{64}, and asked for is [0-9a-f]{64}$/.test(other.message));
    assertEquals(other.hint, "give the same options, or leave out --resume to start anew");
    assertEquals(await listDigests(directory), left);
    const journal = join(staging, JOURNAL_NAME);
    const text = await Deno.readTextFile(journal);
    await Deno.writeTextFile(journal, text.replace(/"tool":\s*"/, "$&0."));
    const older = await assertRejects(() => resume(directory, ["csv"]), EsdhError);
    assert(older.message.includes("of this program made it"), older.message);
    await Deno.writeTextFile(journal, text);
    assert((await resume(directory, ["csv"])).startsWith("going on"));
  });
});

Deno.test("makeSnapshot() leaves an interrupted run that the system does not let it open", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "interrupted");
    await interrupt(directory, ["csv"]);
    const path = join(directory, STAGING_NAME, "persons_v0_1.csv");
    const aside = join(folder, "aside");
    await Deno.rename(path, aside);
    await Deno.mkdir(path);
    const error = await assertRejects(() => resume(directory, ["csv"]), EsdhError);
    assertEquals(error.code, "IO");
    await Deno.remove(path);
    await Deno.rename(aside, path);
    assert((await resume(directory, ["csv"])).startsWith("going on"));
  });
});

Deno.test("makeSnapshot() makes the same files where its journal can't be written", async () => {
  await withFolder(async (folder) => {
    const plan = planRun({ ...ROWS, formats: ["csv", "json", "sql"] });
    await makeSnapshot(plan, join(folder, "whole"), { workerCount: 0 });
    const directory = join(folder, "made");
    const partial = join(directory, STAGING_NAME, `${JOURNAL_NAME}.partial`);
    const notices: string[] = [];
    await makeSnapshot(plan, directory, {
      workerCount: 0,
      journalMs: 0,
      onNotice: (notice) => notices.push(notice),
      onProgress: () => {
        try {
          Deno.mkdirSync(partial);
        } catch {
          // It is there, or an entry is just being written.
        }
      },
    });
    // A machine may be done before the folder is in the way; `keepJournal()` has a test of its own.
    assert(notices.length <= 1, notices.join("\n"));
    assert(notices.every((notice) => notice.startsWith("can't keep the journal in")), notices[0]);
    assertEquals(await listDigests(directory), await listDigests(join(folder, "whole")));
  });
});

Deno.test("makeSnapshot() says why a finished snapshot is made anew", async () => {
  await withFolder(async (directory) => {
    const plan = planRun({ dataset: "v0.1", seed: 3n, records: 5 });
    await makeSnapshot(plan, directory);
    const wanted = await listDigests(directory);
    const path = join(directory, "persons_v0_1.csv");
    const damages = [
      [async () => {
        const bytes = await Deno.readFile(path);
        bytes[5]! ^= 1;
        await Deno.writeFile(path, bytes);
      }, /"persons_v0_1.csv" has the SHA-256 [0-9a-f]{64}, and its manifest says [0-9a-f]{64}/],
      [() => Deno.truncate(path, 9), /"persons_v0_1.csv" has 9 bytes, and its manifest says \d+/],
      [() => Deno.remove(path), /"persons_v0_1.csv" is gone/],
    ] as const;
    for (const [damage, reason] of damages) {
      await damage();
      const notices: string[] = [];
      const onNotice = (notice: string) => void notices.push(notice);
      await makeSnapshot(plan, directory, { isResumed: true, onNotice });
      assert(reason.test(notices[0]!), notices.join("\n"));
      assert(notices.join().includes("starting from the beginning"), notices.join("\n"));
      assertEquals(await listDigests(directory), wanted);
    }
  });
});

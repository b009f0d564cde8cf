/**
 * What a run leaves of a folder: the earlier snapshot or the new one, whole, and nothing else touched.
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { EsdhError } from "./core/error.ts";
import { STAGING_NAME } from "./core/snapshot_file.ts";
import { makeSnapshot, planRun } from "./run.ts";
import { listDigests, listNames, withFolder } from "../tests/_folder.ts";

const MANIFEST = "snapshot_manifest_v0_1.json";

Deno.test("makeSnapshot() leaves the earlier snapshot whole when it is interrupted", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "out");
    await makeSnapshot(planRun({ dataset: "v0.1", records: 5 }), directory);
    const before = await listDigests(directory);
    for (const workerCount of [0, 2]) {
      const abort = new AbortController();
      const error = await assertRejects(
        () =>
          makeSnapshot(planRun({ dataset: "v0.1", records: 60_000 }), directory, {
            workerCount,
            signal: abort.signal,
            onProgress: () => abort.abort(),
          }),
        EsdhError,
      );
      assertEquals(error.code, "INTERRUPTED");
      assert(error.message.includes(`the snapshot in "${directory}" is untouched`), error.message);
      assertEquals(await listDigests(directory), before);
    }
    const abort = new AbortController();
    abort.abort();
    const plan = planRun({ dataset: "v0.1", records: 5 });
    const options = { signal: abort.signal };
    await assertRejects(() => makeSnapshot(plan, join(folder, "new", "deep"), options), EsdhError);
    assertEquals(await listNames(folder), ["out"]);
  });
});

Deno.test("makeSnapshot() lets one run at a time into a folder", async () => {
  await withFolder(async (folder) => {
    const run = (seed: bigint) =>
      makeSnapshot(planRun({ dataset: "v0.1", seed, records: 20_000 }), folder);
    const results = await Promise.allSettled([run(1n), run(2n)]);
    const failed = results.filter((result) => result.status === "rejected");
    assertEquals(failed.length, 1);
    assertEquals((failed[0]!.reason as EsdhError).code, "BUSY");
    assert(!(await listNames(folder)).includes(STAGING_NAME));
  });
});

Deno.test("makeSnapshot() finishes what a run had completed when it was killed", async () => {
  await withFolder(async (folder) => {
    const made = join(folder, "made");
    const killed = join(folder, "killed");
    await makeSnapshot(planRun({ dataset: "v0.1", seed: 1n, records: 5 }), made);
    await makeSnapshot(planRun({ dataset: "v0.1", seed: 2n, records: 5 }), killed);
    // The state of a run that was killed after it had moved its first file.
    const staging = join(killed, STAGING_NAME);
    await Deno.mkdir(staging);
    const all = await listNames(made);
    for (const [place, name] of all.entries()) {
      await Deno.copyFile(join(made, name), join(place === 0 ? killed : staging, name));
    }
    await Deno.writeTextFile(
      join(staging, "commit.json"),
      JSON.stringify({ names: all, obsolete: [] }),
    );
    const notices: string[] = [];
    const abort = new AbortController();
    await assertRejects(
      () =>
        makeSnapshot(planRun({ dataset: "v0.1", seed: 3n, records: 60_000 }), killed, {
          signal: abort.signal,
          onNotice: (text) => void notices.push(text),
          onProgress: () => abort.abort(),
        }),
      EsdhError,
    );
    assertEquals(await listDigests(killed), await listDigests(made));
    assertEquals(notices.length, 2);
    assertStringIncludes(notices[1]!, "holds the snapshot of another plan");
  });
});

Deno.test("makeSnapshot() moves and removes nothing that a foreign commit record names elsewhere", async () => {
  for (const member of ["names", "obsolete"]) {
    await withFolder(async (folder) => {
      const directory = join(folder, "s");
      const staging = join(directory, STAGING_NAME);
      await Deno.mkdir(staging, { recursive: true });
      await Deno.writeTextFile(join(folder, "victim"), "kept");
      await Deno.writeTextFile(join(staging, "victim"), "planted");
      const record = { names: ["victim"], obsolete: [], [member]: ["../victim"] };
      await Deno.writeTextFile(join(staging, "commit.json"), JSON.stringify(record));
      await makeSnapshot(planRun({ dataset: "v0.1", records: 1 }), directory, { isForced: true });
      assertEquals(await Deno.readTextFile(join(folder, "victim")), "kept");
      assert(!(await listNames(directory)).includes("victim"), "the record was followed");
    });
  }
});

Deno.test("makeSnapshot() removes what a killed run left unfinished, and says so", async () => {
  await withFolder(async (folder) => {
    const staging = join(folder, STAGING_NAME);
    await Deno.mkdir(staging);
    await Deno.writeTextFile(join(staging, "persons_v0_1.csv"), "half");
    await Deno.writeTextFile(join(staging, "commit.json.partial"), "{");
    const notices: string[] = [];
    const options = { onNotice: (text: string) => void notices.push(text) };
    await makeSnapshot(planRun({ dataset: "v0.1", records: 2 }), folder, options);
    assert(notices[0]!.includes("removed 2 unfinished files"), notices[0]);
    assert(!(await listNames(folder)).includes(STAGING_NAME));
  });
});

Deno.test("makeSnapshot() undoes a commit that can't be ended", async () => {
  await withFolder(async (folder) => {
    await makeSnapshot(planRun({ dataset: "v0.1", seed: 1n, records: 5 }), folder);
    // A folder in a file's place stands for a file that another program holds open on Windows.
    await Deno.remove(join(folder, "vehicles_v0_1.csv"));
    await Deno.mkdir(join(folder, "vehicles_v0_1.csv"));
    const before = await listDigests(folder);
    const plan = planRun({ dataset: "v0.1", seed: 2n, records: 5 });
    const error = await assertRejects(() => makeSnapshot(plan, folder), EsdhError);
    assertEquals(error.code, "IO");
    assert(error.message.endsWith(`the snapshot in "${folder}" is untouched`), error.message);
    assertEquals(await listDigests(folder), before);
  });
});

Deno.test("makeSnapshot() finishes an undo that was interrupted", async () => {
  await withFolder(async (folder) => {
    const earlier = join(folder, "earlier");
    const made = join(folder, "made");
    await makeSnapshot(planRun({ dataset: "v0.1", seed: 1n, records: 5 }), earlier);
    await makeSnapshot(planRun({ dataset: "v0.1", seed: 2n, records: 5 }), made);
    const wanted = await listDigests(earlier);
    // Killed on its way back: the first old file waits, the last new one still has the name.
    const staging = join(earlier, STAGING_NAME);
    await Deno.mkdir(join(staging, "replaced"), { recursive: true });
    const all = await listNames(made);
    for (const [place, name] of all.entries()) {
      if (place === 0 || place === all.length - 1) {
        await Deno.rename(join(earlier, name), join(staging, "replaced", name));
      }
      const target = place === all.length - 1 ? earlier : staging;
      await Deno.copyFile(join(made, name), join(target, name));
    }
    const record = JSON.stringify({ names: all, obsolete: [] });
    await Deno.writeTextFile(join(staging, "undo.json"), record);
    const abort = new AbortController();
    const notices: string[] = [];
    await assertRejects(() =>
      makeSnapshot(planRun({ dataset: "v0.1", records: 60_000 }), earlier, {
        signal: abort.signal,
        onProgress: () => abort.abort(),
        onNotice: (text) => void notices.push(text),
      }), EsdhError);
    assertEquals(await listDigests(earlier), wanted);
    assert(notices[0]!.startsWith("restored the snapshot"), notices[0]);
  });
});

Deno.test("makeSnapshot() keeps a completed snapshot that it can't finish", async () => {
  await withFolder(async (folder) => {
    const made = join(folder, "made");
    const killed = join(folder, "killed");
    await makeSnapshot(planRun({ dataset: "v0.1", seed: 1n, records: 5 }), made);
    const staging = join(killed, STAGING_NAME);
    await Deno.mkdir(staging, { recursive: true });
    const all = await listNames(made);
    for (const name of all) await Deno.copyFile(join(made, name), join(staging, name));
    const record = JSON.stringify({ names: all, obsolete: [] });
    await Deno.writeTextFile(join(staging, "commit.json"), record);
    await Deno.mkdir(join(killed, all[2]!));
    const plan = planRun({ dataset: "v0.1", seed: 3n, records: 5 });
    await assertRejects(() => makeSnapshot(plan, killed), EsdhError);
    await Deno.remove(join(killed, all[2]!));
    await makeSnapshot(planRun({ dataset: "v0.1", seed: 1n, records: 5 }), killed);
    assertEquals(await listDigests(killed), await listDigests(made));
  });
});

Deno.test("makeSnapshot() touches nothing outside of its folder, whatever lies in it", async () => {
  await withFolder(async (folder) => {
    const precious = join(folder, "precious.txt");
    await Deno.writeTextFile(precious, "mine");
    const staging = join(folder, "out", STAGING_NAME);
    await Deno.mkdir(staging, { recursive: true });
    const record = { names: ["../stolen.txt"], obsolete: ["../precious.txt"] };
    await Deno.writeTextFile(join(staging, "commit.json"), JSON.stringify(record));
    await makeSnapshot(planRun({ dataset: "v0.1", records: 2 }), join(folder, "out"));
    assertEquals(await Deno.readTextFile(precious), "mine");
    if (Deno.build.os === "windows") return;
    await Deno.mkdir(join(folder, "linked"));
    await Deno.symlink(folder, join(folder, "linked", STAGING_NAME));
    const linked = join(folder, "linked");
    await assertRejects(
      () => makeSnapshot(planRun({ dataset: "v0.1", records: 2 }), linked),
      EsdhError,
      "is a link",
    );
    assertEquals(await Deno.readTextFile(precious), "mine");
  });
});

Deno.test("makeSnapshot() in turn with other runs never loses a file of its own", async () => {
  await withFolder(async (folder) => {
    let okCount = 0;
    const turn = async (seed: bigint) => {
      for (let round = 0; round < 15; round++) {
        try {
          const plan = planRun({
            dataset: "v0.1",
            seed,
            records: 3,
            entities: ["persons"],
            formats: ["csv"],
          });
          const { files } = await makeSnapshot(plan, folder);
          okCount += files.length > 0 ? 1 : 0;
        } catch (error) {
          assertEquals((error as EsdhError).code, "BUSY", (error as Error).message);
        }
      }
    };
    await Promise.all([turn(1n), turn(2n), turn(3n)]);
    assert(okCount > 0);
    assert(!(await listNames(folder)).includes(STAGING_NAME));
    assert((await listNames(folder)).includes(MANIFEST));
  });
});

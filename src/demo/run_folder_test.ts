import { assertEquals, assertNotEquals } from "@std/assert";
import { join } from "@std/path";
import { CLOSED_PORT, listNames, withFolder, writeRun } from "./_fixture.ts";
import { openControl } from "./control.ts";
import { listRuns, pruneRuns, releaseRunFolder, reserveRunFolder } from "./run_folder.ts";
import { createRunState, readRunState, replaceRunState, runStatePath } from "./run_state.ts";

const START = new Date(Date.UTC(2025, 10, 21, 9, 22, 33));
const SECRET = "s".repeat(32);
const OPTIONS = { profile: "baseline", start: START, controlPort: CLOSED_PORT, secret: SECRET };
const runAt = (second: number) => `20251121T0922${second}Z_baseline`;

Deno.test("reserveRunFolder() gives each of many starts in one second its own folder", async () => {
  await withFolder(async (root) => {
    const folders = await Promise.all(
      Array.from({ length: 8 }, () => reserveRunFolder(root, OPTIONS)),
    );
    assertEquals(new Set(folders.map((folder) => folder.path)).size, 8);
    await Promise.all(folders.map((folder) => releaseRunFolder(folder, false)));
    assertEquals(await listNames(root), []);
  });
});

Deno.test("reserveRunFolder() leaves a foreign folder of the same name alone", async () => {
  await withFolder(async (root) => {
    await Deno.mkdir(join(root, runAt(33)));
    const folder = await reserveRunFolder(root, OPTIONS);
    assertEquals(folder.name.text, "20251121T092233Z-2_baseline");
    assertEquals(
      await listNames(root),
      [folder.name.text, `${folder.name.text}.state.json`, runAt(33)].sort(),
    );
  });
});

Deno.test("releaseRunFolder() keeps what is to stay and drops a whole or half run that is not", async () => {
  await withFolder(async (root) => {
    const kept = await reserveRunFolder(root, OPTIONS);
    await writeRun(root, kept.name.text);
    const whole = await reserveRunFolder(root, OPTIONS);
    await writeRun(root, whole.name.text);
    const half = await reserveRunFolder(root, OPTIONS);
    await Deno.writeTextFile(join(half.path, "persons_v0_1.csv"), "");
    await releaseRunFolder(kept, true);
    await releaseRunFolder(whole, false);
    await releaseRunFolder(half, false);
    assertEquals(await listNames(root), [kept.name.text]);
  });
});

Deno.test("pruneRuns() keeps the newest five and all that is foreign", async () => {
  await withFolder(async (root) => {
    for (const second of [10, 11, 12, 13, 14, 15, 16]) await writeRun(root, runAt(second));
    await Deno.mkdir(join(root, "20200101T000000Z_not-ours"));
    await Deno.mkdir(join(root, "notes"));
    await writeRun(root, "my_own_snapshot");
    const outcome = await pruneRuns(root);
    assertEquals(outcome, { removed: [runAt(11), runAt(10)], kept: [] });
    assertEquals((await listRuns(root)).map((run) => run.text), [16, 15, 14, 13, 12].map(runAt));
    assertEquals((await listNames(root)).filter((name) => !name.startsWith("2025")), [
      "20200101T000000Z_not-ours",
      "my_own_snapshot",
      "notes",
    ]);
  });
});

Deno.test("pruneRuns() never removes a run that holds a foreign file", async () => {
  await withFolder(async (root) => {
    await writeRun(root, runAt(10));
    await Deno.writeTextFile(join(root, runAt(10), "my_notes.txt"), "keep me");
    const outcome = await pruneRuns(root, 0);
    assertEquals(outcome.removed, []);
    assertEquals(outcome.kept, [{
      run: runAt(10),
      reason: "it holds files that are not of the run",
    }]);
    assertEquals((await listNames(join(root, runAt(10)))).length, 3);
  });
});

Deno.test("pruneRuns() follows no link out of its folder", async () => {
  await withFolder(async (root) => {
    const elsewhere = join(root, "elsewhere");
    await writeRun(root, "elsewhere");
    const runs = join(root, "runs");
    await Deno.mkdir(runs);
    await Deno.symlink(elsewhere, join(runs, runAt(10)), { type: "dir" });
    assertEquals((await pruneRuns(runs, 0)).removed, []);
    assertEquals((await listNames(elsewhere)).length, 2);
  });
});

Deno.test("pruneRuns() keeps the run of a living demonstration and clears up after a killed one", async () => {
  await withFolder(async (root) => {
    const control = openControl(SECRET, () => {});
    const state = { pid: 1, secret: SECRET, startedAt: START.toISOString() };
    for (const second of [10, 11]) await writeRun(root, runAt(second));
    await createRunState(root, { ...state, run: runAt(10), controlPort: control.port });
    await createRunState(root, { ...state, run: runAt(11), controlPort: CLOSED_PORT });
    await createRunState(root, { ...state, run: runAt(12), controlPort: CLOSED_PORT });
    await Deno.mkdir(join(root, runAt(12), ".esdh-staging"), { recursive: true });
    await Deno.writeTextFile(join(root, runAt(12), ".esdh-staging", "persons_v0_1.csv"), "");
    await Deno.writeTextFile(join(root, runAt(12), "vehicles_v0_1.csv"), "");
    const outcome = await pruneRuns(root, 0);
    assertEquals(outcome.removed, [runAt(11)]);
    assertEquals(outcome.kept, [{ run: runAt(10), reason: "a demonstration still uses it" }]);
    assertEquals(await listNames(root), [runAt(10), `${runAt(10)}.state.json`]);
    await control.close();
  });
});

Deno.test("pruneRuns() keeps all of a demonstration that is paused", async () => {
  await withFolder(async (root) => {
    using paused = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const controlPort = (paused.addr as Deno.NetAddr).port;
    const begun = await reserveRunFolder(root, { ...OPTIONS, controlPort });
    await Deno.mkdir(join(begun.path, ".esdh-staging"));
    const before = await listNames(root);
    assertEquals(await pruneRuns(root, 0), { removed: [], kept: [] });
    assertEquals(await listNames(root), before);
    assertEquals(await listNames(begun.path), [".esdh-staging"]);
  });
});

Deno.test("pruneRuns() of two demonstrations at once is fine with what the other removed", async () => {
  await withFolder(async (root) => {
    for (const second of [10, 11, 12, 13, 14, 15]) await writeRun(root, runAt(second));
    await Promise.all([pruneRuns(root, 1), pruneRuns(root, 1), pruneRuns(root, 1)]);
    assertEquals(await listNames(root), [runAt(15)]);
  });
});

Deno.test("a state file is its owner's alone, is replaced whole, and a foreign one is not read", async () => {
  await withFolder(async (root) => {
    const state = {
      run: runAt(10),
      pid: 1,
      controlPort: CLOSED_PORT,
      secret: SECRET,
      startedAt: "x",
    };
    assertEquals(await createRunState(root, state), true);
    assertEquals(await createRunState(root, state), false);
    await replaceRunState(root, { ...state, apiUrl: "http://127.0.0.1:5000" });
    assertEquals((await readRunState(root, runAt(10)))?.apiUrl, "http://127.0.0.1:5000");
    if (Deno.build.os !== "windows") {
      assertEquals((await Deno.stat(runStatePath(root, runAt(10)))).mode! & 0o777, 0o600);
    }
    await replaceRunState(root, { ...state, apiUrl: "http://a/\x1b[2J" });
    assertEquals((await readRunState(root, runAt(10)))?.apiUrl, undefined);
    for (const text of ["", "{", "null", "[]", '{"program":"esdh demo"}']) {
      await Deno.writeTextFile(runStatePath(root, runAt(11)), text);
      assertEquals(await readRunState(root, runAt(11)), undefined, text);
    }
    assertNotEquals(await readRunState(root, runAt(10)), undefined);
  });
});

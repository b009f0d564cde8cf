import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { EsdhError } from "../core/error.ts";
import { CLOSED_PORT, listNames, withFolder, writeRun } from "./_fixture.ts";
import { openControl } from "./control.ts";
import { createRunState } from "./run_state.ts";
import { busyError, cleanDemos, stopDemos } from "./stop.ts";

const SECRET = "s".repeat(32);
const runAt = (second: number) => `20251121T0922${second}Z_baseline`;
const stateOf = (second: number, controlPort: number) => (
  { run: runAt(second), pid: 1, secret: SECRET, startedAt: "x", controlPort }
);

Deno.test("stopDemos() ends the living, clears up after the gone and leaves the paused alone", async () => {
  await withFolder(async (root) => {
    using paused = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const control = openControl(SECRET, () => void control.close());
    const ports = [control.port, CLOSED_PORT, (paused.addr as Deno.NetAddr).port];
    for (const [index, port] of ports.entries()) {
      await createRunState(root, stateOf(10 + index, port));
    }
    const found = await stopDemos([root]);
    const outcomes = new Map(found.map(({ run, outcome }) => [run, outcome]));
    assertEquals([10, 11, 12].map((at) => outcomes.get(runAt(at))), ["stopped", "gone", "busy"]);
    assertEquals((await listNames(root)).includes(`${runAt(12)}.state.json`), true);
    assertEquals((await listNames(root)).includes(`${runAt(11)}.state.json`), false);
    const error = await assertRejects(() => cleanDemos(root), EsdhError, "may be paused");
    assertEquals([error.code, error.message], ["BUSY", busyError(stateAs(root, 12)).message]);
    assertStringIncludes(error.hint ?? "", join(root, `${runAt(12)}.state.json`));
  });
});

const stateAs = (root: string, second: number) => ({ root, run: runAt(second), pid: 1 });

Deno.test("cleanDemos() tells whole paths of what it removed", async () => {
  await withFolder(async (root) => {
    await writeRun(root, runAt(10));
    await createRunState(root, stateOf(11, CLOSED_PORT));
    const { removed } = await cleanDemos(root);
    assertEquals(removed, [join(root, runAt(11)), join(root, runAt(10))]);
    assertEquals(await listNames(root), []);
  });
});

/**
 * A run that is killed at any moment leaves a whole snapshot, or one that the next run finishes.
 */
import { assert, assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { STAGING_NAME } from "../../src/core/snapshot_file.ts";
import { makeSnapshot, planRun } from "../../src/run.ts";
import { listDigests, withFolder } from "../_folder.ts";

const RUN = `
  import { makeSnapshot, planRun } from ${JSON.stringify(import.meta.resolve("../../src/run.ts"))};
  const plan = planRun({ dataset: "v0.1", seed: 2n, records: 9000, formats: ["csv", "ndjson"] });
  console.log("started");
  while (true) await makeSnapshot(plan, Deno.args[0], { workerCount: 0 });
`;

Deno.test("a run that is killed leaves the earlier snapshot, or a whole new one after the next run", async () => {
  await withFolder(async (folder) => {
    const script = join(folder, "run.ts");
    await Deno.writeTextFile(script, RUN);
    const config = fromFileUrl(new URL("../../deno.json", import.meta.url));
    const first = planRun({ dataset: "v0.1", seed: 1n, records: 9000, formats: ["csv", "ndjson"] });
    const second = planRun({
      dataset: "v0.1",
      seed: 2n,
      records: 9000,
      formats: ["csv", "ndjson"],
    });
    await makeSnapshot(first, join(folder, "first"));
    await makeSnapshot(second, join(folder, "second"));
    const whole = [
      await listDigests(join(folder, "first")),
      await listDigests(join(folder, "second")),
    ];
    for (let round = 0; round < 8; round++) {
      const directory = join(folder, `${round}`);
      await makeSnapshot(first, directory);
      const child = new Deno.Command(Deno.execPath(), {
        args: ["run", "--allow-all", "--no-check", "--config", config, script, directory],
        stdout: "piped",
        stderr: "inherit",
      }).spawn();
      const reader = child.stdout.getReader();
      await reader.read();
      await new Promise((resolve) => setTimeout(resolve, round * 23));
      child.kill("SIGKILL");
      await child.status;
      await reader.cancel();
      const left = await listDigests(directory);
      const isCommitting = left.some((line) => line.startsWith(`${STAGING_NAME}/commit.json `));
      const visible = left.filter((line) => !line.startsWith(STAGING_NAME));
      if (!isCommitting) {
        assert(whole.some((lines) => lines.join() === visible.join()), visible.join("\n"));
      }
      await makeSnapshot(second, directory);
      assertEquals(await listDigests(directory), whole[1]!);
    }
  });
});

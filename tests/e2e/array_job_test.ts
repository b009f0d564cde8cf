/**
 * The tasks of an array job, each its own process, make one dataset with no coordination.
 */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { esdh } from "./_cli.ts";
import { listDigests, withFolder } from "../_folder.ts";

const COUNT = 3;
const DATA = ["--records", "70000", "--seed", "9", "--entity-filter", "persons"];
const FORMATS = ["--output-format", "csv,json,parquet"];

/** What each scheduler tells task `k` of {@link COUNT}, and the option that goes with it. */
const SCHEDULERS: Readonly<
  Record<string, { option: string; variables: (k: number) => Record<string, string> }>
> = {
  "Kubernetes Indexed Job": {
    option: `auto/${COUNT}`,
    variables: (k) => ({ JOB_COMPLETION_INDEX: `${k - 1}` }),
  },
  "AWS Batch array": {
    option: "auto",
    variables: (k) => ({
      AWS_BATCH_JOB_ARRAY_INDEX: `${k - 1}`,
      AWS_BATCH_JOB_ARRAY_SIZE: `${COUNT}`,
    }),
  },
  "Slurm array": {
    option: "auto",
    variables: (k) => ({
      SLURM_ARRAY_TASK_ID: `${k}`,
      SLURM_ARRAY_TASK_MIN: "1",
      SLURM_ARRAY_TASK_MAX: `${COUNT}`,
      SLURM_ARRAY_TASK_STEP: "1",
      SLURM_ARRAY_TASK_COUNT: `${COUNT}`,
    }),
  },
};

Deno.test("processes with the variables of any scheduler make parts that join to the whole", async () => {
  await withFolder(async (folder) => {
    const whole = await esdh([
      "generate",
      ...DATA,
      ...FORMATS,
      "--output-dir",
      join(folder, "whole"),
    ]);
    assertEquals(whole.code, 0, whole.stderr);
    const wanted = await listDigests(join(folder, "whole"));
    for (const [scheduler, { option, variables }] of Object.entries(SCHEDULERS)) {
      const parts = join(folder, scheduler);
      const args = ["generate", ...DATA, ...FORMATS, "--output-dir", parts, "--shard", option];
      const tasks = Array.from(
        { length: COUNT },
        (_, index) => esdh([...args, "--resume", "--quiet"], { env: variables(index + 1) }),
      );
      for (const [index, { code, stdout, stderr }] of (await Promise.all(tasks)).entries()) {
        assertEquals(code, 0, stderr);
        assertEquals(stdout, `${join(parts, `part_${index + 1}_of_${COUNT}`)}\n`);
      }
      const joined = join(folder, `${scheduler} joined`);
      const merge = await esdh(["manifest", "merge", parts, "--output-dir", joined, "--json"]);
      assertEquals(merge.code, 0, merge.stderr);
      assertEquals(JSON.parse(merge.stdout).records, 70_000);
      assertEquals(await listDigests(joined), wanted, scheduler);
    }
  });
});

Deno.test("a part says at once why it could not be joined", async () => {
  const cases: [string[], string][] = [
    [["--shard", "auto"], "finds no array job"],
    [["--shard", "1/2", "--range", "0:5"], "--range excludes --shard"],
    [["--shard", "1/2", "--randomize"], "a seed of its own"],
    [["--shard", "3/2"], "is no part k/n"],
    [["--range", "5:4"], "is no range A:B"],
    [["--range", "0:201"], "no range of 200 accounts"],
  ];
  for (const [args, message] of cases) {
    const { code, stderr } = await esdh(["generate", "--dry-run", ...args]);
    assertEquals([code, stderr.includes(message)], [2, true], stderr);
  }
});

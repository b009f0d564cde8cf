import { assertEquals, assertThrows } from "@std/assert";
import { EsdhError } from "../core/error.ts";
import { findShard, parseRange, parseShard } from "./_shard.ts";

const find = (variables: Record<string, string>, count?: number) =>
  findShard((name) => variables[name], count);

Deno.test("parseRange() takes A:B and nothing else", () => {
  assertEquals(parseRange("0:0"), { start: 0, end: 0 });
  assertEquals(parseRange("5:9007199254740991"), { start: 5, end: 9007199254740991 });
  for (const text of ["", "1", "2:1", "-1:2", "1:2:3", "1:", ":2", "1.5:2", "0:9007199254740992"]) {
    assertThrows(() => parseRange(text), SyntaxError, "is no range A:B");
  }
});

Deno.test("parseShard() takes k/n, auto and auto/n and nothing else", () => {
  assertEquals(parseShard("3/7"), { index: 3, count: 7 });
  assertEquals(parseShard("auto"), { isAuto: true, count: undefined });
  assertEquals(parseShard("auto/9"), { isAuto: true, count: 9 });
  for (const text of ["", "3", "0/7", "8/7", "a/7", "auto/", "auto/0", "1/0", "1/2/3", "-1/2"]) {
    assertThrows(() => parseShard(text), SyntaxError, "is no part k/n");
  }
});

Deno.test("findShard() reads the variables of each scheduler", () => {
  assertEquals(find({ JOB_COMPLETION_INDEX: "0" }, 5), { index: 1, count: 5 });
  assertEquals(find({ JOB_COMPLETION_INDEX: "4", ESDH_SHARD_COUNT: "5" }), { index: 5, count: 5 });
  const batch = { AWS_BATCH_JOB_ARRAY_INDEX: "6", AWS_BATCH_JOB_ARRAY_SIZE: "7" };
  assertEquals(find(batch), { index: 7, count: 7 });
  assertEquals(find(batch, 7), { index: 7, count: 7 });
  const slurm = {
    SLURM_ARRAY_TASK_ID: "2",
    SLURM_ARRAY_TASK_MIN: "1",
    SLURM_ARRAY_TASK_MAX: "4",
    SLURM_ARRAY_TASK_STEP: "1",
    SLURM_ARRAY_TASK_COUNT: "4",
  };
  assertEquals(find(slurm), { index: 2, count: 4 });
  const again = { SLURM_ARRAY_TASK_ID: "2", SLURM_ARRAY_TASK_MIN: "2", SLURM_ARRAY_TASK_MAX: "2" };
  assertEquals(find(again, 4), { index: 2, count: 4 });
});

Deno.test("findShard() refuses what does not say which part of how many", () => {
  const cases: [Record<string, string>, number | undefined, string][] = [
    [{}, undefined, "finds no array job"],
    [{ JOB_COMPLETION_INDEX: "1" }, undefined, "Kubernetes does not say it"],
    [{ JOB_COMPLETION_INDEX: "5" }, 5, "part 6 of 5"],
    [{ JOB_COMPLETION_INDEX: "x" }, 5, "not a whole number"],
    [{ AWS_BATCH_JOB_ARRAY_INDEX: "1" }, undefined, "AWS Batch does not say it"],
    [{ AWS_BATCH_JOB_ARRAY_INDEX: "1", AWS_BATCH_JOB_ARRAY_SIZE: "4" }, 5, "has 4 tasks"],
    [{ SLURM_ARRAY_TASK_ID: "3" }, undefined, "not numbered 1 to n"],
    [
      {
        SLURM_ARRAY_TASK_ID: "3",
        SLURM_ARRAY_TASK_MIN: "1",
        SLURM_ARRAY_TASK_MAX: "5",
        SLURM_ARRAY_TASK_COUNT: "3",
      },
      undefined,
      "not numbered 1 to n",
    ],
    [{ SLURM_ARRAY_TASK_ID: "0" }, 5, "part 0 of 5"],
    [
      {
        JOB_COMPLETION_INDEX: "1",
        AWS_BATCH_JOB_ARRAY_INDEX: "2",
        AWS_BATCH_JOB_ARRAY_SIZE: "5",
      },
      5,
      "finds two array jobs",
    ],
  ];
  for (const [variables, count, message] of cases) {
    const error = assertThrows(() => find(variables, count), EsdhError, message);
    assertEquals(error.code, "USAGE");
  }
});

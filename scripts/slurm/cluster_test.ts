import { assertEquals } from "@std/assert";
import { readTaskEnds } from "./cluster.ts";

const RECORD = (task: number, state: string, code: string) =>
  `JobId=${task + 7} ArrayJobId=7 ArrayTaskId=${task} JobName=esdh\n   UserId=root(0)\n` +
  `   JobState=${state} Reason=None Dependency=(null)\n   Requeue=1 ExitCode=${code}\n`;

Deno.test("readTaskEnds() gives states and exit statuses in the order of the tasks", () => {
  const text = `${RECORD(1, "FAILED", "3:0")}\n${RECORD(0, "COMPLETED", "0:0")}\n`;
  assertEquals(readTaskEnds(text), [
    { task: 0, state: "COMPLETED", exitCode: 0 },
    { task: 1, state: "FAILED", exitCode: 3 },
  ]);
});

Deno.test("readTaskEnds() gives nothing while a task has not ended", () => {
  const text = `${RECORD(0, "COMPLETED", "0:0")}\n${RECORD(1, "RUNNING", "0:0")}`;
  assertEquals(readTaskEnds(text), undefined);
  assertEquals(readTaskEnds(RECORD(0, "PENDING", "0:0")), undefined);
});

import { assert, assertEquals, assertRejects } from "@std/assert";
import { EsdhError } from "./core/error.ts";
import type { FilledFormat } from "./core/format.ts";
import { planRun } from "./planning.ts";
import { placeLanes, runThreads } from "./threads.ts";
import { listFiles } from "./export/files.ts";
import { findFormat } from "./export/mod.ts";
import { findDataset } from "./datasets/mod.ts";

const plan = planRun({ dataset: "v0.1", seed: 1n, records: 40_000, formats: ["csv", "parquet"] });
const dataset = findDataset("v0.1");
const files = listFiles(plan, dataset, findFormat);

Deno.test("placeLanes() gives one thread one lane with all files", () => {
  const groups = placeLanes({ plan, dataset, files, threadCount: 1 });
  assertEquals(groups.length, 1);
  assertEquals(groups[0]!.map(({ paths }) => paths.length), [files.length]);
});

Deno.test("placeLanes() starts no more threads than there are chunks, nor than it may", () => {
  const blocks = (count: number) => count * dataset.blockAccounts;
  for (
    const [records, threadCount, expected] of [
      [blocks(2), 8, 2],
      [blocks(6) + 1, 3, 3],
      [0, 4, 1],
    ] as const
  ) {
    const lanes = placeLanes({ plan: { ...plan, records }, dataset, files, threadCount }).flat();
    assertEquals(new Set(lanes.map(({ thread }) => thread)).size, expected);
  }
});

Deno.test("placeLanes() shares encoded files, and gives each file that its format fills to one lane", () => {
  const filled = { ...files[0]!.format, openEncoder: undefined, hasBlocks: false } as FilledFormat;
  const mixed = [...files, { ...files[0]!, path: "filled", format: filled }];
  const lanes = placeLanes({ plan, dataset, files: mixed, threadCount: 2 }).flat();
  for (const { path, format } of mixed) {
    const own = lanes.filter(({ paths }) => paths.includes(path));
    assertEquals(own.length, format.openEncoder === undefined ? 1 : 2);
    assert(own.every(({ share }) => share.stride === own.length));
  }
});

Deno.test("runThreads() ends all threads when an append fails, and throws that error", async () => {
  const full = new EsdhError("IO", "the disk is full");
  let appendedRows = 0;
  let isSettled = false;
  const append = async (_path: string, { rowCount }: { rowCount: number }) => {
    assert(!isSettled, "an append came after the run had settled");
    await new Promise((resolve) => setTimeout(resolve, 20));
    appendedRows += rowCount;
    if (appendedRows > 20_000) throw full;
  };
  const run = { plan, dataset, files, threadCount: 2, append };
  const error = await assertRejects(() => runThreads(run), EsdhError);
  isSettled = true;
  assertEquals(error, full);
  await new Promise((resolve) => setTimeout(resolve, 100));
});

Deno.test("runThreads() gives up at once when it is interrupted", async () => {
  const abort = new AbortController();
  const append = () => {
    abort.abort();
    return Promise.resolve();
  };
  const run = { plan, dataset, files, threadCount: 2, append, signal: abort.signal };
  const error = await assertRejects(() => runThreads(run), EsdhError);
  assertEquals(error.code, "INTERRUPTED");
});

Deno.test("runThreads() tells of a thread that fails while a slow file keeps the others waiting", async () => {
  const broken = { ...plan, dataset: "v9" };
  const append = () => new Promise<void>((resolve) => setTimeout(resolve, 50));
  const run = { plan: broken, dataset, files, threadCount: 2, append };
  const error = await assertRejects(() => runThreads(run), EsdhError);
  assertEquals(error.code, "UNKNOWN_NAME");
  assert(error.message.includes("v9"), error.message);
});

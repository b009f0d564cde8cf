/**
 * The bytes of a snapshot do not depend on how many threads make it, nor on the parts it is made in.
 */
import { assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { join } from "@std/path";
import { EsdhError } from "../../src/core/error.ts";
import type { Format } from "../../src/core/format.ts";
import type { Plan } from "../../src/core/plan.ts";
import { DATASETS } from "../../src/datasets/mod.ts";
import { FORMATS } from "../../src/export/mod.ts";
import { chunkAccounts } from "../../src/generate/passes.ts";
import { mergeSnapshots } from "../../src/merge.ts";
import { makeSnapshot, planPart, planRun, streamEntity } from "../../src/run.ts";
import { listDigests, withFolder } from "../_folder.ts";

const ENCODED = FORMATS.filter(({ openEncoder }) => openEncoder !== undefined);
const BLOCKED = ENCODED.filter(({ hasBlocks }) => hasBlocks);

/** A plan whose files have two blocks: of one entity in each format, and of two in one that holds both. */
function planBlocks(dataset: typeof DATASETS[number], formats: readonly Format[]): Plan {
  const [first, second] = dataset.entities.map(({ plural }) => plural) as [string, string];
  const plan = planRun({ dataset: dataset.name, seed: 5n, records: dataset.blockAccounts + 1900 });
  const joint = BLOCKED.find(({ holds }) => holds === "dataset");
  return {
    ...plan,
    outputs: formats.map(({ name }) => ({
      format: name,
      entities: name === joint?.name ? [first, second] : [first],
    })),
  };
}

async function makeParts(
  whole: Plan,
  parts: readonly Parameters<typeof planPart>[1][],
  folder: string,
): Promise<string[]> {
  const folders: string[] = [];
  for (const [place, part] of parts.entries()) {
    folders.push(join(folder, `${place}`));
    await makeSnapshot(planPart(whole, part), folders.at(-1)!, { workerCount: place % 3 });
  }
  return folders;
}

for (const dataset of DATASETS) {
  Deno.test(`${dataset.name} has the same bytes with any number of threads`, async () => {
    const plan = planBlocks(dataset, FORMATS);
    await withFolder(async (folder) => {
      await makeSnapshot(plan, join(folder, "0"), { workerCount: 0 });
      const wanted = await listDigests(join(folder, "0"));
      await makeSnapshot(plan, join(folder, "3"), { workerCount: 3 });
      assertEquals(await listDigests(join(folder, "3")), wanted);
    });
  });

  Deno.test(`shards of ${dataset.name} join to the bytes of the whole, however many there are`, async () => {
    const plan = planBlocks(dataset, [FORMATS[0]!, ...BLOCKED]);
    await withFolder(async (folder) => {
      await makeSnapshot(plan, join(folder, "whole"));
      const wanted = await listDigests(join(folder, "whole"));
      for (const count of [1, 3]) {
        const shards = Array.from(
          { length: count },
          (_, k) => ({ shard: { index: k + 1, count } }),
        );
        const parts = await makeParts(plan, shards, join(folder, `${count}`));
        await mergeSnapshots(parts.toReversed(), join(folder, "joined"));
        assertEquals(await listDigests(join(folder, "joined")), wanted, `${count} shards`);
      }
    });
  });

  Deno.test(`ranges of ${dataset.name} cut anywhere join to the bytes of the whole in row formats`, async () => {
    const { entities } = dataset;
    const records = 5 * chunkAccounts(dataset, entities.map((entity) => ({ entities: [entity] })));
    const formats = ENCODED.filter(({ hasBlocks }) => !hasBlocks).map(({ name }) => name);
    const plan = planRun({ dataset: dataset.name, seed: 6n, records, formats });
    await withFolder(async (folder) => {
      await makeSnapshot(plan, join(folder, "whole"));
      const wanted = await listDigests(join(folder, "whole"));
      const cuts = fc.uniqueArray(fc.integer({ min: 0, max: records }), { maxLength: 4 });
      let round = 0;
      await fc.assert(
        fc.asyncProperty(cuts, async (inner) => {
          const edges = [0, ...inner.toSorted((a, b) => a - b), records];
          const ranges = edges.slice(1).map((end, at) => ({ range: { start: edges[at]!, end } }));
          const parts = await makeParts(plan, ranges, join(folder, `${round++}`));
          await mergeSnapshots(parts, join(folder, "joined"));
          assertEquals(await listDigests(join(folder, "joined")), wanted);
        }),
        { numRuns: 2 },
      );
    });
  });

  Deno.test(`a range of ${dataset.name} has the rows that the whole has there`, () => {
    const end = dataset.blockAccounts + 1000;
    const cut = end >> 1;
    const plan = planRun({ dataset: dataset.name, seed: 7n, records: end });
    const decoder = new TextDecoder();
    const read = (part: Plan, entity: string) =>
      [...streamEntity(part, entity, "ndjson")].map((bytes) => decoder.decode(bytes)).join("");
    for (const { plural } of dataset.entities) {
      const text = [[0, cut], [cut, cut + 1], [cut + 1, end]].map(([start, end]) =>
        read(planPart(plan, { range: { start: start!, end: end! } }), plural)
      ).join("");
      assertEquals(text === read(plan, plural), true, plural);
    }
  });
}

Deno.test("mergeSnapshots() refuses parts that make no whole", async () => {
  const plan = planRun({
    dataset: "v0.1",
    records: 100,
    formats: ["csv", "parquet"],
    entities: ["persons"],
  });
  const range = (start: number, end: number) => ({ range: { start, end } });
  await withFolder(async (folder) => {
    const [a, b, c, d] = await makeParts(
      plan,
      [range(0, 40), range(40, 100), range(30, 60), range(60, 100)],
      folder,
    ) as [string, string, string, string];
    const other = join(folder, "other");
    await makeSnapshot(planPart({ ...plan, seed: 1n }, range(40, 100)), other);
    const whole = join(folder, "all");
    await makeSnapshot(plan, whole);
    const damaged = join(folder, "damaged");
    await makeSnapshot(planPart(plan, range(0, 100)), damaged);
    await Deno.writeTextFile(join(damaged, "persons_v0_1.csv"), "x", { append: true });
    const cases: [string[], string, string][] = [
      [[a], "USAGE", "accounts 40 up to 100 are in no part"],
      [[b], "USAGE", "accounts 0 up to 40 are in no part"],
      [[a, d], "USAGE", "accounts 40 up to 60 are in no part"],
      [[a, c, d], "USAGE", "both hold account 30"],
      [[a, a, b], "USAGE", "both hold account 0"],
      [[a, other], "USAGE", "is a part of another plan"],
      [[a, b], "USAGE", "in the middle of a block"],
      [[whole], "NOT_A_SNAPSHOT", "of a whole, not of a part"],
      [[folder], "NOT_A_SNAPSHOT", "holds no manifest"],
      [[damaged], "FINDINGS", "is not the file that its manifest lists"],
    ];
    for (const [parts, code, message] of cases) {
      const target = join(folder, "target");
      const error = await assertRejects(() => mergeSnapshots(parts, target), EsdhError, message);
      assertEquals(error.code, code);
      await assertRejects(() => Deno.stat(target), Deno.errors.NotFound);
    }
  });
});

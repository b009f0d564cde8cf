/**
 * What holds for any dataset, seed, size and way of making its rows.
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { batchRows, type Row } from "../../src/core/batch.ts";
import type { Dataset } from "../../src/core/dataset.ts";
import { DATASETS } from "../../src/datasets/mod.ts";
import { chunkAccounts } from "../../src/generate/passes.ts";

/** The last value of each option that has few for odd seeds, else the defaults. */
function optionsFor({ options }: Dataset, seed: bigint): Record<string, string> {
  const chosen = options.filter(({ values }) => values !== undefined && seed % 2n !== 0n);
  return Object.fromEntries(chosen.map(({ name, values }) => [name, values!.at(-1)!]));
}

function readRows(dataset: Dataset, seed: bigint, sizes: readonly number[], skipped = 0): Row[][] {
  const records = sizes.reduce((sum, size) => sum + size, skipped);
  const names = dataset.entities.map(({ plural }) => plural);
  const source = dataset.openRows({ seed, records, options: optionsFor(dataset, seed) }, names, 64);
  if (skipped > 0) source.skip(skipped);
  const rows: Row[][] = dataset.entities.map(() => []);
  for (const size of sizes) {
    source.next(size).forEach((batch, place) => rows[place]!.push(...batchRows(batch)));
  }
  return rows;
}

for (const dataset of DATASETS) {
  Deno.test(`rows of ${dataset.name} do not depend on the size of batches`, () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 64 }), { maxLength: 8 });
    fc.assert(
      fc.property(fc.bigInt(), sizes, (seed, parts) => {
        const records = parts.reduce((sum, size) => sum + size, 0);
        const ones = Array.from({ length: records }, () => 1);
        assertEquals(readRows(dataset, seed, parts), readRows(dataset, seed, ones));
      }),
      { numRuns: 30 },
    );
  });

  Deno.test(`rows of ${dataset.name} after a skip are those that were passed over to`, () => {
    const count = fc.integer({ min: 0, max: 200 });
    fc.assert(
      fc.property(fc.bigInt(), count, (seed, skipped) => {
        const sizes = Array.from({ length: skipped + 3 }, () => 1);
        const all = readRows(dataset, seed, sizes);
        readRows(dataset, seed, [3], skipped).forEach((rows, place) => {
          assertEquals(rows, all[place]!.slice(all[place]!.length - rows.length));
        });
      }),
      { numRuns: 30 },
    );
  });

  Deno.test(`dropping entities of ${dataset.name} changes no other row`, () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.subarray([...dataset.entities]), (seed, kept) => {
        const plan = { seed, records: 5, options: {} };
        const all = dataset.openRows(plan, dataset.entities.map(({ plural }) => plural), 5).next(5);
        const some = dataset.openRows(plan, kept.map(({ plural }) => plural), 5).next(5);
        for (const batch of some) {
          const same = all.find(({ entity }) => entity === batch.entity)!;
          assertEquals([...batchRows(batch)], [...batchRows(same)]);
        }
      }),
      { numRuns: 30 },
    );
  });

  if (dataset.isSequential) continue;
  Deno.test(`the last accounts of ${dataset.name} are the same alone and together`, () => {
    const plan = { records: dataset.maxRecords, options: {} };
    const names = dataset.entities.map(({ plural }) => plural);
    fc.assert(
      fc.property(fc.bigInt(), fc.integer({ min: 1, max: 9 }), (seed, count) => {
        const start = dataset.maxRecords - count;
        const together = dataset.openRows({ ...plan, seed }, names, count, start).next(count);
        const rows = together.map((batch) => [...batchRows(batch)]);
        const alone: Row[][] = names.map(() => []);
        for (let at = start; at < dataset.maxRecords; at++) {
          dataset.openRows({ ...plan, seed }, names, 1, at).next(1)
            .forEach((batch, place) => alone[place]!.push(...batchRows(batch)));
        }
        assertEquals(alone, rows);
      }),
      { numRuns: 5 },
    );
  });
}

Deno.test("blocks of every dataset have the sizes that their published bytes were made with", () => {
  const sizes = DATASETS.map(({ name, blockAccounts }) => [name, blockAccounts]);
  assertEquals(sizes, [["auto", 1024], ["v0.1", 16_384]]);
});

Deno.test("chunkAccounts() parts blocks evenly, whatever is made", () => {
  for (const dataset of DATASETS) {
    const files = dataset.entities.map((entity) => ({ entities: [entity] }));
    for (const made of [...files.map((file) => [file]), files, [{ entities: dataset.entities }]]) {
      assertEquals(dataset.blockAccounts % chunkAccounts(dataset, made), 0);
    }
  }
});

/**
 * Checks that the generator keeps its promises: the same bytes for the same plan, whatever makes them.
 *
 * @module
 */
import { join } from "@std/path";
import type { Dataset } from "../../core/dataset.ts";
import type { Plan } from "../../core/plan.ts";
import { formatItems } from "../../core/units.ts";
import { Expectations, type SelfCheck, type SelfScope } from "./check.ts";

async function digestsOf(
  { folder, signal }: SelfScope,
  name: string,
  plan: Plan,
  workerCount: number,
): Promise<Map<string, string>> {
  const { makeSnapshot } = await import("../../run.ts");
  const { files } = await makeSnapshot(plan, join(folder, name), { signal, workerCount });
  return new Map(files.map(({ path, sha256 }) => [path, sha256]));
}

async function eachDataset(
  visit: (dataset: Dataset) => Promise<void>,
): Promise<void> {
  const { DATASETS } = await import("../../datasets/mod.ts");
  for (const dataset of DATASETS) await visit(dataset);
}

/** Makes one plan twice, alone and with two threads. */
export const determinismSelfCheck: SelfCheck = {
  name: "determinism",
  title: "one plan gives the same bytes twice, with and without threads",
  async run(scope) {
    const { planRun } = await import("../../run.ts");
    const expect = new Expectations("not-deterministic");
    await eachDataset(async (dataset) => {
      const plan = planRun({ dataset: dataset.name, seed: 2n ** 65n + 1n, records: 500 });
      const first = await digestsOf(scope, `${dataset.slug}_first`, plan, 0);
      const second = await digestsOf(scope, `${dataset.slug}_second`, plan, 2);
      for (const [path, digest] of first) {
        expect.equal(`${path} has other bytes the second time`, second.get(path) ?? "none", digest);
      }
    });
    return { detail: `${formatItems(expect.count, "file")} made twice`, issues: expect.issues };
  },
};

/** A longer run begins with the rows of a shorter one. */
export const prefixSelfCheck: SelfCheck = {
  name: "prefix",
  title: "the first rows do not depend on how many follow",
  async run() {
    const { planRun, sampleRows } = await import("../../run.ts");
    const expect = new Expectations("prefix-differs");
    await eachDataset((dataset) => {
      const short = planRun({ dataset: dataset.name, seed: -7n, records: 20 });
      const long = planRun({ dataset: dataset.name, seed: -7n, records: 1000 });
      for (const { plural } of dataset.entities) {
        const wanted = sampleRows(short, plural, 20);
        // Accounts may have no row of an entity: of 20 there are fewer rows then.
        sampleRows(long, plural, wanted.length).forEach((row, index) =>
          expect.equal(
            `row ${index + 1} of ${plural} depends on the number of records`,
            JSON.stringify(row),
            JSON.stringify(wanted[index]),
          )
        );
      }
      return Promise.resolve();
    });
    return {
      detail: `${formatItems(expect.count, "row")} of 20 and of 1,000`,
      issues: expect.issues,
    };
  },
};

/** The files that consumers hold are made again, byte for byte. */
export const referenceSelfCheck: SelfCheck = {
  name: "reference",
  title: "known snapshots are made again, byte for byte",
  async run(scope) {
    const { planRun } = await import("../../run.ts");
    const expect = new Expectations("reference-differs");
    let count = 0;
    await eachDataset(async (dataset) => {
      for (const { seed, records, files } of dataset.rules.references) {
        count++;
        const plan = planRun({ dataset: dataset.name, seed, records });
        const made = await digestsOf(scope, `${dataset.slug}_${count}`, plan, 0);
        for (const [path, digest] of Object.entries(files)) {
          const what = `${path} of seed ${seed} with ${records} records`;
          expect.equal(`${what} is not the reference file`, made.get(path) ?? "none", digest);
        }
      }
    });
    return {
      detail: `${formatItems(expect.count, "file")} of ${formatItems(count, "snapshot")}`,
      issues: expect.issues,
    };
  },
};

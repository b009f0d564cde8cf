import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { validateSnapshot } from "../../src/check.ts";
import type { Dataset } from "../../src/core/dataset.ts";
import { dataFileName } from "../../src/core/snapshot_file.ts";
import { DATASETS } from "../../src/datasets/mod.ts";
import { renderReport } from "../../src/report/mod.ts";
import { makeSnapshot, planRun } from "../../src/run.ts";
import { withFolder } from "../_folder.ts";

const RECORDS = 12;

/** Options under which as much as possible is proven. */
function strictOptions(dataset: Dataset): Record<string, string> {
  const wanted = (dataset.rules.proofs ?? []).flatMap(({ option }) =>
    option === undefined ? [] : [[option.name, option.value]]
  );
  const known = { ssn: "never-issued" };
  const named = Object.entries(known).filter(([name]) =>
    dataset.options.some((option) => option.name === name)
  );
  return Object.fromEntries([...named, ...wanted]);
}

async function makeStrict(dataset: Dataset, directory: string): Promise<void> {
  const options = strictOptions(dataset);
  const request = { dataset: dataset.name, records: RECORDS, formats: ["csv"], options };
  await makeSnapshot(planRun(request), directory, { workerCount: 0 });
}

for (const dataset of DATASETS) {
  Deno.test(`validateSnapshot() proves of dataset ${dataset.name} what it says, and names the rest`, async () => {
    await withFolder(async (folder) => {
      const directory = join(folder, "s");
      await makeStrict(dataset, directory);
      const report = await validateSnapshot(directory, { isProven: true });
      assertEquals(report.issues, []);
      const { proofs, unproven } = report.proof!;
      const { rules } = dataset;
      assertEquals(
        proofs.map(({ entity, field }) => `${entity}.${field}`),
        (rules.proofs ?? []).map(({ entity, field }) => `${entity}.${field}`),
      );
      for (const { checkedCount, failedCount, field } of proofs) {
        assert(checkedCount > 0, `no ${field} was checked`);
        assertEquals(failedCount, 0);
      }
      const open = (rules.unproven ?? []).filter(({ option }) =>
        option === undefined || strictOptions(dataset)[option.name] === option.value
      );
      assertEquals(unproven.map(({ field }) => field), open.map(({ field }) => field));
      const text = renderReport(report);
      for (const { range, source } of proofs) {
        assert(text.includes(range) && text.includes(source));
      }
      for (const { reason } of unproven) assert(text.includes(reason));
      const json = JSON.parse(renderReport(report, "json"));
      assertEquals(json.proof.proofs.length, proofs.length);
      assertEquals((await validateSnapshot(directory)).proof, undefined);
    });
  });

  for (const proof of dataset.rules.proofs ?? []) {
    Deno.test(`validateSnapshot() finds a ${proof.field} of ${proof.entity} that may be someone's`, async () => {
      await withFolder(async (folder) => {
        const directory = join(folder, "s");
        await makeStrict(dataset, directory);
        const path = join(directory, dataFileName(proof.entity, dataset.slug, "csv"));
        const [head, ...rows] = (await Deno.readTextFile(path)).split("\r\n");
        const place = head!.split(",").indexOf(proof.field);
        const row = rows.findIndex((line) => line.split(",")[place] !== "");
        const cells = rows[row]!.split(",");
        // What stands around a value does not make it one of the range.
        for (const spoilt of [`${cells[place]}1`, "x"]) {
          const changed = rows.with(row, cells.with(place, spoilt).join(","));
          await Deno.writeTextFile(path, [head, ...changed].join("\r\n"));
          const report = await validateSnapshot(directory, { isProven: true });
          const found = report.issues.filter(({ check }) => check === "synthetic");
          assertEquals(found.map(({ code, index, actual }) => [code, index, actual]), [
            [proof.code, row, spoilt],
          ]);
          const result = report.proof!.proofs.find(({ entity, field }) =>
            entity === proof.entity && field === proof.field
          );
          assertEquals([report.ok, result?.failedCount], [false, 1]);
        }
      });
    });
  }
}

Deno.test("validateSnapshot() takes a field for unproven where nothing says how it was made", async () => {
  const dataset = DATASETS.find(({ rules }) =>
    rules.proofs?.some(({ option }) => option !== undefined)
  );
  if (dataset === undefined) {
    throw new TypeError("no dataset has a proof that depends on an option");
  }
  await withFolder(async (folder) => {
    const directory = join(folder, "s");
    await makeStrict(dataset, directory);
    for await (const { name } of Deno.readDir(directory)) {
      if (name.endsWith(".json")) await Deno.remove(join(directory, name));
    }
    const { proof } = await validateSnapshot(directory, { isProven: true });
    const optional = dataset.rules.proofs!.filter(({ option }) => option !== undefined);
    for (const { entity, field } of optional) {
      const open = proof!.unproven.find((each) => each.entity === entity && each.field === field);
      assert(open?.reason.includes("does not say"), `${entity}.${field}`);
    }
  });
});

Deno.test("validateSnapshot() proves nothing of files that it can't read, and says so", async () => {
  await withFolder(async (folder) => {
    const request = { dataset: "auto", records: RECORDS, formats: ["csv", "xlsx"] };
    await makeSnapshot(planRun(request), folder, { workerCount: 0, isForced: true });
    const report = await validateSnapshot(folder, { isProven: true });
    const errors = report.issues.filter(({ severity }) => severity === "error");
    assertEquals(errors.map(({ code, path }) => [code, path]), [
      ["file-not-proven", "dataset_auto.xlsx"],
    ]);
    assertEquals((await validateSnapshot(folder)).ok, true);
  });
});

import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { EsdhError } from "../core/error.ts";
import type { TableReader } from "../core/table.ts";
import { findDataset } from "../datasets/mod.ts";
import { listFolder } from "../import/folder.ts";
import { makeSnapshot, planRun } from "../run.ts";
import { CHECKS } from "../validate/mod.ts";
import { ValidationPass } from "../validate/pass.ts";
import { withFolder } from "../../tests/_folder.ts";
import { openSnapshot } from "./open_snapshot.ts";
import { openSpillFile } from "./spill_file.ts";
import { SnapshotRun } from "./snapshot_run.ts";

/** Reads a snapshot in which a row differs between formats, so that its CSV is read once more. */
async function runWith(onSecondRead: () => void, signal?: AbortSignal): Promise<ValidationPass> {
  return await withFolder(async (folder) => {
    const directory = join(folder, "s");
    await makeSnapshot(
      planRun({ dataset: "v0.1", records: 3, formats: ["csv", "ndjson"] }),
      directory,
    );
    const path = join(directory, "persons_v0_1.ndjson");
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.replace(/"city":"[^"]*"/, '"city":"Elsewhere"'));
    const dataset = findDataset("v0.1");
    const snapshot = await openSnapshot(directory, dataset, await listFolder(directory));
    let readCount = 0;
    const files = snapshot.files.map((file) => {
      const reader: TableReader = {
        ...file.reader,
        read(scope) {
          if (scope.label === "persons_v0_1.csv" && ++readCount === 2) onSecondRead();
          return file.reader.read(scope);
        },
      };
      return { ...file, reader };
    });
    const pass = new ValidationPass({
      entities: dataset.entities,
      rules: dataset.rules,
      marker: dataset.marker,
      facts: snapshot.facts,
      sources: snapshot.sources,
      checks: CHECKS,
      maxIssues: 10,
      store: { budgetBytes: 1 << 20, openSpill: openSpillFile },
      seeds: [1, 2],
    });
    pass.start();
    const options = signal === undefined ? {} : { signal };
    await new SnapshotRun(directory, { ...snapshot, files }, pass, options).readAll();
    assertEquals(readCount, 2);
    return pass;
  });
}

Deno.test("SnapshotRun reads a file again to say what differs", async () => {
  const pass = await runWith(() => {});
  const issue = pass.issues().find(({ code }) => code === "formats-disagree");
  assertEquals([issue?.field, issue?.actual], ["city", "Elsewhere"]);
});

Deno.test("SnapshotRun ends while it reads a file again when its signal says so", async () => {
  const abort = new AbortController();
  const reason = new EsdhError("INTERRUPTED", "stopped");
  const error = await assertRejects(
    () => runWith(() => abort.abort(reason), abort.signal),
    EsdhError,
  );
  assertEquals(error, reason);
});

Deno.test("SnapshotRun turns a file that can't be read again into a finding", async () => {
  const pass = await runWith(() => {
    throw new EsdhError("IO", "it has gone", { path: "persons_v0_1.csv" });
  });
  const issue = pass.issues().find(({ code }) => code === "file-unreadable");
  assertEquals([issue?.path, issue?.message], ["persons_v0_1.csv", "it has gone"]);
});

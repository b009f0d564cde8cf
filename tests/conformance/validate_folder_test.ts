import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { validateSnapshot } from "../../src/check.ts";
import { EsdhError } from "../../src/core/error.ts";
import { makeSnapshot, planRun } from "../../src/run.ts";
import { withFolder } from "../_folder.ts";
import { dropSection } from "./_invalid.ts";

async function refusal(directory: string): Promise<EsdhError> {
  return await assertRejects(() => validateSnapshot(directory), EsdhError);
}

Deno.test("validateSnapshot() says that a folder is missing, empty, a file or no snapshot", async () => {
  await withFolder(async (folder) => {
    assertEquals((await refusal(join(folder, "missing"))).code, "NOT_FOUND");
    const empty = await refusal(folder);
    assertEquals([empty.code, empty.hint], ["NOT_A_SNAPSHOT", "the folder is empty"]);
    const path = join(folder, "notes.txt");
    await Deno.writeTextFile(path, "x");
    assertEquals((await refusal(path)).code, "NOT_A_SNAPSHOT");
    const other = await refusal(folder);
    assertStringIncludes(other.hint!, "snapshot_manifest_v0_1.json");
  });
});

Deno.test("validateSnapshot() takes the path of the manifest for its folder", async () => {
  await withFolder(async (folder) => {
    const { manifestPath } = await makeSnapshot(planRun({ records: 1 }), join(folder, "s"));
    assert((await validateSnapshot(join(folder, "s", manifestPath))).ok);
  });
});

Deno.test("validateSnapshot() accepts a snapshot of no records, in every format", async () => {
  await withFolder(async (folder) => {
    const formats = ["csv", "json", "ndjson", "parquet"];
    await makeSnapshot(planRun({ records: 0, formats }), join(folder, "s"));
    const report = await validateSnapshot(join(folder, "s"));
    assertEquals(report.issues, []);
    assertEquals(report.rows, { persons: 0, vehicles: 0, profiles: 0 });
  });
});

Deno.test("validateSnapshot() says what it can't check in a part of a dataset", async () => {
  await withFolder(async (folder) => {
    const plan = planRun({ records: 5, formats: ["csv"], entities: ["vehicles"] });
    await makeSnapshot(plan, join(folder, "s"));
    const report = await validateSnapshot(join(folder, "s"));
    assertEquals(report.issues, []);
    const skipped = report.checks.filter(({ status }) => status === "skip").map(({ name }) => name);
    assertEquals(skipped, ["references", "agreement"]);
  });
});

Deno.test("validateSnapshot() counts findings beyond those it keeps", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "s");
    await makeSnapshot(planRun({ records: 50, formats: ["csv"] }), directory);
    dropSection(directory);
    const path = join(directory, "profiles_v0_1.csv");
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.replaceAll("hub v0.1", "hub v9"));
    const report = await validateSnapshot(directory, { maxIssues: 3 });
    assertEquals([report.issues.length, report.omittedCount, report.errorCount], [3, 47, 50]);
    assertEquals(report.codes, [
      { check: "marker", code: "marker-wrong", severity: "error", count: 50 },
    ]);
    assertEquals(report.issues[2], {
      check: "marker",
      code: "marker-wrong",
      severity: "error",
      message: "synthetic_source is not the dataset's",
      path: "profiles_v0_1.csv",
      line: 4,
      entity: "profiles",
      field: "synthetic_source",
      index: 2,
      actual: "enterprise-synthetic-data-hub v9",
      expected: "enterprise-synthetic-data-hub v0.1",
    });
  });
});

Deno.test("validateSnapshot() turns a folder in place of a file into a finding", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "s");
    await makeSnapshot(planRun({ records: 2, formats: ["csv"] }), directory);
    await Deno.remove(join(directory, "persons_v0_1.csv"));
    await Deno.mkdir(join(directory, "persons_v0_1.csv"));
    const report = await validateSnapshot(directory);
    assertEquals(report.codes.map(({ code }) => code), ["file-missing"]);
    assertStringIncludes(report.issues[0]!.message, "is no file but a folder");
  });
});

Deno.test("validateSnapshot() ends when its signal says so", async () => {
  await withFolder(async (folder) => {
    await makeSnapshot(planRun({ records: 2 }), join(folder, "s"));
    const reason = new EsdhError("INTERRUPTED", "stopped");
    const error = await assertRejects(
      () => validateSnapshot(join(folder, "s"), { signal: AbortSignal.abort(reason) }),
      EsdhError,
    );
    assertEquals(error, reason);
  });
});

Deno.test("validateSnapshot() tells how far it is", async () => {
  await withFolder(async (folder) => {
    await makeSnapshot(planRun({ records: 2 }), join(folder, "s"));
    const seen: number[] = [];
    const report = await validateSnapshot(join(folder, "s"), {
      onProgress: ({ doneBytes, totalBytes }) => seen.push(doneBytes / totalBytes),
    });
    assertEquals(seen.at(-1), 1);
    assert(report.sizeBytes > 1000);
  });
});

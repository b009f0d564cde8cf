import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { validateSnapshot } from "../../src/check.ts";
import { EsdhError } from "../../src/core/error.ts";
import { COMMIT_NAME, STAGING_NAME } from "../../src/core/snapshot_file.ts";
import { parseJson } from "../../src/core/json.ts";
import { planFromJson } from "../../src/core/plan.ts";
import { makeSnapshot, planRun } from "../../src/run.ts";
import { listDigests, withFolder } from "../_folder.ts";
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

Deno.test("validateSnapshot() says of a folder where a run was interrupted how it goes on", async () => {
  await withFolder(async (folder) => {
    await Deno.mkdir(join(folder, STAGING_NAME));
    const { code, message, hint } = await refusal(folder);
    assertEquals(code, "NOT_A_SNAPSHOT");
    assertStringIncludes(message, STAGING_NAME);
    assertStringIncludes(hint!, "--resume");
  });
});

Deno.test("validateSnapshot() says which dataset a folder holds where another is asked for", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "s");
    await makeSnapshot(planRun({ dataset: "auto", records: 1, formats: ["csv"] }), directory);
    const error = await assertRejects(
      () => validateSnapshot(directory, { dataset: "v0.1" }),
      EsdhError,
    );
    assertEquals([error.code, error.hint], [
      "NOT_A_SNAPSHOT",
      "leave --dataset out, or give --dataset auto",
    ]);
    assert((await validateSnapshot(directory, { dataset: "auto" })).ok);
    // What is left of a snapshot is still looked at as what it was.
    await Deno.remove(join(directory, "snapshot_manifest_auto.json"));
    assertEquals((await validateSnapshot(directory, { dataset: "auto" })).readRows > 0, true);
  });
});

Deno.test("validateSnapshot() takes the path of the manifest for its folder", async () => {
  await withFolder(async (folder) => {
    const { manifestPath } = await makeSnapshot(
      planRun({ dataset: "v0.1", records: 1 }),
      join(folder, "s"),
    );
    assert((await validateSnapshot(join(folder, "s", manifestPath))).ok);
  });
});

Deno.test("validateSnapshot() accepts a snapshot of no records, in every format", async () => {
  await withFolder(async (folder) => {
    const formats = ["csv", "json", "ndjson", "parquet"];
    await makeSnapshot(planRun({ dataset: "v0.1", records: 0, formats }), join(folder, "s"));
    const report = await validateSnapshot(join(folder, "s"));
    assertEquals(report.issues, []);
    assertEquals(report.rows, { persons: 0, vehicles: 0, profiles: 0 });
  });
});

/** Puts a folder into the state of a run that was killed after it had moved its first files. */
async function killWhileMoving(folder: string, movedCount: number): Promise<string> {
  const made = join(folder, "made");
  const killed = join(folder, "killed");
  await makeSnapshot(planRun({ dataset: "v0.1", seed: 1n, records: 100 }), made);
  await Deno.mkdir(join(killed, STAGING_NAME), { recursive: true });
  const names = [...Deno.readDirSync(made)].map(({ name }) => name)
    .sort((a, b) => Number(a.startsWith("snapshot_")) - Number(b.startsWith("snapshot_")));
  for (const [place, name] of names.entries()) {
    const to = place < movedCount ? killed : join(killed, STAGING_NAME);
    await Deno.copyFile(join(made, name), join(to, name));
  }
  await Deno.writeTextFile(
    join(killed, STAGING_NAME, COMMIT_NAME),
    JSON.stringify({ names, obsolete: [] }),
  );
  return killed;
}

for (
  const [state, movedCount, hasEarlier] of [
    ["a new folder before its first file", 0, false],
    ["a new folder after its first file", 1, false],
    ["an earlier snapshot's folder after its first files", 2, true],
  ] as const
) {
  Deno.test(`validateSnapshot() says one thing of a run that was killed in ${state}`, async () => {
    await withFolder(async (folder) => {
      const killed = join(folder, "killed");
      if (hasEarlier) {
        await makeSnapshot(planRun({ dataset: "v0.1", seed: 2n, records: 100 }), killed);
      }
      await killWhileMoving(folder, movedCount);
      const report = await validateSnapshot(killed, { isRemade: true });
      assertEquals(report.codes.map(({ code }) => code), ["unfinished-commit"]);
      assertEquals([report.errorCount, report.readRows, report.facts], [1, 0, {}]);
      const states = new Set(report.checks.map(({ status }) => status));
      assertEquals(states, new Set(["skip", "fail"]));
      const plan = /--plan "([^"]+)"/.exec(report.issues[0]!.hint!)![1]!;
      const manifest = parseJson(await Deno.readTextFile(plan));
      await makeSnapshot(planFromJson(manifest, plan), killed);
      assertEquals(await listDigests(killed), await listDigests(join(folder, "made")));
      assert((await validateSnapshot(killed)).ok);
    });
  });
}

Deno.test("validateSnapshot() takes no notice of a commit record that no run would follow", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "s");
    await makeSnapshot(planRun({ dataset: "v0.1", records: 1 }), directory);
    await Deno.mkdir(join(directory, STAGING_NAME));
    const record = join(directory, STAGING_NAME, COMMIT_NAME);
    for (const text of ["{", '{"names":["../x"],"obsolete":[]}', "null"]) {
      await Deno.writeTextFile(record, text);
      assertEquals((await validateSnapshot(directory)).issues, [], text);
    }
  });
});

Deno.test("validateSnapshot() passes no check that found nothing to look at", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "s");
    await makeSnapshot(planRun({ dataset: "v0.1", records: 2, formats: ["csv"] }), directory);
    dropSection(directory);
    for (const name of ["persons", "vehicles", "profiles"]) {
      await Deno.writeTextFile(join(directory, `${name}_v0_1.csv`), "");
    }
    const report = await validateSnapshot(directory);
    assertEquals(report.codes.map(({ code }) => code), ["header-missing"]);
    const passed = report.checks.filter(({ status }) => status === "pass").map(({ name }) => name);
    assertEquals(passed, ["manifest", "files", "metadata"]);
  });
});

Deno.test("validateSnapshot() gives the line of the manifest that names a file", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "s");
    await makeSnapshot(planRun({ dataset: "v0.1", records: 2, formats: ["csv"] }), directory);
    const path = join(directory, "snapshot_manifest_v0_1.json");
    const text = (await Deno.readTextFile(path))
      .replace('"vehicles_v0_1.csv"', '"../secret.d/vehicles.csv"');
    await Deno.writeTextFile(path, text);
    await Deno.remove(join(directory, "persons_v0_1.csv"));
    const { issues } = await validateSnapshot(directory);
    const lines = text.split("\n");
    for (const code of ["file-missing", "file-path-unsafe"]) {
      const issue = issues.find((issue) => issue.code === code)!;
      assertStringIncludes(
        lines[issue.line! - 1]!,
        code === "file-missing" ? '"persons_csv": "persons_v0_1.csv"' : "../secret.d/vehicles.csv",
      );
    }
  });
});

Deno.test("validateSnapshot() says what it can't check in a part of a dataset", async () => {
  await withFolder(async (folder) => {
    const plan = planRun({ dataset: "v0.1", records: 5, formats: ["csv"], entities: ["vehicles"] });
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
    await makeSnapshot(planRun({ dataset: "v0.1", records: 50, formats: ["csv"] }), directory);
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
    await makeSnapshot(planRun({ dataset: "v0.1", records: 2, formats: ["csv"] }), directory);
    await Deno.remove(join(directory, "persons_v0_1.csv"));
    await Deno.mkdir(join(directory, "persons_v0_1.csv"));
    const report = await validateSnapshot(directory);
    assertEquals(report.codes.map(({ code }) => code), ["file-missing"]);
    assertStringIncludes(report.issues[0]!.message, "is no file but a folder");
  });
});

Deno.test("validateSnapshot() ends when its signal says so", async () => {
  await withFolder(async (folder) => {
    await makeSnapshot(planRun({ dataset: "v0.1", records: 2 }), join(folder, "s"));
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
    await makeSnapshot(planRun({ dataset: "v0.1", records: 2 }), join(folder, "s"));
    const seen: number[] = [];
    const report = await validateSnapshot(join(folder, "s"), {
      onProgress: ({ doneBytes, totalBytes }) => seen.push(doneBytes / totalBytes),
    });
    assertEquals(seen.at(-1), 1);
    assert(report.sizeBytes > 1000);
  });
});

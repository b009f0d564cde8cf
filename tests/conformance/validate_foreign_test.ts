import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { DuckDBInstance } from "@duckdb/node-api";
import { validateSnapshot } from "../../src/check.ts";
import { makeSnapshot, planRun } from "../../src/run.ts";
import { withFolder } from "../_folder.ts";
import { dropSection } from "./_invalid.ts";

const plan = planRun({ dataset: "v0.1", seed: 42n, records: 40 });
const FILES = ["persons_v0_1", "vehicles_v0_1"];

Deno.test("validateSnapshot() accepts another producer's snapshot, with other line ends and layout", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "snapshot");
    await makeSnapshot(plan, directory, { workerCount: 0 });
    dropSection(directory);
    for (const name of FILES) {
      const path = join(directory, `${name}.csv`);
      const text = await Deno.readTextFile(path);
      await Deno.writeTextFile(path, text.replaceAll("\r\n", "\n").trimEnd());
    }
    const path = join(directory, "dataset_v0_1.json");
    const dataset = JSON.parse(await Deno.readTextFile(path));
    const { profiles, vehicles, persons, metadata } = dataset;
    // Profiles come before what they refer to, and their members from last to first.
    const backwards = profiles.map((row: object) =>
      Object.fromEntries(Object.entries(row).reverse())
    );
    const other = { profiles: backwards, vehicles, persons, metadata };
    await Deno.writeTextFile(path, `${JSON.stringify(other)}\r\n`);
    const report = await validateSnapshot(directory);
    assertEquals(report.issues, []);
    assert(report.ok);
    assertEquals(report.facts, { producer: "not named", seed: "42", records: "40" });
    assertEquals(report.rows, { persons: 40, vehicles: 40, profiles: 40 });
    assertEquals(report.readRows, 200);
  });
});

Deno.test("validateSnapshot() remakes a snapshot of another producer from its notes and counts", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "csv");
    for (const [fileCount, formats] of [[4], [5, ["ndjson", "json"]], [4, ["csv"]]] as const) {
      const directory = join(folder, formats?.join() ?? "default");
      const chosen = formats === undefined ? {} : { formats };
      await makeSnapshot(
        planRun({ dataset: "v0.1", seed: -7n, records: 40, ...chosen }),
        directory,
      );
      dropSection(directory);
      const report = await validateSnapshot(directory, { isRemade: true });
      assertEquals([report.issues, report.checks.at(-1)?.status], [[], "pass"]);
      assertEquals(report.checks.at(-1)?.detail, `${fileCount} files made again`);
      assertEquals(report.facts, { producer: "not named", seed: "-7", records: "40" });
    }
    const path = join(directory, "persons_v0_1.csv");
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.replaceAll("\r\n", "\n"));
    const changed = await validateSnapshot(directory, { isRemade: true });
    assertEquals(changed.codes.map(({ code }) => code), ["remake-differs"]);
  });
});

Deno.test("validateSnapshot() fails to remake a snapshot of another producer that names no seed", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "snapshot");
    await makeSnapshot(planRun({ dataset: "v0.1", records: 3, formats: ["csv"] }), directory);
    dropSection(directory);
    for (const name of ["snapshot_manifest_v0_1.json", "metadata_v0_1.json"]) {
      const { notes: _notes, ...rest } = JSON.parse(await Deno.readTextFile(join(directory, name)));
      await Deno.writeTextFile(join(directory, name), JSON.stringify(rest));
    }
    assertEquals((await validateSnapshot(directory)).codes, []);
    const { issues, ok } = await validateSnapshot(directory, { isRemade: true });
    assertEquals([ok, issues.map(({ code }) => code)], [false, ["remake-impossible"]]);
    assertStringIncludes(issues[0]!.message, "its notes name no seed");
  });
});

Deno.test("validateSnapshot() takes the nulls of a producer that quotes every cell", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "snapshot");
    await makeSnapshot(plan, directory, { workerCount: 0 });
    dropSection(directory);
    for (const name of FILES) {
      const path = join(directory, `${name}.csv`);
      const lines = (await Deno.readTextFile(path)).trimEnd().split("\r\n");
      const quoted = lines.map((line) => line.split(",").map((cell) => `"${cell}"`).join(","));
      await Deno.writeTextFile(path, `${quoted.join("\n")}\n`);
    }
    const report = await validateSnapshot(directory);
    assertEquals(report.issues, []);
    assertEquals(report.readRows, 200);
  });
});

Deno.test("validateSnapshot() reads tables of a file that stand before those they refer to", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "snapshot");
    await makeSnapshot(
      planRun({ dataset: "v0.1", seed: 42n, records: 40, formats: ["json"] }),
      directory,
    );
    dropSection(directory);
    const path = join(directory, "dataset_v0_1.json");
    const { profiles, vehicles, persons, metadata } = JSON.parse(await Deno.readTextFile(path));
    await Deno.writeTextFile(path, JSON.stringify({ profiles, vehicles, persons, metadata }));
    const report = await validateSnapshot(directory);
    assertEquals(report.issues, []);
    const references = report.checks.find(({ name }) => name === "references");
    assertEquals(references?.detail, "120 references");
    profiles[7].full_name = "Somebody Else";
    await Deno.writeTextFile(path, JSON.stringify({ profiles, vehicles, persons, metadata }));
    const broken = await validateSnapshot(directory);
    assertEquals(broken.codes.map(({ code }) => code), ["profile-name"]);
    assertEquals(broken.issues[0]?.index, 7);
  });
});

Deno.test("validateSnapshot() reads Parquet that DuckDB wrote, in each of its codecs", async () => {
  await withFolder(async (folder) => {
    const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
    const connection = await instance.connect();
    try {
      for (const codec of ["snappy", "zstd", "gzip", "uncompressed"]) {
        const directory = join(folder, codec);
        const formats = ["csv", "parquet"];
        await makeSnapshot(
          planRun({ dataset: "v0.1", seed: 42n, records: 3000, formats }),
          directory,
        );
        dropSection(directory);
        for (const name of [...FILES, "profiles_v0_1"]) {
          const path = join(directory, name).replaceAll("\\", "/").replaceAll("'", "''");
          await connection.run(
            `COPY (SELECT * FROM read_csv('${path}.csv', all_varchar = true, types = {` +
              (name === "persons_v0_1" ? "'date_of_birth': 'DATE'" : "") +
              (name === "vehicles_v0_1" ? "'model_year': 'INTEGER'" : "") +
              (name === "profiles_v0_1" ? "'profile_id': 'UUID'" : "") +
              `})) TO '${path}.parquet' (FORMAT parquet, CODEC '${codec}')`,
          );
        }
        const report = await validateSnapshot(directory);
        assertEquals(report.issues, [], codec);
        assertEquals(report.readRows, 18_000);
      }
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  });
});

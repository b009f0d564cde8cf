import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { EsdhError } from "./core/error.ts";
import { parseJson } from "./core/json.ts";
import { formatManifest, manifestDigest } from "./core/manifest.ts";
import { planDigest, planFromJson } from "./core/plan.ts";
import { findDataset } from "./datasets/mod.ts";
import { FORMATS } from "./export/mod.ts";
import {
  estimateRun,
  makeSnapshot,
  planRun,
  sampleRows,
  streamEntities,
  streamEntity,
} from "./run.ts";
import { listDigests, listNames, withFolder } from "../tests/_folder.ts";

const MANIFEST = "snapshot_manifest_v0_1.json";

Deno.test("planRun() fills in the dataset's defaults", () => {
  const plan = planRun({ dataset: "v0.1" });
  assertEquals([plan.dataset, plan.seed, plan.records], ["v0.1", 20251101n, 200]);
  assertEquals(plan.outputs.map(({ format }) => format), ["csv", "json"]);
});

Deno.test("planRun() puts entities in the dataset's order and drops repeats", () => {
  const plan = planRun({
    dataset: "v0.1",
    entities: ["profile", "persons", "profiles"],
    formats: ["csv", "csv"],
  });
  assertEquals(plan.outputs, [{ format: "csv", entities: ["persons", "profiles"] }]);
});

Deno.test("planRun() rejects unknown names with the nearest valid one", () => {
  const cases = [{ dataset: "v0.2" }, { formats: ["cvs"] }, { entities: ["persns"] }];
  for (const request of cases) {
    const error = assertThrows(() => planRun(request), EsdhError);
    assertEquals(error.code, "UNKNOWN_NAME");
    assert(error.hint!.includes("did you mean"), error.hint);
  }
});

Deno.test("planRun() rejects record counts that are no count", () => {
  for (const records of [-1, 1.5, NaN, 2 ** 53]) {
    assertEquals(
      assertThrows(() => planRun({ dataset: "v0.1", records }), EsdhError).code,
      "USAGE",
    );
  }
});

Deno.test("makeSnapshot() writes a manifest that remakes the same bytes", async () => {
  await withFolder(async (folder) => {
    const plan = planRun({
      dataset: "v0.1",
      seed: 2n ** 70n,
      records: 25,
      formats: ["csv", "ndjson", "json"],
    });
    const first = await makeSnapshot(plan, join(folder, "a"));
    const text = await Deno.readTextFile(join(folder, "a", MANIFEST));
    const manifest = parseJson(text) as typeof first.manifest;
    assertEquals(formatManifest(manifest), text);
    const own = manifest.esdh as { manifest_digest: string; plan_digest: string };
    assertEquals(own.manifest_digest, manifestDigest(manifest));
    assertEquals(own.plan_digest, planDigest(plan));
    await makeSnapshot(planFromJson(manifest, MANIFEST), join(folder, "b"));
    assertEquals(await listDigests(join(folder, "a")), await listDigests(join(folder, "b")));
  });
});

Deno.test("makeSnapshot() gives the same files for any number of threads", async () => {
  await withFolder(async (folder) => {
    const formats = FORMATS.map((format) => format.name);
    const plan = planRun({ dataset: "v0.1", seed: 9n, records: 5000, formats });
    const made = [];
    for (const workerCount of [0, 1, 2, 4]) {
      const { files } = await makeSnapshot(plan, join(folder, `${workerCount}`), { workerCount });
      made.push(files);
    }
    for (const files of made.slice(1)) assertEquals(files, made[0]!);
  });
});

Deno.test("makeSnapshot() replaces an earlier snapshot and its obsolete files, and no others", async () => {
  await withFolder(async (folder) => {
    await makeSnapshot(planRun({ dataset: "v0.1", records: 3, formats: ["csv"] }), folder);
    await Deno.writeTextFile(join(folder, "notes.txt"), "mine");
    await makeSnapshot(
      planRun({ dataset: "v0.1", records: 4, formats: ["ndjson"], entities: ["persons"] }),
      folder,
    );
    assertEquals(await listNames(folder), [
      "README_SNAPSHOT_V0_1.md",
      "metadata_v0_1.json",
      "notes.txt",
      "persons_v0_1.ndjson",
      MANIFEST,
    ]);
  });
});

Deno.test("makeSnapshot() refuses a folder that is not a snapshot, and changes nothing in it", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "persons_v0_1.csv"), "precious");
    const before = await listDigests(folder);
    const plan = planRun({ dataset: "v0.1", records: 3 });
    const error = await assertRejects(() => makeSnapshot(plan, folder), EsdhError);
    assertEquals(error.code, "NOT_A_SNAPSHOT");
    assertEquals(await listDigests(folder), before);
    await makeSnapshot(plan, folder, { isForced: true });
    assert((await listNames(folder)).includes(MANIFEST));
  });
});

Deno.test("makeSnapshot() says that a file is in the way", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "file");
    await Deno.writeTextFile(path, "precious");
    for (const directory of [path, join(path, "below")]) {
      const error = await assertRejects(
        () => makeSnapshot(planRun({ dataset: "v0.1" }), directory),
        EsdhError,
      );
      assertEquals(error.code, "IO");
      assert(error.message.includes(directory), error.message);
    }
    assertEquals(await Deno.readTextFile(path), "precious");
  });
});

Deno.test("estimateRun() is right to a quarter", async () => {
  await withFolder(async (folder) => {
    const plan = planRun({ dataset: "v0.1", records: 2000, formats: ["csv", "json", "ndjson"] });
    const { files } = await makeSnapshot(plan, folder);
    for (const { path, sizeBytes, rowCount } of estimateRun(plan)) {
      const real = files.find((file) => file.path === path)!;
      assertEquals(rowCount, real.rowCount);
      const ratio = sizeBytes / real.sizeBytes;
      assert(ratio > 0.75 && ratio < 1.25, `${path}: ${ratio}`);
    }
  });
});

Deno.test("estimateRun() is right to a tenth for auto, and to a seventh on other days and in all states", async () => {
  const cases = [{}, { footprint: "all" }, { "as-of": "2024-06-01" }, { "as-of": "2027-12-31" }];
  for (const options of cases) {
    await withFolder(async (folder) => {
      const plan = planRun({ dataset: "auto", records: 1000, options });
      const { files } = await makeSnapshot(plan, folder, { workerCount: 0 });
      const estimates = estimateRun(plan);
      const known = new Set(estimates.map(({ path }) => path));
      const made = files.filter(({ path }) => known.has(path));
      const bound = Object.keys(options).length === 0 ? 1.1 : 1.15;
      for (const measure of ["rowCount", "sizeBytes"] as const) {
        const sumOf = (list: readonly Readonly<Record<typeof measure, number>>[]) =>
          list.reduce((sum, file) => sum + file[measure], 0);
        const ratio = sumOf(estimates) / sumOf(made);
        const text = `${JSON.stringify(options)} ${measure}: ${ratio}`;
        assert(ratio > 1 / bound && ratio < bound, text);
      }
    });
  }
});

Deno.test("the measured figures of auto name each entity and field, and no other", () => {
  const { entities, fieldSizes, rowsPerAccount } = findDataset("auto");
  const again = "run: deno run -A scripts/measure_rows.ts --records 16384 --seed 1 --write";
  for (const entity of entities) {
    const names = [...fieldSizes!(entity)?.keys() ?? []].sort();
    assertEquals(names, entity.fields.map(({ name }) => name).sort(), again);
    assert(rowsPerAccount(entity, { "as-of": "2027-12-31" }) > 0);
  }
});

Deno.test("streamEntity() gives the bytes of the file", async () => {
  await withFolder(async (folder) => {
    const plan = planRun({ dataset: "v0.1", seed: 3n, records: 9001, formats: ["csv", "ndjson"] });
    const { files } = await makeSnapshot(plan, folder);
    for (const { path } of files.filter((file) => file.rowCount > 0)) {
      const [entity, format] = path.split(/_v0_1\./) as [string, string];
      const chunks = [...streamEntity(plan, entity, format)];
      const streamed = await new Blob(chunks).bytes();
      assertEquals(streamed.length, (await Deno.stat(join(folder, path))).size);
      assertEquals(streamed, await Deno.readFile(join(folder, path)));
    }
  });
});

Deno.test("streamEntities() gives the bytes of each entity, of few accounts and of many", () => {
  for (const [dataset, records] of [["v0.1", 7], ["auto", 7], ["auto", 40]] as const) {
    const plan = planRun({ dataset, records, seed: 11n });
    const names = findDataset(dataset).entities.map(({ plural }) => plural);
    const joined = (pieces: Iterable<Uint8Array>) =>
      [...pieces].map((piece) => new TextDecoder().decode(piece)).join("");
    for (const format of ["csv", "ndjson"]) {
      assertEquals(
        streamEntities(plan, names, format).map(joined),
        names.map((name) => joined(streamEntity(plan, name, format))),
      );
    }
  }
});

Deno.test("streamEntity() rejects a format that is one document", () => {
  const error = assertThrows(
    () => streamEntity(planRun({ dataset: "v0.1" }), "persons", "json").next(),
    EsdhError,
  );
  assertEquals(error.code, "USAGE");
});

Deno.test("sampleRows() gives the first rows, as they stand in the files", () => {
  const rows = sampleRows(planRun({ dataset: "v0.1", records: 3 }), "vehicles", 10);
  assertEquals(rows.length, 3);
  assertEquals(rows[0]!.vin, "BD60FX9CCT6GJAYJK");
  assertEquals(rows[0]!.model_year, 2018);
  assertEquals(sampleRows(planRun({ dataset: "v0.1", records: 0 }), "persons", 5), []);
});

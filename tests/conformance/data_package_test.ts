/**
 * The data package beside a snapshot: it names the files that are there, with their digests and keys.
 */
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { digestOf } from "../../src/core/digest.ts";
import { parseJson } from "../../src/core/json.ts";
import { DATASETS } from "../../src/datasets/mod.ts";
import { csvFormat } from "../../src/export/csv.ts";
import { FORMATS } from "../../src/export/mod.ts";
import { parquetFormat } from "../../src/export/parquet.ts";
import { makeSnapshot, planRun } from "../../src/run.ts";
import { makeDataPackage, PACKAGE_PATH, type PackagedFile } from "../../src/schema/data_package.ts";
import { withFolder } from "../_folder.ts";
import { HOLLOW, SAMPLE } from "./_format_cases.ts";

// deno-lint-ignore no-explicit-any
type Json = any;

const scope = {
  slug: "test",
  dataset: "test",
  version: "1",
  description: "A test.",
  marker: "test marker",
  seed: 2n ** 70n,
  records: 3,
};

const CHILD = {
  name: "child",
  plural: "children",
  description: "A child of a sample.",
  fields: [{
    name: "sample_id",
    kind: "id",
    description: "Its sample.",
    reference: { entity: "samples", field: "sample_id" },
  }],
} as const;

function fileOf(
  entities: PackagedFile["entities"],
  { packaging, mediaType }: Pick<PackagedFile, "packaging" | "mediaType">,
  path: string,
): PackagedFile {
  return {
    path,
    entities,
    packaging,
    mediaType,
    sizeBytes: 7,
    rowCount: 1,
    sha256: "0".repeat(64),
  };
}

const csv = { packaging: csvFormat.packaging!, mediaType: csvFormat.mediaType };
const ndjson = { packaging: { format: "ndjson" }, mediaType: "application/x-ndjson" };

Deno.test("makeDataPackage() names files, formats, digests and references within a format", () => {
  const document = makeDataPackage(scope, [
    fileOf([SAMPLE], csv, "samples.csv"),
    fileOf([CHILD], csv, "children.csv"),
    fileOf([SAMPLE], ndjson, "samples.ndjson"),
    fileOf([CHILD], ndjson, "children.ndjson"),
  ]) as Json;
  assertEquals(document.name, "esdh-test");
  assertEquals(document.seed, `${2n ** 70n}`);
  assertEquals(
    document.resources.map((resource: Json) => [resource.name, resource.path, resource.format]),
    [
      ["samples", "samples.csv", "csv"],
      ["children", "children.csv", "csv"],
      ["samples-ndjson", "samples.ndjson", "ndjson"],
      ["children-ndjson", "children.ndjson", "ndjson"],
    ],
  );
  const [samples, children, , others] = document.resources;
  assertEquals([samples.bytes, samples.hash], [7, `sha256:${"0".repeat(64)}`]);
  assertEquals(samples.dialect.lineTerminator, "\r\n");
  assertEquals(samples.schema.missingValues, [""]);
  assertEquals(samples.schema.primaryKey, "sample_id");
  const referenceTo = (resource: string) => [
    { fields: "sample_id", reference: { resource, fields: "sample_id" } },
  ];
  assertEquals(children.schema.foreignKeys, referenceTo("samples"));
  assertEquals(others.schema.foreignKeys, referenceTo("samples-ndjson"));
});

Deno.test("makeDataPackage() leaves out what no reader of packages can read", () => {
  const parquet = { packaging: parquetFormat.packaging, mediaType: parquetFormat.mediaType };
  assertEquals(makeDataPackage(scope, [fileOf([SAMPLE], parquet, "a.parquet")]), undefined);
  const whole = fileOf([SAMPLE, HOLLOW], csv, "dataset.json");
  assertEquals(makeDataPackage(scope, [whole]), undefined);
  const document = makeDataPackage(scope, [
    fileOf([CHILD], csv, "children.csv"),
    fileOf([SAMPLE], parquet, "samples.parquet"),
  ]) as Json;
  assertEquals(document.resources.length, 1);
  assertEquals(document.resources[0].schema.foreignKeys, undefined);
});

for (const dataset of DATASETS) {
  const verb = dataset.hasDataPackage ? "describes" : "has no place for";
  Deno.test(`a snapshot of ${dataset.name} ${verb} its files in a data package`, async () => {
    await withFolder(async (folder) => {
      const packaged = FORMATS.filter(({ packaging }) => packaging !== undefined);
      const formats = packaged.map(({ name }) => name);
      const plan = planRun({ dataset: dataset.name, records: 30, formats });
      const { files } = await makeSnapshot(plan, folder, { workerCount: 0 });
      const found = files.some(({ path }) => path === PACKAGE_PATH);
      assertEquals(found, dataset.hasDataPackage);
      if (!found) return;
      const text = await Deno.readTextFile(join(folder, PACKAGE_PATH));
      const { resources } = parseJson(text) as Json;
      assertEquals(resources.length, formats.length * dataset.entities.length);
      const names = resources.map(({ name }: Json) => name);
      assertEquals(new Set(names).size, names.length);
      for (const { path, bytes, hash, schema } of resources) {
        const content = await Deno.readFile(join(folder, path));
        assertEquals([bytes, hash], [content.length, `sha256:${digestOf(content)}`]);
        for (const { reference } of schema.foreignKeys ?? []) {
          assert(reference.resource === "" || names.includes(reference.resource));
        }
      }
    });
  });
}

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { DATASETS } from "../../src/datasets/mod.ts";
import { SCHEMA_FORMS } from "../../src/schema/mod.ts";
import { esdh } from "./_cli.ts";

Deno.test("schema prints the header that the CSV of a snapshot has", async () => {
  for (const { plural } of DATASETS[0]!.entities) {
    const args = ["generate", "--stdout", "--output-format", "csv", "--entity-filter", plural];
    const rows = await esdh([...args, "--records", "1", "--quiet"]);
    const header = await esdh(["schema", "--entity", plural, "--form", "csv-header"]);
    assertEquals(header.stdout.trimEnd(), rows.stdout.split("\r\n")[0]);
  }
});

Deno.test("schema prints every form, as it is and in one JSON document", async () => {
  for (const { name } of SCHEMA_FORMS) {
    const plain = await esdh(["schema", "--form", name]);
    assertEquals(plain.code, 0, plain.stderr);
    assert(plain.stdout.endsWith("\n"));
    const json = JSON.parse((await esdh(["schema", "--form", name, "--json"])).stdout);
    assertEquals(json.form, name);
    assertEquals(json.text ?? JSON.parse(plain.stdout), json.document ?? plain.stdout);
  }
});

Deno.test("schema shows all fields where no form is asked for", async () => {
  const { entities } = DATASETS[0]!;
  const shown = (await esdh(["schema"])).stdout;
  const { entities: told } = JSON.parse((await esdh(["schema", "--json"])).stdout);
  assertEquals(told.length, entities.length);
  entities.forEach(({ fields }, place) => {
    assertEquals(
      told[place].fields.map((field: { name: string }) => field.name),
      fields.map(({ name }) => name),
    );
    for (const { name } of fields) assertStringIncludes(shown, name);
  });
});

Deno.test("schema tells unknown names with what may be meant", async () => {
  const { code, stderr } = await esdh(["schema", "--form", "jsonschema", "--entity", "person"]);
  assertEquals(code, 2);
  assertStringIncludes(stderr, 'did you mean "json-schema"?');
  assertStringIncludes(stderr, 'did you mean "persons"?');
});

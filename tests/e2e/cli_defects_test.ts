import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { withFolder } from "../_folder.ts";
import { esdh } from "./_cli.ts";

const ASK = ["generate", "--dataset", "auto", "--records", "40", "--seed", "5"];
const SMALL = ["--entity-filter", "accounts,addresses,persons,vehicles,profiles"];

Deno.test("generate --defects tells of the defects, and validate --score finds them", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "s");
    const made = await esdh([
      ...ASK,
      ...SMALL,
      "--defects",
      "vin-dup=1, vin-check-digit=3",
      "--output-dir",
      directory,
    ]);
    assertEquals(made.code, 0, made.stderr);
    assertStringIncludes(made.stdout, "planted on purpose (vin-check-digit=3,vin-dup=1)");
    const { code, stdout } = await esdh(["validate", directory, "--score", "defects.ndjson"]);
    assertEquals(code, 0, stdout);
    assertStringIncludes(stdout, "4 defects planted, 4 of them findable by a rule: 4 found");
    const json = await esdh(["validate", directory, "--score", "defects.ndjson", "--json"]);
    const { score } = JSON.parse(json.stdout);
    assertEquals([score.perfect, score.planted, score.recall, score.precision], [true, 4, 1, 1]);
    const plain = await esdh(["validate", directory, "--remake"]);
    assertEquals(plain.code, 1);
    assertStringIncludes(plain.stdout, "PASS  remake");
    const manifest = join(directory, "snapshot_manifest_auto.json");
    const again = join(folder, "again");
    assertEquals((await esdh(["generate", "--plan", manifest, "--output-dir", again])).code, 0);
    for (const name of ["defects.ndjson", "vehicles_auto.csv"]) {
      assertEquals(
        Deno.readTextFileSync(join(again, name)),
        Deno.readTextFileSync(join(directory, name)),
      );
    }
    const resumed = await esdh(["generate", "--plan", manifest, "--output-dir", again, "--resume"]);
    assertStringIncludes(resumed.stderr, "is complete: nothing is left to make");
  });
});

Deno.test("validate --score ends with 1 where the answer key is another's", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "s");
    const defects = ["--defects", "zip-state=2"];
    await esdh([...ASK, ...SMALL, ...defects, "--output-dir", directory]);
    const path = join(folder, "key.ndjson");
    const [line = ""] = Deno.readTextFileSync(join(directory, "defects.ndjson")).split("\n");
    Deno.writeTextFileSync(path, `${JSON.stringify({ ...JSON.parse(line), key: "nobody" })}\n`);
    const { code, stdout } = await esdh(["validate", directory, "--score", path]);
    assertEquals(code, 1);
    assertStringIncludes(stdout, "missed  zip-state: addresses");
    assertStringIncludes(stdout, "extra   address-postal-code in addresses: 2 findings");
    Deno.writeTextFileSync(path, "{}\n");
    const wrong = await esdh(["validate", directory, "--score", path]);
    assertEquals(wrong.code, 2);
    assertStringIncludes(wrong.stderr, "is none of an answer key");
    assertEquals((await esdh(["validate", directory, "--score", "none.ndjson"])).code, 3);
  });
});

Deno.test("generate refuses defects that can't be planted, and shows those of a dry run", async () => {
  await withFolder(async (folder) => {
    const out = ["--output-dir", join(folder, "s")];
    const refuse = async (...args: string[]) => {
      const { code, stderr } = await esdh([...ASK, ...args]);
      assertEquals(code, 2);
      return stderr;
    };
    assertStringIncludes(await refuse("--defects", "vin-dupp=1", ...out), "vin-dup");
    assertStringIncludes(
      await refuse("--defects", "csv-shift=1", "--output-format", "parquet", ...out),
      "parquet can't hold the defect csv-shift",
    );
    assertStringIncludes(
      await refuse("--defects", "2%", "--stdout", "--entity-filter", "persons"),
      "--stdout excludes --defects",
    );
    const dry = await esdh([...ASK, "--defects", "2.50%", "--dry-run", ...out]);
    assertEquals(dry.code, 0, dry.stderr);
    assertStringIncludes(dry.stdout, "defects.ndjson");
    assertStringIncludes(dry.stdout, "2.5%");
    const old = await esdh(["generate", "--defects", "2%", "--dataset", "v0.1", ...out]);
    assertStringIncludes(old.stderr, "dataset v0.1 has no defects to plant");
  });
});

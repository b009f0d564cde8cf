import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { withFolder } from "../_folder.ts";
import { esdh } from "./_cli.ts";

Deno.test("validate passes a fresh snapshot and names each check", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "s");
    await esdh(["generate", "--dataset", "v0.1", "--records", "5", "--output-dir", directory]);
    const { code, stdout, stderr } = await esdh(["validate", directory, "--remake"]);
    assertEquals([code, stderr], [0, ""]);
    assertStringIncludes(stdout, "PASS  manifest");
    assertStringIncludes(stdout, "PASS  remake");
    assertStringIncludes(stdout, "PASS  12 checks passed");
    const quiet = await esdh(["validate", directory, "--quiet"]);
    assertEquals([quiet.code, quiet.stdout, quiet.stderr], [0, "", ""]);
  });
});

Deno.test("validate ends with 1 and shows file, line and value of a finding", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "s");
    await esdh(["generate", "--dataset", "v0.1", "--records", "5", "--output-dir", directory]);
    const path = join(directory, "vehicles_v0_1.csv");
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.replace(/,20\d\d,/, ",1950,"));
    const { code, stdout } = await esdh(["validate", directory]);
    assertEquals(code, 1);
    assertStringIncludes(
      stdout,
      "error out-of-range  vehicles_v0_1.csv:2  vehicles.model_year of row 1",
    );
    assertStringIncludes(stdout, "found     1950");
    const json = await esdh(["validate", directory, "--json", "--max-issues", "1"]);
    assertEquals(json.code, 1);
    const report = JSON.parse(json.stdout);
    assertEquals([report.ok, report.issues.length], [false, 1]);
    assert(report.omitted_issues > 0);
  });
});

Deno.test("validate --prove-synthetic fails on a file whose rows are not read", async () => {
  await withFolder(async (folder) => {
    const directory = join(folder, "s");
    const made = await esdh([
      ...["generate", "--dataset", "auto", "--records", "3", "--output-dir", directory],
      ...["--output-format", "csv,xlsx"],
    ]);
    assertEquals(made.code, 0, made.stderr);
    const plain = await esdh(["validate", directory]);
    assertEquals(plain.code, 0);
    assertStringIncludes(plain.stdout, "warning file-not-read  dataset_auto.xlsx");
    const proven = await esdh(["validate", directory, "--prove-synthetic"]);
    assertEquals(proven.code, 1);
    assertStringIncludes(proven.stdout, "error file-not-proven  dataset_auto.xlsx");
    assertStringIncludes(proven.stdout, "FAIL  synthetic");
    const json = await esdh(["validate", directory, "--prove-synthetic", "--json"]);
    assertEquals(json.code, 1);
    const { codes } = JSON.parse(json.stdout);
    assert(codes.some(({ code }: { code: string }) => code === "file-not-proven"));
    // Without the file, all that is left is proven.
    const other = join(folder, "t");
    await esdh([
      ...["generate", "--dataset", "auto", "--records", "3", "--output-dir", other],
      ...["--output-format", "csv"],
    ]);
    assertEquals((await esdh(["validate", other, "--prove-synthetic"])).code, 0);
  });
});

Deno.test("validate checks a fresh sample of a profile", async () => {
  const { code, stdout } = await esdh(["validate", "--profile", "baseline", "--json"]);
  assertEquals(code, 0);
  const report = JSON.parse(stdout);
  assertEquals(report.rows, { persons: 30, vehicles: 30, profiles: 30 });
  assertEquals(report.subject, "a fresh sample of profile baseline");
});

Deno.test("validate --all checks schema, generator, command line and API", async () => {
  // The API is on this machine: a proxy that does not answer plays no part.
  const proxy = "http://127.0.0.1:1";
  const env = { HTTP_PROXY: proxy, http_proxy: proxy, ALL_PROXY: proxy, NO_PROXY: "" };
  const { code, stdout } = await esdh(["validate", "--all", "--json"], { env });
  const report = JSON.parse(stdout);
  assertEquals(report.issues, []);
  assertEquals(code, 0);
  const names = report.checks.map(({ name }: { name: string }) => name);
  assertEquals(names, ["schema", "determinism", "prefix", "reference", "cli", "api"]);
});

Deno.test("validate says what to name, and what does not go together", async () => {
  const none = await esdh(["validate"]);
  assertEquals(none.code, 2);
  assertStringIncludes(none.stderr, "give a folder, or --profile NAME, or --all");
  const both = await esdh(["validate", "x", "--all"]);
  assertEquals(both.code, 2);
  assertStringIncludes(both.stderr, "DIR and --all can't be validated at once");
  const missing = await esdh(["validate", "no-such-folder"]);
  assertEquals(missing.code, 3);
  assertStringIncludes(missing.stderr, 'there is no folder "no-such-folder"');
  const unknown = await esdh(["validate", "--profile", "basline"]);
  assertEquals(unknown.code, 2);
  assertStringIncludes(unknown.stderr, "baseline");
});

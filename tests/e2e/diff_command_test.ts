import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { DATASETS } from "../../src/datasets/mod.ts";
import { withFolder } from "../_folder.ts";
import { esdh } from "./_cli.ts";

async function make(directory: string, ...args: string[]): Promise<string> {
  const given = args.includes("--dataset") ? args : ["--dataset", "auto", ...args];
  const made = await esdh(["generate", ...given, "--output-dir", directory, "--quiet"]);
  assertEquals(made.code, 0, made.stderr);
  return directory;
}

// deno-lint-ignore no-explicit-any
async function diffJson(...args: string[]): Promise<{ code: number; told: any }> {
  const { code, stdout, stderr } = await esdh(["diff", ...args, "--json", "--quiet"]);
  assertEquals(stderr, "");
  return { code, told: JSON.parse(stdout) };
}

Deno.test("diff finds equal snapshots equal without reading them, and in every format", async () => {
  await withFolder(async (folder) => {
    const small = ["--records", "20", "--seed", "5"];
    const a = await make(join(folder, "a"), ...small);
    const formats = ["parquet", "sqlite", "json", "csv.gz", "ndjson", "arrow"];
    const same = await diffJson(a, a);
    assertEquals(same.code, 0);
    assert(same.told.equal);
    for (const { status, basis } of same.told.tables) {
      assertEquals([status, basis], ["equal", "digest"]);
    }
    for (const format of formats) {
      const b = await make(join(folder, format), ...small, "--output-format", format);
      const { code, told } = await diffJson(a, b);
      assertEquals([format, code, told.notes], [format, 0, []]);
      for (const { status, basis } of told.tables) assertEquals([status, basis], ["equal", "rows"]);
    }
  });
});

Deno.test("diff tells rows that were added, and why", async () => {
  await withFolder(async (folder) => {
    const a = await make(join(folder, "a"), "--records", "30", "--seed", "5");
    const b = await make(join(folder, "b"), "--records", "40", "--seed", "5");
    const { code, told } = await diffJson(a, b);
    assertEquals(code, 1);
    assertEquals(told.reasons.map(({ part }: { part: string }) => part), ["records"]);
    const accounts = told.tables.find(({ name }: { name: string }) => name === "accounts");
    assertEquals([accounts.rows.a, accounts.rows.b, accounts.rows.added], [30, 40, 10]);
    assertEquals(accounts.samples.added.length, 5);
    const back = await diffJson(b, a);
    const removed = back.told.tables.find(({ name }: { name: string }) => name === "accounts");
    assertEquals([removed.rows.added, removed.rows.removed], [0, 10]);
  });
});

Deno.test("diff tells a changed cell by key and field, and that the plans do not explain it", async () => {
  await withFolder(async (folder) => {
    const a = await make(join(folder, "a"), "--records", "30", "--seed", "5");
    const b = await make(join(folder, "b"), "--records", "30", "--seed", "5");
    const path = join(b, "persons_auto.csv");
    const [head, ...rows] = (await Deno.readTextFile(path)).split("\r\n");
    const place = head!.split(",").indexOf("first_name");
    const cells = rows[3]!.split(",");
    const was = cells[place]!;
    cells[place] = was === "Anna" ? "Emma" : "Anna".padEnd(was.length, "x").slice(0, was.length);
    rows[3] = cells.join(",");
    await Deno.writeTextFile(path, [head, ...rows].join("\r\n"));
    // The manifests claim equal digests, and the size is right.
    assertEquals((await diffJson(a, b)).code, 0);
    const { code, told } = await diffJson(a, b, "--read-all");
    assertEquals(code, 1);
    const persons = told.tables.find(({ name }: { name: string }) => name === "persons");
    const { equal, changed, added, removed } = persons.rows;
    assertEquals([changed, added, removed, equal], [1, 0, 0, persons.rows.a - 1]);
    assertEquals(persons.samples.changed, [
      { key: cells[0], fields: { first_name: { a: was, b: cells[place] } } },
    ]);
    assertStringIncludes(told.notes.join(), "changed after they were made");
    const page = join(folder, "diff.html");
    const text = await esdh(["diff", a, b, "--read-all", "--html", page]);
    assertEquals(text.code, 1);
    assertStringIncludes(text.stdout, "1 row changed");
    const html = await Deno.readTextFile(page);
    assertStringIncludes(html, "default-src &#39;none&#39;");
    assertStringIncludes(html, 'data-title="key"');
    assertStringIncludes(html, cells[place]!);
    const style = new TextEncoder().encode(/<style>(.*?)<\/style>/s.exec(html)![1]!);
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", style));
    const digest = btoa(String.fromCharCode(...hash));
    assertStringIncludes(html, `style-src &#39;sha256-${digest}&#39;`);
    assert(!/<script|\sstyle=|\son\w+=|https?:/.test(html));
  });
});

Deno.test("diff compares snapshots without a manifest, and says so", async () => {
  await withFolder(async (folder) => {
    const a = await make(join(folder, "a"), "--records", "10");
    const b = await make(join(folder, "b"), "--records", "10");
    await Deno.remove(join(b, "snapshot_manifest_auto.json"));
    const { code, told } = await diffJson(a, b);
    assertEquals(code, 0);
    assertStringIncludes(told.notes.join(), "neither plan nor digests are known");
    for (const { basis } of told.tables) assertEquals(basis, "rows");
  });
});

Deno.test("diff makes the rows of plans, and compares them with those of a snapshot", async () => {
  await withFolder(async (folder) => {
    const a = await make(join(folder, "a"), "--records", "10", "--seed", "3");
    const manifest = join(a, "snapshot_manifest_auto.json");
    assertEquals((await diffJson(manifest, a)).code, 0);
    const dry = await esdh([
      "generate",
      "--dataset",
      "auto",
      "--records",
      "12",
      "--seed",
      "3",
      "--dry-run",
      "--json",
    ]);
    const plan = join(folder, "plan.json");
    await Deno.writeTextFile(plan, dry.stdout);
    const { code, told } = await diffJson(manifest, plan);
    assertEquals(code, 1);
    assertEquals([told.a.kind, told.b.kind], ["plan", "plan"]);
    assertEquals(told.tables[0].rows.added, 2);
    const schemas = await diffJson(manifest, plan, "--no-rows");
    assertEquals([schemas.code, schemas.told.tables], [1, []]);
  });
});

Deno.test("diff finds the rows in which defects are planted, and does not make those of such a plan", async () => {
  await withFolder(async (folder) => {
    const some = ["--records", "200", "--seed", "1"];
    const a = await make(join(folder, "a"), ...some);
    const b = await make(join(folder, "b"), ...some, "--defects", "5%");
    const { code, told } = await diffJson(a, b);
    assertEquals(code, 1);
    assertEquals(told.reasons.map(({ part }: { part: string }) => part), ["defects"]);
    const changed = told.tables.reduce(
      (sum: number, { rows }: { rows: { changed: number } }) => sum + rows.changed,
      0,
    );
    assert(changed > 0);
    const planned = await diffJson(join(b, "snapshot_manifest_auto.json"), b);
    assertEquals([planned.code, planned.told.rows_compared], [0, false]);
    assertStringIncludes(planned.told.notes.join(), "planted defects");
  });
});

Deno.test("diff finds a snapshot with repeated rows equal to itself, in another format too", async () => {
  await withFolder(async (folder) => {
    const some = ["--records", "40", "--seed", "5", "--entity-filter", "profiles"];
    const defects = ["--defects", "row-dup=3"];
    const a = await make(join(folder, "a"), ...some, ...defects);
    const same = await diffJson(a, a, "--read-all");
    assertEquals([same.code, same.told.equal], [0, true]);
    const b = await make(join(folder, "b"), ...some, ...defects, "--output-format", "parquet");
    const { code, told } = await diffJson(a, b);
    assertEquals(code, 0);
    const [{ status, rows }] = told.tables;
    assertEquals([status, rows.equal, rows.repeated_keys], ["equal", rows.a, { a: 0, b: 0 }]);
    const clean = await make(join(folder, "c"), ...some);
    const more = await diffJson(a, clean);
    assertEquals([more.code, more.told.tables[0].rows.repeated_keys], [1, { a: 3, b: 0 }]);
    const page = join(folder, "diff.html");
    const { stdout } = await esdh(["diff", a, clean, "--html", page]);
    assertStringIncludes(stdout, "the other side has less often: 3 in A, 0 in B");
    assertStringIncludes(await Deno.readTextFile(page), "less often: 3 in A, 0 in B");
  });
});

Deno.test("diff compares the schemas of dataset versions", async () => {
  for (const { name, version } of DATASETS) {
    assertEquals((await diffJson(name, version)).code, 0);
  }
  const { code, told } = await diffJson("v0.1", "auto@1");
  assertEquals(code, 1);
  assert(told.schema.length > 10);
  assertEquals(told.tables, []);
});

Deno.test("diff says what it can't open", async () => {
  const unknown = await esdh(["diff", "v0.2", "auto"]);
  assertEquals(unknown.code, 3);
  assertStringIncludes(unknown.stderr, 'did you mean "v0.1"?');
  const noPlan = await esdh(["diff", "README.md", "auto"]);
  assertEquals(noPlan.code, 2);
  assertStringIncludes(noPlan.stderr, "can't read a plan");
  assertEquals((await esdh(["diff", "auto"])).code, 2);
});

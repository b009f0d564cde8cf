import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { digestOf, digestOfValue } from "../../src/core/digest.ts";
import { listDigests, withFolder } from "../_folder.ts";
import { esdh } from "./_cli.ts";

const DAYS = ["--dataset", "auto", "--since", "2025-06-01", "--as-of", "2026-01-01"];
const MANIFEST = "change_manifest_auto.json";

Deno.test("generate --since writes changes with a manifest that binds them", async () => {
  await withFolder(async (folder) => {
    const args = ["generate", ...DAYS, "--records", "60", "--json", "--output-dir"];
    const { code, stdout, stderr } = await esdh([...args, join(folder, "a")]);
    assertEquals([code, stderr], [0, ""]);
    const { manifest, manifest_path: path } = JSON.parse(stdout);
    assertEquals(path, MANIFEST);
    assertEquals(JSON.parse(await Deno.readTextFile(join(folder, "a", MANIFEST))), manifest);
    const { manifest_digest: digest, ...rest } = manifest;
    assertEquals(digest, digestOfValue(rest));
    assertEquals([manifest.since, manifest.as_of], ["2025-06-01", "2026-01-01"]);
    assertEquals(manifest.from_plan.options["as-of"], "2025-06-01");
    for (const file of manifest.files) {
      const bytes = await Deno.readFile(join(folder, "a", file.path));
      assertEquals([file.size_bytes, file.sha256], [bytes.length, digestOf(bytes)]);
      assertEquals(file.row_count, file.created + file.updated + file.deleted);
    }
    assert(manifest.files.some(({ created }: { created: number }) => created > 0));
    // A second run makes the same bytes, in place of the first; a snapshot's folder it refuses.
    const before = await listDigests(join(folder, "a"));
    assertEquals((await esdh([...args, join(folder, "a")])).code, 0);
    assertEquals(await listDigests(join(folder, "a")), before);
  });
});

Deno.test("generate --since names its folder by both days, and the part", async () => {
  await withFolder(async (cwd) => {
    const args = [
      "generate",
      ...DAYS,
      "--seed",
      "3",
      "--records",
      "9",
      "--entity-filter",
      "accounts",
    ];
    const { code, stdout, stderr } = await esdh([...args, "--range", "2:5", "--quiet"], { cwd });
    assertEquals([code, stderr], [0, ""]);
    const name = "auto_seed3_records9_changes_2025-06-01_2026-01-01_range2-5";
    assertStringIncludes(stdout, name);
    const manifest = JSON.parse(await Deno.readTextFile(join(cwd, stdout.trim(), MANIFEST)));
    assertEquals(manifest.accounts, { start: 2, end: 5 });
  });
});

Deno.test("generate --since streams the changes of one entity, the bytes of its file", async () => {
  await withFolder(async (folder) => {
    const some = [...DAYS, "--records", "40", "--entity-filter", "vehicles"];
    const made = await esdh(["generate", ...some, "--output-dir", folder, "--quiet"]);
    assertEquals(made.code, 0, made.stderr);
    for (const format of ["csv", "ndjson"]) {
      const { stdout } = await esdh(["generate", ...some, "--output-format", format, "--stdout"]);
      assertEquals(
        stdout,
        await Deno.readTextFile(join(folder, `vehicles_changes_auto.${format}`)),
      );
      assert(stdout.length > 0);
    }
    const { code, stderr } = await esdh(["generate", ...some, "--stdout"]);
    assertEquals(code, 2);
    assertStringIncludes(stderr, "one entity and one format");
  });
});

Deno.test("generate --since makes the same bytes in any number of threads", async () => {
  await withFolder(async (folder) => {
    const some = [...DAYS, "--records", "4000", "--entity-filter", "accounts,vehicles"];
    const made: string[][] = [];
    for (const workers of ["0", "1", "3"]) {
      const directory = join(folder, workers);
      const args = ["generate", ...some, "--workers", workers, "--output-dir", directory];
      const { code, stderr } = await esdh([...args, "--quiet"]);
      assertEquals([code, stderr], [0, ""]);
      made.push(await listDigests(directory));
    }
    assertEquals(made[1], made[0]);
    assertEquals(made[2], made[0]);
  });
});

Deno.test("validate and diff say that a change set is no snapshot", async () => {
  await withFolder(async (folder) => {
    await esdh(["generate", ...DAYS, "--records", "5", "--output-dir", folder]);
    for (const args of [["validate", folder], ["diff", folder, folder]]) {
      const { code, stderr } = await esdh(args);
      assertEquals(code, 2);
      assertStringIncludes(stderr, "holds a change set");
    }
  });
});

Deno.test("generate --since refuses what can be no change set", async () => {
  const cases = [
    [["--dataset", "v0.1", "--since", "2025-01-01"], "no days"],
    [["--dataset", "auto", "--since", "2026-03-01", "--as-of", "2026-02-01"], "swap the two"],
    [["--dataset", "auto", "--since", "2026-02-01"], "give that with --as-of"],
    [["--dataset", "auto", "--since", "2025-99-01"], "--since"],
    [[...DAYS, "--output-format", "parquet"], "parquet"],
    [[...DAYS, "--resume"], "--since excludes --resume"],
    [[...DAYS, "--dry-run"], "--since excludes --dry-run"],
    [[...DAYS, "--seed", "random"], "seed"],
  ] as const;
  for (const [args, words] of cases) {
    const { code, stderr } = await esdh(["generate", ...args]);
    assertEquals([code, args], [2, args]);
    assertStringIncludes(stderr, words);
  }
});

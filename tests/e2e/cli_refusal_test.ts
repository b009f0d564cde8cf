/**
 * What `esdh generate` refuses, and in which words.
 */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { withFolder } from "../_folder.ts";
import { esdh } from "./_cli.ts";

Deno.test("esdh generate refuses options that exclude each other, all of them named", async () => {
  const plan = await esdh(["generate", "--plan", "x", "--seed", "1", "--records", "2"]);
  assertEquals(plan.code, 2);
  assertMatch(
    plan.stderr,
    /2 options exclude each other[^]*--plan excludes --records[^]*--plan excludes --seed/,
  );
  const stream = await esdh(["generate", "--dataset", "v0.1", "--stdout", "--dry-run"]);
  assertMatch(stream.stderr, /^error: --stdout excludes --dry-run/);
  const shape = await esdh([
    "generate",
    "--stdout",
    "--output-format",
    "parquet",
    "--entity-filter",
    "persons",
  ]);
  assertMatch(shape.stderr, /^error: --stdout needs a format that can be streamed, not parquet/);
  assertEquals([stream.code, shape.code], [2, 2]);
});

Deno.test("esdh generate refuses a folder of other files, unless forced", async () => {
  await withFolder(async (cwd) => {
    await Deno.mkdir(join(cwd, "mine"));
    await Deno.writeTextFile(join(cwd, "mine", "letter.txt"), "dear");
    const args = ["generate", "--dataset", "v0.1", "--records", "1", "--output-dir", "mine"];
    const refused = await esdh([...args, "--json"], { cwd });
    assertEquals([refused.code, JSON.parse(refused.stdout).error.code], [2, "NOT_A_SNAPSHOT"]);
    const dry = await esdh([...args, "--dry-run"], { cwd });
    assertEquals([dry.code, (await esdh([...args, "--dry-run", "--force"], { cwd })).code], [2, 0]);
    const file = [
      "generate",
      "--dataset",
      "v0.1",
      "--output-dir",
      join("mine", "letter.txt", "deep"),
    ];
    const real = await esdh(file, { cwd });
    const tried = await esdh([...file, "--dry-run"], { cwd });
    assertEquals([tried.code, tried.stderr], [real.code, real.stderr]);
    assertEquals((await esdh([...args, "--force"], { cwd })).code, 0);
    assertEquals(await Deno.readTextFile(join(cwd, "mine", "letter.txt")), "dear");
  });
});

Deno.test("esdh generate reads plans with care: no file, no JSON, no plan, another version", async () => {
  await withFolder(async (cwd) => {
    const plan = {
      dataset: "v0.1",
      version: "v9",
      seed: "1",
      records: 1,
      outputs: [],
      options: {},
    };
    const cases: [string, string | undefined, number, string][] = [
      ["missing.json", undefined, 3, "it does not exist"],
      ["text.json", "hello", 2, "it is not JSON"],
      ["empty.json", "{}", 2, '"dataset" must be text, is missing'],
      ["other.json", JSON.stringify(plan), 2, 'version "v9"'],
    ];
    for (const [path, text, code, words] of cases) {
      if (text !== undefined) await Deno.writeTextFile(join(cwd, path), text);
      const result = await esdh(["generate", "--plan", path], { cwd });
      assertEquals(result.code, code, result.stderr);
      assertStringIncludes(result.stderr, words);
    }
    assertStringIncludes(
      (await esdh(["generate", "--plan", "."], { cwd })).stderr,
      "it is a folder",
    );
  });
});

Deno.test("esdh generate --dry-run refuses what the run would refuse, in the same words", async () => {
  await withFolder(async (cwd) => {
    const args = [
      "generate",
      "--dataset",
      "auto",
      "--records",
      "2000000",
      "--output-format",
      "xlsx",
    ];
    const [dry, real] = [await esdh([...args, "--dry-run"], { cwd }), await esdh(args, { cwd })];
    assertEquals([dry.code, dry.stdout, dry.stderr], [2, "", real.stderr]);
    assertMatch(dry.stderr, /persons would have about .*make at most about \d+ accounts/s);
    assertEquals([...Deno.readDirSync(cwd)], []);
  });
});

Deno.test("esdh generate says that a part of a small plan has no account, on the page beside it too", async () => {
  await withFolder(async (cwd) => {
    const shard = (k: number) =>
      esdh([
        "generate",
        "--dataset",
        "v0.1",
        "--shard",
        `${k}/2`,
        "--output-format",
        "csv",
        "--output-dir",
        `${k}`,
      ], {
        cwd,
      });
    const [first, second] = [await shard(1), await shard(2)];
    assertEquals([first.code, second.code], [0, 0]);
    const [empty, full] = first.stderr.includes("holds no account") ? [1, 2] : [2, 1];
    const told = [first, second][empty - 1]!.stderr;
    assertMatch(told, /note: this part holds no account.*blocks of 16384 accounts/);
    assertStringIncludes([first, second][empty - 1]!.stdout, "no account of 200 records");
    assertEquals([first, second][full - 1]!.stderr.includes("holds no account"), false);
    const readPage = (k: number) => Deno.readTextFile(join(cwd, `${k}`, "README_SNAPSHOT_V0_1.md"));
    assertStringIncludes(await readPage(empty), "it holds no account of the 200.");
    assertEquals((await readPage(full)).includes("part of a larger plan"), false);
    const range = ["--range", "10:30", "--output-dir", "range"];
    assertEquals((await esdh(["generate", "--dataset", "v0.1", ...range], { cwd })).code, 0);
    const page = await Deno.readTextFile(join(cwd, "range", "README_SNAPSHOT_V0_1.md"));
    assertStringIncludes(page, "it holds accounts 10 to 29 (from 0) of the 200.");
  });
});

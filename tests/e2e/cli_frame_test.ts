/**
 * The frame of the command line: help, wrong command lines, errors, streams.
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { COMMANDS } from "../../src/cli/mod.ts";
import { textWidth } from "../../src/core/text.ts";
import { withFolder } from "../_folder.ts";
import { cliCommand, esdh } from "./_cli.ts";

/** Usage errors as [arguments, first line, hint]. */
const MISTAKES: readonly (readonly [string, string, string])[] = [
  ["genrate", 'unknown command "esdh genrate"', "did you mean `esdh generate`?"],
  ["zzz", 'unknown command "esdh zzz"', "`esdh --help` lists the commands"],
  ["--seed 5 generate", 'option "--seed" stands before the command', "`esdh generate --seed`"],
  ["generate --sed 5", 'unknown option "--sed"', 'did you mean "--seed"?'],
  ["generate -seed 5", 'unknown option "-seed"', 'did you mean "--seed"?'],
  ["generate --output-dir -x", 'unknown option "-x"', "write --output-dir=-x"],
  ["generate --seed", "option --seed needs a value", "write --seed S"],
  ["generate --seed --json", "option --seed needs a value", "write --seed S"],
  ["generate --seed=", 'option --seed has no value after "="', "--help"],
  ["generate --seed 1 --seed 2", 'option --seed is given twice: "1" and "2"', "once"],
  ["generate --seed 1.5", 'option --seed: "1.5" is neither', "--help"],
  ["generate --records -1", 'option --records: "-1" is not a whole number from 0', "--help"],
  ["generate --output-format cvs", 'unknown format "cvs"', 'did you mean "csv"?'],
  [
    "generate --output-format csv,csv",
    'option --output-format: "csv,csv" names csv twice',
    "each once",
  ],
  ["generate --dataset v1", 'unknown dataset "v1"', "valid: auto"],
  ["generate --profile hevy", 'unknown demo profile "hevy"', 'did you mean "heavy"?'],
  ["generate seed", 'unexpected argument "seed": esdh generate takes no arguments', '"--seed"?'],
  ["generate --dry-run=maybe", "option --dry-run: ", "--help"],
  ["profiles shwo", 'unknown command "esdh profiles shwo"', "`esdh profiles show`?"],
  ["profiles show", "argument NAME is missing", "`esdh profiles show --help`"],
  ["profiles show a b", 'unexpected argument "b": esdh profiles show takes at most 1', "--help"],
  ["completions bahs", 'unknown shell "bahs"', 'did you mean "bash"?'],
];

for (const [line, message, hint] of MISTAKES) {
  Deno.test(`esdh ${line} exits 2, says what is wrong and what to do`, async () => {
    const json = line.includes("--json");
    const { code, stdout, stderr } = await esdh(line.split(" "));
    const text = json ? stdout : stderr;
    assertEquals(code, 2, text);
    assertStringIncludes(text, json ? JSON.stringify(message).slice(1, -1) : message);
    assertStringIncludes(text, hint);
    if (!json) assertMatch(stderr, /^error: .*(\n {2}.*)*\nhint: .*\n$/);
    assertEquals(json ? stderr : stdout, "");
  });
}

Deno.test("esdh tells several mistakes at once", async () => {
  const unknown = await esdh(["generate", "--sed", "5", "--recrods", "x"]);
  assertStringIncludes(unknown.stderr, "error: 2 problems in the command line");
  const values = await esdh(["generate", "--seed", "x", "--records", "y", "--output-format", "z"]);
  assertStringIncludes(values.stderr, "error: 3 problems in the command line");
  assertEquals([unknown.code, values.code], [2, 2]);
});

Deno.test("esdh renders errors as one JSON document with --json, wherever it stands", async () => {
  for (
    const line of ["generate --plan no/such.json --json", "nope --json", "generate --json --bad"]
  ) {
    const { code, stdout, stderr } = await esdh(line.split(" "));
    const { error } = JSON.parse(stdout);
    assertEquals(Object.keys(error), ["code", "message", "hint", "path", "line", "issues"], line);
    assertEquals([code, stderr], [error.code === "NOT_FOUND" ? 3 : 2, ""]);
  }
});

Deno.test("esdh prints stacks with --debug alone", async () => {
  const args = ["generate", "--plan", "no/such.json"];
  const [without, with_] = await Promise.all([esdh(args), esdh([...args, "--debug"])]);
  assertEquals(/_request\.ts/.test(without.stderr), false);
  assertMatch(with_.stderr, /_request\.ts/);
  assertStringIncludes(with_.stderr, "caused by: NotFound");
});

Deno.test("esdh alone prints its help on standard error and exits 2", async () => {
  const { code, stdout, stderr } = await esdh([]);
  assertEquals([code, stdout], [2, ""]);
  assertMatch(stderr, /^Usage: esdh <command> \[options\]$/m);
});

Deno.test("esdh prints the same help for help, -h and --help", async () => {
  const [a, b, c] = await Promise.all([esdh(["help"]), esdh(["-h"]), esdh(["--help"])]);
  assertEquals([a!.code, b!.stdout, c!.stdout], [0, a!.stdout, a!.stdout]);
  const [d, e, f] = await Promise.all([
    esdh(["help", "generate"]),
    esdh(["generate", "-h"]),
    esdh(["generate", "--bad", "--help"]),
  ]);
  assertEquals([d!.code, e!.stdout, f!.stdout], [0, d!.stdout, d!.stdout]);
  assertEquals(
    (await esdh(["help", "profiles", "show"])).stdout,
    (await esdh(["profiles", "show", "-h"])).stdout,
  );
});

for (const { name } of COMMANDS) {
  Deno.test(`esdh ${name} --help fits 60 and 100 columns and shows examples`, async () => {
    for (const columns of [60, 100]) {
      const { code, stdout, stderr } = await esdh([name, "--help"], {
        env: { COLUMNS: `${columns}` },
      });
      assertEquals([code, stderr], [0, ""]);
      assertStringIncludes(stdout, `Usage: esdh ${name}`);
      assertMatch(stdout, /\nExamples\n/);
      const [page, examples] = stdout.split("\nExamples\n");
      for (const line of page!.split("\n")) {
        assert(textWidth(line) <= columns, `${columns}: ${line}`);
      }
      // A line worth copying stays whole, however long it is.
      for (const line of examples!.split("\n").filter((line) => !/^ {2}\S/.test(line))) {
        assert(textWidth(line) <= columns, `${columns}: ${line}`);
      }
    }
  });
}

Deno.test("esdh ends quietly with exit 0 when the reader of its output goes away", async () => {
  for (const args of [["profiles"], ["help"], ["generate", "--help"], ["config", "--json"]]) {
    const child = cliCommand(args, { stdout: "piped", stderr: "piped" }).spawn();
    await child.stdout.cancel();
    const { code } = await child.status;
    const stderr = await new Response(child.stderr).text();
    assertEquals(code, 0, stderr);
    assertEquals(/error|Broken|panick/i.test(stderr), false, stderr);
  }
});

Deno.test("esdh runs where the environment may not be read, and asks for nothing", async () => {
  await withFolder(async (cwd) => {
    const permissions = ["--allow-read", "--allow-write"];
    const args = ["generate", "--records", "1", "--output-dir", "made", "--quiet"];
    const { code, stdout, stderr } = await esdh(args, { cwd, permissions });
    assertEquals([code, stdout, stderr], [0, "made\n", ""]);
  });
});

Deno.test("esdh writes no escape codes into a pipe", async () => {
  const { stdout, stderr } = await esdh(["profiles"]);
  const mistake = await esdh(["nope"]);
  assertEquals(`${stdout}${stderr}${mistake.stderr}`.includes("\x1b"), false);
});

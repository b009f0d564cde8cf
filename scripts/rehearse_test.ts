import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { EsdhError } from "../src/core/error.ts";
import { runDeno } from "./_house.ts";
import { parseRehearsal } from "./rehearse.ts";
import { CheckFailed, CheckLog, ToolMissing } from "./release/step.ts";
import { RELEASE_STEPS } from "./release/steps.ts";

Deno.test("parseRehearsal() takes all steps, the quick ones, or those that are named in their order", () => {
  const all = parseRehearsal([]);
  assertEquals([all.steps, all.isWhole, all.isQuick], [RELEASE_STEPS, true, false]);
  const quick = parseRehearsal(["--quick"]);
  assertEquals(quick.steps, RELEASE_STEPS.filter(({ isQuick }) => isQuick));
  const named = parseRehearsal(["archives", "--out-dir", "d", "licences"]);
  assertEquals(named.steps.map(({ name }) => name), ["licences", "archives"]);
  assertEquals([named.isWhole, named.distDir.endsWith("d")], [false, true]);
});

Deno.test("parseRehearsal() leaves steps out, and what lies in the folder alone", () => {
  const { steps, isWhole } = parseRehearsal(["--except", "executables,network"]);
  const names = RELEASE_STEPS.map(({ name }) => name);
  assertEquals(
    [steps.map(({ name }) => name), isWhole],
    [names.filter((name) => name !== "executables" && name !== "network"), false],
  );
});

Deno.test("parseRehearsal() rejects what it does not know", () => {
  assertThrows(() => parseRehearsal(["archive"]), EsdhError, 'no step "archive"');
  assertThrows(() => parseRehearsal(["--out-dir"]), EsdhError, "wants a value");
  assertThrows(() => parseRehearsal(["--fast"]), EsdhError);
  assertThrows(() => parseRehearsal(["--except", "archives,none"]), EsdhError, 'no step "none"');
});

Deno.test("parseRehearsal() refuses to make a release in the folder of the sources, or above it", () => {
  for (const folder of [".", "..", "src/..", "/"]) {
    const error = assertThrows(() => parseRehearsal(["--out-dir", folder]), EsdhError, "sources");
    assertEquals(error.code, "USAGE");
  }
});

Deno.test("steps have names of their own", () => {
  assertEquals(new Set(RELEASE_STEPS.map(({ name }) => name)).size, RELEASE_STEPS.length);
});

Deno.test("CheckLog counts what passed, what failed and what could not be told", async () => {
  const lines: string[] = [];
  const log = new CheckLog((line) => lines.push(line));
  await log.check("one", () => {});
  await log.check("two", () => {
    throw new TypeError("wrong");
  });
  await log.check("three", () => {
    throw new ToolMissing("a tool", "nobody has it");
  });
  assertEquals(log.summary, "1 passed, 1 failed, 1 skipped");
  assertEquals(log.failedCount, 1);
  assertEquals(lines.map((line) => line.slice(0, 11)), [
    "PASS  one",
    "FAIL  two\n ",
    "SKIP  three",
  ]);
  assertStringIncludes(lines[2]!, "a tool can't be had: nobody has it");
});

Deno.test("CheckLog shows where a script fails, and of a failed check the reason alone", async () => {
  const lines: string[] = [];
  const log = new CheckLog((line) => lines.push(line));
  await log.check("one", () => {
    throw new CheckFailed("a tool ended with status 3: no such file");
  });
  await log.check("two", () => {
    throw new TypeError("a fault of ours");
  });
  assertEquals(lines[0], "FAIL  one\n      a tool ended with status 3: no such file");
  assertStringIncludes(lines[1]!, "rehearse_test.ts:");
  assertEquals(log.failedCount, 2);
});

Deno.test("CheckLog counts what could not be told as failed where all has to pass", async () => {
  const lines: string[] = [];
  const log = new CheckLog((line) => lines.push(line), true);
  await log.check("one", () => {
    throw new ToolMissing("a tool", "apt-get failed");
  });
  assertEquals([log.summary, log.failedCount], ["0 passed, 1 failed", 1]);
  assertEquals(lines, ["FAIL  one\n      a tool can't be had: apt-get failed"]);
  assertEquals(parseRehearsal(["sums", "--strict"]).isStrict, true);
  assertEquals(parseRehearsal(["sums"]).isStrict, false);
});

Deno.test("release:rehearse --help tells its steps and makes nothing", async () => {
  const { code, out } = await runDeno(["task", "-q", "release:rehearse", "--help"]);
  assertEquals(code, 0);
  for (const { name } of RELEASE_STEPS) assertStringIncludes(out, `  ${name} `);
});

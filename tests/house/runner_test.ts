/**
 * The scripts that run the steps and the tests: what they choose, count and say.
 *
 * @module
 */
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  chooseSteps,
  runSteps,
  showFailure,
  showStep,
  type Step,
  type StepOutput,
  STEPS,
} from "../../scripts/ok.ts";
import { listFlags, readPermissions } from "../../scripts/permissions.ts";
import { cleanEnv, countTests, planTests, showCounts, showFailures } from "../../scripts/test.ts";
import { EsdhError } from "../../src/core/error.ts";

const A: Step = { name: "a", args: [] };
const B: Step = { name: "b", args: [] };
const GOOD: StepOutput = { code: 0, out: "many\n7 files\n", err: "" };
const BAD: StepOutput = { code: 1, out: "1 file\n", err: "a.ts: wrong\nb.ts: wrong\n" };

Deno.test("chooseSteps() gives all, the named, or all but the named", () => {
  assertEquals(chooseSteps([], [A, B]), [A, B]);
  assertEquals(chooseSteps(["b"], [A, B]), [B]);
  assertEquals(chooseSteps(["b,a"], [A, B]), [A, B]);
  assertEquals(chooseSteps(["--except", "b"], [A, B]), [A]);
});

Deno.test("chooseSteps() rejects an unknown step with the nearest name", () => {
  const error = assertThrows(() => chooseSteps(["lnt"], STEPS), EsdhError, '"lnt"');
  assertStringIncludes(error.hint!, 'did you mean "lint"?');
});

Deno.test("showStep() says verdict, name, time and the last line of the output", () => {
  assertEquals(showStep(A, GOOD, 1234), "PASS  a           1.2 s  7 files");
  assertEquals(showStep(A, BAD, 60_000), "FAIL  a          60.0 s  1 file");
});

Deno.test("runSteps() goes on after a failed step, and shows the output of failed steps alone", async () => {
  const lines: string[] = [];
  const count = await runSteps(
    [A, B],
    (step) => Promise.resolve(step === A ? BAD : GOOD),
    (text) => lines.push(text),
  );
  assertEquals(count, { passed: 1, failed: 1 });
  assertEquals(lines.length, 3);
  assertStringIncludes(lines[1]!, "      a.ts: wrong\n      b.ts: wrong");
  assertEquals(lines.join("\n").includes("many"), false);
});

Deno.test("showFailure() leaves out the tests that passed", () => {
  const out =
    "running 3 tests from ./a_test.ts\nz is out ... ignored (0ms)\na holds ... ok (1ms)\nb holds ... ok (738µs)\nc holds ... FAILED (2s)\n";
  const text = showFailure({ code: 1, out, err: "error: no\n" });
  assertEquals(text, "      c holds ... FAILED (2s)\n      error: no");
});

const REPORT = `<testsuites name="deno test" tests="4" failures="1" errors="0" time="0.009">
  <testsuite name="a_test.ts" tests="4" disabled="1" errors="0" failures="1">
    <testcase name="a holds" classname="a_test.ts" time="0.002" line="1" col="6">
    </testcase>
    <testcase name="a holds &gt; a step" classname="a_test.ts" time="0.002" line="1" col="6">
    </testcase>
    <testcase name="b holds" classname="a_test.ts" time="0.002" line="1" col="6">
      <failure message="Uncaught TypeError: no

  &lt;b&gt;">TypeError: no</failure>
    </testcase>
    <testcase name="&quot;c&quot; &amp; d" classname="a_test.ts" time="0.000" line="1" col="6">
      <skipped/>
    </testcase>
  </testsuite>
</testsuites>`;

Deno.test("countTests() counts what passed, failed and was skipped", () => {
  assertEquals(countTests(REPORT), {
    passed: 2,
    failed: 1,
    skipped: ['"c" & d'],
    failures: [{ name: "a_test.ts: b holds", lines: ["Uncaught TypeError: no", "  <b>"] }],
  });
  assertEquals(countTests(""), { passed: 0, failed: 0, skipped: [] });
});

Deno.test("showFailures() tells names and first lines of the tests that failed", () => {
  const message = Array.from({ length: 40 }, (_, at) => `line ${at}`).join("\n");
  const long = countTests(REPORT.replace("Uncaught TypeError: no", message));
  const lines = showFailures([countTests(""), long]);
  assertEquals([lines[0], lines[1], lines.length], [
    "FAIL  a_test.ts: b holds",
    "      line 0",
    13,
  ]);
});

Deno.test("showCounts() sums up in one line", () => {
  const one = { passed: 2, failed: 1, skipped: ["c"] };
  assertEquals(showCounts([one, one]), "4 passed, 2 failed, 2 skipped");
  assertEquals(showCounts([{ ...one, skipped: [] }]), "2 passed, 1 failed");
});

Deno.test("planTests() runs what takes ports apart from what may run side by side", () => {
  const groups = planTests([], (place) => place !== "docs", ["tests/e2e", "tests/golden"]);
  assertEquals(groups.map((group) => group.args.filter((arg) => !arg.startsWith("-"))), [
    ["src", "scripts", "tests/golden"],
    ["tests/e2e"],
    ["src", "scripts", "README.md", "CONTRIBUTING.md"],
  ]);
  assertEquals(groups.map((group) => group.args.includes("--parallel")), [true, false, true]);
  assertEquals(groups.map((group) => group.args.includes("--doc")), [false, false, true]);
});

Deno.test("planTests() takes places and options", () => {
  const places = (args: string[]) =>
    planTests(args, () => true, ["tests/e2e"]).map((group) => group.args.at(-1));
  assertEquals(places(["--no-doc", "./src/core/"]), ["src/core"]);
  assertEquals(places(["--no-doc", "tests/e2e/a_test.ts"]), ["tests/e2e/a_test.ts"]);
  assertEquals(places(["--doc-only", "src/core"]), ["src/core"]);
  const [first] = planTests(["--no-check"], () => true, []);
  assertEquals(first!.args[0], "--no-check");
  assertThrows(() => planTests(["--no-chek"], () => true, []), EsdhError, '"--no-chek"');
});

Deno.test("cleanEnv() keeps a person's settings away from tests", () => {
  const env = { PATH: "a", ESDH_CONFIG: "b", DEMO_PROFILE: "c", ESDH_EXE: "d" };
  assertEquals(cleanEnv(env), { PATH: "a", ESDH_EXE: "d" });
});

Deno.test("listFlags() writes each kind of grant and leaves refusals out", () => {
  const set = { read: true, write: false, net: ["127.0.0.1", "[::1]"], sys: [] };
  assertEquals(listFlags(set), ["--no-prompt", "--allow-read", "--allow-net=127.0.0.1,[::1]"]);
  assertEquals(listFlags({ env: { allow: ["A"], deny: ["B"], ignore: true } }), [
    "--no-prompt",
    "--allow-env=A",
    "--deny-env=B",
    "--ignore-env",
  ]);
});

Deno.test("readPermissions() knows the program's set and rejects an unknown one", () => {
  const set = readPermissions("esdh");
  assertEquals(set["ffi"], undefined);
  assertEquals(set["env"] === true || set["run"] === true, false);
  assertThrows(() => readPermissions("all"), RangeError, '"all"');
});

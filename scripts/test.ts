/**
 * Runs the tests and the examples in the documentation, and ends with one line that counts them all.
 *
 *     deno task test                    everything
 *     deno task test src/core tests/e2e those folders or files alone
 *     deno task test --doc-only         the examples alone
 *     deno task test --no-doc           the tests alone
 *     deno task test --no-check         with no type check, which `deno task ok` makes before
 *
 * @module
 */
import { join } from "@std/path";
import { EsdhError } from "../src/core/error.ts";
import { describeNames } from "../src/core/suggest.ts";
import { ROOT } from "./_house.ts";
import { listFlags, readPermissions } from "./permissions.ts";

/** Folders of tests that take ports and measure time: run alone, one file after the other. */
const SERIAL_PLACES = ["tests/e2e", "tests/exe", "tests/bench"];

/** Text files that may hold examples. */
const DOC_PLACES = ["src", "scripts", "docs", "README.md", "CONTRIBUTING.md"];

const FLAGS = ["--doc-only", "--no-doc", "--no-check"];

/** What a run of tests counted. */
export interface TestCount {
  /** Tests, steps and examples that passed. */
  readonly passed: number;
  /** Those that failed. */
  readonly failed: number;
  /** Names of those that did not run. */
  readonly skipped: readonly string[];
  /** What is known of those that failed; absent where none did. */
  readonly failures?: readonly TestFailure[];
}

/** A test that failed. */
export interface TestFailure {
  /** File and name. */
  readonly name: string;
  /** The first lines of its message. */
  readonly lines: readonly string[];
}

/** Lines of a message that are told at the end. */
const MAX_MESSAGE_LINES = 12;

/** One call of `deno test`. */
export interface TestGroup {
  /** Arguments after the permissions. */
  readonly args: readonly string[];
}

/**
 * Splits a run into calls of `deno test`: what may run side by side, what may not, and the examples.
 *
 * @param args Arguments of this script.
 * @param hasPlace Tells whether a file or folder of the project exists.
 * @param testPlaces Folders of `tests` that exist, for example `tests/e2e`.
 * @returns Calls, to be made in order; none where no place exists. None checks types: that is done once
 * before them, where otherwise each test that starts a thread would wait for a check of the whole program.
 * @throws {EsdhError} USAGE if an option is unknown.
 */
export function planTests(
  args: readonly string[],
  hasPlace: (place: string) => boolean,
  testPlaces: readonly string[],
): TestGroup[] {
  const flags = args.filter((arg) => arg.startsWith("-"));
  const unknown = flags.find((flag) => !FLAGS.includes(flag));
  if (unknown !== undefined) {
    throw new EsdhError("USAGE", `can't run tests with "${unknown}"`, {
      hint: describeNames(unknown, FLAGS),
    });
  }
  const places = args.filter((arg) => !arg.startsWith("-"))
    .map((place) => place.replaceAll("\\", "/").replace(/^\.\/|\/$/g, ""));
  const wanted = places.length > 0 ? places : ["src", "scripts", ...testPlaces];
  const docs = places.length > 0 ? places : DOC_PLACES;
  const isSerial = (place: string) =>
    SERIAL_PLACES.some((serial) => place === serial || place.startsWith(`${serial}/`));
  const groups: TestGroup[] = [];
  const add = (options: readonly string[], chosen: readonly string[]) => {
    const existing = chosen.filter(hasPlace);
    if (existing.length > 0) groups.push({ args: ["--no-check", ...options, ...existing] });
  };
  if (!flags.includes("--doc-only")) {
    add(["--permit-no-files", "--parallel"], wanted.filter((place) => !isSerial(place)));
    add(["--permit-no-files"], wanted.filter(isSerial));
  }
  if (!flags.includes("--no-doc")) {
    const examples = docs.filter((place) => !isSerial(place) && !place.endsWith("_test.ts"));
    add(["--doc", "--parallel", "--permit-no-files", "--ignore=**/*_test.ts"], examples);
  }
  return groups;
}

/**
 * Counts the tests in a JUnit report.
 *
 * @param xml What `deno test --junit-path` wrote.
 * @returns The counts; each test, step and example is one.
 */
export function countTests(xml: string): TestCount {
  let passed = 0;
  const failures: TestFailure[] = [];
  const skipped: string[] = [];
  for (const [, head, body] of xml.matchAll(/<testcase (name="[^>]*)>(.*?)<\/testcase>/gs)) {
    const [name, file] = ["name", "classname"].map((attribute) => readAttribute(head!, attribute));
    const failure = body!.match(/<(?:failure|error)\b([^>]*)/);
    if (failure !== null) {
      const lines = readAttribute(failure[1]!, "message").split("\n").filter((line) =>
        /\S/.test(line)
      );
      failures.push({ name: `${file}: ${name}`, lines: lines.slice(0, MAX_MESSAGE_LINES) });
    } else if (/<skipped\b/.test(body!)) skipped.push(name!);
    else passed++;
  }
  const failed = failures.length;
  return { passed, failed, skipped, ...(failed > 0 && { failures }) };
}

function readAttribute(text: string, name: string): string {
  return readEntities(text.match(new RegExp(`\\b${name}="([^"]*)"`))?.[1] ?? "");
}

/**
 * Says which tests failed and why, in few lines, so that the end of a log tells it.
 *
 * @param counts The counts of each part.
 * @returns Lines; none where no test failed.
 */
export function showFailures(counts: readonly TestCount[]): string[] {
  return counts.flatMap(({ failures = [] }) => failures)
    .flatMap(({ name, lines }) => [`FAIL  ${name}`, ...lines.map((line) => `      ${line}`)]);
}

/** Undoes what XML does to a text. */
function readEntities(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'").replaceAll("&amp;", "&");
}

/**
 * Says counts in the line that a run ends with.
 *
 * @param counts The counts of each part.
 * @returns For example `12 passed, 0 failed, 1 skipped`.
 */
export function showCounts(counts: readonly TestCount[]): string {
  const sum = (key: "passed" | "failed") => counts.reduce((total, count) => total + count[key], 0);
  const skippedCount = counts.reduce((total, count) => total + count.skipped.length, 0);
  const line = `${sum("passed")} passed, ${sum("failed")} failed`;
  return skippedCount === 0 ? line : `${line}, ${skippedCount} skipped`;
}

/**
 * The environment of tests: what a person has set for the program must not change what a test sees.
 *
 * @param env The environment of this process.
 * @returns The same without `ESDH_*` and `DEMO_*`, but with `ESDH_EXE`, which names the executable under test.
 */
export function cleanEnv(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => name === "ESDH_EXE" || !/^(ESDH|DEMO)_/i.test(name)),
  );
}

/** Checks the types of all modules and examples; whether they hold. */
async function checkTypes(): Promise<boolean> {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["check", "-q", "--doc"],
    cwd: ROOT,
    stdin: "null",
    stdout: "inherit",
    stderr: "inherit",
  }).spawn().status;
  return success;
}

/** Runs one call of `deno test`, its output shown as it comes. */
async function runGroup(group: TestGroup, reportPath: string): Promise<TestCount> {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: [
      "test",
      "-q",
      ...listFlags(readPermissions("test")),
      `--junit-path=${reportPath}`,
      ...group.args,
    ],
    cwd: ROOT,
    clearEnv: true,
    env: cleanEnv(Deno.env.toObject()),
    stdin: "null",
    stdout: "inherit",
    stderr: "inherit",
  }).spawn().status;
  let xml = "";
  try {
    xml = await Deno.readTextFile(reportPath);
    await Deno.remove(reportPath);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const count = countTests(xml);
  // A module that does not compile, or ends the process, leaves no failed test behind.
  if (code === 0 || count.failed > 0) return count;
  const name = `deno test ${group.args.join(" ")}`;
  const lines = [`exit status ${code}, and no test that failed: see its output above`];
  return { ...count, failed: 1, failures: [{ name, lines }] };
}

function exists(place: string): boolean {
  try {
    Deno.statSync(join(ROOT, place));
    return true;
  } catch {
    return false;
  }
}

async function runTests(args: readonly string[]): Promise<void> {
  const testPlaces = [...Deno.readDirSync(join(ROOT, "tests"))]
    .filter((entry) => entry.isDirectory && entry.name !== "fixtures")
    .map((entry) => `tests/${entry.name}`).sort();
  const groups = planTests(args, exists, testPlaces);
  const counts: TestCount[] = [];
  if (groups.length > 0 && !args.includes("--no-check") && !await checkTypes()) {
    const failures = [{ name: "types", lines: ["see above"] }];
    counts.push({ passed: 0, failed: 1, skipped: [], failures });
  }
  const folder = await Deno.makeTempDir({ prefix: "esdh-tests-" });
  try {
    for (const group of groups) counts.push(await runGroup(group, join(folder, "report.xml")));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  for (const name of counts.flatMap((count) => count.skipped)) console.log(`skipped: ${name}`);
  const ranCount = counts.reduce((total, count) => total + count.passed + count.failed, 0);
  for (const line of showFailures(counts)) console.log(line);
  if (ranCount === 0) console.error("no test ran: name folders or files that hold some");
  console.log(showCounts(counts));
  if (ranCount === 0 || counts.some((count) => count.failed > 0)) Deno.exitCode = 1;
}

if (import.meta.main) {
  try {
    await runTests(Deno.args);
  } catch (error) {
    if (!(error instanceof EsdhError)) throw error;
    console.error(`${error.message}: ${error.hint}`);
    Deno.exitCode = error.exitCode;
  }
}

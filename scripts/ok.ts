/**
 * Runs every check of this tree and all tests: one line a step, the output of failed steps alone.
 *
 *     deno task ok                        all steps
 *     deno task ok lint types             those steps
 *     deno task ok --except tests,examples
 *
 * @module
 */
import { EsdhError } from "../src/core/error.ts";
import { describeNames } from "../src/core/suggest.ts";
import { runDeno, runScript } from "./_house.ts";

/** One step: a call of this Deno that exits with 0 where all is well. */
export interface Step {
  /** One word, by which it can be chosen. */
  readonly name: string;
  /** Arguments of Deno. */
  readonly args: readonly string[];
}

const script = (name: string, ...args: string[]) => ["run", "-A", "-q", `scripts/${name}`, ...args];

/** All steps, in their order: the quick ones first. */
export const STEPS: readonly Step[] = [
  { name: "format", args: ["fmt", "--check"] },
  { name: "sizes", args: script("check_sizes.ts") },
  { name: "release", args: script("check_release.ts") },
  { name: "licences", args: script("check_licences.ts") },
  { name: "lint", args: ["lint", "-q"] },
  { name: "docs", args: script("check_docs.ts") },
  { name: "layers", args: script("check_layers.ts") },
  { name: "types", args: ["check", "-q", "--doc"] },
  { name: "examples", args: script("test.ts", "--doc-only", "--no-check") },
  { name: "tests", args: script("test.ts", "--no-doc", "--no-check") },
];

/** What a child process left behind. */
export interface StepOutput {
  /** Exit status. */
  readonly code: number;
  /** Standard output. */
  readonly out: string;
  /** Standard error. */
  readonly err: string;
}

/**
 * Chooses steps by their names.
 *
 * @param args Names, or `--except` and names between commas.
 * @param steps The steps to choose from.
 * @returns The chosen ones, in their own order; all where nothing is named.
 * @throws {EsdhError} USAGE if a name or option is unknown.
 */
export function chooseSteps(args: readonly string[], steps: readonly Step[]): Step[] {
  const isExcept = args[0] === "--except";
  const names = (isExcept ? args.slice(1) : args).flatMap((arg) => arg.split(","));
  const known = steps.map((step) => step.name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new EsdhError("USAGE", `there is no step "${unknown}"`, {
      hint: describeNames(unknown, known),
    });
  }
  if (names.length === 0) return [...steps];
  return steps.filter((step) => names.includes(step.name) !== isExcept);
}

/**
 * Says how a step went, in one line.
 *
 * @param step The step.
 * @param output What it left behind.
 * @param durationMs How long it took.
 * @returns For example `PASS  lint       1.2 s  `, with the last line of its output.
 */
export function showStep(step: Step, output: StepOutput, durationMs: number): string {
  const verdict = output.code === 0 ? "PASS" : "FAIL";
  const seconds = (durationMs / 1000).toFixed(1).padStart(6);
  const summary = output.out.trim().split("\n").at(-1) ?? "";
  return `${verdict}  ${step.name.padEnd(9)}${seconds} s  ${summary}`.trimEnd();
}

/** Lines of the test runner that say nothing is wrong. */
const QUIET_LINE = / \.\.\. (?:ok|ignored) \(\d+[mµ]?s\)$|^running \d+ tests? from /;

/**
 * Picks what a person needs of a failed step's output.
 *
 * @param output What the step left behind.
 * @returns Its lines, indented, without those of tests that passed.
 */
export function showFailure(output: StepOutput): string {
  return `${output.out}\n${output.err}`.split("\n")
    .filter((line) => line.trim() !== "" && !QUIET_LINE.test(line))
    .map((line) => `      ${line}`).join("\n");
}

/**
 * Runs steps one after the other; a failed one does not keep the others from running.
 *
 * @param steps The steps.
 * @param run Runs one.
 * @param print Takes lines as they come.
 * @returns How many passed and how many failed.
 */
export async function runSteps(
  steps: readonly Step[],
  run: (step: Step) => Promise<StepOutput>,
  print: (text: string) => void,
): Promise<{ passed: number; failed: number }> {
  const count = { passed: 0, failed: 0 };
  for (const step of steps) {
    const start = performance.now();
    const output = await run(step);
    print(showStep(step, output, performance.now() - start));
    if (output.code === 0) {
      count.passed++;
      continue;
    }
    count.failed++;
    print(showFailure(output));
  }
  return count;
}

if (import.meta.main) {
  await runScript(async () => {
    const steps = chooseSteps(Deno.args, STEPS);
    // Colours and backtraces of Deno's own would only hide what a failed step says.
    const env = { NO_COLOR: "1", RUST_BACKTRACE: "0" };
    const run = (step: Step) => runDeno(step.args, { env });
    const { passed, failed } = await runSteps(steps, run, (text) => console.log(text));
    console.log(`${passed} passed, ${failed} failed`);
    if (failed > 0) Deno.exitCode = 1;
  });
}

/**
 * Measures how long the executable takes to start, beside a compiled program that does nothing.
 *
 * @module
 */
import { join } from "@std/path";
import { EsdhError } from "../../src/core/error.ts";
import { describeFileError } from "../../src/core/system_error.ts";
import { COMPILE_FLAGS, explainCompile } from "../compile.ts";
import { runStep } from "./bundle.ts";

const WARM_UP_RUNS = 2;

/**
 * Compiles the program that does nothing but print a word.
 *
 * @param deno The Deno that compiles.
 * @param folder A folder, which takes the program.
 * @param runtime The runtime for this machine, in place of the download; default: what `DENORT_BIN` names.
 * @returns Its path.
 * @throws {EsdhError} IO if its runtime can't be had.
 */
export async function compileBareProgram(
  deno: string,
  folder: string,
  runtime?: string,
): Promise<string> {
  const path = join(folder, Deno.build.os === "windows" ? "bare.exe" : "bare");
  await Deno.writeTextFile(join(folder, "bare.js"), 'console.log("bare");\n');
  const { success, err } = await runStep({
    deno,
    args: [...COMPILE_FLAGS, "--no-prompt", "--output", path, "bare.js"],
    cwd: folder,
    ...(runtime === undefined ? {} : { env: { DENORT_BIN: runtime } }),
  });
  if (!success) {
    const { code, message, hint } = explainCompile(err, "DENORT_BIN=FILE in the environment");
    throw new EsdhError(code, `no bare program can be compiled: ${message}`, {
      ...(hint === undefined ? {} : { hint }),
    });
  }
  return path;
}

/** Starts of the bare program and of `esdh version`, in whole milliseconds, in this order. */
export interface StartTimes {
  readonly medianMs: readonly [number, number];
  readonly fastestMs: readonly [number, number];
  /** What the second median is above the first. */
  readonly moreMs: number;
}

/**
 * Starts both programs in turns.
 *
 * @param exe The executable.
 * @param bare The bare program.
 * @param runs How often each is measured, after two starts that are not.
 * @returns What it took.
 * @throws {EsdhError} IO if one can't be run or fails.
 */
export async function measureStarts(exe: string, bare: string, runs: number): Promise<StartTimes> {
  const bareTimes: number[] = [], exeTimes: number[] = [];
  for (let run = -WARM_UP_RUNS; run < runs; run++) {
    const bareMs = await timeStart(bare, []);
    const exeMs = await timeStart(exe, ["version"]);
    if (run < 0) continue;
    bareTimes.push(bareMs);
    exeTimes.push(exeMs);
  }
  const medianMs = [pickMedian(bareTimes), pickMedian(exeTimes)] as const;
  return {
    medianMs: [Math.round(medianMs[0]), Math.round(medianMs[1])],
    fastestMs: [Math.round(Math.min(...bareTimes)), Math.round(Math.min(...exeTimes))],
    moreMs: Math.round(medianMs[1] - medianMs[0]),
  };
}

// The shell's own count of what its children took, in the second line that it prints.
const TIMED = 'i=0; while [ $i -lt "$1" ]; do "$2" $3 >/dev/null || exit; i=$((i+1)); done; times';

/**
 * Measures the processor time of starts, which a busy machine hardly changes: other than the time by the clock, it
 * does not count how long the program waited for its turn.
 *
 * @param program The program.
 * @param arg Its one argument, or none.
 * @param runs How often it is started.
 * @returns Milliseconds a start, of all its threads; undefined where there is no POSIX shell.
 * @throws {EsdhError} IO if the program fails.
 */
export async function measureProcessorMs(
  program: string,
  arg: string,
  runs: number,
): Promise<number | undefined> {
  if (Deno.build.os === "windows") return undefined;
  const { success, stdout } = await new Deno.Command("sh", {
    args: ["-c", TIMED, "sh", String(runs), program, arg],
    stdin: "null",
  }).output();
  if (!success) throw new EsdhError("IO", `"${program}" failed`);
  const children = new TextDecoder().decode(stdout).trim().split("\n").at(-1)!;
  let seconds = 0;
  for (const [, minutes, rest] of children.matchAll(/(\d+)m([\d.]+)s/g)) {
    seconds += Number(minutes) * 60 + Number(rest);
  }
  return Math.round(seconds * 1000 / runs);
}

async function timeStart(program: string, args: readonly string[]): Promise<number> {
  const start = performance.now();
  let code: number;
  try {
    const streams = { stdin: "null", stdout: "null", stderr: "null" } as const;
    ({ code } = await new Deno.Command(program, { args: [...args], ...streams }).output());
  } catch (cause) {
    throw new EsdhError("IO", `can't run "${program}": ${describeFileError(cause)}`, {
      hint: "make the executable with: deno task compile",
      cause,
    });
  }
  if (code !== 0) throw new EsdhError("IO", `"${program}" failed with status ${code}`);
  return performance.now() - start;
}

/** The middle value, the lower of two. */
function pickMedian(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]!;
}

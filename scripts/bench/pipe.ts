/**
 * Runs a program whose output goes through a pipe, and measures it. Where the system has `bash` and
 * `taskset` (Linux), the reader is `wc -c`, the program is held on its cores, and its processor time is
 * known: on a busy machine that is the figure to trust.
 *
 * @module
 */
import { join } from "@std/path";
import { EsdhError } from "../../src/core/error.ts";

/** A program and its arguments. */
export type CommandLine = readonly [program: string, ...args: string[]];

/** What one run took. */
export interface PipeMeasurement {
  /** Bytes read. */
  readonly sizeBytes: number;
  /** Lines read, where they were asked for. */
  readonly lineCount: number;
  /** From the start of the process to its end. */
  readonly elapsedMs: number;
  /** Processor time of the program, its reader's apart; undefined where the system doesn't tell. */
  readonly cpuMs?: number;
}

/** Cores a program may use. */
export type CoreCount = 1 | 2;

/** How a run is measured. */
export interface PipeOptions {
  /** Cores the program may use; one of them also has the reader where there are two. */
  readonly cores: CoreCount;
  /** Whether the reader counts lines, which takes it more time. */
  readonly countsLines?: boolean;
}

/**
 * Tells whether a program can be started.
 *
 * @param command The program, with arguments that make it end at once and well.
 * @returns Whether it did.
 */
export function canRun(command: CommandLine): boolean {
  const [program, ...args] = command;
  try {
    return new Deno.Command(program, { args, stdin: "null", stdout: "null", stderr: "null" })
      .outputSync().success;
  } catch {
    return false;
  }
}

const canTime = canRun(["bash", "-c", "wc -c </dev/null"]);
const canPin = canRun(["taskset", "-c", "0", "true"]);
const readerCore = navigator.hardwareConcurrency > 1 ? "1" : "0";

/**
 * Says how processes are held on cores here.
 *
 * @returns A sentence for the head of a table.
 */
export function describePinning(): string {
  if (!canTime) return "programs and reader on any core (no bash)";
  if (!canPin) return "programs and reader on any core (no taskset)";
  return `one core: program on core 0, reader (wc -c) on core ${readerCore}; ` +
    `two cores: both on cores 0 and 1`;
}

/**
 * Holds a command on cores where the system can.
 *
 * @param command The command.
 * @param cores Number of cores.
 * @returns The command to run.
 */
export function pinCommand(command: CommandLine, cores: CoreCount): CommandLine {
  return canPin ? ["taskset", "-c", cores === 1 ? "0" : "0,1", ...command] : command;
}

async function measureByBash(
  command: CommandLine,
  { cores, countsLines }: PipeOptions,
  folder: string,
): Promise<PipeMeasurement> {
  const counter = countsLines ? "wc -lc" : "wc -c";
  const reader = canPin ? `taskset -c ${cores === 1 ? readerCore : "0,1"} ${counter}` : counter;
  const script = `set -o pipefail; TIMEFORMAT='%R %U %S'; errors=$1 times=$2; shift 2; ` +
    `{ time "$@" 2>"$errors"; } 2>"$times" | ${reader}`;
  const errors = join(folder, "errors");
  const times = join(folder, "times");
  const { success, stdout } = await new Deno.Command("bash", {
    args: ["-c", script, "bash", errors, times, ...pinCommand(command, cores)],
    env: { LC_ALL: "C" },
    stdin: "null",
    stderr: "null",
  }).output();
  if (!success) throw describeFailure(command, await Deno.readTextFile(errors));
  const [elapsed, user, system] = (await Deno.readTextFile(times)).trim().split(" ").map(Number);
  const counts = new TextDecoder().decode(stdout).trim().split(/ +/).map(Number);
  return {
    sizeBytes: counts.at(-1)!,
    lineCount: countsLines ? counts[0]! : 0,
    elapsedMs: elapsed! * 1000,
    cpuMs: (user! + system!) * 1000,
  };
}

async function measureByReading(
  command: CommandLine,
  { countsLines }: PipeOptions,
): Promise<PipeMeasurement> {
  const [program, ...args] = command;
  const startMs = performance.now();
  const child = new Deno.Command(program, {
    args,
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  let sizeBytes = 0;
  let lineCount = 0;
  for await (const chunk of child.stdout) {
    sizeBytes += chunk.length;
    if (countsLines) { for (const byte of chunk) if (byte === 10) lineCount++; }
  }
  const { success } = await child.status;
  if (!success) throw describeFailure(command, "");
  return { sizeBytes, lineCount, elapsedMs: performance.now() - startMs };
}

function describeFailure(command: CommandLine, errors: string): EsdhError {
  const lines = errors.trim().split("\n");
  const text = lines.find((line) => /error/i.test(line)) ?? lines.at(-1)!;
  return new EsdhError("IO", `${command[0]} failed${text === "" ? "" : `: ${text}`}`);
}

/**
 * Runs a command once, its output read through a pipe.
 *
 * @param command The command.
 * @param options Cores, and whether lines are counted.
 * @returns What it took.
 * @throws {EsdhError} IO if the command fails.
 */
export async function measurePipe(
  command: CommandLine,
  options: PipeOptions,
): Promise<PipeMeasurement> {
  if (!canTime) return await measureByReading(command, options);
  const folder = await Deno.makeTempDir({ prefix: "esdh_bench_" });
  try {
    return await measureByBash(command, options, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

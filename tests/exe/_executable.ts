/**
 * Runs the real executable as on a bare machine: an empty environment, and no network where the system lets a
 * test take it away.
 *
 * @module
 */
import { fromFileUrl, resolve } from "@std/path";

/** Folder of the project. */
export const ROOT = fromFileUrl(new URL("../../", import.meta.url));

/** Absolute path of the executable under test, which runs in folders of its own; undefined where none is named. */
export const EXECUTABLE: string | undefined = findExecutable(Deno.env.get("ESDH_EXE"));

/** Reads the variable that names the executable, absolute or relative to the working folder. */
export function findExecutable(named: string | undefined): string | undefined {
  return named === undefined || named === "" ? undefined : resolve(named);
}

const DECODER = new TextDecoder();

/** What a run left behind. */
export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How the executable is run. */
export interface RunOptions {
  readonly cwd: string;
  /** The whole environment; default: empty, but for what Windows itself needs. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether this machine's own network is left; default: no network but loopback, where that can be had. */
  readonly hasNetwork?: boolean;
  /** Another copy of the executable. */
  readonly program?: string;
  /** User and group to run as, where the test may choose. */
  readonly uid?: number;
}

/**
 * Registers a test of the executable, where there is one. Where there is none, `smoke_test.ts` registers one test
 * that is counted as skipped and says so.
 */
export function testExecutable(name: string, run: () => Promise<void>): void {
  if (EXECUTABLE !== undefined) Deno.test(name, run);
}

// A new network namespace holds nothing but a loopback device, which is down until somebody starts it.
const WITHOUT_NETWORK = ["-rn", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"];

let isolation: boolean | undefined;

function canIsolate(): boolean {
  if (isolation !== undefined) return isolation;
  try {
    const { success } = new Deno.Command("unshare", {
      args: [...WITHOUT_NETWORK, "true"],
      stdout: "null",
      stderr: "null",
    }).outputSync();
    isolation = success;
  } catch {
    isolation = false;
  }
  if (!isolation) {
    console.log("the network can't be taken away here: the executable is run with it");
  }
  return isolation;
}

/** A command that runs the executable. */
export function exeCommand(
  args: readonly string[],
  options: RunOptions & Pick<Deno.CommandOptions, "stdin" | "stdout" | "stderr">,
): Deno.Command {
  const { cwd, env = {}, hasNetwork = false, program, ...rest } = options;
  const executable = program ?? EXECUTABLE;
  if (executable === undefined) throw new TypeError("ESDH_EXE names no executable");
  const isIsolated = !hasNetwork && rest.uid === undefined && canIsolate();
  // Windows starts no program that has a socket without this variable.
  const systemRoot = Deno.build.os === "windows" ? Deno.env.get("SystemRoot") : undefined;
  return new Deno.Command(isIsolated ? "unshare" : executable, {
    args: isIsolated ? [...WITHOUT_NETWORK, executable, ...args] : [...args],
    cwd,
    clearEnv: true,
    env: {
      ...(systemRoot === undefined ? {} : { SystemRoot: systemRoot }),
      // Only the shell between needs it; it is not passed on where there is none.
      ...(isIsolated ? { PATH: Deno.env.get("PATH") ?? "" } : {}),
      ...env,
    },
    ...rest,
  });
}

const TIME_LIMIT_MS = 120_000;

/** Runs the executable to its end; one that does not end is killed, and its status shows it. */
export async function runExe(
  args: readonly string[],
  options: RunOptions,
): Promise<RunResult> {
  const child = exeCommand(args, {
    ...options,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const timer = setTimeout(() => child.kill("SIGKILL"), TIME_LIMIT_MS);
  const { code, stdout, stderr } = await child.output();
  clearTimeout(timer);
  return { code, stdout: DECODER.decode(stdout), stderr: DECODER.decode(stderr) };
}

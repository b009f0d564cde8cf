/**
 * Ends the demonstrations that run in other terminals, and removes what demonstrations left.
 *
 * @module
 */
import { resolve } from "@std/path";
import { EsdhError } from "../core/error.ts";
import { askControl, requestStop } from "./control.ts";
import { removeLatest } from "./latest.ts";
import { clearKilledRuns, listRuns, removeRuns } from "./run_folder.ts";
import { askRuns, type KnownRun, runStatePath } from "./run_state.ts";

/** Milliseconds a demonstration gets to end after it was asked to. */
const STOP_TIMEOUT_MS = 10_000;

/** A demonstration that was found. */
export interface StoppedRun {
  /** Folder of runs. */
  readonly root: string;
  readonly run: string;
  readonly pid: number;
  /** Address of its API, if that was left running. */
  readonly apiUrl: string | undefined;
  /**
   * `stopped` by us; `gone` already, only its state file was left; `busy`, as it does not answer or goes on
   * although it was asked to stop: then nothing of it is removed.
   */
  readonly outcome: "stopped" | "gone" | "busy";
}

/**
 * Ends every demonstration whose state file is in one of the folders. Each must first prove that it
 * is the one of the state file; a process that can't is left alone.
 *
 * @param roots Folders of runs.
 * @returns What was found, in the order of the folders.
 */
export async function stopDemos(roots: readonly string[]): Promise<StoppedRun[]> {
  const found: StoppedRun[] = [];
  for (const root of roots) {
    const known = await askRuns(root);
    for (const run of known.values()) {
      const outcome = run.life === "gone" ? "gone" : await stopRun(run) ? "stopped" : "busy";
      found.push({ root, run: run.run, pid: run.pid, apiUrl: run.apiUrl, outcome });
    }
    await clearKilledRuns(root, known);
  }
  return found;
}

async function stopRun({ life, controlPort, secret }: KnownRun): Promise<boolean> {
  if (life === "silent") return false;
  const deadline = performance.now() + STOP_TIMEOUT_MS;
  try {
    await requestStop(controlPort, secret);
  } catch (error) {
    // It may just have ended by itself, which the next question tells.
    if (!(error instanceof EsdhError)) throw error;
  }
  while (await askControl(controlPort, secret) !== "gone") {
    if (performance.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return true;
}

/** What {@link cleanDemos} did. */
export interface CleanedRuns {
  /** Whole paths of the runs and pointers that were removed. */
  readonly removed: readonly string[];
  /** What stays, by its whole path, and why. */
  readonly kept: readonly { readonly run: string; readonly reason: string }[];
}

/**
 * Removes all runs, `latest_demo` and the state files of killed demonstrations. Foreign files stay.
 *
 * @param root Folder of runs.
 * @returns What was removed and what stays.
 * @throws {EsdhError} BUSY if a demonstration runs, or may run; then nothing is removed.
 */
export async function cleanDemos(root: string): Promise<CleanedRuns> {
  // Runs first: one that ends its work meanwhile is then known to live.
  const runs = await listRuns(root);
  const known = await askRuns(root);
  const living = [...known.values()].find(({ life }) => life !== "gone");
  if (living !== undefined) {
    throw living.life === "silent"
      ? busyError({ root, ...living })
      : new EsdhError("BUSY", `a demonstration runs: ${living.run}, process ${living.pid}`, {
        hint: "end it first, with Ctrl-C in its terminal or esdh demo stop",
      });
  }
  const cleared = await clearKilledRuns(root, known);
  const { removed, kept } = await removeRuns(root, runs, known);
  const pointers = await removeLatest(root);
  const paths = [...cleared, ...removed].map((run) => resolve(root, run));
  return {
    removed: [...new Set([...paths, ...pointers.map((path) => resolve(path))])],
    kept: kept.map(({ run, reason }) => ({ run: resolve(root, run), reason })),
  };
}

/**
 * The error of a demonstration that does not end, or of which nobody can tell whether it runs.
 *
 * @param run What its state file says.
 * @returns An error that says how to go on.
 */
export function busyError({ root, run, pid }: Pick<StoppedRun, "root" | "run" | "pid">): EsdhError {
  return new EsdhError(
    "BUSY",
    `${run} (process ${pid}) does not answer: it may be paused or busy`,
    {
      hint: "let it go on, or end that process, and try again; where there is no such process, " +
        `remove "${resolve(runStatePath(root, run))}"`,
    },
  );
}

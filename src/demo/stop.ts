/**
 * Ends the demonstrations that run in other terminals, and removes what demonstrations left.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import { requestStop } from "./control.ts";
import { removeLatest } from "./latest.ts";
import { clearKilledRuns, listRuns, removeRuns } from "./run_folder.ts";
import { isRunAlive, listRunStates, type RunState } from "./run_state.ts";

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
  /** `stopped` by us, or `gone` already: only its state file was left. */
  readonly outcome: "stopped" | "gone";
}

/**
 * Ends every demonstration whose state file is in one of the folders. Each must first prove that it
 * is the one of the state file; a process that can't is left alone.
 *
 * @param roots Folders of runs.
 * @returns What was found, in the order of the folders.
 * @throws {EsdhError} BUSY if one does not end in time.
 */
export async function stopDemos(roots: readonly string[]): Promise<StoppedRun[]> {
  const found: StoppedRun[] = [];
  for (const root of roots) {
    const states = await listRunStates(root);
    for (const [run, state] of states) {
      const told = { root, run, pid: state.pid, apiUrl: state.apiUrl };
      if (await isRunAlive(state)) {
        await requestStop(state.controlPort, state.secret);
        await waitUntilGone(state);
        found.push({ ...told, outcome: "stopped" });
      } else found.push({ ...told, outcome: "gone" });
    }
    await clearKilledRuns(root, await listRunStates(root));
  }
  return found;
}

async function waitUntilGone(state: RunState): Promise<void> {
  const deadline = performance.now() + STOP_TIMEOUT_MS;
  while (await isRunAlive(state)) {
    if (performance.now() > deadline) {
      throw new EsdhError(
        "BUSY",
        `${state.run} (process ${state.pid}) was asked to stop but goes on`,
        {
          hint: "press Ctrl-C in its own terminal",
        },
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What {@link cleanDemos} did. */
export interface CleanedRuns {
  /** Runs and pointers that were removed, as paths in their folder of runs. */
  readonly removed: readonly string[];
  /** What stays, and why. */
  readonly kept: readonly { readonly run: string; readonly reason: string }[];
}

/**
 * Removes all runs, `latest_demo` and the state files of killed demonstrations. Foreign files stay.
 *
 * @param roots Folders of runs.
 * @returns What was removed and what stays.
 * @throws {EsdhError} BUSY if a demonstration runs; then nothing is removed.
 */
export async function cleanDemos(roots: readonly string[]): Promise<CleanedRuns> {
  for (const root of roots) {
    for (const state of (await listRunStates(root)).values()) {
      if (!await isRunAlive(state)) continue;
      throw new EsdhError("BUSY", `a demonstration runs: ${state.run}, process ${state.pid}`, {
        hint: "end it first, with Ctrl-C in its terminal or esdh demo stop",
      });
    }
  }
  const removed: string[] = [];
  const kept: { run: string; reason: string }[] = [];
  for (const root of roots) {
    removed.push(...await clearKilledRuns(root, await listRunStates(root)));
    const outcome = await removeRuns(root, await listRuns(root), new Map());
    removed.push(...outcome.removed, ...await removeLatest(root));
    kept.push(...outcome.kept);
  }
  return { removed: [...new Set(removed)], kept };
}

/**
 * The state file of a running demonstration, beside its run folder: who runs it, and how another
 * terminal can recognise and end it. It is there from before the folder is made until the run ends,
 * so a folder without a finished snapshot but with a state file was left by a run that was killed.
 *
 * @module
 */
import { join } from "@std/path";
import { askControl, type Liveness } from "./control.ts";
import { parseRunName } from "./run_name.ts";

/** What a state file says. */
export interface RunState {
  /** Name of the run. */
  readonly run: string;
  /** Process id, for people. */
  readonly pid: number;
  /** Port of the run's control listener on 127.0.0.1. */
  readonly controlPort: number;
  /** Secret that the run and the readers of this file share. */
  readonly secret: string;
  /** When the run began, ISO 8601 in UTC. */
  readonly startedAt: string;
  /** Address of the API, once it answers. */
  readonly apiUrl?: string;
}

const SUFFIX = ".state.json";
/** It is shown to people: a foreign file must not reach the terminal through it. */
const API_URL = /^http:\/\/[\w.:[\]-]+$/;

/**
 * The path of a run's state file.
 *
 * @param root Folder of runs.
 * @param run Name of the run.
 * @returns A path in `root`.
 */
export function runStatePath(root: string, run: string): string {
  return join(root, `${run}${SUFFIX}`);
}

/**
 * Writes the state file of a new run, readable by its owner alone.
 *
 * @param root Folder of runs.
 * @param state What it says.
 * @returns False where a file of that name exists already.
 */
export async function createRunState(root: string, state: RunState): Promise<boolean> {
  try {
    await Deno.writeTextFile(runStatePath(root, state.run), formatRunState(state), {
      createNew: true,
      mode: 0o600,
    });
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    // A full disk leaves an empty file.
    await removeRunState(root, state.run).catch(() => {});
    throw error;
  }
}

/**
 * Replaces the state file of a run at once: a reader sees the old or the new one, never half of it.
 *
 * @param root Folder of runs.
 * @param state What it says.
 */
export async function replaceRunState(root: string, state: RunState): Promise<void> {
  const path = runStatePath(root, state.run);
  await Deno.writeTextFile(`${path}.tmp`, formatRunState(state), { mode: 0o600 });
  await Deno.rename(`${path}.tmp`, path);
}

/**
 * Removes the state file of a run; one that is gone already is fine.
 *
 * @param root Folder of runs.
 * @param run Name of the run.
 */
export async function removeRunState(root: string, run: string): Promise<void> {
  for (const path of [runStatePath(root, run), `${runStatePath(root, run)}.tmp`]) {
    await Deno.remove(path).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }
}

/**
 * Reads the state files in a folder.
 *
 * @param root Folder of runs; one that does not exist holds none.
 * @returns The well-formed ones, by name of the run; files of another form are left out.
 */
export async function listRunStates(root: string): Promise<Map<string, RunState>> {
  const states = new Map<string, RunState>();
  try {
    for await (const entry of Deno.readDir(root)) {
      if (!entry.isFile || !entry.name.endsWith(SUFFIX)) continue;
      const run = entry.name.slice(0, -SUFFIX.length);
      const state = await readRunState(root, run);
      if (state !== undefined) states.set(run, state);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory)) {
      throw error;
    }
  }
  return states;
}

/**
 * Reads the state file of a run.
 *
 * @param root Folder of runs.
 * @param run Name of the run.
 * @returns What it says, or `undefined` where there is none that this program wrote.
 */
export async function readRunState(root: string, run: string): Promise<RunState | undefined> {
  if (parseRunName(run) === undefined) return undefined;
  try {
    return parseRunState(await Deno.readTextFile(runStatePath(root, run)), run);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** A state file, and what is known of its demonstration. */
export interface KnownRun extends RunState {
  readonly life: Liveness;
}

/**
 * Reads the state files in a folder and asks their demonstrations whether they live, all at once.
 *
 * @param root Folder of runs; one that does not exist holds none.
 * @returns As {@link listRunStates} does.
 */
export async function askRuns(root: string): Promise<Map<string, KnownRun>> {
  const states = [...await listRunStates(root)];
  return new Map(
    await Promise.all(states.map(async ([run, state]): Promise<[string, KnownRun]> => {
      const life = await askControl(state.controlPort, state.secret);
      return [run, { ...state, life }];
    })),
  );
}

function formatRunState(state: RunState): string {
  const { controlPort, startedAt, apiUrl, ...rest } = state;
  const value = {
    program: "esdh demo",
    ...rest,
    control_port: controlPort,
    started_at: startedAt,
    api_url: apiUrl,
  };
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function parseRunState(text: string, run: string): RunState | undefined {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null || value["program"] !== "esdh demo") {
    return undefined;
  }
  const { pid, control_port, secret, started_at, api_url } = value;
  const isGood = value["run"] === run && typeof secret === "string" && secret.length >= 32 &&
    typeof pid === "number" && typeof started_at === "string" &&
    typeof control_port === "number" && Number.isInteger(control_port) && control_port > 0 &&
    control_port < 65_536;
  if (!isGood) return undefined;
  return {
    run,
    pid: pid as number,
    controlPort: control_port as number,
    secret: secret as string,
    startedAt: started_at as string,
    ...(typeof api_url === "string" && API_URL.test(api_url) ? { apiUrl: api_url } : {}),
  };
}

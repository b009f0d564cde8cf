/**
 * Where demonstration runs go: `data/demo_runs` in the working folder, or, where that can't be
 * written, a folder of the user's, or the temporary folder.
 *
 * @module
 */
import { join as joinPosix } from "@std/path/posix";
import { join as joinWindows } from "@std/path/windows";
import { EsdhError } from "../core/error.ts";

/** What decides where runs may go. */
export interface Surroundings {
  /** An environment variable, or undefined. */
  env(name: string): string | undefined;
  /** Name of the system, as `Deno.build.os` has it. */
  readonly os: string;
  /** A folder asked for by name: then there is no other. */
  readonly requested?: string | undefined;
}

/** A folder that runs can be written to. */
export interface RunsRoot {
  readonly path: string;
  /** Why it is not the first choice; undefined where it is. */
  readonly notice?: string;
}

/**
 * The folders that runs may be in, best first.
 *
 * @param surroundings The environment.
 * @returns At least one path.
 *
 * @example
 * ```ts
 * import { listRunsRoots } from "./runs_root.ts";
 * const roots = listRunsRoots({ env: () => undefined, os: "linux" });
 * if (roots[0] !== "data/demo_runs") throw new RangeError(roots[0]);
 * ```
 */
export function listRunsRoots(surroundings: Surroundings): string[] {
  return listPlaces(surroundings).map((place) => place.path);
}

interface Place {
  readonly path: string;
  /** Whether other users may have made a folder of that name first. */
  readonly isShared: boolean;
}

function listPlaces(surroundings: Surroundings): Place[] {
  if (surroundings.requested !== undefined) {
    return [{ path: surroundings.requested, isShared: false }];
  }
  const { env, os } = surroundings;
  const join = os === "windows" ? joinWindows : joinPosix;
  const places: Place[] = [{ path: join("data", "demo_runs"), isShared: false }];
  const add = (base: string | undefined, ...parts: string[]) => {
    if (base !== undefined) places.push({ path: join(base, ...parts), isShared: false });
  };
  if (os === "windows") {
    const local = env("LOCALAPPDATA");
    add(local, "esdh", "demo_runs");
    if (local === undefined) add(env("USERPROFILE"), "AppData", "Local", "esdh", "demo_runs");
    add(env("TEMP") ?? env("TMP"), "esdh_demo_runs");
  } else {
    const state = env("XDG_STATE_HOME");
    const home = env("HOME");
    if (os === "darwin") add(home, "Library", "Application Support", "esdh", "demo_runs");
    else if (state?.startsWith("/")) add(state, "esdh", "demo_runs");
    else add(home, ".local", "state", "esdh", "demo_runs");
    for (const number of ["", "_2", "_3"]) {
      places.push({
        path: join(env("TMPDIR") ?? "/tmp", `esdh_demo_runs${number}`),
        isShared: true,
      });
    }
  }
  return places;
}

/**
 * Makes and tries the folders that runs may be in, best first. A folder that others may write to is
 * not taken in the shared temporary folder.
 *
 * @param surroundings The environment.
 * @returns The first that can be written.
 * @throws {EsdhError} IO if none can.
 */
export async function openRunsRoot(surroundings: Surroundings): Promise<RunsRoot> {
  const places = listPlaces(surroundings);
  const problems: string[] = [];
  for (const { path, isShared } of places) {
    const problem = await tryFolder(path, isShared);
    if (problem === undefined) {
      return problems.length === 0 ? { path } : {
        path,
        notice: `"${places[0]!.path}" can't be written (${problems[0]}); runs go to "${path}"`,
      };
    }
    problems.push(problem);
  }
  const tried = places.map(({ path }, index) => `"${path}" (${problems[index]})`).join(", ");
  throw new EsdhError("IO", `no folder for the run can be written: tried ${tried}`, {
    path: places[0]!.path,
    hint: "name a folder you may write to with --runs-dir DIR",
  });
}

async function tryFolder(path: string, isShared: boolean): Promise<string | undefined> {
  const probe = `${path}/.probe_${crypto.randomUUID()}`;
  try {
    await Deno.mkdir(path, { recursive: true, ...(isShared ? { mode: 0o700 } : {}) });
    const file = await Deno.open(probe, { createNew: true, write: true, mode: 0o600 });
    try {
      if (!isShared) return undefined;
      const folder = await Deno.lstat(path);
      if (folder.isSymlink || !folder.isDirectory) return "it is a link";
      if (folder.uid !== (await file.stat()).uid) return "it belongs to another user";
      if (((folder.mode ?? 0) & 0o022) !== 0) return "others may write to it";
      return undefined;
    } finally {
      file.close();
      await Deno.remove(probe).catch(() => {});
    }
  } catch (error) {
    return describeFileError(error);
  }
}

/**
 * Says in a few words why the file system refused something.
 *
 * @param error What it threw.
 * @returns A phrase without a full stop.
 */
export function describeFileError(error: unknown): string {
  if (error instanceof Deno.errors.PermissionDenied) return "permission denied";
  if (error instanceof Deno.errors.NotCapable) return "this program is not allowed to write there";
  if (error instanceof Deno.errors.AlreadyExists) return "it is a file";
  if (error instanceof Deno.errors.NotADirectory) return "a part of the path is a file";
  if (error instanceof Deno.errors.NotFound) return "a part of the path does not exist";
  const message = error instanceof Error ? error.message : String(error);
  if (/os error 30\b/.test(message)) return "read-only file system";
  if (/os error 28\b|os error 112\b/.test(message)) return "no space is left";
  return message;
}

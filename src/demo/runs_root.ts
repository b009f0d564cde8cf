/**
 * Where demonstration runs go: `data/demo_runs` in the working folder, or, where that can't be
 * written, a folder of the user's, or the temporary folder.
 *
 * @module
 */
import { dirname, resolve } from "@std/path";
import { join as joinPosix } from "@std/path/posix";
import { join as joinWindows } from "@std/path/windows";
import { EsdhError } from "../core/error.ts";
import { describeFileError } from "../core/system_error.ts";

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

/** A folder that runs may be in. */
export interface Place {
  readonly path: string;
  /** Whether other users may have made a folder of that name first. */
  readonly isShared: boolean;
}

/**
 * The folders that runs may be in, best first.
 *
 * @param surroundings The environment.
 * @returns At least one.
 *
 * @example
 * ```ts
 * import { listPlaces } from "./runs_root.ts";
 * const [first] = listPlaces({ env: () => undefined, os: "linux" });
 * if (first?.path !== "data/demo_runs") throw new RangeError(first?.path);
 * ```
 */
export function listPlaces(surroundings: Surroundings): Place[] {
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
 * Finds the folder that runs go to: the first that can be written and that no other user may have made or
 * may write to. It is made where it is not there.
 *
 * @param surroundings The environment.
 * @returns The folder.
 * @throws {EsdhError} IO if none can be used.
 */
export function openRunsRoot(surroundings: Surroundings): Promise<RunsRoot> {
  return chooseRunsRoot(
    surroundings,
    (place) =>
      Deno.mkdir(place.path, { recursive: true, ...(place.isShared ? { mode: 0o700 } : {}) }),
  );
}

/**
 * Finds the folder that {@link openRunsRoot} would take, and makes none.
 *
 * @param surroundings The environment.
 * @returns The folder, which may not be there yet.
 * @throws {EsdhError} IO if none can be used.
 */
export function findRunsRoot(surroundings: Surroundings): Promise<RunsRoot> {
  return chooseRunsRoot(surroundings, () => Promise.resolve());
}

/**
 * Lists the folders that may hold runs of this user's.
 *
 * @param surroundings The environment.
 * @returns Paths, best first, without those that {@link openRunsRoot} would not trust.
 */
export async function listRunsRoots(surroundings: Surroundings): Promise<string[]> {
  const paths: string[] = [];
  for (const place of listPlaces(surroundings)) {
    if (await findDistrust(place) === undefined) paths.push(place.path);
  }
  return paths;
}

async function chooseRunsRoot(
  surroundings: Surroundings,
  prepare: (place: Place) => Promise<void>,
): Promise<RunsRoot> {
  const places = listPlaces(surroundings);
  const problems: string[] = [];
  for (const place of places) {
    const { path } = place;
    const problem = await prepare(place).then(
      async () => await findDistrust(place) ?? await tryWrite(path),
      describeFileError,
    );
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

/** Why a folder may be another user's; undefined where it is this user's own, or not there. */
async function findDistrust({ path, isShared }: Place): Promise<string | undefined> {
  if (!isShared) return undefined;
  try {
    const folder = await Deno.lstat(path);
    if (folder.isSymlink || !folder.isDirectory) return "it is a link or a file";
    if (folder.uid !== await findOwnId(dirname(path))) return "it belongs to another user";
    return ((folder.mode ?? 0) & 0o022) === 0 ? undefined : "others may write to it";
  } catch (error) {
    return error instanceof Deno.errors.NotFound ? undefined : describeFileError(error);
  }
}

/** This user's id, as a new file in a folder shows it: asking the system for it is a right of its own. */
async function findOwnId(folder: string): Promise<number | null> {
  const path = await Deno.makeTempFile({ dir: folder, prefix: "esdh_probe_" });
  try {
    return (await Deno.lstat(path)).uid;
  } finally {
    await Deno.remove(path);
  }
}

/**
 * Tries to write where a folder is, or would be made, and leaves nothing there.
 *
 * @param path The folder.
 * @returns What the system says against it, in a few words; undefined if nothing.
 */
export async function tryWrite(path: string): Promise<string | undefined> {
  try {
    const folder = await findNearestFolder(path);
    if (!(await Deno.stat(folder)).isDirectory) return "a part of the path is a file";
    await Deno.remove(await Deno.makeTempFile({ dir: folder, prefix: "esdh_probe_" }));
    return undefined;
  } catch (error) {
    return describeFileError(error);
  }
}

/**
 * The nearest that is there: a folder, or one above it.
 *
 * @param path The folder.
 * @returns A whole path.
 */
export async function findNearestFolder(path: string): Promise<string> {
  for (let folder = resolve(path);; folder = dirname(folder)) {
    const info = await Deno.stat(folder).catch(() => undefined);
    if (info !== undefined || dirname(folder) === folder) return folder;
  }
}

/**
 * The folders of demonstration runs: reserved so that two demonstrations never share one, listed,
 * and removed without ever touching a file that this program did not write.
 *
 * @module
 */
import { join } from "@std/path";
import { type JsonValue, parseJson } from "../core/json.ts";
import { isPlainName, STAGING_NAME } from "../core/snapshot_file.ts";
import { TOOL_NAME } from "../core/version.ts";
import { compareNewestFirst, nameRun, parseRunName, type RunName } from "./run_name.ts";
import {
  askRuns,
  createRunState,
  type KnownRun,
  removeRunState,
  type RunState,
} from "./run_state.ts";

/** Number of runs that are kept. */
export const KEPT_RUNS = 5;

const MANIFEST_FORM = /^snapshot_manifest[a-z0-9_]*\.json$/;
/** Names of files that an unfinished run may have left beside its staging folder: all end in a version. */
const LEFTOVER_FORM = /^[a-z_]+_v\d+_\d+\.[a-z]+$/i;

/** A reserved run folder. */
export interface RunFolder {
  /** Folder of runs. */
  readonly root: string;
  readonly name: RunName;
  /** `root` and `name`. */
  readonly path: string;
  /** What its state file says. */
  readonly state: RunState;
}

/** What decides a run's name and state. */
export interface ReserveOptions {
  readonly profile: string;
  /** When the run began. */
  readonly start: Date;
  readonly controlPort: number;
  readonly secret: string;
}

/**
 * Makes an empty folder for a run. Two that begin in the same second get different ones.
 *
 * @param root Folder of runs, which exists.
 * @param options Profile, time, control port and secret.
 * @returns The folder; give it back with {@link releaseRunFolder}.
 */
export async function reserveRunFolder(root: string, options: ReserveOptions): Promise<RunFolder> {
  for (let ordinal = 1;; ordinal++) {
    const name = nameRun(options.start, options.profile, ordinal);
    const state: RunState = {
      run: name.text,
      pid: Deno.pid,
      controlPort: options.controlPort,
      secret: options.secret,
      startedAt: options.start.toISOString(),
    };
    if (!await createRunState(root, state)) continue;
    const path = join(root, name.text);
    try {
      await Deno.mkdir(path);
      return { root, name, path, state };
    } catch (error) {
      await removeRunState(root, name.text);
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    }
  }
}

/**
 * Gives a run folder back: its state file goes, and the folder too unless the run is to stay.
 *
 * @param folder A reserved folder.
 * @param isKept Whether the run is complete and is to stay.
 */
export async function releaseRunFolder(folder: RunFolder, isKept: boolean): Promise<void> {
  if (!isKept && !await removeRun(folder.path)) await removeLeftovers(folder.path);
  await removeRunState(folder.root, folder.name.text);
}

/** What {@link pruneRuns} and {@link removeRuns} did. */
export interface RemovedRuns {
  /** Names of the runs that were removed, newest first. */
  readonly removed: readonly string[];
  /** Names of runs that stay although their turn had come, and why. */
  readonly kept: readonly { readonly run: string; readonly reason: string }[];
}

/**
 * Removes all finished runs but the newest {@link KEPT_RUNS}, and what killed runs left. A run of a
 * demonstration that may still run stays, and so does every folder that is not a run of this program.
 *
 * @param root Folder of runs.
 * @param keptCount Number of runs to keep.
 * @returns What was removed and what had to stay.
 */
export async function pruneRuns(root: string, keptCount = KEPT_RUNS): Promise<RemovedRuns> {
  // Runs first: one that ends its work meanwhile is then known to live.
  const runs = await listRuns(root);
  const known = await askRuns(root);
  const outcome = await removeRuns(root, runs.slice(keptCount), known);
  await clearKilledRuns(root, known);
  return outcome;
}

/**
 * Removes what demonstrations left that were killed: their state files, and folders without a finished
 * snapshot.
 *
 * @param root Folder of runs.
 * @param known State files, as {@link askRuns} gives them.
 * @returns Names of the runs, in no order.
 */
export async function clearKilledRuns(
  root: string,
  known: ReadonlyMap<string, KnownRun>,
): Promise<string[]> {
  const cleared: string[] = [];
  for (const [run, { life }] of known) {
    if (life !== "gone") continue;
    const path = join(root, run);
    if (await readRunManifest(path) === undefined) await removeLeftovers(path);
    await removeRunState(root, run);
    cleared.push(run);
  }
  return cleared;
}

/**
 * Removes finished runs; those of a demonstration that may still run stay.
 *
 * @param root Folder of runs.
 * @param runs The runs, as {@link listRuns} gives them.
 * @param known State files, as {@link askRuns} gives them.
 * @returns What was removed and what had to stay.
 */
export async function removeRuns(
  root: string,
  runs: readonly RunName[],
  known: ReadonlyMap<string, KnownRun>,
): Promise<RemovedRuns> {
  const removed: string[] = [];
  const kept: { run: string; reason: string }[] = [];
  for (const run of runs) {
    if ((known.get(run.text)?.life ?? "gone") !== "gone") {
      kept.push({ run: run.text, reason: "a demonstration still uses it" });
    } else if (await removeRun(join(root, run.text))) {
      await removeRunState(root, run.text);
      removed.push(run.text);
    } else {
      kept.push({ run: run.text, reason: "it holds files that are not of the run" });
    }
  }
  return { removed, kept };
}

/**
 * Lists the finished runs in a folder: those with a run's name and a manifest of this program.
 *
 * @param root Folder of runs; one that does not exist holds none.
 * @returns Their names, newest first.
 */
export async function listRuns(root: string): Promise<RunName[]> {
  const runs: RunName[] = [];
  try {
    for await (const entry of Deno.readDir(root)) {
      const name = entry.isDirectory && !entry.isSymlink ? parseRunName(entry.name) : undefined;
      if (name === undefined) continue;
      if (await readRunManifest(join(root, entry.name)) !== undefined) runs.push(name);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory)) {
      throw error;
    }
  }
  return runs.sort(compareNewestFirst);
}

interface RunManifest {
  readonly fileName: string;
  readonly files: readonly string[];
}

async function readRunManifest(path: string): Promise<RunManifest | undefined> {
  try {
    for await (const entry of Deno.readDir(path)) {
      if (!entry.isFile || !MANIFEST_FORM.test(entry.name)) continue;
      const manifest = parseJson(await Deno.readTextFile(join(path, entry.name)));
      const files = listManifestFiles(manifest);
      if (files !== undefined) return { fileName: entry.name, files };
    }
  } catch (error) {
    // A folder that another demonstration removes meanwhile, or a manifest of another program.
    if (!(error instanceof Deno.errors.NotFound || error instanceof SyntaxError)) throw error;
  }
  return undefined;
}

function listManifestFiles(manifest: JsonValue): string[] | undefined {
  const esdh = (manifest as { esdh?: { tool?: { name?: unknown }; files?: unknown } } | null)?.esdh;
  if (esdh?.tool?.name !== TOOL_NAME || !Array.isArray(esdh.files)) return undefined;
  const names = esdh.files.map((file: { path?: unknown }) => String(file?.path));
  // A manifest that names files elsewhere is not one of ours: they must never be removed.
  return names.every(isPlainName) ? names : undefined;
}

/**
 * Removes what the manifest names, the manifest, and the folder; nothing where it holds anything else.
 * A folder that another demonstration removes meanwhile counts as removed.
 */
async function removeRun(path: string): Promise<boolean> {
  const manifest = await readRunManifest(path);
  if (manifest === undefined) return !await isThere(path);
  const names = [...manifest.files, manifest.fileName];
  const own = new Set(names);
  try {
    for await (const entry of Deno.readDir(path)) {
      if (!own.has(entry.name) || !entry.isFile) return false;
    }
    for (const name of names) await removeIfThere(join(path, name));
    await removeIfThere(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return true;
}

async function isThere(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function removeLeftovers(path: string): Promise<void> {
  try {
    for await (const entry of Deno.readDir(path)) {
      if (entry.isFile && LEFTOVER_FORM.test(entry.name)) {
        await removeIfThere(join(path, entry.name));
      } else if (entry.isDirectory && entry.name === STAGING_NAME) {
        await Deno.remove(join(path, entry.name), { recursive: true });
      }
    }
    // Fails where something foreign is left, which then stays.
    await Deno.remove(path).catch(() => {});
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

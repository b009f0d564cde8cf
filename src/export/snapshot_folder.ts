/**
 * A folder that becomes a snapshot: files are made in a hidden staging folder inside it and moved to
 * their names only when all are finished, the manifest last. A run that fails or is killed leaves what
 * was there; a run that is killed while it moves files is finished by the next one.
 *
 * @module
 */
import { join } from "@std/path";
import { EsdhError } from "../core/error.ts";
import { COMMIT_NAME, STAGING_NAME } from "../core/snapshot_file.ts";
import { LOCK_NAME, lockStaging } from "./_staging_lock.ts";
import {
  carryOut,
  exists,
  finishMoves,
  hasRecord,
  listObsolete,
  syncFolder,
} from "./_staging_moves.ts";
import { describeFailure } from "./file_sink.ts";

/** How a folder is opened. */
export interface FolderOptions {
  /** File name of the manifest: its presence makes the folder a snapshot. */
  readonly manifestPath: string;
  /** Write into a folder that holds other files. */
  readonly isForced: boolean;
  /** Told of what a person should know. */
  readonly onNotice: (text: string) => void;
  /** Keep the files that an interrupted run left, to go on with them. */
  readonly isResumed?: boolean;
}

/** A folder held for one run. */
export interface SnapshotFolder {
  /** Where a file is made before it gets its name. */
  stagedPath(name: string): string;
  /** The folder in which files are made. */
  readonly staging: string;
  /** What an interrupted run left, where the folder was opened to go on with it. */
  readonly leftovers: readonly string[];
  /**
   * Removes leftovers.
   *
   * @param kept Those to keep. Default: none.
   */
  removeLeftovers(kept?: ReadonlySet<string>): Promise<void>;
  /**
   * Moves the finished files to their names, in order, and removes files of the earlier snapshot that
   * the new one does not have.
   *
   * @param names All file names, the manifest last.
   */
  commit(names: readonly string[]): Promise<void>;
  /**
   * Gives up: removes what was made and leaves what was there. Never throws.
   *
   * @param keepsStaged Leave the unfinished files for a run that goes on with them.
   * @returns False if files of the earlier snapshot could not be moved back: the next run restores them.
   */
  abort(keepsStaged?: boolean): Promise<boolean>;
}

/**
 * Takes hold of a folder for one run; it is made if it is not there.
 *
 * @param directory The folder.
 * @param options Manifest name, force, notices.
 * @returns The folder, locked against other runs until `commit` or `abort`.
 * @throws {EsdhError} NOT_A_SNAPSHOT if it holds files that are no snapshot's and force was not given;
 * BUSY if another run holds it; IO if it can't be made or written.
 */
export async function openSnapshotFolder(
  directory: string,
  options: FolderOptions,
): Promise<SnapshotFolder> {
  const made = await makeFolder(directory);
  const staging = join(directory, STAGING_NAME);
  let lock: Deno.FsFile | undefined;
  let leftovers: string[] = [];
  const release = async (keepsStaged = false): Promise<boolean> => {
    // A record says that files are still to be moved: they are the next run's to finish or to restore.
    const isSettled = lock === undefined || !await hasRecord(staging);
    // Emptied before the lock is given up: the next run may start the moment it is free.
    if (lock !== undefined && isSettled && !keepsStaged) await removeStaging(staging);
    lock?.close();
    lock = undefined;
    return isSettled;
  };
  try {
    lock = await lockStaging(directory, staging);
    await finishMoves(directory, staging, options.onNotice);
    leftovers = await listStaged(staging);
    if (leftovers.length > 0 && options.isResumed !== true) {
      await removeStaged(staging, leftovers);
      options.onNotice(
        `removed ${leftovers.length} unfinished files of an interrupted run in "${directory}"`,
      );
      leftovers = [];
    }
    // Asked under the lock only: while another run moves its files there may be no manifest.
    const isForeign = !await isSnapshotFolder(directory, options.manifestPath);
    if (isForeign && !options.isForced) throw refuseFolder(directory, options.manifestPath);
  } catch (error) {
    await release(leftovers.length > 0);
    await removeFolders(made);
    throw describeFailure("write into", directory, error);
  }
  return {
    stagedPath: (name) => join(staging, name),
    staging,
    leftovers,
    removeLeftovers: async (kept) => {
      try {
        await removeStaged(staging, leftovers.filter((name) => kept?.has(name) !== true));
      } catch (error) {
        throw describeFailure("clear", staging, error);
      }
    },
    commit: async (names) => {
      try {
        const obsolete = await listObsolete(directory, options.manifestPath, names);
        await carryOut(directory, staging, { names, obsolete });
        await release();
        await syncFolder(directory);
      } catch (error) {
        throw describeFailure("finish the snapshot in", directory, error);
      }
    },
    abort: async (keepsStaged = false) => {
      const isRestored = await release(keepsStaged);
      if (!keepsStaged) await removeFolders(made);
      return isRestored;
    },
  };
}

/**
 * Checks, without changing anything, whether a folder could be taken hold of.
 *
 * @param directory The folder; it need not be there.
 * @param options Manifest name, force.
 * @throws {EsdhError} NOT_A_SNAPSHOT if it holds files that are no snapshot's and force was not given; IO
 * if a file is in the way or the folder can't be read.
 */
export async function checkSnapshotFolder(
  directory: string,
  { manifestPath, isForced }: Pick<FolderOptions, "manifestPath" | "isForced">,
): Promise<void> {
  try {
    let path = directory;
    while (!await exists(path)) path = join(path, "..");
    if (!(await Deno.stat(path)).isDirectory) throw refuseFile(directory);
    // The next run finishes what an interrupted one had completed: that makes it a snapshot.
    const isTaken = path !== directory || isForced ||
      await isSnapshotFolder(directory, manifestPath) ||
      await exists(join(directory, STAGING_NAME, COMMIT_NAME));
    if (!isTaken) throw refuseFolder(directory, manifestPath);
  } catch (error) {
    throw describeFailure("look into", directory, error);
  }
}

/** Makes a folder with its parents; returns those that were not there, innermost first. */
async function makeFolder(directory: string): Promise<string[]> {
  const made: string[] = [];
  try {
    for (let path = directory; !await exists(path); path = join(path, "..")) {
      made.push(path);
      if (join(path, "..") === path) break;
    }
    await Deno.mkdir(directory, { recursive: true });
    if (!(await Deno.stat(directory)).isDirectory) throw refuseFile(directory);
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists || error instanceof Deno.errors.NotADirectory) {
      throw refuseFile(directory, error);
    }
    throw describeFailure("make the folder", directory, error);
  }
  return made;
}

async function removeFolders(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    try {
      await Deno.remove(path);
    } catch {
      return;
    }
  }
}

/** Whether the folder is empty or holds a manifest, the staging folder apart. */
async function isSnapshotFolder(directory: string, manifestPath: string): Promise<boolean> {
  let isEmpty = true;
  for await (const entry of Deno.readDir(directory)) {
    if (entry.name === manifestPath) return true;
    if (entry.name !== STAGING_NAME) isEmpty = false;
  }
  return isEmpty;
}

function refuseFile(directory: string, cause?: unknown): EsdhError {
  return new EsdhError("IO", `can't make the folder "${directory}": a file is in the way`, {
    path: directory,
    hint: "give the name of a folder with --output-dir",
    cause,
  });
}

function refuseFolder(directory: string, manifestPath: string): EsdhError {
  return new EsdhError(
    "NOT_A_SNAPSHOT",
    `"${directory}" holds files but no ${manifestPath}: it is not a snapshot of this dataset`,
    {
      path: directory,
      hint: "choose an empty or new folder with --output-dir, or write into this one with --force",
    },
  );
}

/** Lists what an interrupted run left in the staging folder. */
async function listStaged(staging: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(staging)) {
    if (name !== LOCK_NAME) names.push(name);
  }
  return names;
}

async function removeStaged(staging: string, names: readonly string[]): Promise<void> {
  for (const name of names) await Deno.remove(join(staging, name), { recursive: true });
}

/** Empties and removes the staging folder, the lock last. Never throws. */
async function removeStaging(staging: string): Promise<void> {
  try {
    for await (const { name } of Deno.readDir(staging)) {
      if (name !== LOCK_NAME) await Deno.remove(join(staging, name), { recursive: true });
    }
    await Deno.remove(join(staging, LOCK_NAME));
    await Deno.remove(staging);
  } catch {
    // The next run removes what is left.
  }
}

/**
 * A folder that becomes a snapshot: files are made in a hidden staging folder inside it and moved to
 * their names only when all are finished, the manifest last. A run that fails or is killed leaves what
 * was there; a run that is killed while it moves files is finished by the next one.
 *
 * @module
 */
import { join } from "@std/path";
import { EsdhError } from "../core/error.ts";
import {
  COMMIT_NAME,
  type CommitRecord,
  isCommitRecord,
  isPlainName,
  STAGING_NAME,
} from "../core/snapshot_file.ts";
import { LOCK_NAME, lockStaging } from "./_staging_lock.ts";
import { describeFailure } from "./file_sink.ts";

/** Holds the files that are being replaced, until all new ones have their names. */
const REPLACED_NAME = "replaced";
/** Name of the commit record while its moves are being undone. */
const UNDO_NAME = "undo.json";

/** How a folder is opened. */
export interface FolderOptions {
  /** File name of the manifest: its presence makes the folder a snapshot. */
  readonly manifestPath: string;
  /** Write into a folder that holds other files. */
  readonly isForced: boolean;
  /** Told of what a person should know. */
  readonly onNotice: (text: string) => void;
}

/** A folder held for one run. */
export interface SnapshotFolder {
  /** Where a file is made before it gets its name. */
  stagedPath(name: string): string;
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
   * @returns False if files of the earlier snapshot could not be moved back: the next run restores them.
   */
  abort(): Promise<boolean>;
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
  const release = async (): Promise<boolean> => {
    // A record says that files are still to be moved: they are the next run's to finish or to restore.
    const isSettled = lock === undefined || !await hasRecord(staging);
    // Emptied before the lock is given up: the next run may start the moment it is free.
    if (lock !== undefined && isSettled) await removeStaging(staging);
    lock?.close();
    lock = undefined;
    return isSettled;
  };
  try {
    lock = await lockStaging(directory, staging);
    await recover(directory, staging, options.onNotice);
    // Asked under the lock only: while another run moves its files there may be no manifest.
    const isForeign = !await isSnapshotFolder(directory, options.manifestPath);
    if (isForeign && !options.isForced) throw refuseFolder(directory, options.manifestPath);
  } catch (error) {
    await release();
    await removeFolders(made);
    throw describeFailure("write into", directory, error);
  }
  return {
    stagedPath: (name) => join(staging, name),
    commit: async (names) => {
      try {
        const obsolete = await listObsolete(directory, options.manifestPath, names);
        await writeCommit(staging, { names, obsolete });
        await replaceFiles(directory, staging, { names, obsolete });
        await Deno.remove(join(staging, COMMIT_NAME));
        await release();
        await syncFolder(directory);
      } catch (error) {
        throw describeFailure("finish the snapshot in", directory, error);
      }
    },
    abort: async () => {
      const isRestored = await release();
      await removeFolders(made);
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

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return false;
    }
    throw error;
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

/** Finishes or removes what an interrupted run left. */
async function recover(
  directory: string,
  staging: string,
  onNotice: (text: string) => void,
): Promise<void> {
  const undo = await readRecord(staging, UNDO_NAME);
  if (undo !== undefined) {
    await restoreFiles(directory, staging, undo);
    await Deno.remove(join(staging, UNDO_NAME));
    onNotice(
      `restored the snapshot in "${directory}" that an interrupted run had begun to replace`,
    );
  }
  const record = await readRecord(staging, COMMIT_NAME);
  if (record !== undefined) {
    await moveFiles(directory, staging, record.names);
    await removeObsolete(directory, record.obsolete);
    await Deno.remove(join(staging, COMMIT_NAME));
    onNotice(`finished the snapshot in "${directory}" that an interrupted run had completed`);
  }
  await Deno.remove(join(staging, REPLACED_NAME), { recursive: true }).catch(() => {});
  let leftoverCount = 0;
  for await (const entry of Deno.readDir(staging)) {
    if (entry.name === LOCK_NAME) continue;
    leftoverCount++;
    await Deno.remove(join(staging, entry.name), { recursive: true });
  }
  if (leftoverCount > 0) {
    onNotice(`removed ${leftoverCount} unfinished files of an interrupted run in "${directory}"`);
  }
}

async function hasRecord(staging: string): Promise<boolean> {
  return await exists(join(staging, COMMIT_NAME)) || await exists(join(staging, UNDO_NAME));
}

async function readRecord(staging: string, name: string): Promise<CommitRecord | undefined> {
  try {
    const record = JSON.parse(await Deno.readTextFile(join(staging, name)));
    return isCommitRecord(record) ? record : undefined;
  } catch (error) {
    // The record gets its name only when it is whole, so a broken one is not ours: leave it to be removed.
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function writeCommit(staging: string, record: CommitRecord): Promise<void> {
  const partial = join(staging, `${COMMIT_NAME}.partial`);
  const file = await Deno.open(partial, { write: true, create: true, truncate: true });
  try {
    const bytes = new TextEncoder().encode(JSON.stringify(record));
    let rest: Uint8Array = bytes;
    while (rest.length > 0) rest = rest.subarray(await file.write(rest));
    await file.sync();
  } finally {
    file.close();
  }
  await Deno.rename(partial, join(staging, COMMIT_NAME));
  await syncFolder(staging);
}

/**
 * Moves the finished files to their names. The files they replace wait in the staging folder: if one of them
 * can't be moved (on Windows: another program has it open), all go back and nothing has changed.
 */
async function replaceFiles(
  directory: string,
  staging: string,
  record: CommitRecord,
): Promise<void> {
  const { names, obsolete } = record;
  const replaced = join(staging, REPLACED_NAME);
  await Deno.mkdir(replaced);
  try {
    for (const name of [...names, ...obsolete]) {
      const info = await Deno.lstat(join(directory, name)).catch(() => undefined);
      if (info?.isDirectory) throw new Deno.errors.IsADirectory(`"${name}" is a folder`);
      if (info !== undefined) await Deno.rename(join(directory, name), join(replaced, name));
    }
    for (const name of names) await Deno.rename(join(staging, name), join(directory, name));
  } catch (error) {
    // From here on the record asks for the way back, also of the next run if this one is killed.
    const isBack = await Deno.rename(join(staging, COMMIT_NAME), join(staging, UNDO_NAME))
      .then(() => restoreFiles(directory, staging, record))
      .then(() => Deno.remove(join(staging, UNDO_NAME)))
      .then(() => true, () => false);
    if (isBack) throw error;
    throw new EsdhError("IO", `can't move a file of "${directory}", nor move the others back`, {
      path: directory,
      hint: "close what holds its files open; the next run into the folder restores the snapshot",
      cause: error,
    });
  }
  await syncFolder(directory);
}

/**
 * Moves new files back to the staging folder and the replaced ones back to their names, as far as they were
 * moved. May be carried out again after an interruption.
 */
async function restoreFiles(
  directory: string,
  staging: string,
  { names, obsolete }: CommitRecord,
): Promise<void> {
  const replaced = join(staging, REPLACED_NAME);
  let failure: { readonly error: unknown } | undefined;
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      failure ??= { error };
    }
  };
  for (const name of [...names, ...obsolete].toReversed()) {
    await attempt(async () => {
      const isNew = names.includes(name) && !await exists(join(staging, name));
      if (isNew && await exists(join(directory, name))) {
        await Deno.rename(join(directory, name), join(staging, name));
      }
      if (await exists(join(replaced, name))) {
        await Deno.rename(join(replaced, name), join(directory, name));
      }
    });
  }
  if (failure !== undefined) throw failure.error;
  await syncFolder(directory);
}

/** Moves what an interrupted run had not yet moved. */
async function moveFiles(
  directory: string,
  staging: string,
  names: readonly string[],
): Promise<void> {
  for (const name of names) {
    try {
      await Deno.rename(join(staging, name), join(directory, name));
    } catch (error) {
      // Moved before the interruption.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  await syncFolder(directory);
}

async function removeObsolete(directory: string, names: readonly string[]): Promise<void> {
  for (const name of names) await Deno.remove(join(directory, name)).catch(() => {});
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

/** Files that the earlier manifest lists, unchanged in size, and the new snapshot does not have. */
async function listObsolete(
  directory: string,
  manifestPath: string,
  names: readonly string[],
): Promise<string[]> {
  let files: unknown;
  try {
    const manifest = JSON.parse(await Deno.readTextFile(join(directory, manifestPath)));
    files = manifest?.esdh?.files;
  } catch {
    return [];
  }
  if (!Array.isArray(files)) return [];
  const obsolete: string[] = [];
  for (const file of files) {
    const name = file?.path;
    if (typeof name !== "string" || !isPlainName(name) || names.includes(name)) continue;
    const info = await Deno.lstat(join(directory, name)).catch(() => undefined);
    if (info?.isFile && info.size === file.size_bytes) obsolete.push(name);
  }
  return obsolete;
}

/** Makes renames durable where the system can sync a folder (Windows can't, and needs not). */
async function syncFolder(directory: string): Promise<void> {
  try {
    using folder = await Deno.open(directory);
    await folder.sync();
  } catch {
    // Not every system opens folders.
  }
}

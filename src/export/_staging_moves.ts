/**
 * The moves that make staged files a snapshot: recorded before they begin, so that a run that is killed among
 * them is finished or undone by the next one.
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
} from "../core/snapshot_file.ts";

/** Holds the files that are being replaced, until all new ones have their names. */
const REPLACED_NAME = "replaced";
/** Name of the commit record while its moves are being undone. */
const UNDO_NAME = "undo.json";

/**
 * Whether something has a name.
 *
 * @param path The path.
 * @returns Whether a file, folder or link is there.
 */
export async function exists(path: string): Promise<boolean> {
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

/**
 * Carries out what a record asks for that an interrupted run left.
 *
 * @param directory The snapshot's folder.
 * @param staging Its staging folder.
 * @param onNotice Told what was done.
 */
export async function finishMoves(
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
}

/**
 * Moves finished files to their names and removes those of the earlier snapshot: all or nothing.
 *
 * @param directory The snapshot's folder.
 * @param staging Its staging folder.
 * @param record What is to be moved and removed.
 * @throws {EsdhError} IO if neither the moves nor the way back could be made: the next run makes it.
 */
export async function carryOut(
  directory: string,
  staging: string,
  record: CommitRecord,
): Promise<void> {
  await writeDurably(staging, COMMIT_NAME, JSON.stringify(record));
  await replaceFiles(directory, staging, record);
  await Deno.remove(join(staging, COMMIT_NAME));
}

/**
 * Whether files are still to be moved.
 *
 * @param staging The staging folder.
 * @returns Whether a record says so.
 */
export async function hasRecord(staging: string): Promise<boolean> {
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

/**
 * Writes a small file that is there whole or not at all, also after the power failed.
 *
 * @param folder The folder; another name in it, with `.partial` appended, is used on the way.
 * @param name Its name.
 * @param text What it holds.
 */
export async function writeDurably(folder: string, name: string, text: string): Promise<void> {
  const partial = join(folder, `${name}.partial`);
  const file = await Deno.open(partial, { write: true, create: true, truncate: true });
  try {
    let rest: Uint8Array = new TextEncoder().encode(text);
    while (rest.length > 0) rest = rest.subarray(await file.write(rest));
    await file.sync();
  } finally {
    file.close();
  }
  await Deno.rename(partial, join(folder, name));
  await syncFolder(folder);
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

/**
 * Files that the earlier manifest lists, unchanged in size, and the new snapshot does not have.
 *
 * @param directory The snapshot's folder.
 * @param manifestPath File name of the manifest.
 * @param names Files of the new snapshot.
 * @returns Names.
 */
export async function listObsolete(
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

/**
 * Makes renames durable where the system can sync a folder (Windows can't, and needs not).
 *
 * @param directory The folder.
 */
export async function syncFolder(directory: string): Promise<void> {
  try {
    using folder = await Deno.open(directory);
    await folder.sync();
  } catch {
    // Not every system opens folders.
  }
}

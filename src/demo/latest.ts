/**
 * The pointer to the latest run: a symbolic link `latest_demo` where the system allows one, else a
 * file `latest_demo.path` that holds the path. Either is replaced at once, and never a foreign file.
 *
 * @module
 */
import { basename, join, resolve } from "@std/path";
import { parseRunName } from "./run_name.ts";

/** Name of the link. */
export const LATEST_NAME = "latest_demo";

/** Name of the file where there can be no link. */
export const LATEST_FILE_NAME = "latest_demo.path";

/** The pointer that was set. */
export interface LatestPointer {
  readonly path: string;
  readonly kind: "link" | "file";
  /** Why it is no link, in a few words. */
  readonly reason?: string;
}

/** How links are made; tests replace it. */
export interface LatestOptions {
  /** Makes a symbolic link to a folder; default: the system's. */
  readonly makeLink?: (target: string, path: string) => Promise<void>;
}

/**
 * Points `latest_demo` at a run.
 *
 * @param root Folder of runs.
 * @param run Name of a run in it.
 * @param options How links are made.
 * @returns What was set.
 */
export async function pointLatest(
  root: string,
  run: string,
  options: LatestOptions = {},
): Promise<LatestPointer> {
  const link = join(root, LATEST_NAME);
  const file = join(root, LATEST_FILE_NAME);
  const makeLink = options.makeLink ??
    ((target: string, path: string) => Deno.symlink(target, path, { type: "dir" }));
  const isFree = await mayReplace(link);
  if (isFree && await replaceLink(link, run, makeLink)) {
    if (await isOwnFile(file)) await Deno.remove(file).catch(() => {});
    return { path: link, kind: "link" };
  }
  // A link to an earlier run must not outlive this one: two pointers would disagree.
  if (isFree) await Deno.remove(link).catch(() => {});
  const temporary = `${file}.${crypto.randomUUID()}.tmp`;
  await Deno.writeTextFile(temporary, `${resolve(root, run)}\n`, { createNew: true });
  try {
    await Deno.rename(temporary, file);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
  const reason = isFree
    ? "the system allows no link"
    : `"${link}" is in the way, which is not of a demonstration`;
  return { path: file, kind: "file", reason };
}

/**
 * Removes the pointer to the latest run, if it is one of ours.
 *
 * @param root Folder of runs.
 * @returns Paths that were removed.
 */
export async function removeLatest(root: string): Promise<string[]> {
  const removed: string[] = [];
  const link = join(root, LATEST_NAME);
  if (await lstat(link) !== undefined && await mayReplace(link)) {
    await Deno.remove(link);
    removed.push(link);
  }
  const file = join(root, LATEST_FILE_NAME);
  if (await isOwnFile(file)) {
    await Deno.remove(file);
    removed.push(file);
  }
  return removed;
}

async function replaceLink(
  link: string,
  run: string,
  makeLink: (target: string, path: string) => Promise<void>,
): Promise<boolean> {
  const temporary = `${link}.${crypto.randomUUID()}.tmp`;
  try {
    await makeLink(run, temporary);
  } catch {
    return false;
  }
  try {
    await replaceAtOnce(temporary, link);
    return true;
  } catch {
    await Deno.remove(temporary).catch(() => {});
    return false;
  }
}

async function replaceAtOnce(temporary: string, link: string): Promise<void> {
  try {
    await Deno.rename(temporary, link);
  } catch (error) {
    // Windows does not rename over a link to a folder: there the old one, which is ours, goes first.
    if (!(await lstat(link))?.isSymlink) throw error;
    await Deno.remove(link);
    await Deno.rename(temporary, link);
  }
}

/** True where nothing is there, or a link to a run, or the file that a copy makes of such a link. */
async function mayReplace(link: string): Promise<boolean> {
  const info = await lstat(link);
  if (info === undefined) return true;
  if (!info.isSymlink) return await isOwnFile(link);
  return parseRunName(basename(await Deno.readLink(link))) !== undefined;
}

async function isOwnFile(file: string): Promise<boolean> {
  const info = await lstat(file);
  if (info === undefined || !info.isFile || info.size > 32_768) return false;
  return parseRunName(basename((await Deno.readTextFile(file)).trim())) !== undefined;
}

async function lstat(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    return await Deno.lstat(path);
  } catch (error) {
    const isAbsent = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    if (isAbsent) return undefined;
    throw error;
  }
}

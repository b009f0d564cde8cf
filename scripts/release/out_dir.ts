/**
 * The folder that a release is made in: no folder of somebody else's is emptied, and no file of one is removed.
 *
 * @module
 */
import { isAbsolute, join, relative, resolve, SEPARATOR } from "@std/path";
import { EsdhError } from "../../src/core/error.ts";

/** File that says of a folder that a rehearsal made it, and may empty it. It is no part of a release. */
export const MARKER_NAME = ".esdh-release";

const MARKER_TEXT = "deno task release:rehearse made this folder, and empties it.\n";

/**
 * Refuses the folder of the sources, and every folder that holds it.
 *
 * @param folder Where the release is to be made: absolute.
 * @param root Folder of the project.
 * @throws {EsdhError} USAGE if it is one of these.
 *
 * @example
 * ```ts
 * import { refuseSources } from "./out_dir.ts";
 * refuseSources("/home/me/project/dist", "/home/me/project");
 * ```
 */
export function refuseSources(folder: string, root: string): void {
  const way = relative(folder, root);
  const isOutside = way === ".." || way.startsWith(`..${SEPARATOR}`) || isAbsolute(way);
  if (isOutside) return;
  throw new EsdhError("USAGE", `a release can't be made in ${folder}: it holds the sources`, {
    hint: "a rehearsal empties its folder: name one that is empty, or does not exist yet",
  });
}

/**
 * Makes the folder of a release, or takes one that a rehearsal made.
 *
 * @param folder Where the release is to be made: absolute.
 * @param root Folder of the project; its `dist` is made by its tasks alone, and needs no mark.
 * @param isEmptied Whether what lies in it is removed.
 * @throws {EsdhError} USAGE if it holds the sources, or files and no {@linkcode MARKER_NAME}.
 */
export async function prepareOutDir(
  folder: string,
  root: string,
  isEmptied: boolean,
): Promise<void> {
  refuseSources(folder, root);
  await Deno.mkdir(folder, { recursive: true });
  // A link may lead to the sources, and a system may take two spellings for one folder.
  const path = await Deno.realPath(folder), realRoot = await Deno.realPath(root);
  refuseSources(path, realRoot);
  const names: string[] = [];
  for await (const { name } of Deno.readDir(path)) names.push(name);
  const isOwn = names.length === 0 || names.includes(MARKER_NAME) ||
    path === resolve(realRoot, "dist");
  if (!isOwn) {
    const mark = `it holds files (${names.sort()[0]}), and no ${MARKER_NAME}`;
    throw new EsdhError("USAGE", `a release can't be made in ${folder}: ${mark}`, {
      hint: "a rehearsal empties its folder and removes signatures: name one that is empty, or " +
        `does not exist yet; a file ${MARKER_NAME} in it says that all in it may go`,
    });
  }
  if (isEmptied) {
    // The mark stays all the time: a run that is ended in between leaves a folder of ours.
    for (const name of names.filter((other) => other !== MARKER_NAME)) {
      await Deno.remove(join(path, name), { recursive: true });
    }
  }
  // Another user may have made the one that is there.
  if (!names.includes(MARKER_NAME)) await Deno.writeTextFile(join(path, MARKER_NAME), MARKER_TEXT);
}

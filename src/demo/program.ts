/**
 * How this program is called, for commands that are shown to be typed.
 *
 * @module
 */

/** `esdh` for the executable; run from source there is no such command, but a task. */
export const PROGRAM: string = Deno.build.standalone ? "esdh" : "deno task esdh";

/**
 * A path as a shell takes it.
 *
 * @param path Any path.
 * @returns The path, in quotes where it holds a blank.
 */
export function quotePath(path: string): string {
  return path.includes(" ") ? `"${path}"` : path;
}

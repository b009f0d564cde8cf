/**
 * Where a linted file stands in the project, from its name alone.
 *
 * @module
 */

const ROOT = decodeURIComponent(new URL("../../", import.meta.url).pathname);

/** The rooms that decide the rows of a plan and what is planted in them, from the innermost on. */
export const INNER_ROOMS: readonly string[] = ["core", "random", "datasets", "defects", "generate"];

/** The rooms that must give the same bytes on every machine. */
export const PURE_ROOMS: readonly string[] = [
  ...INNER_ROOMS,
  "schema",
  "changes",
  "validate",
  "report",
];

/**
 * Makes the name of a linted file relative to the project.
 *
 * @param fileName Absolute or relative, with either kind of slash.
 * @param root Folder of the project, with slashes and a last one; default: this project's.
 * @returns The path with forward slashes, for example `src/core/plan.ts`.
 */
export function placeOf(fileName: string, root: string = ROOT): string {
  const path = fileName.replaceAll("\\", "/");
  // A file URL's path has a slash before the drive letter of Windows, a file name has none.
  for (const start of [root, root.slice(1)]) {
    if (start !== "" && path.startsWith(start)) return path.slice(start.length);
  }
  return path;
}

/**
 * The room of a file.
 *
 * @param place A path as {@link placeOf} gives it.
 * @returns The folder below `src`, or undefined for files outside of a room.
 */
export function roomOf(place: string): string | undefined {
  return /^src\/([^/]+)\/./.exec(place)?.[1];
}

/**
 * Whether a file holds tests, or serves them alone.
 *
 * @param place A path as {@link placeOf} gives it.
 * @returns True for `x_test.ts` anywhere and for all of `tests/`.
 */
export function isTest(place: string): boolean {
  return place.endsWith("_test.ts") || place.startsWith("tests/");
}

/**
 * Checks that files are short: a file holds one idea. Over 400 lines is listed, over 600 fails.
 *
 * @module
 */
import { join } from "@std/path";
import { endCheck, type Finding, listFiles, ROOT } from "./_house.ts";

/** Lines a file may have. */
export const MAX_LINES = 600;
/** Lines from which a file is listed. */
export const LONG_LINES = 400;

/** A file and its length. */
export interface FileSize {
  /** Path relative to the project. */
  readonly path: string;
  /** Number of lines. */
  readonly lineCount: number;
}

/** What the files say together. */
export interface SizeReport {
  /** Files over {@link MAX_LINES}. */
  readonly findings: readonly Finding[];
  /** Files over {@link LONG_LINES}, longest first. */
  readonly long: readonly FileSize[];
  /** Median number of lines, tests apart; 0 for no files. */
  readonly median: number;
}

/**
 * Judges the lengths of files.
 *
 * @param sizes All files, tests among them.
 * @returns The report.
 */
export function judgeSizes(sizes: readonly FileSize[]): SizeReport {
  const long = sizes.filter((size) => size.lineCount > LONG_LINES)
    .sort((a, b) => b.lineCount - a.lineCount);
  const findings = long.filter((size) => size.lineCount > MAX_LINES).map((size) => ({
    path: size.path,
    message: `${size.lineCount} lines, at most ${MAX_LINES} are allowed: split it by idea`,
  }));
  const counts = sizes.filter((size) => !size.path.endsWith("_test.ts"))
    .map((size) => size.lineCount).sort((a, b) => a - b);
  return { findings, long, median: counts[Math.floor(counts.length / 2)] ?? 0 };
}

/**
 * Counts the lines of a text.
 *
 * @param text With any kind of line end.
 * @returns 0 for no text; a last line without an end counts.
 */
export function countLines(text: string): number {
  const ends = text.split("\n").length - 1;
  return text === "" || text.endsWith("\n") ? ends : ends + 1;
}

/**
 * Measures the sources of a project. Data is left out: a table has the length it has.
 *
 * @param root Folder of the project.
 * @returns Each `.ts` file of `main.ts`, `src`, `scripts` and `tests` outside of folders named `data` and `fixtures`.
 */
export function measureFiles(root: string): FileSize[] {
  return listFiles(root, ["main.ts", "src", "scripts", "tests"])
    .filter((path) => path.endsWith(".ts") && !/(^|\/)(data|fixtures)\//.test(path))
    .map((path) => ({ path, lineCount: countLines(Deno.readTextFileSync(join(root, path))) }));
}

if (import.meta.main) {
  const sizes = measureFiles(ROOT);
  const { findings, long, median } = judgeSizes(sizes);
  for (const size of long) console.log(`${size.lineCount} lines  ${size.path}`);
  endCheck(
    findings,
    `${sizes.length} files, median ${median} lines, ${long.length} over ${LONG_LINES}`,
  );
}

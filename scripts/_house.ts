/**
 * What the scripts that check this tree share: its root, its files, a finding, a child process.
 *
 * @module
 */
import { fromFileUrl, join, relative, toFileUrl } from "@std/path";
import { EsdhError } from "../src/core/error.ts";

/** Folder of the project. */
export const ROOT: string = fromFileUrl(new URL("../", import.meta.url));

/**
 * What the program's runtime is told, from source as in an executable: 4 MiB for young values in place of 16. Rows
 * are made without values of their own, so a thread needs no more, and each keeps two such rooms.
 */
export const RUNTIME_FLAGS: readonly string[] = ["--v8-flags=--max-semi-space-size=4"];

/** Folders at the top that are made, not written. */
const MADE_FOLDERS = new Set([".git", "coverage", "dist", "node_modules", "output"]);

/** One thing a check found wrong. */
export interface Finding {
  /** File, relative to the project, with forward slashes. */
  readonly path: string;
  /** Line from 1, where there is one. */
  readonly line?: number;
  /** What is wrong and what would be right. */
  readonly message: string;
}

/**
 * Makes a path relative to a folder, with forward slashes on every system.
 *
 * @param root The folder.
 * @param path Absolute path, or a `file:` URL.
 * @returns For example `src/core/plan.ts`.
 */
export function placeIn(root: string, path: string): string {
  const file = path.startsWith("file:") ? fromFileUrl(path) : path;
  return relative(root, file).replaceAll("\\", "/");
}

/**
 * Makes the `file:` URL of a place.
 *
 * @param root The folder.
 * @param place Path relative to it.
 * @returns The URL as the compiler prints it.
 */
export function urlOf(root: string, place: string): string {
  return toFileUrl(join(root, place)).href;
}

/**
 * Lists the files below some places, folders made by tools left out.
 *
 * @param root Folder of the project.
 * @param places Files or folders relative to it; those that do not exist are passed over.
 * @returns Places with forward slashes, in order of their names.
 */
export function listFiles(root: string, places: readonly string[]): string[] {
  const found: string[] = [];
  const visit = (place: string) => {
    for (const entry of Deno.readDirSync(join(root, place))) {
      const inner = place === "." ? entry.name : `${place}/${entry.name}`;
      if (MADE_FOLDERS.has(inner) || inner === "data/demo_runs") continue;
      if (entry.isDirectory) visit(inner);
      else if (entry.isFile) found.push(inner);
    }
  };
  for (const place of places) {
    const path = join(root, place);
    let info: Deno.FileInfo;
    try {
      info = Deno.statSync(path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) continue;
      throw error;
    }
    if (info.isDirectory) visit(place);
    else found.push(place);
  }
  return found.sort();
}

/**
 * Lists the modules of the program: `main.ts` and all of `src`, tests and type declarations apart.
 *
 * @param root Folder of the project.
 * @returns Places with forward slashes, in order of their names.
 */
export function listModules(root: string): string[] {
  return listFiles(root, ["main.ts", "src"])
    .filter((place) => place.endsWith(".ts") && !/(_test|\.d)\.ts$/.test(place));
}

/**
 * Runs this Deno, whichever it is, as a child.
 *
 * @param args Arguments.
 * @param options Working folder (default: the project) and further environment variables.
 * @returns Exit status, standard output and standard error as text.
 */
export async function runDeno(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Record<string, string> } = {},
): Promise<{ code: number; out: string; err: string }> {
  const done = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: options.cwd ?? ROOT,
    env: options.env ?? {},
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { code: done.code, out: decoder.decode(done.stdout), err: decoder.decode(done.stderr) };
}

/**
 * Says a finding in one line.
 *
 * @param finding The finding.
 * @returns `path:line: message`.
 */
export function showFinding(finding: Finding): string {
  const place = finding.line === undefined ? finding.path : `${finding.path}:${finding.line}`;
  return `${place}: ${finding.message}`;
}

/**
 * Runs a script; where it fails for a reason outside its code, prints what went wrong and what helps, and sets
 * the exit status of the error's code.
 *
 * @param run The script.
 */
export async function runScript(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof EsdhError)) throw error;
    console.error(
      `error: ${error.message}${error.hint === undefined ? "" : `\nhint: ${error.hint}`}`,
    );
    Deno.exitCode = error.exitCode;
  }
}

/**
 * Ends a check: prints its findings and its summary, and sets the exit status to 1 where there are findings.
 *
 * @param findings What is wrong.
 * @param summary One line on what was looked at.
 */
export function endCheck(findings: readonly Finding[], summary: string): void {
  for (const finding of findings) console.error(showFinding(finding));
  console.log(findings.length === 0 ? summary : `${summary}; ${findings.length} found wrong`);
  if (findings.length > 0) Deno.exitCode = 1;
}

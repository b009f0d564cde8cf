/**
 * The page that a command writes with `--html`.
 *
 * @module
 */
import { dirname } from "@std/path";
import { EsdhError } from "../core/error.ts";
import { describeFileError } from "../core/system_error.ts";
import { parseFile } from "./command.ts";

/** The flag `--html`. */
export const PAGE_FLAG = {
  kind: "parsed",
  parse: parseFile,
  brief: "Also write a page with charts; it holds all it shows",
  placeholder: "FILE",
  optional: true,
} as const;

/**
 * Makes sure, before a long reading, that the folder of the page is there.
 *
 * @param path File of the page; undefined where none is asked for.
 * @throws {EsdhError} USAGE if it is `-`; NOT_FOUND if it has no such folder; IO if the path is a folder or can't be looked at.
 */
export async function checkPagePath(path: string | undefined): Promise<void> {
  if (path === undefined) return;
  if (path === "-") {
    throw new EsdhError("USAGE", "--html writes a file, and standard output is none", {
      hint: "give --html a file, such as report.html",
    });
  }
  const folder = dirname(path);
  try {
    if (!(await Deno.stat(folder)).isDirectory) {
      throw refuse(path, `"${folder}" is no folder`, undefined);
    }
  } catch (cause) {
    if (cause instanceof EsdhError) throw cause;
    if (!(cause instanceof Deno.errors.NotFound)) {
      throw refuse(path, describeFileError(cause), cause);
    }
    throw new EsdhError(
      "NOT_FOUND",
      `can't write the page "${path}": there is no folder "${folder}"`,
      {
        path,
        hint: `make the folder first, or give --html a file in one that exists`,
        cause,
      },
    );
  }
  const isFolder = await Deno.stat(path).then((found) => found.isDirectory, () => false);
  if (isFolder) throw refuse(path, "it is a folder", undefined);
}

/**
 * Writes a page.
 *
 * @param path Its file.
 * @param text The page.
 * @throws {EsdhError} IO if the system refuses.
 */
export async function writePage(path: string, text: string): Promise<void> {
  try {
    await Deno.writeTextFile(path, text);
  } catch (cause) {
    throw refuse(path, describeFileError(cause), cause);
  }
}

function refuse(path: string, reason: string, cause: unknown): EsdhError {
  return new EsdhError("IO", `can't write the page "${path}": ${reason}`, {
    path,
    hint: "give --html a file in a folder that exists and that you may write to",
    cause,
  });
}

/**
 * Looks into a snapshot folder: which files there are, and what the small ones say.
 *
 * @module
 */
import { join } from "@std/path";
import { digestBytesOf } from "../core/digest.ts";
import { EsdhError } from "../core/error.ts";
import { type JsonValue, parseJson } from "../core/json.ts";
import { showText } from "../core/show.ts";
import {
  COMMIT_NAME,
  type FoundFile,
  isCommitRecord,
  type JsonFile,
  STAGING_NAME,
} from "../core/snapshot_file.ts";
import { openFile, readError } from "./byte_window.ts";

/** Files of a folder that are looked at; a snapshot has a dozen. */
export const MAX_FILES = 10_000;

/** Greatest size of a manifest or metadata file. */
export const MAX_JSON_BYTES = 16 * 1024 * 1024;

/** Levels of nested values in a manifest or metadata file. */
const MAX_LEVELS = 64;

/**
 * Lists a folder.
 *
 * @param directory The folder.
 * @returns Its entries by name, in the order of their names.
 * @throws {EsdhError} NOT_FOUND if there is no such folder; NOT_A_SNAPSHOT if it is a file or has more than
 *   {@link MAX_FILES} entries; IO if the system refuses.
 */
export async function listFolder(directory: string): Promise<Map<string, FoundFile>> {
  const names: string[] = [];
  try {
    if (!(await Deno.stat(directory)).isDirectory) {
      throw new EsdhError("NOT_A_SNAPSHOT", `"${directory}" is a file, not a snapshot folder`, {
        path: directory,
        hint: "give the folder that holds the manifest",
      });
    }
    for await (const { name } of Deno.readDir(directory)) {
      if (names.push(name) > MAX_FILES) {
        throw new EsdhError(
          "NOT_A_SNAPSHOT",
          `"${directory}" holds more than ${MAX_FILES} files`,
          { path: directory, hint: "give a folder that holds one snapshot" },
        );
      }
    }
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) {
      throw new EsdhError("NOT_FOUND", `there is no folder "${directory}"`, {
        path: directory,
        cause,
        hint: "check the path, or make a snapshot with: esdh generate --output-dir DIR",
      });
    }
    throw cause instanceof EsdhError ? cause : readError(directory, cause);
  }
  const found = new Map<string, FoundFile>();
  for (const name of names.sort()) {
    try {
      const { isFile, size } = await Deno.stat(join(directory, name));
      found.set(name, { path: name, sizeBytes: size, isFile });
    } catch {
      // A link that leads nowhere, or a file that has just gone: as good as none.
    }
  }
  return found;
}

/**
 * Reads a small JSON file. What is wrong with its text comes as `problem`.
 *
 * @param directory The folder.
 * @param name File name.
 * @returns Text and value.
 * @throws {EsdhError} IO if the system can't read it.
 */
export async function readJsonFile(directory: string, name: string): Promise<JsonFile> {
  const path = join(directory, name);
  let bytes: Uint8Array;
  try {
    const { size } = await Deno.stat(path);
    if (size > MAX_JSON_BYTES) {
      const problem = `the file has ${size} bytes; at most ${MAX_JSON_BYTES} can be its`;
      return { path: name, text: "", value: undefined, problem };
    }
    bytes = await Deno.readFile(path);
  } catch (cause) {
    throw readError(path, cause);
  }
  return { path: name, ...parseBytes(bytes) };
}

/**
 * Says which files a run has made and not yet moved to their names.
 *
 * @param directory The folder of the snapshot.
 * @returns All names of the new snapshot, moved or not; undefined where no run has files to move.
 * @throws {EsdhError} IO if the system can't read what the run noted.
 */
export async function readPendingNames(directory: string): Promise<readonly string[] | undefined> {
  const staging = join(directory, STAGING_NAME);
  try {
    await Deno.lstat(join(staging, COMMIT_NAME));
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound || cause instanceof Deno.errors.NotADirectory) {
      return undefined;
    }
    throw readError(staging, cause);
  }
  const { value } = await readJsonFile(staging, COMMIT_NAME);
  return isCommitRecord(value) ? value.names : undefined;
}

function parseBytes(
  bytes: Uint8Array,
): { text: string; value: JsonValue | undefined; problem?: string } {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { text: "", value: undefined, problem: "the file is not UTF-8" };
  }
  if (text.startsWith("\ufeff")) {
    return { text, value: undefined, problem: "the file begins with a byte order mark" };
  }
  if (nestsTooDeep(text)) {
    return { text, value: undefined, problem: `its values nest deeper than ${MAX_LEVELS} levels` };
  }
  try {
    return { text, value: parseJson(text) };
  } catch (cause) {
    const reason = showText(cause instanceof Error ? cause.message : String(cause));
    return { text, value: undefined, problem: `the file is not JSON: ${reason}` };
  }
}

/** Looks at each byte once: the text may be no JSON at all, so a search for whole strings could be quadratic. */
function nestsTooDeep(text: string): boolean {
  let level = 0;
  let isText = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isText && code === 0x5c) at++;
    else if (code === 0x22) isText = !isText;
    else if (isText) continue;
    else if (code === 0x5b || code === 0x7b) {
      if (++level > MAX_LEVELS) return true;
    } else if (code === 0x5d || code === 0x7d) level--;
  }
  return false;
}

/**
 * Digests a file.
 *
 * @param path The file.
 * @param onBytes Called with the number of bytes of each piece.
 * @param signal Ends the reading early.
 * @returns Size and SHA-256.
 * @throws {EsdhError} IO if the system can't read it.
 */
export async function digestFile(
  path: string,
  onBytes: (count: number) => void,
  signal?: AbortSignal,
): Promise<{ sizeBytes: number; sha256: string }> {
  const file = await openFile(path);
  try {
    return await digestBytesOf(file, (count) => {
      signal?.throwIfAborted();
      onBytes(count);
    });
  } catch (cause) {
    throw signal?.aborted ? cause : readError(path, cause);
  } finally {
    file.close();
  }
}

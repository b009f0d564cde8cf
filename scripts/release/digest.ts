/**
 * Digests of large files, and the list of them that people check downloads with.
 *
 * @module
 */
import { join } from "@std/path";
import { createHash } from "node:crypto";
import { formatSums, type SumEntry } from "../../src/trust/sums.ts";

/**
 * Computes the SHA-256 of a file without holding it in memory.
 *
 * @param path The file.
 * @returns In hexadecimal.
 */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  using file = await Deno.open(path);
  const chunk = new Uint8Array(1 << 18);
  for (let length; (length = await file.read(chunk)) !== null;) {
    hash.update(chunk.subarray(0, length));
  }
  return hash.digest("hex");
}

/** Name of the list of digests. */
export const SUMS_NAME = "SHA256SUMS";

/**
 * Writes the list of digests of files in a folder, as `sha256sum -c` and `shasum -c` read it.
 *
 * @param folder The folder; takes the list.
 * @param names Names of the files.
 * @returns The list: a line for each file, in order of their names.
 * @throws {Deno.errors.NotFound} If one is not there.
 * @throws {RangeError} If other programs would read a name otherwise.
 */
export async function writeSums(folder: string, names: readonly string[]): Promise<string> {
  const entries: SumEntry[] = [];
  for (const name of names) {
    entries.push({ name, sha256: await sha256OfFile(join(folder, name)) });
  }
  const text = formatSums(entries);
  await Deno.writeTextFile(join(folder, SUMS_NAME), text);
  return text;
}

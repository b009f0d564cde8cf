/**
 * Digests of large files, and the list of them that people check downloads with.
 *
 * @module
 */
import { join } from "@std/path";
import { digestBytesOf } from "../../src/core/digest.ts";
import { formatSums, type SumEntry } from "../../src/trust/sums.ts";

/**
 * Computes the SHA-256 of a file without holding it in memory.
 *
 * @param path The file.
 * @returns In hexadecimal.
 */
export async function sha256OfFile(path: string): Promise<string> {
  using file = await Deno.open(path);
  return (await digestBytesOf(file)).sha256;
}

/**
 * Computes digests of files.
 *
 * @param folder Their folder.
 * @param names Their names.
 * @returns An entry for each, in the same order.
 */
export async function digestFiles(folder: string, names: readonly string[]): Promise<SumEntry[]> {
  const entries: SumEntry[] = [];
  for (const name of names) entries.push({ name, sha256: await sha256OfFile(join(folder, name)) });
  return entries;
}

/**
 * Writes the digest of a lock file's integrity in hexadecimal.
 *
 * @param base64 The digest in base64.
 * @returns Two digits a byte, in lower case.
 */
export function hexOfBase64(base64: string): string {
  return Uint8Array.fromBase64(base64).toHex();
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
  const entries = await digestFiles(folder, names);
  const text = formatSums(entries);
  await Deno.writeTextFile(join(folder, SUMS_NAME), text);
  return text;
}

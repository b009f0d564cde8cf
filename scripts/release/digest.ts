/**
 * Digests of large files, and the list of them that people check downloads with.
 *
 * @module
 */
import { createHash } from "node:crypto";

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

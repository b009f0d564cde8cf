/**
 * Folders that live as long as a test.
 *
 * @module
 */

/**
 * Runs with an empty folder and removes it afterwards.
 *
 * @param run Gets the folder's path.
 * @returns What `run` returns.
 */
export async function withFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "esdh_test_" });
  try {
    return await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/**
 * Names of what lies in a folder.
 *
 * @param folder The folder.
 * @returns Names, sorted; what lies deeper is left out.
 */
export async function listNames(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(folder)) found.push(entry.name);
  return found.sort();
}

/**
 * All files below a folder with their digests.
 *
 * @param folder The folder.
 * @returns Lines `name sha256`, sorted.
 */
export async function listDigests(folder: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) {
      lines.push(`${entry.name}/`, ...(await listDigests(path)).map((l) => `${entry.name}/${l}`));
    } else {
      const hash = await crypto.subtle.digest("SHA-256", await Deno.readFile(path));
      const hex = [...new Uint8Array(hash)].map((b) => b.toString(16).padStart(2, "0")).join("");
      lines.push(`${entry.name} ${hex}`);
    }
  }
  return lines.sort();
}

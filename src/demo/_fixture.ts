/**
 * Shared by the tests of this room: folders of runs to try things on.
 *
 * @module
 */
import { join } from "@std/path";

/**
 * Runs a function in a fresh folder and removes the folder.
 *
 * @param use Gets the folder's path.
 */
export async function withFolder(use: (root: string) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir({ prefix: "esdh_demo_" });
  try {
    await use(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

/**
 * Writes a finished run: one data file and a manifest that names it.
 *
 * @param root Folder of runs.
 * @param run Name of the run.
 */
export async function writeRun(root: string, run: string): Promise<void> {
  const path = join(root, run);
  await Deno.mkdir(path, { recursive: true });
  await Deno.writeTextFile(join(path, "persons_v0_1.csv"), "person_id\r\n");
  await Deno.writeTextFile(
    join(path, "snapshot_manifest_v0_1.json"),
    JSON.stringify({ esdh: { tool: { name: "esdh" }, files: [{ path: "persons_v0_1.csv" }] } }),
  );
}

/**
 * The names in a folder.
 *
 * @param path The folder.
 * @returns Names, sorted.
 */
export async function listNames(path: string): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(path)) names.push(entry.name);
  return names.sort();
}

/** A port on which nothing listens: no program is given it by chance, as a free one may be once it is closed. */
export const CLOSED_PORT = 2;

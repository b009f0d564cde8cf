/**
 * Completes the executables of a release to what people download: notices, archives, and the list of digests.
 *
 * @module
 */
import { join } from "@std/path";
import { TOOL_VERSION } from "../../src/core/version.ts";
import { readEpochSeconds } from "../compile/epoch.ts";
import { packArchives } from "./archives.ts";
import { SUMS_NAME, writeSums } from "./digest.ts";
import { readRuntime } from "./licences.ts";
import { readKnownPackages } from "./locked.ts";
import { NOTICES_NAME, writeNotices } from "./notices.ts";

/**
 * Completes them.
 *
 * @param folder Folder with the executables; takes the rest.
 * @param fileNames File names of the executables that were made; others in the folder are left alone.
 * @param deno The Deno that compiled them.
 * @returns Names of the files that were added.
 */
export async function completeExecutables(
  folder: string,
  fileNames: readonly string[],
  deno: string,
): Promise<string[]> {
  const notices = await writeNotices(await readKnownPackages(), await readRuntime(deno));
  await Deno.writeTextFile(join(folder, NOTICES_NAME), notices);
  const place = { distDir: folder, version: TOOL_VERSION, epochSeconds: readEpochSeconds() };
  const archives = await packArchives(place, fileNames);
  const names = [NOTICES_NAME, ...archives.map(({ name }) => name)];
  await writeSums(folder, [...fileNames, ...names]);
  return [...names, SUMS_NAME];
}

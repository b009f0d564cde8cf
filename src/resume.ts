/**
 * What an interrupted run left, and whether it can be gone on with.
 *
 * @module
 */
import { join } from "@std/path";
import { parseJson } from "./core/json.ts";
import { formatManifest, type Manifest, manifestDigest, readFileRecords } from "./core/manifest.ts";
import { type Plan, planDigest } from "./core/plan.ts";
import { formatCount } from "./core/units.ts";
import { findDataset } from "./datasets/mod.ts";
import type { DataFile } from "./export/data_file.ts";
import { measureFile } from "./export/file_sink.ts";
import { manifestPath } from "./export/files.ts";
import { type Journal, listJournaled, readJournal } from "./export/journal.ts";
import type { SnapshotFolder } from "./export/snapshot_folder.ts";
import type { FileRecord } from "./core/sink.ts";

/** A finished snapshot as it lies in its folder. */
export interface FinishedFiles {
  readonly manifestPath: string;
  readonly manifest: Manifest;
  /** All files but the manifest. */
  readonly files: readonly FileRecord[];
}

/**
 * Finds the journal of the interrupted run to go on with; what else it left is removed.
 *
 * @param plan The plan of the new run.
 * @param folder Its folder.
 * @param onNotice Told which run is gone on with, or why none is.
 * @returns The journal, or undefined where the run begins anew.
 */
export async function findJournal(
  plan: Plan,
  folder: SnapshotFolder,
  onNotice: (text: string) => void,
): Promise<Journal | undefined> {
  if (folder.leftovers.length === 0) {
    onNotice("there is no interrupted run to go on with: starting from the beginning");
    return undefined;
  }
  const found = await readJournal(folder.staging);
  const journal = typeof found !== "string" && found.planDigest !== planDigest(plan)
    ? "it was a run of another plan"
    : found;
  if (typeof journal === "string") {
    onNotice(`can't go on with the interrupted run: ${journal}; starting from the beginning`);
    await folder.removeLeftovers();
    return undefined;
  }
  await folder.removeLeftovers(listJournaled(journal));
  const rowCount = journal.files.reduce((sum, file) => sum + file.rowCount, 0);
  onNotice(`going on with an interrupted run: ${formatCount(rowCount)} rows are there`);
  return journal;
}

/**
 * Starts anew where the files of an interrupted run are not what its journal tells.
 *
 * @param error Why.
 * @param open Files that were opened; none is any more when this resolves.
 * @param folder The folder.
 * @param onNotice Told of it.
 */
export async function giveUp(
  error: unknown,
  open: DataFile[],
  folder: SnapshotFolder,
  onNotice: (text: string) => void,
): Promise<undefined> {
  for (const file of open) await file.abort();
  open.length = 0;
  for (const name of folder.leftovers) await Deno.remove(folder.stagedPath(name)).catch(() => {});
  const reason = error instanceof Error ? error.message : `${error}`;
  onNotice(`can't go on with the interrupted run: ${reason}; starting from the beginning`);
}

/**
 * Finds the snapshot that is in a folder already.
 *
 * @param plan The plan.
 * @param directory The folder.
 * @returns The snapshot, if it is the plan's and each file has its digest.
 */
export async function findFinished(
  plan: Plan,
  directory: string,
): Promise<FinishedFiles | undefined> {
  const name = manifestPath(findDataset(plan.dataset));
  try {
    const text = await Deno.readTextFile(join(directory, name));
    const manifest = parseJson(text) as Manifest;
    const files = readFileRecords(manifest);
    const isOurs = formatManifest(manifest) === text && files !== undefined &&
      (manifest.esdh as { plan_digest?: unknown }).plan_digest === planDigest(plan) &&
      (manifest.esdh as { manifest_digest?: unknown }).manifest_digest === manifestDigest(manifest);
    if (!isOurs) return undefined;
    for (const { path, sizeBytes, sha256 } of files) {
      if ((await Deno.stat(join(directory, path))).size !== sizeBytes) return undefined;
      if ((await measureFile(join(directory, path), path, 0)).sha256 !== sha256) return undefined;
    }
    return { manifestPath: name, manifest, files };
  } catch {
    return undefined;
  }
}

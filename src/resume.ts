/**
 * What an interrupted run left, and whether it can be gone on with.
 *
 * @module
 */
import { join } from "@std/path";
import { EsdhError } from "./core/error.ts";
import { isJsonObject, type JsonValue, parseJson } from "./core/json.ts";
import { formatManifest, type Manifest, manifestDigest, readFileRecords } from "./core/manifest.ts";
import { type Plan, planDigest } from "./core/plan.ts";
import { formatCount } from "./core/units.ts";
import { TOOL_VERSION } from "./core/version.ts";
import { findDataset } from "./datasets/mod.ts";
import type { DataFile } from "./export/data_file.ts";
import { describeFailure, digestFile } from "./export/file_sink.ts";
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
 * @throws {EsdhError} USAGE if the interrupted run was one of another plan or version of this program; its work stays.
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
  const journal = await readJournal(folder.staging);
  if (typeof journal === "string") {
    onNotice(`can't go on with the interrupted run: ${journal}; starting from the beginning`);
    await folder.removeLeftovers();
    return undefined;
  }
  const refuse = (reason: string, hint: string) =>
    new EsdhError(
      "USAGE",
      `can't go on with the interrupted run in "${folder.staging}": ${reason}`,
      {
        path: folder.staging,
        hint: `${hint}, or leave out --resume to start anew`,
      },
    );
  if (journal.tool !== TOOL_VERSION) {
    throw refuse(
      `version ${journal.tool} of this program made it, this is ${TOOL_VERSION}`,
      "finish it with that version",
    );
  }
  const digest = planDigest(plan);
  if (journal.planDigest !== digest) {
    throw refuse(
      `it is of the plan ${journal.planDigest}, and asked for is ${digest}`,
      "give the same options",
    );
  }
  await folder.removeLeftovers(listJournaled(journal));
  const rowCount = journal.files.reduce((sum, file) => sum + file.rowCount, 0);
  onNotice(`going on with an interrupted run: ${formatCount(rowCount)} rows are there`);
  return journal;
}

/**
 * Starts anew where the files of an interrupted run are not what its journal tells.
 *
 * @param error Why; anything else than FINDINGS is thrown, and the files stay for the next attempt.
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
  if (!(error instanceof EsdhError) || error.code !== "FINDINGS") throw error;
  for (const file of open) await file.abort();
  open.length = 0;
  for (const name of folder.leftovers) await Deno.remove(folder.stagedPath(name)).catch(() => {});
  onNotice(`can't go on with the interrupted run: ${error.message}; starting from the beginning`);
}

/**
 * Finds the snapshot that is in a folder already.
 *
 * @param plan The plan.
 * @param directory The folder.
 * @param check Called now and then; what it throws ends the reading.
 * @param onNotice Told which file of the plan's snapshot is not as it was made.
 * @returns The snapshot, if it is the plan's and each file has its digest.
 * @throws {EsdhError} IO if it can't be read.
 */
export async function findFinished(
  plan: Plan,
  directory: string,
  check: () => void,
  onNotice: (text: string) => void,
): Promise<FinishedFiles | undefined> {
  const name = manifestPath(findDataset(plan.dataset));
  const manifest = await readOwnManifest(join(directory, name), plan);
  const files = manifest && readFileRecords(manifest);
  if (manifest === undefined || files === undefined) return undefined;
  for (const { path, sizeBytes, sha256 } of files) {
    const filePath = join(directory, path);
    const size = await Deno.stat(filePath).then((found) => found.size, (error) => {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw describeFailure("read", filePath, error);
    });
    const refuse = (reason: string): undefined => {
      onNotice(`the finished snapshot in "${directory}" is damaged: "${path}" ${reason}`);
    };
    if (size === undefined) return refuse("is gone");
    if (size !== sizeBytes) return refuse(`has ${size} bytes, and its manifest says ${sizeBytes}`);
    const found = await digestFile(filePath, path, 0, check);
    if (found.sha256 !== sha256) {
      return refuse(`has the SHA-256 ${found.sha256}, and its manifest says ${sha256}`);
    }
  }
  return { manifestPath: name, manifest, files };
}

/** Reads the manifest of a plan's snapshot; undefined where there is none, or another's, or a changed one. */
async function readOwnManifest(path: string, plan: Plan): Promise<Manifest | undefined> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw describeFailure("read", path, error);
  }
  let manifest: JsonValue;
  try {
    manifest = parseJson(text);
  } catch {
    return undefined;
  }
  if (!isJsonObject(manifest) || !isJsonObject(manifest["esdh"])) return undefined;
  const isOurs = formatManifest(manifest) === text &&
    manifest["esdh"]["plan_digest"] === planDigest(plan) &&
    manifest["esdh"]["manifest_digest"] === manifestDigest(manifest);
  return isOurs ? manifest : undefined;
}

/**
 * The sentence this program is: a plan becomes batches, batches become bytes, bytes become files, and
 * a manifest binds them.
 *
 * @module
 */
import { join } from "@std/path";
import { batchRows, type Row } from "./core/batch.ts";
import { type Dataset, scopeFile } from "./core/dataset.ts";
import { EsdhError } from "./core/error.ts";
import { isJsonObject, parseJson } from "./core/json.ts";
import { formatManifest, type Manifest, type PartFile } from "./core/manifest.ts";
import { type Plan, planDigest, scopeRange, spanOf } from "./core/plan.ts";
import type { FileRecord } from "./core/sink.ts";
import { listLeftOut } from "./defects/plan.ts";
import { findDataset, findEntity } from "./datasets/mod.ts";
import { type DataFile, openDataFile } from "./export/data_file.ts";
import { openFileSink } from "./export/file_sink.ts";
import { listFiles, manifestPath, type PlannedFile } from "./export/files.ts";
import { hasJournal, type Journal, keepJournal } from "./export/journal.ts";
import { findFormat } from "./export/mod.ts";
import {
  checkSnapshotFolder,
  openSnapshotFolder,
  type SnapshotFolder,
} from "./export/snapshot_folder.ts";
import { openFrames } from "./generate/frames.ts";
import { checkPlan } from "./plan_check.ts";
import { listDocuments, makeRunManifest } from "./planning.ts";
import { findFinished, findJournal, giveUp } from "./resume.ts";
import { checkSignal, type WriteOptions, writeRows } from "./write.ts";

export { CONTRACT_DATASET } from "./datasets/facts.ts";
export { pipeEntity, streamEntities, streamEntity } from "./stream.ts";
export type { RunProgress } from "./write.ts";
export { checkPlan } from "./plan_check.ts";
export {
  estimateDocuments,
  estimateRun,
  type FileEstimate,
  listDataNames,
  planDataset,
  planPart,
  planRun,
  type RunRequest,
  type Shard,
} from "./planning.ts";

/** How a snapshot is made; none of it changes a byte of the files. */
export interface SnapshotOptions extends WriteOptions {
  /** Write into a folder that holds other files. */
  readonly isForced?: boolean;
  /** Go on with what an interrupted run of the plan left in the folder; keep what this one leaves. */
  readonly isResumed?: boolean;
  /** Time between two entries of the journal, in milliseconds. Default: 2000. */
  readonly journalMs?: number;
  /** Called with sentences a person should read, such as that leftovers were removed. */
  readonly onNotice?: (text: string) => void;
}

/** A finished snapshot. */
export interface Snapshot {
  /** Folder, as given. */
  readonly directory: string;
  /** File name of the manifest in the folder. */
  readonly manifestPath: string;
  readonly manifest: Manifest;
  /** All files but the manifest. */
  readonly files: readonly FileRecord[];
  readonly plan: Plan;
}

/**
 * Makes a snapshot in a folder: all files under temporary names, synced, then moved to their names, the
 * manifest last. Memory does not grow with the number of records.
 *
 * @param plan The plan.
 * @param directory The folder; made if it is not there.
 * @param options Threads, signal, progress.
 * @returns What was made.
 * @throws {EsdhError} INVALID_PLAN, NOT_A_SNAPSHOT, BUSY, IO, or INTERRUPTED; the folder then holds what
 * it held before, and where the run had begun the message says so. USAGE where it is to go on with a run of another
 * plan or version, whose work stays.
 */
export async function makeSnapshot(
  plan: Plan,
  directory: string,
  options: SnapshotOptions = {},
): Promise<Snapshot> {
  checkPlan(plan);
  const dataset = findDataset(plan.dataset);
  const planned = listFiles(plan, dataset, findFormat);
  for (const { format } of planned) await format.prepare?.();
  checkSignal(options.signal);
  const leftOut = listLeftOut(dataset, plan);
  if (leftOut.length > 0) {
    options.onNotice?.(`the formats of this plan can't hold these defects: ${leftOut.join(", ")}`);
  }
  const { isResumed = false, onNotice = () => {} } = options;
  const folder = await openSnapshotFolder(directory, {
    manifestPath: manifestPath(dataset),
    isForced: options.isForced ?? false,
    isResumed,
    onNotice,
  });
  const open: DataFile[] = [];
  try {
    const check = () => checkSignal(options.signal);
    if (await holdsOtherPlan(join(directory, manifestPath(dataset)), plan)) {
      onNotice(
        `"${directory}" holds the snapshot of another plan: it is replaced once this one is complete`,
      );
    }
    const finished = isResumed ? await findFinished(plan, directory, check, onNotice) : undefined;
    if (finished !== undefined) {
      onNotice(`the snapshot in "${directory}" is complete: nothing is left to make`);
      await folder.abort();
      return { directory, plan, ...finished };
    }
    const journal = isResumed ? await findJournal(plan, folder, onNotice) : undefined;
    const kept = journal && await openFiles(plan, dataset, planned, folder, open, journal)
      .catch((error) => giveUp(error, open, folder, onNotice));
    const files = kept ?? await openFiles(plan, dataset, planned, folder, open);
    const next = kept === undefined ? 0 : journal!.next;
    const keptRows = (kept === undefined ? [] : journal!.files)
      .reduce((sum, { rowCount }) => sum + rowCount, 0);
    await writeRows(plan, dataset, {
      files,
      stagedPath: folder.stagedPath,
      next,
      keptRows,
      journal: keepJournal(folder.staging, planDigest(plan), files, {
        onNotice,
        intervalMs: options.journalMs,
      }),
    }, options);
    const records = await settleAll(files.map((file) => file.close()));
    const blocks = await settleAll(files.map((file) => file.closeBlocks()));
    // All files are closed; from here on they are the folder's.
    open.length = 0;
    const parts = files.map(({ path, sections }, place): PartFile => (
      { path, sections, ...(blocks[place] && { blocks: blocks[place].path }) }
    ));
    // The lists of blocks are what parts are joined with; a whole has no use for them.
    const lists = plan.range === undefined ? [] : blocks.filter((list) => list !== undefined);
    return await finishSnapshot({ plan, directory, folder, signal: options.signal }, [
      ...records,
      ...lists,
    ], parts);
  } catch (error) {
    const keepsStaged = isResumed && await hasJournal(folder.staging);
    for (const file of open) await (keepsStaged ? file.leave() : file.abort());
    const isRestored = await folder.abort(keepsStaged);
    if (!isRestored) throw error;
    throw await tellUntouched(error, directory, manifestPath(dataset), keepsStaged);
  }
}

/** Opens the data files of a run, anew or as a journal tells of them. */
async function openFiles(
  plan: Plan,
  dataset: Dataset,
  planned: readonly PlannedFile[],
  folder: SnapshotFolder,
  open: DataFile[],
  journal?: Journal,
): Promise<DataFile[]> {
  const files: DataFile[] = [];
  for (const file of planned) {
    const dataFile = await openDataFile(file, {
      scope: scopeFile(dataset, scopeRange(plan), file.entities),
      filePath: folder.stagedPath(file.path),
      openFrames,
      state: journal?.files.find(({ path }) => path === file.path),
    });
    open.push(dataFile);
    files.push(dataFile);
  }
  return files;
}

/** What is made of a run's files. */
interface FinishedRun {
  readonly plan: Plan;
  readonly directory: string;
  readonly folder: SnapshotFolder;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes the documents and the manifest beside finished data files, and gives all files their names.
 *
 * @param run The plan, the folder.
 * @param data Records of the data files, in order.
 * @param parts How they can be joined with those of other parts.
 * @returns The snapshot.
 * @throws {EsdhError} IO or INTERRUPTED; nothing was moved then.
 */
export async function finishSnapshot(
  { plan, directory, folder, signal }: FinishedRun,
  data: readonly FileRecord[],
  parts: readonly PartFile[] = [],
): Promise<Snapshot> {
  const encoder = new TextEncoder();
  const writeText = async (path: string, text: string) => {
    const sink = await openFileSink(folder.stagedPath(path), path);
    try {
      await sink.write(encoder.encode(text), 0);
      return await sink.close();
    } catch (error) {
      await sink.abort();
      throw error;
    }
  };
  const documents = listDocuments(plan, data).map(({ path, text }) => writeText(path, text));
  const files = [...data, ...await settleAll(documents)];
  const manifest = makeRunManifest(plan, files, parts);
  const name = manifestPath(findDataset(plan.dataset));
  await writeText(name, formatManifest(manifest));
  checkSignal(signal);
  await folder.commit([...files.map(({ path }) => path), name]);
  return { directory, manifestPath: name, manifest, files, plan };
}

/**
 * Says what is left of a folder, which is the first question of whoever reads why a run failed.
 *
 * @param error Why.
 * @param directory The folder, which holds what it held before.
 * @param manifestName Name of its manifest.
 * @param keepsStaged Whether what was made stays for the next run.
 * @returns An error to throw.
 */
export async function tellUntouched(
  error: unknown,
  directory: string,
  manifestName: string,
  keepsStaged = false,
): Promise<unknown> {
  if (!(error instanceof EsdhError) || error.code === "USAGE") return error;
  const { code, message, hint, path, line, issues } = error;
  const hasSnapshot = await Deno.lstat(join(directory, manifestName)).then(() => true, () => false);
  const state = keepsStaged
    ? "--resume goes on from where it was"
    : hasSnapshot
    ? `the snapshot in "${directory}" is untouched`
    : `nothing of this run was left in "${directory}"`;
  return new EsdhError(code, `${message}; ${state}`, {
    ...(hint === undefined ? {} : { hint }),
    ...(path === undefined ? {} : { path }),
    ...(line === undefined ? {} : { line }),
    issues,
    cause: error,
  });
}

/**
 * Checks whether `makeSnapshot` would take a plan and a folder, without changing anything. What only the attempt can
 * show is left to it: permissions, the room on the disk, another run.
 *
 * @param plan The plan.
 * @param directory The folder.
 * @param options Whether other files in it are no hindrance.
 * @throws {EsdhError} INVALID_PLAN or REFUSED, as `checkPlan` does; NOT_A_SNAPSHOT if the folder holds files that are no
 * snapshot's and force was not given; IO if a file is in the way.
 */
export async function checkTarget(
  plan: Plan,
  directory: string,
  { isForced = false }: Pick<SnapshotOptions, "isForced"> = {},
): Promise<void> {
  checkPlan(plan);
  const manifestName = manifestPath(findDataset(plan.dataset));
  await checkSnapshotFolder(directory, { manifestPath: manifestName, isForced });
}

/** Waits for all, so that nothing is under way any more when the first failure is thrown. */
async function settleAll<T>(works: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(works);
  return await Promise.all(works);
}

/**
 * The first rows of an entity, as plain values: for previews and small answers.
 *
 * @param plan The plan.
 * @param entity Plural name of the entity.
 * @param count Greatest number of rows.
 * @returns Rows in order.
 * @throws {EsdhError} UNKNOWN_NAME if the entity does not exist.
 */
export function sampleRows(plan: Plan, entity: string, count: number): Row[] {
  const dataset = findDataset(plan.dataset);
  const { plural } = findEntity(dataset, entity);
  const { start, end } = spanOf(plan);
  const accounts = Math.min(count, end - start);
  if (accounts === 0) return [];
  const source = dataset.openRows(plan, [plural], accounts, start);
  const rows: Row[] = [];
  for (let rest = end - start; rest > 0 && rows.length < count; rest -= accounts) {
    for (const batch of source.next(Math.min(accounts, rest))) {
      for (const row of batchRows(batch)) rows.push(row);
    }
  }
  return rows.slice(0, count);
}

/** Whether a manifest is of another plan than this; not where there is none that can be read. */
async function holdsOtherPlan(path: string, plan: Plan): Promise<boolean> {
  try {
    const manifest = parseJson(await Deno.readTextFile(path));
    const own = isJsonObject(manifest) ? manifest["esdh"] : undefined;
    const digest = isJsonObject(own) ? own["plan_digest"] : undefined;
    return typeof digest === "string" && digest !== planDigest(plan);
  } catch {
    // What is wrong with it is told by whoever reads it.
    return false;
  }
}

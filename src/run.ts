/**
 * The sentence this program is: a plan becomes batches, batches become bytes, bytes become files, and
 * a manifest binds them.
 *
 * @module
 */
import { join } from "@std/path";
import { batchRows, type Row } from "./core/batch.ts";
import { ByteBuffer } from "./core/buffer.ts";
import { type Dataset, scopeFile } from "./core/dataset.ts";
import { EsdhError } from "./core/error.ts";
import { formatManifest, type Manifest } from "./core/manifest.ts";
import { type Plan, scopeRange } from "./core/plan.ts";
import type { FileRecord } from "./core/sink.ts";
import { findDataset, findEntity } from "./datasets/mod.ts";
import { openFileSink } from "./export/file_sink.ts";
import { listFiles, manifestPath, type PlannedFile } from "./export/files.ts";
import { findFormat, FORMATS } from "./export/mod.ts";
import { checkSnapshotFolder, openSnapshotFolder } from "./export/snapshot_folder.ts";
import { type DataFile, type EncodedRows, openDataFile } from "./export/data_file.ts";
import { fillFile } from "./generate/fill.ts";
import { openFrames } from "./generate/frames.ts";
import { runLane } from "./generate/lane.ts";
import { checkPlan, listDocuments, makeRunManifest } from "./planning.ts";
import { interruptedError, runThreads } from "./threads.ts";

export {
  checkPlan,
  estimateDocuments,
  estimateRun,
  type FileEstimate,
  planDataset,
  planPart,
  planRun,
  type RunRequest,
  type Shard,
} from "./planning.ts";

/** How far a run is. */
export interface RunProgress {
  /** Rows written, over all files. */
  readonly doneRows: number;
  /** Rows to write, over all files. */
  readonly totalRows: number;
  /** Bytes written. */
  readonly doneBytes: number;
}

/** How a snapshot is made; none of it changes a byte of the files. */
export interface SnapshotOptions {
  /** Write into a folder that holds other files. */
  readonly isForced?: boolean;
  /** Threads that make rows; 0 makes them in this one. Default: by cores and size. */
  readonly workerCount?: number;
  /** Ends the run early; the earlier snapshot stays. */
  readonly signal?: AbortSignal;
  /** Called now and then, at most ten times a second, and at the end. */
  readonly onProgress?: (progress: RunProgress) => void;
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

/** Accounts from which on threads are worth their start. */
const THREADS_FROM_ACCOUNTS = 20_000;

/** Greatest default number of threads for a dataset whose stream can only be read forwards. */
const MAX_SEQUENTIAL_THREADS = 2;

const PROGRESS_INTERVAL_MS = 100;

const NO_BYTES = new Uint8Array(0);

/**
 * Makes a snapshot in a folder: all files under temporary names, synced, then moved to their names, the
 * manifest last. Memory does not grow with the number of records.
 *
 * @param plan The plan.
 * @param directory The folder; made if it is not there.
 * @param options Threads, signal, progress.
 * @returns What was made.
 * @throws {EsdhError} INVALID_PLAN, NOT_A_SNAPSHOT, BUSY, IO, or INTERRUPTED; the folder then holds what
 * it held before, and where the run had begun the message says so.
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
  const manifestName = manifestPath(dataset);
  const folder = await openSnapshotFolder(directory, {
    manifestPath: manifestName,
    isForced: options.isForced ?? false,
    onNotice: options.onNotice ?? (() => {}),
  });
  const open: { abort(): Promise<void> }[] = [];
  try {
    const files: DataFile[] = [];
    for (const file of planned) {
      const dataFile = await openDataFile(file, {
        scope: scopeFile(dataset, scopeRange(plan), file.entities),
        filePath: folder.stagedPath(file.path),
        openFrames,
      });
      open.push(dataFile);
      files.push(dataFile);
    }
    await writeRows(plan, dataset, { files, stagedPath: folder.stagedPath }, options);
    const records = await settleAll(files.map((file) => file.close()));
    const encoder = new TextEncoder();
    const writeText = async (path: string, text: string) => {
      const sink = await openFileSink(folder.stagedPath(path), path);
      open.push(sink);
      await sink.write(encoder.encode(text), 0);
      return await sink.close();
    };
    records.push(
      ...await settleAll(listDocuments(plan).map(({ path, text }) => writeText(path, text))),
    );
    const manifest = makeRunManifest(plan, records);
    await writeText(manifestName, formatManifest(manifest));
    checkSignal(options.signal);
    // All sinks are closed; from here on the staged files are the folder's.
    open.length = 0;
    await folder.commit([...records.map(({ path }) => path), manifestName]);
    return { directory, manifestPath: manifestName, manifest, files: records, plan };
  } catch (error) {
    for (const sink of open) await sink.abort();
    const isRestored = await folder.abort();
    throw isRestored ? await tellUntouched(error, directory, manifestName) : error;
  }
}

/** Says what is left of the folder, which is the first question of whoever reads why a run failed. */
async function tellUntouched(
  error: unknown,
  directory: string,
  manifestName: string,
): Promise<unknown> {
  if (!(error instanceof EsdhError)) return error;
  const { code, message, hint, path, line, issues } = error;
  const hasSnapshot = await Deno.lstat(join(directory, manifestName)).then(() => true, () => false);
  const state = hasSnapshot
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
 * Checks whether `makeSnapshot` would take a folder, without changing anything. What only the attempt can
 * show is left to it: permissions, the room on the disk, another run.
 *
 * @param plan The plan.
 * @param directory The folder.
 * @param options Whether other files in it are no hindrance.
 * @throws {EsdhError} NOT_A_SNAPSHOT if it holds files that are no snapshot's and force was not given; IO
 * if a file is in the way.
 */
export async function checkTarget(
  plan: Plan,
  directory: string,
  { isForced = false }: Pick<SnapshotOptions, "isForced"> = {},
): Promise<void> {
  const manifestName = manifestPath(findDataset(plan.dataset));
  await checkSnapshotFolder(directory, { manifestPath: manifestName, isForced });
}

/** Waits for all, so that nothing is under way any more when the first failure is thrown. */
async function settleAll<T>(works: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(works);
  return await Promise.all(works);
}

/** The files of a run that are being made. */
interface StagedFiles {
  readonly files: readonly DataFile[];
  stagedPath(path: string): string;
}

async function writeRows(
  plan: Plan,
  dataset: Dataset,
  { files, stagedPath }: StagedFiles,
  options: SnapshotOptions,
): Promise<void> {
  const { signal } = options;
  const report = startProgress(plan, dataset, files, options.onProgress);
  const threadCount = options.workerCount ?? chooseThreadCount(plan, dataset);
  const byPath = new Map(files.map((file) => [file.path, file]));
  const append = async (path: string, rows: EncodedRows) => {
    await byPath.get(path)!.append(rows);
    report.add(rows.rowCount, rows.bytes.length);
  };
  const filled = files.filter(({ format }) => format.openEncoder === undefined);
  if (threadCount > 0) {
    const threaded = files.map((file) => ({ ...file, fillPath: stagedPath(file.path) }));
    await runThreads({ plan, files: threaded, threadCount, append, ...(signal && { signal }) });
  } else {
    for (const { parts } of runLane(dataset, plan, files, { stride: 1, offset: 0 })) {
      checkSignal(signal);
      for (const { path, buffer, ...part } of parts) {
        await append(path, { ...part, bytes: buffer.written() });
      }
    }
    for (const file of filled) {
      for await (const { counts } of fillFile(dataset, plan, file, stagedPath(file.path))) {
        checkSignal(signal);
        for (const count of counts) await append(file.path, { ...count, bytes: NO_BYTES });
      }
    }
  }
  report.end();
}

function chooseThreadCount(plan: Plan, dataset: Dataset): number {
  if (scopeRange(plan).records < THREADS_FROM_ACCOUNTS) return 0;
  const spareCores = Math.max(1, (navigator.hardwareConcurrency || 2) - 1);
  return dataset.isSequential ? Math.min(spareCores, MAX_SEQUENTIAL_THREADS) : spareCores;
}

function checkSignal(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw interruptedError();
}

function startProgress(
  plan: Plan,
  dataset: Dataset,
  files: readonly PlannedFile[],
  onProgress: SnapshotOptions["onProgress"],
): { add(rowCount: number, sizeBytes: number): void; end(): void } {
  if (onProgress === undefined) return { add: () => {}, end: () => {} };
  const accounts = scopeRange(plan).records;
  const totalRows = files.flatMap(({ entities }) => entities)
    .reduce((sum, entity) => sum + Math.round(accounts * dataset.rowsPerAccount(entity)), 0);
  let doneRows = 0;
  let doneBytes = 0;
  let shownMs = performance.now();
  return {
    add: (rowCount, sizeBytes) => {
      doneRows += rowCount;
      doneBytes += sizeBytes;
      const nowMs = performance.now();
      if (nowMs - shownMs < PROGRESS_INTERVAL_MS) return;
      shownMs = nowMs;
      onProgress({ doneRows, totalRows: Math.max(totalRows, doneRows), doneBytes });
    },
    end: () => onProgress({ doneRows, totalRows: doneRows, doneBytes }),
  };
}

/**
 * Streams one entity in one streamable format, made in this thread as it is read: constant memory.
 *
 * @param plan The plan; its outputs play no part.
 * @param entity Plural name of the entity.
 * @param format Name of the format.
 * @yields Consecutive bytes, a chunk of accounts each; each array is the reader's to keep.
 * @throws {EsdhError} UNKNOWN_NAME if the entity or format does not exist; USAGE if the format can't be
 * streamed.
 */
export function* streamEntity(
  plan: Plan,
  entity: string,
  format: string,
): Generator<Uint8Array<ArrayBuffer>> {
  const dataset = findDataset(plan.dataset);
  const found = findFormat(format);
  const entities = [findEntity(dataset, entity)];
  if (!found.isStreamable || found.openEncoder === undefined) {
    const names = FORMATS.filter((member) => member.isStreamable).map((member) => member.name);
    throw new EsdhError("USAGE", `format "${format}" can't be streamed`, {
      hint: `formats that can: ${names.join(", ")}`,
    });
  }
  const encoder = found.openEncoder(scopeFile(dataset, scopeRange(plan), entities));
  const frames = openFrames(encoder, entities);
  const file = { path: "", format: found, entities };
  for (const { parts } of runLane(dataset, plan, [file], { stride: 1, offset: 0 })) {
    for (const { entity: plural, rowCount, buffer } of parts) {
      const frame = new ByteBuffer(new ArrayBuffer(1024));
      frames.advance(plural, rowCount, frame);
      if (frame.length > 0) yield frame.written();
      yield buffer.written();
    }
  }
  const frame = new ByteBuffer(new ArrayBuffer(1024));
  frames.advance(undefined, 0, frame);
  if (frame.length > 0) yield frame.written();
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
  const accounts = Math.min(count, plan.records);
  if (accounts === 0) return [];
  const source = dataset.openRows(plan, [plural], accounts);
  const rows: Row[] = [];
  for (let rest = plan.records; rest > 0 && rows.length < count; rest -= accounts) {
    for (const batch of source.next(Math.min(accounts, rest))) rows.push(...batchRows(batch));
  }
  return rows.slice(0, count);
}

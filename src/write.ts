/**
 * The rows of a run on their way into its files: in this thread or in several, from the start or from where
 * an interrupted run left off.
 *
 * @module
 */
import { ByteBuffer } from "./core/buffer.ts";
import type { Dataset } from "./core/dataset.ts";
import { type Plan, scopeRange } from "./core/plan.ts";
import { rowsPerAccount } from "./defects/plan.ts";
import type { DataFile, EncodedRows } from "./export/data_file.ts";
import type { JournalKeeper } from "./export/journal.ts";
import { fillFile } from "./generate/fill.ts";
import { runLane } from "./generate/lane.ts";
import { interruptedError, runThreads } from "./threads.ts";

/** How far a run is. */
export interface RunProgress {
  /** Rows written, over all files. */
  readonly doneRows: number;
  /** Those of them that an earlier run wrote. */
  readonly keptRows: number;
  /** Rows to write, over all files. */
  readonly totalRows: number;
  /** Bytes written. */
  readonly doneBytes: number;
}

/** How rows are written; none of it changes a byte of the files. */
export interface WriteOptions {
  /** Threads that make rows; 0 makes them in this one. Default: by cores and size. */
  readonly workerCount?: number;
  /** Ends the run early. */
  readonly signal?: AbortSignal;
  /** Called now and then, at most ten times a second, and at the end. */
  readonly onProgress?: (progress: RunProgress) => void;
}

/** The files of a run. */
export interface StagedFiles {
  readonly files: readonly DataFile[];
  /** Where a file is made. */
  stagedPath(path: string): string;
  /** The chunk to begin with; those before it are in the encoded files. */
  readonly next: number;
  /** Rows in the encoded files. */
  readonly keptRows: number;
  readonly journal: JournalKeeper;
}

/** Accounts from which on threads are worth their start, where each draws all values again. */
const THREADS_FROM_ACCOUNTS = 20_000;

/** Rows, over all files, from which on threads are worth their start elsewhere: about a second's work. */
const THREADS_FROM_ROWS = 400_000;

/** As many more rows for each entity: every thread compiles the code of each. */
const THREADS_FROM_ENTITY_ROWS = 100_000;

/** Two cores gain little from a second thread of rows, and have none to spare for what compiles. */
const TWO_CORE_FACTOR = 2;

/** Greatest default number of threads for a dataset whose stream can only be read forwards. */
const MAX_SEQUENTIAL_THREADS = 2;

const PROGRESS_INTERVAL_MS = 100;

const NO_BYTES = new Uint8Array(0);

/**
 * Writes all rows of a plan into its files.
 *
 * @param plan The plan.
 * @param dataset Its dataset.
 * @param staged The files.
 * @param options Threads, signal, progress.
 * @throws {EsdhError} IO, INTERNAL or INTERRUPTED; no append is under way then.
 */
export async function writeRows(
  plan: Plan,
  dataset: Dataset,
  staged: StagedFiles,
  options: WriteOptions,
): Promise<void> {
  const { files, next, journal, stagedPath } = staged;
  const { signal } = options;
  const report = startProgress(plan, dataset, staged, options.onProgress);
  const threadCount = options.workerCount ?? chooseThreadCount(plan, dataset);
  const byPath = new Map(files.map((file) => [file.path, file]));
  const append = async (path: string, rows: EncodedRows) => {
    await byPath.get(path)!.append(rows);
    report.add(rows.rowCount, rows.bytes.length);
  };
  try {
    if (threadCount > 0) {
      const threaded = files.map((file) => ({ ...file, fillPath: stagedPath(file.path) }));
      await runThreads({
        plan,
        dataset,
        files: threaded,
        threadCount,
        from: next,
        append,
        onChunk: journal.offer,
        ...(signal && { signal }),
      });
    } else {
      await writeLane(plan, dataset, staged, append, signal);
      for (const file of files.filter(({ format }) => format.openEncoder === undefined)) {
        for await (const { counts } of fillFile(dataset, plan, file, stagedPath(file.path))) {
          checkSignal(signal);
          for (const count of counts) await append(file.path, { ...count, bytes: NO_BYTES });
        }
      }
    }
  } catch (error) {
    await journal.settle();
    throw error;
  }
  await journal.settle();
  report.end();
}

/** Encodes all rows in this thread: those of a chunk are made while the system writes those of the chunk before. */
async function writeLane(
  plan: Plan,
  dataset: Dataset,
  { files, next, journal }: StagedFiles,
  append: (path: string, rows: EncodedRows) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const share = { stride: 1, offset: 0, from: next };
  // Written buffers are filled again: fresh memory for each chunk would cost the system time.
  const pools = new Map<string, ByteBuffer[]>();
  const takeBuffer = (path: string, entity: string) => {
    const buffer = pools.get(`${path} ${entity}`)?.pop() ?? new ByteBuffer(new ArrayBuffer(0));
    buffer.clear();
    return buffer;
  };
  let written: Promise<unknown> = Promise.resolve();
  try {
    for (const { sequence, isUnitEnd, parts } of runLane(dataset, plan, files, share, takeBuffer)) {
      checkSignal(signal);
      const works = parts.map(async ({ path, buffer, ...part }) => {
        await append(path, { ...part, bytes: buffer.written() });
        const key = `${path} ${part.entity}`;
        const pool = pools.get(key);
        if (pool === undefined) pools.set(key, [buffer]);
        else pool.push(buffer);
      });
      if (isUnitEnd) journal.offer(sequence + 1);
      const settled = Promise.allSettled(works).then(() => Promise.all(works));
      // Awaited behind the next chunk; until then nobody listens.
      settled.catch(() => {});
      const before = written;
      written = settled;
      await before;
    }
  } finally {
    await Promise.allSettled([written]);
  }
  await written;
}

/**
 * Chooses how many threads make rows.
 *
 * @param plan How many accounts, and which files.
 * @param dataset Whether threads share its work or repeat it.
 * @returns A number; 0 for none beside this one.
 */
export function chooseThreadCount(plan: Plan, dataset: Dataset): number {
  const accounts = scopeRange(plan).records;
  const coreCount = navigator.hardwareConcurrency || 2;
  if (dataset.isSequential) {
    if (accounts < THREADS_FROM_ACCOUNTS) return 0;
    return Math.min(Math.max(1, coreCount - 1), MAX_SEQUENTIAL_THREADS);
  }
  const wanted = plan.outputs.flatMap(({ entities }) => entities);
  const rowCount = dataset.entities.reduce((sum, entity) => {
    const fileCount = wanted.filter((plural) => plural === entity.plural).length;
    return sum + accounts * fileCount * dataset.rowsPerAccount(entity, plan.options);
  }, 0);
  // One core gains nothing from threads, and the messages between them cost it.
  const worthwhile = (THREADS_FROM_ROWS + THREADS_FROM_ENTITY_ROWS * new Set(wanted).size) *
    (coreCount === 2 ? TWO_CORE_FACTOR : 1);
  return rowCount < worthwhile || coreCount === 1 ? 0 : coreCount;
}

/**
 * Throws once a run was told to stop.
 *
 * @param signal The signal.
 * @throws {EsdhError} INTERRUPTED if it was aborted.
 */
export function checkSignal(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw interruptedError();
}

function startProgress(
  plan: Plan,
  dataset: Dataset,
  { files, keptRows }: StagedFiles,
  onProgress: WriteOptions["onProgress"],
): { add(rowCount: number, sizeBytes: number): void; end(): void } {
  if (onProgress === undefined) return { add: () => {}, end: () => {} };
  const accounts = scopeRange(plan).records;
  const totalRows = files.flatMap(({ entities }) => entities)
    .reduce((sum, entity) => sum + Math.round(accounts * rowsPerAccount(dataset, entity, plan)), 0);
  let doneRows = keptRows;
  let doneBytes = 0;
  let shownMs = performance.now();
  if (keptRows > 0) onProgress({ doneRows, keptRows, totalRows, doneBytes });
  return {
    add: (rowCount, sizeBytes) => {
      doneRows += rowCount;
      doneBytes += sizeBytes;
      const nowMs = performance.now();
      if (nowMs - shownMs < PROGRESS_INTERVAL_MS) return;
      shownMs = nowMs;
      onProgress({ doneRows, keptRows, totalRows: Math.max(totalRows, doneRows), doneBytes });
    },
    end: () => onProgress({ doneRows, keptRows, totalRows: doneRows, doneBytes }),
  };
}

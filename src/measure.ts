/**
 * A snapshot to the figures of its report, without checks: only the columns that figures need are read.
 *
 * @module
 */
import { basename, dirname, join } from "@std/path";
import {
  chooseDataset,
  detectDataset,
  isManifestName,
  openSnapshot,
} from "./check/open_snapshot.ts";
import { describeFacts } from "./check.ts";
import { EsdhError } from "./core/error.ts";
import type { ValidationReport } from "./core/report.ts";
import { listFolder, readPendingNames } from "./import/folder.ts";
import { type MeasuredTable, MeasureRun } from "./measure_run.ts";
import type { Gates } from "./report/gates.ts";
import { concludeQuality, type QualityReport } from "./report/quality.ts";
import { contextOf, planTallies, type TallySums } from "./report/tally_check.ts";

/** How far a measuring is. */
export interface MeasureProgress {
  /** Bytes of the files that were measured. */
  readonly doneBytes: number;
  /** Bytes of all files to measure. */
  readonly totalBytes: number;
}

/** How a snapshot is measured. */
export interface MeasureOptions {
  /** What the report may not have. */
  readonly gates: Gates;
  /** Name of the dataset; default: the one whose files the folder holds. */
  readonly dataset?: string;
  /** Ends the reading early. */
  readonly signal?: AbortSignal;
  /** Greatest number of threads for files that are read by columns or in runs of bytes; 0 for none. Default: one a core. */
  readonly workerCount?: number;
  /** Bytes of such files from which on threads are worth their start. Default: 256 MiB. */
  readonly threadedBytes?: number;
  /** Bytes of a run of rows of a text that a thread measures at a time. Default: 8 MiB. */
  readonly runBytes?: number;
  /** Called now and then. */
  readonly onProgress?: (progress: MeasureProgress) => void;
}

/**
 * Measures a snapshot. Each entity is read once, by columns where the snapshot has it so. Memory: the wanted columns
 * of a group of rows for each thread, sums of fixed size for each field, and up to 2,000,000 rows of each of the tables
 * that are joined by claims, a few numbers of each: up to 370 MB where all five have so many, and their claims by key
 * besides.
 *
 * @param directory The folder, or the path of the manifest in it.
 * @param options Gates, signal, progress.
 * @returns The report, without checks and proof; a function of the snapshot and the gates alone.
 * @throws {EsdhError} NOT_FOUND, NOT_A_SNAPSHOT, UNKNOWN_NAME, IO (a damaged file, too) or INTERRUPTED.
 */
export async function measureSnapshot(
  directory: string,
  options: MeasureOptions,
): Promise<QualityReport> {
  const { gates, dataset: name, signal, onProgress = () => {} } = options;
  const folder = isManifestName(basename(directory)) ? dirname(directory) : directory;
  const found = await listFolder(folder);
  const pending = await readPendingNames(folder);
  const names = [...found.keys(), ...pending ?? []];
  const dataset = name === undefined
    ? detectDataset(folder, names)
    : chooseDataset(folder, names, name);
  if (pending !== undefined) {
    throw new EsdhError("NOT_A_SNAPSHOT", `the snapshot in "${directory}" is not finished`, {
      path: directory,
      hint: "esdh validate tells what lacks",
    });
  }
  const snapshot = await openSnapshot(folder, dataset, found);
  const context = contextOf(dataset, snapshot.facts.plan);
  const tallies = planTallies(context);
  const sums: TallySums = new Map();
  const rows: Record<string, number> = {};
  const tables = dataset.entities.flatMap((entity): MeasuredTable[] => {
    const { plural } = entity;
    const files = snapshot.files.filter(({ tables }) => tables.includes(plural));
    const file = files.find(({ reader }) => reader.openValues !== undefined) ?? files[0];
    if (file === undefined) return [];
    const subject = {
      ...{ path: join(folder, file.path), label: file.path, reader: file.reader.name },
      ...{ table: plural, dataset: dataset.name, options: context.options },
    };
    return [{ subject, reader: file.reader, sizeBytes: found.get(file.path)?.sizeBytes ?? 0 }];
  });
  const totalBytes = tables.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  for (const { subject } of tables) rows[subject.table] = 0;
  const run = new MeasureRun(tables, options);
  const stop = () => run.end();
  signal?.addEventListener("abort", stop);
  try {
    for await (const { parts, rowCount, table, doneBytes } of run.measure()) {
      signal?.throwIfAborted();
      for (const [id, part] of parts) sums.set(id, tallies.get(id)!.merge(sums.get(id), part));
      rows[table]! += rowCount;
      onProgress({ doneBytes, totalBytes });
    }
  } finally {
    signal?.removeEventListener("abort", stop);
    stop();
  }
  const readRows = Object.values(rows).reduce((sum, count) => sum + count, 0);
  const validation: ValidationReport = {
    subject: directory,
    dataset: dataset.name,
    ok: true,
    facts: describeFacts(snapshot.facts),
    ...{ checks: [], issues: [], codes: [], omittedCount: 0, errorCount: 0, warningCount: 0 },
    ...{ rows, readRows, sizeBytes: totalBytes, durationMs: 0 },
  };
  return concludeQuality({ context, sums, validation, gates, isChecked: false });
}

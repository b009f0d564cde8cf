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
  type SourceFile,
} from "./check/open_snapshot.ts";
import { describeFacts } from "./check.ts";
import { EsdhError } from "./core/error.ts";
import type { Entity } from "./core/entity.ts";
import type { ValidationReport } from "./core/report.ts";
import { listFolder, readPendingNames } from "./import/folder.ts";
import { type MeasureAnswer, type MeasureSubject, TableMeasuring } from "./measure_part.ts";
import { MeasurePool } from "./measure_threads.ts";
import type { Gates } from "./report/gates.ts";
import type { MeasureContext } from "./report/measures/measure.ts";
import { concludeQuality, type QualityReport } from "./report/quality.ts";
import { TableTallies } from "./report/table_tallies.ts";
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
  /** Greatest number of threads for files that are read by columns; 0 for none. Default: one a core. */
  readonly workerCount?: number;
  /** Called now and then. */
  readonly onProgress?: (progress: MeasureProgress) => void;
}

/** A table, and the file it is read from. */
interface MeasuredTable {
  readonly entity: Entity;
  readonly file: SourceFile;
  readonly sizeBytes: number;
}

/** What a run of rows came to. */
interface MeasuredRun extends Pick<MeasureAnswer, "parts" | "rowCount"> {
  /** Share of the table that was read with it. */
  readonly share: number;
}

/** Bytes of files that are read by columns from which on threads are worth their start. */
const THREADED_BYTES = 256 * 1024 * 1024;

/** Blocks of a format of texts whose sums are merged at once. */
const BLOCKS_AT_ONCE = 64;

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
    const files = snapshot.files.filter(({ tables }) => tables.includes(entity.plural));
    const file = files.find(({ reader }) => reader.openValues !== undefined) ?? files[0];
    if (file === undefined) return [];
    return [{ entity, file, sizeBytes: found.get(file.path)?.sizeBytes ?? 0 }];
  });
  const totalBytes = tables.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let doneBytes = 0;
  const pool = startPool(tables, options);
  const stop = () => pool?.end();
  signal?.addEventListener("abort", stop);
  try {
    for (const { entity, file, sizeBytes } of tables) {
      signal?.throwIfAborted();
      const { plural } = entity;
      rows[plural] = 0;
      const path = join(folder, file.path);
      const subject = {
        ...{ path, reader: file.reader.name, table: plural },
        ...{ dataset: dataset.name, options: context.options },
      };
      const groups = file.reader.openValues !== undefined
        ? await measureGroups(subject, pool, signal)
        : undefined;
      for await (
        const { parts, rowCount, share } of groups ?? readTable(file, path, entity, context, signal)
      ) {
        for (const [id, part] of parts) sums.set(id, tallies.get(id)!.merge(sums.get(id), part));
        rows[plural]! += rowCount;
        onProgress({ doneBytes: Math.round(doneBytes + sizeBytes * share), totalBytes });
      }
      doneBytes += sizeBytes;
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

/** The threads, where the files are worth their start. */
function startPool(
  tables: readonly MeasuredTable[],
  { workerCount = navigator.hardwareConcurrency || 2 }: MeasureOptions,
): MeasurePool | undefined {
  const bytes = tables.filter(({ file }) => file.reader.openValues !== undefined)
    .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  // On one core a thread beside this one gains nothing.
  return workerCount < 2 || bytes < THREADED_BYTES ? undefined : new MeasurePool(workerCount);
}

/** Measures the groups of rows of a file in order; undefined where its columns are not the entity's. */
async function measureGroups(
  subject: MeasureSubject,
  pool: MeasurePool | undefined,
  signal: AbortSignal | undefined,
): Promise<AsyncIterable<MeasuredRun> | undefined> {
  const measuring = new TableMeasuring(subject);
  const groups = await measuring.open();
  if (groups === undefined) return undefined;
  return (async function* () {
    const count = groups.length;
    let done = 0;
    try {
      if (pool !== undefined && count > 1) {
        for await (const answer of pool.measure(subject, count)) {
          signal?.throwIfAborted();
          yield { ...answer, share: ++done / count };
        }
        return;
      }
      for (let group = 0; group < count; group++) {
        signal?.throwIfAborted();
        yield { ...await measuring.measure(group), share: ++done / count };
      }
    } finally {
      measuring.close();
    }
  })();
}

/** Measures a table of any format, in the order of its rows. */
async function* readTable(
  { path: label, reader }: SourceFile,
  path: string,
  entity: Entity,
  context: MeasureContext,
  signal: AbortSignal | undefined,
): AsyncGenerator<MeasuredRun> {
  const tallies = new TableTallies(context, entity);
  const names = tallies.fields.map(({ name }) => name);
  const scope = {
    ...{ path, label },
    ...(reader.holds === "entity" ? { table: entity.plural } : {}),
    fields: (table: string) => table === entity.plural ? names : undefined,
    ...(signal === undefined ? {} : { signal }),
  };
  let rowCount = 0;
  let blockCount = 0;
  for await (const event of reader.read(scope)) {
    if (event.kind === "issue" && event.isFatal === true) {
      const { message, hint } = event.build();
      throw new EsdhError("IO", message, { path: label, ...(hint === undefined ? {} : { hint }) });
    }
    if (event.kind !== "rows" || event.name !== entity.plural) continue;
    tallies.addBlock(event.block);
    rowCount += event.block.count;
    if (++blockCount % BLOCKS_AT_ONCE > 0) continue;
    yield { parts: tallies.take(), rowCount, share: 0 };
    rowCount = 0;
  }
  yield { parts: tallies.take(), rowCount, share: 1 };
}

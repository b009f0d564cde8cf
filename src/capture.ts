/**
 * Captures the changes between two days and writes them into a folder: all files under temporary names, then moved to their names, the manifest
 * last, as snapshots are.
 *
 * @module
 */
import { digestOfValue } from "./core/digest.ts";
import { stringifyAsciiJson } from "./core/json.ts";
import type { JsonValue } from "./core/json.ts";
import { planDigest, planToJson, spanOf } from "./core/plan.ts";
import type { FileRecord } from "./core/sink.ts";
import { changeManifestName } from "./core/snapshot_file.ts";
import { TOOL_NAME, TOOL_VERSION } from "./core/version.ts";
import { type FileSink, openFileSink } from "./export/file_sink.ts";
import { openSnapshotFolder } from "./export/snapshot_folder.ts";
import { checkPlan } from "./plan_check.ts";
import { tellUntouched } from "./run.ts";
import { threadChanges } from "./capture_threads.ts";
import { checkSignal, chooseThreadCount } from "./write.ts";
import { type ChangesOfChunk, countChangeChunks, makeChanges } from "./changes/change_rows.ts";
import { changeFileName, type ChangePlan } from "./changes/change_set.ts";
import { type ChangeCounts, ChangeWriter, keyOf } from "./changes/change_writer.ts";

/** Version of the manifest's keys. */
export const CHANGE_SET_VERSION = 1;

/** A file of changes. */
export interface ChangeFile extends FileRecord {
  readonly entity: string;
  readonly format: string;
  readonly key: string;
  readonly counts: ChangeCounts;
}

/** A finished change set. */
export interface ChangeSet {
  readonly plan: ChangePlan;
  readonly directory: string;
  readonly manifestPath: string;
  readonly manifest: { readonly [name: string]: JsonValue };
  readonly files: readonly ChangeFile[];
}

/** How a change set is made; none of it changes a byte. */
export interface ChangeOptions {
  /** Write into a folder that holds other files. */
  readonly isForced?: boolean;
  readonly signal?: AbortSignal;
  /** Told how many chunks of accounts are compared, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly onNotice?: (text: string) => void;
  /** Threads that make changes; 0 makes them in this one. Default: by cores and size. */
  readonly workerCount?: number;
}

/**
 * Makes a change set.
 *
 * @param plan What is compared.
 * @param directory The folder; made if it is not there.
 * @param options Signal, progress.
 * @returns What was made; a function of the plan alone.
 * @throws {EsdhError} INVALID_PLAN, NOT_A_SNAPSHOT, BUSY, IO, or INTERRUPTED; the folder then holds what it held
 * before.
 */
export async function makeChangeSet(
  plan: ChangePlan,
  directory: string,
  options: ChangeOptions = {},
): Promise<ChangeSet> {
  checkPlan(plan.from);
  checkPlan(plan.to);
  checkSignal(options.signal);
  const manifestPath = changeManifestName(plan.dataset.slug);
  const folder = await openSnapshotFolder(directory, {
    manifestPath,
    isForced: options.isForced ?? false,
    onNotice: options.onNotice ?? (() => {}),
  });
  const open: { readonly sinks: FileSink[] }[] = [];
  try {
    const encoder = new TextEncoder();
    const openSink = (name: string) => openFileSink(folder.stagedPath(name), name);
    for (const entity of plan.entities) {
      const opened = { sinks: [] as FileSink[] };
      open.push(opened);
      for (const [place, format] of plan.formats.entries()) {
        const sink = await openSink(changeFileName(plan.dataset, entity, format));
        opened.sinks.push(sink);
        await sink.write(encoder.encode(ChangeWriter.heads(plan, entity)[place]!), 0);
      }
    }
    const totals = plan.entities.map((): ChangeCounts => ({ c: 0, u: 0, d: 0 }));
    const total = countChangeChunks(plan);
    for await (const { sequence, entities } of openChanges(plan, options.workerCount)) {
      checkSignal(options.signal);
      for (const [place, { counts, bytes }] of entities.entries()) {
        const { c, u, d } = counts;
        totals[place]!.c += c;
        totals[place]!.u += u;
        totals[place]!.d += d;
        for (const [at, piece] of bytes.entries()) {
          if (piece.length > 0) await open[place]!.sinks[at]!.write(piece, c + u + d);
        }
      }
      options.onProgress?.(sequence + 1, total);
    }
    const files: ChangeFile[] = [];
    for (const [place, { sinks }] of open.entries()) {
      const entity = plan.entities[place]!;
      for (const [at, sink] of sinks.entries()) {
        files.push({
          ...await sink.close(),
          ...{ entity: entity.plural, format: plan.formats[at]!, key: keyOf(entity).name },
          counts: totals[place]!,
        });
      }
    }
    const manifest = makeChangeManifest(plan, files);
    const sink = await openSink(manifestPath);
    open.push({ sinks: [sink] });
    await sink.write(encoder.encode(`${stringifyAsciiJson(manifest, 2)}\n`), 0);
    await sink.close();
    checkSignal(options.signal);
    // From here on the staged files are the folder's, to be moved or given up.
    open.length = 0;
    await folder.commit([...files.map(({ path }) => path), manifestPath]);
    return { plan, directory, manifestPath, manifest, files };
  } catch (error) {
    for (const { sinks } of open) for (const sink of sinks) await sink.abort();
    if (!await folder.abort()) throw error;
    throw await tellUntouched(error, directory, manifestPath);
  }
}

/**
 * Makes changes in this thread, or in several where they are worth their start.
 *
 * @param plan The change set.
 * @param workerCount Number of threads. Default: by cores and size.
 * @returns The chunks, in order; each is spoiled when the next is asked for.
 */
export function openChanges(
  plan: ChangePlan,
  workerCount: number = chooseThreadCount(plan.to, plan.dataset),
): Iterable<ChangesOfChunk> | AsyncIterable<ChangesOfChunk> {
  const threadCount = Math.min(workerCount, countChangeChunks(plan));
  return threadCount === 0 ? makeChanges(plan) : threadChanges(plan, threadCount);
}

/**
 * The manifest of a change set.
 *
 * @param plan What was compared.
 * @param files Its files, in the order of references.
 * @returns The manifest, with the plans of both worlds and a digest of all the rest.
 */
export function makeChangeManifest(
  plan: ChangePlan,
  files: readonly ChangeFile[],
): { readonly [name: string]: JsonValue } {
  const { start, end } = spanOf(plan.to);
  const manifest = {
    change_set_version: CHANGE_SET_VERSION,
    dataset: plan.dataset.name,
    dataset_version: plan.dataset.version,
    since: plan.since,
    as_of: plan.asOf,
    accounts: { start, end },
    ...(plan.skipsClock ? { clock_updates: "left out" } : {}),
    tool: { name: TOOL_NAME, version: TOOL_VERSION },
    from_plan: planToJson(plan.from),
    from_plan_digest: planDigest(plan.from),
    to_plan: planToJson(plan.to),
    to_plan_digest: planDigest(plan.to),
    files: files.map(({ path, entity, format, key, counts, rowCount, sizeBytes, sha256 }) => ({
      ...{ path, entity, format, key },
      ...{ created: counts.c, updated: counts.u, deleted: counts.d },
      ...{ row_count: rowCount, size_bytes: sizeBytes, sha256 },
    })),
  };
  return { ...manifest, manifest_digest: digestOfValue(manifest) };
}

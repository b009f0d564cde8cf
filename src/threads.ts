/**
 * A run in several threads: spreads lanes over workers, holds them back when files are slow, puts their
 * chunks in order and appends them.
 *
 * @module
 */
import { EsdhError } from "./core/error.ts";
import type { Dataset } from "./core/dataset.ts";
import type { Plan } from "./core/plan.ts";
import type { EncodedRows } from "./export/data_file.ts";
import { countChunks, type LaneFile, type LaneShare, unitChunks } from "./generate/passes.ts";
import { type LaneChunk, type LaneStream, startThread, type Thread } from "./thread.ts";

/** Bytes all lanes together may be ahead of the files. */
const BYTE_BUDGET = 32 * 1024 * 1024;

/**
 * Bytes a lane may be ahead at most: enough that its files have work while it turns to the next entity,
 * whose code is not hot yet, and while another lane makes the block before its own.
 */
const MAX_CREDIT = 12 * 1024 * 1024;

/** A file of a run in threads. */
export interface ThreadedFile extends LaneFile {
  /** Where it is made, if its format fills it itself. */
  readonly fillPath?: string;
}

/** A run in threads. */
export interface ThreadedRun {
  readonly plan: Plan;
  /** The plan's dataset. */
  readonly dataset: Dataset;
  /** The files to make. */
  readonly files: readonly ThreadedFile[];
  /** Greatest number of threads, from 1. */
  readonly threadCount: number;
  /** Takes encoded rows of a file, in order; the bytes may be filled again when it resolves. */
  append(path: string, rows: EncodedRows): Promise<void>;
  /** The chunk to begin encoded files with, counted over all passes. Default 0. */
  readonly from?: number;
  /**
   * Told in the turn in which all rows of the encoded files before a chunk were appended, where that chunk could
   * be made without them.
   */
  onChunk?(next: number): void;
  /** Ends the run early. */
  readonly signal?: AbortSignal;
}

/** A lane and the thread it runs in. */
export interface PlacedLane {
  readonly thread: number;
  readonly paths: readonly string[];
  readonly share: LaneShare;
  readonly fillPath?: string;
}

/** Lanes whose chunks, in the order of their sequence, are one file's or more. */
export type LaneGroup = readonly PlacedLane[];

/**
 * Spreads files over threads. Encoded files are shared by a lane in each thread; each other file is one
 * lane's alone.
 *
 * @param run The files, the accounts, and the greatest number of threads; more threads than units of chunks would stand
 * idle. Encoded files begin with chunk `from`, default 0.
 * @returns Groups of lanes; no file is in two groups.
 */
export function placeLanes(
  { plan, dataset, files, threadCount, from = 0 }: Pick<
    ThreadedRun,
    "plan" | "dataset" | "files" | "threadCount" | "from"
  >,
): LaneGroup[] {
  const encoded = files.filter(({ format }) => format.openEncoder !== undefined);
  const filled = files.filter(({ format }) => format.openEncoder === undefined);
  const unitCount = Math.ceil(countChunks(dataset, plan, encoded) / unitChunks(dataset, encoded));
  const stride = Math.max(1, Math.min(threadCount, unitCount));
  const laneCount = Math.max(stride, Math.min(threadCount, filled.length));
  const groups: LaneGroup[] = filled.map(({ path, fillPath }, place) => [{
    // From the last thread on: where there are more threads than units, those do nothing else.
    thread: laneCount - 1 - place % laneCount,
    paths: [path],
    share: { stride: 1, offset: 0 },
    ...(fillPath === undefined ? {} : { fillPath }),
  }]);
  if (encoded.length > 0) {
    const paths = encoded.map(({ path }) => path);
    groups.push(Array.from({ length: stride }, (_, thread) => (
      { thread, paths, share: { stride, offset: thread, from } }
    )));
  }
  return groups;
}

/**
 * What a run that was told to stop throws.
 *
 * @returns An error to throw.
 */
export function interruptedError(): EsdhError {
  return new EsdhError("INTERRUPTED", "the run was interrupted");
}

/**
 * Encodes the files of a run in threads and appends their rows. When it settles no thread runs any more and
 * no append is under way.
 *
 * @param run Plan, files and what takes their bytes.
 * @throws {EsdhError} INTERNAL if a thread fails or does not start; INTERRUPTED if the signal says so;
 * what `append` throws.
 */
export async function runThreads(run: ThreadedRun): Promise<void> {
  const { from = 0 } = run;
  const groups = placeLanes(run);
  const lanes = groups.flat();
  const credit = Math.min(MAX_CREDIT, Math.floor(BYTE_BUDGET / lanes.length));
  const threads: Thread[] = [];
  const streams = new Map<PlacedLane, LaneStream>();
  const stop = (error: unknown) => {
    for (const thread of threads) thread.fail(error);
  };
  const interrupt = () => stop(interruptedError());
  try {
    for (const index of new Set(lanes.map(({ thread }) => thread))) {
      const placed = lanes.filter(({ thread }) => thread === index);
      const thread = startThread(run.plan, placed, credit);
      threads.push(thread);
      placed.forEach((lane, place) => streams.set(lane, thread.lanes[place]!));
    }
    run.signal?.addEventListener("abort", interrupt);
    if (run.signal?.aborted) interrupt();
    const drains = groups.map(async (group) => {
      try {
        const isFilled = group[0]!.fillPath !== undefined;
        const { append, onChunk } = run;
        await drainGroup(
          group.map((lane) => streams.get(lane)!),
          isFilled ? { append, from: 0 } : { append, from, ...(onChunk && { onChunk }) },
        );
      } catch (error) {
        stop(error);
        throw error;
      }
    });
    const results = await Promise.allSettled(drains);
    // The first failure stopped the other groups, which then fail with the same error.
    for (const result of results) if (result.status === "rejected") throw result.reason;
  } finally {
    run.signal?.removeEventListener("abort", interrupt);
    for (const thread of threads) thread.end();
  }
}

/** Appends the chunks of a group in order; the next is hashed while the one before is being written. */
async function drainGroup(
  lanes: readonly LaneStream[],
  run: Pick<ThreadedRun, "append" | "onChunk"> & { readonly from: number },
): Promise<void> {
  let previous: Promise<unknown> = Promise.resolve();
  let newest: Promise<unknown> = previous;
  try {
    for await (const chunk of mergeLanes(lanes, run.from)) {
      const works = chunk.parts.map(({ path, entity, rowCount, note, room, length }) =>
        run.append(path, { entity, rowCount, note, bytes: new Uint8Array(room, 0, length) })
      );
      if (chunk.isUnitEnd) run.onChunk?.(chunk.sequence + 1);
      newest = Promise.allSettled(works).then(() => Promise.all(works)).then(() => chunk.release());
      // Awaited below; until then nobody listens.
      newest.catch(() => {});
      await previous;
      previous = newest;
    }
  } finally {
    await Promise.allSettled([previous, newest]);
  }
  await newest;
}

/** Yields the chunks of several lanes in the order of their sequence numbers, which have no gaps. */
async function* mergeLanes(
  lanes: readonly LaneStream[],
  from: number,
): AsyncGenerator<LaneChunk> {
  const arrived = new Map<number, LaneChunk>();
  const waiting = new Map<LaneStream, Promise<{ lane: LaneStream; chunk?: LaneChunk }>>();
  const askNext = (lane: LaneStream) => {
    const next = lane.next().then((chunk) => chunk === undefined ? { lane } : { lane, chunk });
    // A lane may fail while a chunk is being written and nobody listens; the race below hears of it.
    next.catch(() => {});
    waiting.set(lane, next);
  };
  lanes.forEach(askNext);
  let sequence = from;
  while (waiting.size > 0 || arrived.size > 0) {
    const ready = arrived.get(sequence);
    if (ready !== undefined) {
      arrived.delete(sequence++);
      yield ready;
      continue;
    }
    if (waiting.size === 0) throw new EsdhError("INTERNAL", `chunk ${sequence} never came`);
    const { lane, chunk } = await Promise.race(waiting.values());
    waiting.delete(lane);
    if (chunk === undefined) continue;
    arrived.set(chunk.sequence, chunk);
    askNext(lane);
  }
}

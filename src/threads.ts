/**
 * A run in several threads: spreads lanes over workers, holds them back when files are slow, puts their
 * chunks in order and appends them.
 *
 * @module
 */
import { EsdhError } from "./core/error.ts";
import type { Plan } from "./core/plan.ts";
import { countChunks, type LaneFile, type LaneShare } from "./generate/lane.ts";
import { type LaneChunk, type LaneStream, startThread, type Thread } from "./thread.ts";

/** Chunks all lanes together may be ahead of the files; one is up to 7 MB. */
const CHUNK_BUDGET = 8;

/**
 * Chunks a lane may be ahead at most: enough that its files have work while it turns to the next entity,
 * whose code is not hot yet.
 */
const MAX_CREDIT = 6;

/** A run in threads. */
export interface ThreadedRun {
  readonly plan: Plan;
  /** The files to encode. */
  readonly files: readonly LaneFile[];
  /** Greatest number of threads, from 1. */
  readonly threadCount: number;
  /** Takes encoded rows of a file, in order; the bytes may be filled again when it resolves. */
  append(path: string, entity: string, bytes: Uint8Array, rowCount: number): Promise<void>;
  /** Ends the run early. */
  readonly signal?: AbortSignal;
}

/** A lane and the thread it runs in. */
export interface PlacedLane {
  readonly thread: number;
  readonly paths: readonly string[];
  readonly share: LaneShare;
}

/** Lanes whose chunks, in the order of their sequence, are one file's or more. */
export type LaneGroup = readonly PlacedLane[];

/**
 * Spreads files over threads. Stateless files are shared by a lane in each thread; each other file is one
 * lane's alone. One thread runs one lane with all files.
 *
 * @param files The files.
 * @param chunkCount Chunks of one pass: more threads than chunks would stand idle.
 * @param threadCount Greatest number of threads.
 * @returns Groups of lanes; no file is in two groups.
 */
export function placeLanes(
  files: readonly LaneFile[],
  chunkCount: number,
  threadCount: number,
): LaneGroup[] {
  const pathsOf = (members: readonly LaneFile[]) => members.map(({ path }) => path);
  const stride = Math.max(1, Math.min(threadCount, chunkCount));
  if (stride === 1) {
    return [[{ thread: 0, paths: pathsOf(files), share: { stride: 1, offset: 0 } }]];
  }
  const threads = Array.from({ length: stride }, (_, thread) => thread);
  const shared = files.filter(({ format }) => format.isStateless);
  const others = files.filter(({ format }) => !format.isStateless);
  const groups: LaneGroup[] = threads.map((thread) => {
    const own = others.filter((_, place) => place % stride === thread);
    return own.length === 0
      ? []
      : [{ thread, paths: pathsOf(own), share: { stride: 1, offset: 0 } }];
  });
  if (shared.length > 0) {
    groups.push(threads.map((thread) => (
      { thread, paths: pathsOf(shared), share: { stride, offset: thread } }
    )));
  }
  return groups.filter((group) => group.length > 0);
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
  const groups = placeLanes(run.files, countChunks(run.plan.records), run.threadCount);
  const lanes = groups.flat();
  const credit = Math.max(1, Math.min(MAX_CREDIT, Math.floor(CHUNK_BUDGET / lanes.length)));
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
        await drainGroup(group.map((lane) => streams.get(lane)!), run);
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
async function drainGroup(lanes: readonly LaneStream[], run: ThreadedRun): Promise<void> {
  let previous: Promise<unknown> = Promise.resolve();
  let newest: Promise<unknown> = previous;
  try {
    for await (const chunk of mergeLanes(lanes)) {
      const works = chunk.parts.map((part) => {
        const bytes = new Uint8Array(part.room, 0, part.length);
        return run.append(part.path, part.entity, bytes, part.rowCount);
      });
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
async function* mergeLanes(lanes: readonly LaneStream[]): AsyncGenerator<LaneChunk> {
  const arrived = new Map<number, LaneChunk>();
  const waiting = new Map<LaneStream, Promise<{ lane: LaneStream; chunk?: LaneChunk }>>();
  const askNext = (lane: LaneStream) => {
    const next = lane.next().then((chunk) => chunk === undefined ? { lane } : { lane, chunk });
    // A lane may fail while a chunk is being written and nobody listens; the race below hears of it.
    next.catch(() => {});
    waiting.set(lane, next);
  };
  lanes.forEach(askNext);
  let sequence = 0;
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

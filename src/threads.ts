/**
 * Lanes in threads of their own: starts workers, holds them back when files are slow, and gives their
 * chunks in order.
 *
 * @module
 */
import { EsdhError } from "./core/error.ts";
import type { Plan } from "./core/plan.ts";
import type { LaneShare } from "./generate/lane.ts";
import type { SentPart, WorkerReply, WorkerRequest } from "./worker.ts";

/** Chunks a worker may be ahead of the files: bounds memory to about so many times 7 MB a worker. */
const CREDIT = 3;

/** How long a worker may take to start: far more than a loaded machine needs, less than a person waits. */
const START_TIMEOUT_MS = 20_000;

/** A chunk from a worker. */
export interface ThreadChunk {
  readonly parts: readonly SentPart[];
  /** Gives the buffers back; call it when their bytes are written. */
  release(): void;
}

/**
 * Where a worker starts. In the source tree that is `main.ts`; in a bundled or compiled program it is the
 * entry, while this module lies in some other file of the bundle.
 */
function workerEntry(): URL {
  return import.meta.url.endsWith("/src/threads.ts")
    ? new URL("../main.ts", import.meta.url)
    : new URL(Deno.mainModule);
}

/**
 * Runs the lanes of a set of files, each in a thread, and yields their chunks in the order of one lane.
 *
 * @param plan The plan.
 * @param paths Names of the files.
 * @param laneCount Number of threads.
 * @param signal Ends the wait for the next chunk.
 * @yields Chunks in order; all threads end when the reader stops.
 * @throws {EsdhError} INTERNAL if a thread fails or does not start; INTERRUPTED if the signal says so.
 */
export async function* runLanes(
  plan: Plan,
  paths: readonly string[],
  laneCount: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<ThreadChunk> {
  const lanes = Array.from(
    { length: laneCount },
    (_, offset) => startLane(plan, paths, { stride: laneCount, offset }),
  );
  const interrupt = () => {
    for (const lane of lanes) lane.fail(interruptedError());
  };
  signal?.addEventListener("abort", interrupt);
  try {
    const arrived = new Map<number, Extract<LaneEvent, { kind: "chunk" }>>();
    // Lane k holds chunks k, k + laneCount, ... of each pass; the last of a pass may be any lane's, so
    // the next in order is found by its sequence number.
    let sequence = 0;
    const waiting = new Map(lanes.map((lane) => [lane, lane.next()]));
    while (waiting.size > 0 || arrived.size > 0) {
      const ready = arrived.get(sequence);
      if (ready !== undefined) {
        arrived.delete(sequence++);
        yield ready;
        continue;
      }
      if (waiting.size === 0) throw new EsdhError("INTERNAL", `chunk ${sequence} never came`);
      const { lane, event } = await Promise.race(
        [...waiting].map(([member, next]) => next.then((event) => ({ lane: member, event }))),
      );
      if (event.kind === "done") {
        waiting.delete(lane);
      } else {
        arrived.set(event.sequence, event);
        waiting.set(lane, lane.next());
      }
    }
  } finally {
    signal?.removeEventListener("abort", interrupt);
    for (const lane of lanes) lane.end();
  }
}

type LaneEvent = { readonly kind: "done" } | {
  readonly kind: "chunk";
  readonly sequence: number;
  readonly parts: readonly SentPart[];
  release(): void;
};

interface Lane {
  next(): Promise<LaneEvent>;
  fail(failure: EsdhError): void;
  end(): void;
}

/**
 * What a run that was told to stop throws.
 *
 * @returns An error to throw.
 */
export function interruptedError(): EsdhError {
  return new EsdhError("INTERRUPTED", "the run was interrupted; nothing was changed");
}

function startLane(plan: Plan, paths: readonly string[], share: LaneShare): Lane {
  const worker = new Worker(workerEntry(), { type: "module", name: `lane ${share.offset}` });
  const send = (message: WorkerRequest, transfer: Transferable[] = []) =>
    worker.postMessage(message, transfer);
  const events: LaneEvent[] = [];
  let failure: EsdhError | undefined;
  let notify: (() => void) | undefined;
  const push = (event?: LaneEvent) => {
    if (event !== undefined) events.push(event);
    notify?.();
  };
  const fail = (error: EsdhError) => {
    failure ??= error;
    push();
  };
  const failWith = (message: string, cause?: unknown) =>
    fail(
      new EsdhError("INTERNAL", `a worker thread ${message}`, {
        hint: "--workers 0 does without threads",
        cause,
      }),
    );
  const startTimer = setTimeout(
    () => failWith(`did not start within ${START_TIMEOUT_MS / 1000} s`),
    START_TIMEOUT_MS,
  );
  worker.onmessage = ({ data }: MessageEvent<WorkerReply>) => {
    if (data.kind === "ready") {
      clearTimeout(startTimer);
      send({ kind: "start", plan, paths, share, credit: CREDIT });
    } else if (data.kind === "done") push(data);
    else if (data.kind === "failed") failWith(`failed: ${data.message}`, data.stack);
    else {
      const release = () => {
        const rooms = data.parts.map((part) => part.room);
        send({ kind: "written", rooms }, rooms);
      };
      push({ kind: "chunk", sequence: data.sequence, parts: data.parts, release });
    }
  };
  worker.onerror = (event) => {
    event.preventDefault();
    failWith(`failed: ${event.message}`);
  };
  return {
    fail,
    next: async () => {
      while (true) {
        if (failure !== undefined) throw failure;
        const event = events.shift();
        if (event !== undefined) return event;
        await new Promise<void>((resolve) => notify = resolve);
      }
    },
    end: () => {
      clearTimeout(startTimer);
      worker.terminate();
    },
  };
}

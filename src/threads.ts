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
 * @yields Chunks in order; all threads end when the reader stops.
 * @throws {EsdhError} INTERNAL if a thread fails.
 */
export async function* runLanes(
  plan: Plan,
  paths: readonly string[],
  laneCount: number,
): AsyncGenerator<ThreadChunk> {
  const lanes = Array.from(
    { length: laneCount },
    (_, offset) => startLane(plan, paths, { stride: laneCount, offset }),
  );
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
  end(): void;
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
  const fail = (message: string, cause?: unknown) => {
    failure = new EsdhError("INTERNAL", `a worker thread failed: ${message}`, { cause });
    push();
  };
  worker.onmessage = ({ data }: MessageEvent<WorkerReply>) => {
    if (data.kind === "ready") send({ kind: "start", plan, paths, share, credit: CREDIT });
    else if (data.kind === "done") push(data);
    else if (data.kind === "failed") fail(data.message, data.stack);
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
    fail(event.message);
  };
  return {
    next: async () => {
      while (true) {
        const event = events.shift();
        if (event !== undefined) return event;
        if (failure !== undefined) throw failure;
        await new Promise<void>((resolve) => notify = resolve);
      }
    },
    end: () => worker.terminate(),
  };
}

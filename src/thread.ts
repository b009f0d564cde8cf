/**
 * One worker thread, seen from the main thread: starts it, hands it lanes, and gives out their chunks.
 *
 * @module
 */
import type { Plan } from "./core/plan.ts";
import {
  countBytes,
  type SentPart,
  type WorkerLane,
  type WorkerReply,
  type WorkerRequest,
} from "./worker.ts";
import { openWorkerPort } from "./worker_port.ts";

/** A chunk from a worker. */
export interface LaneChunk {
  /** Counts the chunks of all passes, from 0. */
  readonly sequence: number;
  readonly parts: readonly SentPart[];
  /** Whether what follows could be made without what came before. */
  readonly isUnitEnd: boolean;
  /** Gives the buffers back; call it when their bytes are written. */
  release(): void;
}

/** The chunks of a lane, in its order. */
export interface LaneStream {
  /** The next chunk, or undefined behind the last; rejects when the thread has failed. */
  next(): Promise<LaneChunk | undefined>;
}

/** A worker thread. */
export interface Thread {
  /** Its lanes, in the order they were given. */
  readonly lanes: readonly LaneStream[];
  /** Makes all lanes reject with this error. The first one counts. */
  fail(error: unknown): void;
  /** Ends the thread, wherever it is. */
  end(): void;
}

/**
 * Starts a worker thread.
 *
 * @param plan The plan.
 * @param lanes What it encodes.
 * @param credit Bytes each lane may be ahead of their `release`.
 * @returns The thread; a failure of it makes its lanes reject with that, a start that takes 20 s with INTERNAL.
 */
export function startThread(
  plan: Plan,
  lanes: readonly Omit<WorkerLane, "credit">[],
  credit: number,
): Thread {
  const queues = lanes.map(() => new ChunkQueue());
  const fail = (error: unknown) => {
    for (const queue of queues) queue.fail(error);
  };
  const port = openWorkerPort<WorkerRequest, Extract<WorkerReply, { kind: "chunk" | "done" }>>({
    fail,
    take(reply) {
      if (reply.kind === "done") {
        queues[reply.lane]!.push(undefined);
        return;
      }
      const { lane, sequence, parts, isUnitEnd } = reply;
      const byteCount = countBytes(parts);
      const release = () => {
        const rooms = parts.map(({ path, entity, room }) => ({ path, entity, room }));
        port.post({ kind: "written", lane, rooms, byteCount }, rooms.map(({ room }) => room));
      };
      queues[lane]!.push({ sequence, parts, isUnitEnd, release });
    },
  });
  port.ready.then(() =>
    port.post({
      kind: "start",
      plan,
      lanes: lanes.map(({ paths, share, fillPath }) => ({
        paths,
        share,
        credit,
        ...(fillPath === undefined ? {} : { fillPath }),
      })),
    })
  );
  return {
    lanes: queues,
    fail,
    end: () => port.end(),
  };
}

/** Chunks that have arrived and nobody has asked for yet. */
class ChunkQueue implements LaneStream {
  readonly #chunks: (LaneChunk | undefined)[] = [];
  #failure: { readonly error: unknown } | undefined;
  #notify: (() => void) | undefined;

  push(chunk: LaneChunk | undefined): void {
    this.#chunks.push(chunk);
    this.#notify?.();
  }

  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#notify?.();
  }

  async next(): Promise<LaneChunk | undefined> {
    while (true) {
      if (this.#failure !== undefined) throw this.#failure.error;
      if (this.#chunks.length > 0) return this.#chunks.shift();
      await new Promise<void>((resolve) => this.#notify = resolve);
    }
  }
}

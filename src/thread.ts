/**
 * One worker thread, seen from the main thread: starts it, hands it lanes, and gives out their chunks.
 *
 * @module
 */
import { EsdhError } from "./core/error.ts";
import { unpackError } from "./core/sent_error.ts";
import type { Plan } from "./core/plan.ts";
import {
  countBytes,
  type SentPart,
  type WorkerLane,
  type WorkerReply,
  type WorkerRequest,
} from "./worker.ts";

/** How long a worker may take to start: far more than a loaded machine needs, less than a person waits. */
export const START_TIMEOUT_MS = 20_000;

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
 * Where a worker starts. In the source tree that is `main.ts`; in a bundled or compiled program it is the
 * entry, while this module lies in some other file of the bundle.
 *
 * @returns The address of the module.
 */
export function workerEntry(): URL {
  return import.meta.url.endsWith("/src/thread.ts")
    ? new URL("../main.ts", import.meta.url)
    : new URL(Deno.mainModule);
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
  const worker = new Worker(workerEntry(), { type: "module" });
  const send = (message: WorkerRequest, transfer: Transferable[] = []) =>
    worker.postMessage(message, transfer);
  const queues = lanes.map(() => new ChunkQueue());
  const fail = (error: unknown) => {
    for (const queue of queues) queue.fail(error);
  };
  const failWith = (message: string) =>
    fail(
      new EsdhError("INTERNAL", `a worker thread ${message}`, {
        hint: "--workers 0 does without threads",
      }),
    );
  const startTimer = setTimeout(
    () => failWith(`did not start within ${START_TIMEOUT_MS / 1000} s`),
    START_TIMEOUT_MS,
  );
  worker.onmessage = ({ data }: MessageEvent<WorkerReply>) => {
    switch (data.kind) {
      case "ready":
        clearTimeout(startTimer);
        send({
          kind: "start",
          plan,
          lanes: lanes.map(({ paths, share, fillPath }) => ({
            paths,
            share,
            credit,
            ...(fillPath === undefined ? {} : { fillPath }),
          })),
        });
        break;
      case "chunk": {
        const { lane, sequence, parts, isUnitEnd } = data;
        const byteCount = countBytes(parts);
        const release = () => {
          const rooms = parts.map(({ path, entity, room }) => ({ path, entity, room }));
          send({ kind: "written", lane, rooms, byteCount }, rooms.map(({ room }) => room));
        };
        queues[lane]!.push({ sequence, parts, isUnitEnd, release });
        break;
      }
      case "done":
        queues[data.lane]!.push(undefined);
        break;
      case "failed":
        fail(unpackError(data.error));
        break;
    }
  };
  worker.onerror = (event) => {
    event.preventDefault();
    failWith(`failed: ${event.message}`);
  };
  return {
    lanes: queues,
    fail,
    end: () => {
      clearTimeout(startTimer);
      worker.terminate();
    },
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

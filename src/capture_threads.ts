/**
 * The changes between two days, made in several threads and put in order.
 *
 * @module
 */
import type { ChangePlan } from "./changes/change_set.ts";
import {
  type ChangeReply,
  type ChangeRequest,
  describeSubject,
  type SentChanges,
} from "./changes/serve_changes.ts";
import { openWorkerPort, type WorkerPort } from "./worker_port.ts";

/** Chunks that a thread makes ahead of the files. */
const CHUNKS_AHEAD = 2;

/**
 * Makes the changes of a plan in threads. Memory: {@link CHUNKS_AHEAD} chunks of changes for each of them.
 *
 * @param plan The change set.
 * @param threadCount Number of threads, from 1.
 * @returns The chunks, in order: the same bytes for any number of threads.
 * @throws {EsdhError} What a thread fails with; INTERNAL if it does not start.
 */
export async function* threadChanges(
  plan: ChangePlan,
  threadCount: number,
): AsyncGenerator<SentChanges> {
  const threads = Array.from(
    { length: threadCount },
    (_, offset) => new ChangeThread(plan, threadCount, offset),
  );
  try {
    for (let sequence = 0;; sequence++) {
      const chunk = await threads[sequence % threadCount]!.next();
      if (chunk === undefined) return;
      yield chunk;
    }
  } finally {
    for (const thread of threads) thread.end();
  }
}

class ChangeThread {
  readonly #port: WorkerPort<ChangeRequest>;
  readonly #request: ChangeRequest;
  /** The chunk that was given out last. */
  #last: SentChanges | undefined;
  readonly #chunks: (SentChanges | undefined)[] = [];
  #failure: { readonly error: unknown } | undefined;
  #notify: (() => void) | undefined;

  constructor(plan: ChangePlan, stride: number, offset: number) {
    this.#request = {
      kind: "changes",
      subject: describeSubject(plan, { stride, offset }),
      spare: [],
    };
    this.#port = openWorkerPort<ChangeRequest, ChangeReply>({
      fail: (error) => {
        this.#failure ??= { error };
        this.#notify?.();
      },
      take: ({ chunk }) => {
        this.#chunks.push(chunk);
        this.#notify?.();
      },
    });
    this.#port.ready.then(() => {
      for (let ahead = 0; ahead < CHUNKS_AHEAD; ahead++) this.#port.post(this.#request);
    });
  }

  /** The next chunk of the thread; undefined behind its last. */
  async next(): Promise<SentChanges | undefined> {
    while (true) {
      if (this.#failure !== undefined) throw this.#failure.error;
      if (this.#chunks.length > 0) {
        // Whoever asks for this chunk is done with the last one.
        const spare = this.#last?.entities.flatMap(({ bytes }) => bytes.map((b) => b.buffer)) ?? [];
        this.#port.post({ ...this.#request, spare }, spare);
        return this.#last = this.#chunks.shift();
      }
      await new Promise<void>((resolve) => this.#notify = resolve);
    }
  }

  end(): void {
    this.#port.end();
  }
}

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
import { EsdhError } from "./core/error.ts";
import { type SentError, unpackError } from "./core/sent_error.ts";
import { START_TIMEOUT_MS, workerEntry } from "./thread.ts";

/** Chunks that a thread makes ahead of the files. */
const CHUNKS_AHEAD = 2;

/** What a worker may send. */
type Reply =
  | ChangeReply
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly error: SentError };

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
  readonly #worker = new Worker(workerEntry(), { type: "module" });
  readonly #request: ChangeRequest;
  /** The chunk that was given out last. */
  #last: SentChanges | undefined;
  readonly #chunks: (SentChanges | undefined)[] = [];
  readonly #timer: ReturnType<typeof setTimeout>;
  #failure: { readonly error: unknown } | undefined;
  #notify: (() => void) | undefined;

  constructor(plan: ChangePlan, stride: number, offset: number) {
    this.#request = {
      kind: "changes",
      subject: describeSubject(plan, { stride, offset }),
      spare: [],
    };
    const seconds = START_TIMEOUT_MS / 1000;
    this.#timer = setTimeout(
      () => this.#failWith(`did not start within ${seconds} s`),
      START_TIMEOUT_MS,
    );
    this.#worker.onmessage = ({ data }: MessageEvent<Reply>) => this.#take(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#failWith(`failed: ${event.message}`);
    };
  }

  /** The next chunk of the thread; undefined behind its last. */
  async next(): Promise<SentChanges | undefined> {
    while (true) {
      if (this.#failure !== undefined) throw this.#failure.error;
      if (this.#chunks.length > 0) {
        // Whoever asks for this chunk is done with the last one.
        const spare = this.#last?.entities.flatMap(({ bytes }) => bytes.map((b) => b.buffer)) ?? [];
        this.#worker.postMessage({ ...this.#request, spare } satisfies ChangeRequest, spare);
        return this.#last = this.#chunks.shift();
      }
      await new Promise<void>((resolve) => this.#notify = resolve);
    }
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#worker.terminate();
  }

  #take(data: Reply): void {
    if (data.kind === "ready") {
      clearTimeout(this.#timer);
      for (let ahead = 0; ahead < CHUNKS_AHEAD; ahead++) this.#worker.postMessage(this.#request);
      return;
    }
    if (data.kind === "failed") this.#failure ??= { error: unpackError(data.error) };
    else this.#chunks.push(data.chunk);
    this.#notify?.();
  }

  #failWith(message: string): void {
    this.#failure ??= {
      error: new EsdhError("INTERNAL", `a worker thread ${message}`, {
        hint: "--workers 0 does without threads",
      }),
    };
    this.#notify?.();
  }
}

/**
 * Row groups, measured in several threads and put in order.
 *
 * @module
 */
import { EsdhError } from "./core/error.ts";
import { type SentError, unpackError } from "./core/sent_error.ts";
import type {
  MeasureAnswer,
  MeasureReply,
  MeasureRequest,
  MeasureSubject,
} from "./measure_part.ts";
import { START_TIMEOUT_MS, workerEntry } from "./thread.ts";

/** Row groups that a thread has at a time: one at work, one that waits. */
const GROUPS_PER_THREAD = 2;

/** What a worker may send. */
type Reply =
  | MeasureReply
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly error: SentError };

interface MeasureThread {
  readonly worker: Worker;
  readonly ready: Promise<void>;
}

/** Threads that measure row groups. Memory: for each the wanted columns of a row group, and the answers ahead. */
export class MeasurePool {
  readonly #threads: readonly MeasureThread[];
  readonly #timers: ReturnType<typeof setTimeout>[] = [];
  readonly #tickets = new Map<number, PromiseWithResolvers<MeasureAnswer>>();
  #nextTicket = 0;
  #failure: { readonly error: unknown } | undefined;

  /** @param count Number of threads, from 1. */
  constructor(count: number) {
    this.#threads = Array.from({ length: count }, () => this.#start());
  }

  /**
   * Measures row groups of a table.
   *
   * @param subject The table.
   * @param groupCount Number of its row groups.
   * @returns What they came to, in order, whatever thread was first.
   * @throws {EsdhError} What a thread fails with; INTERNAL if it does not start.
   */
  async *measure(subject: MeasureSubject, groupCount: number): AsyncGenerator<MeasureAnswer> {
    const ahead: Promise<MeasureAnswer>[] = [];
    for (let group = 0, sent = 0; group < groupCount; group++) {
      while (sent < groupCount && sent < group + this.#threads.length * GROUPS_PER_THREAD) {
        ahead.push(this.#send(subject, sent++));
      }
      yield await ahead.shift()!;
    }
  }

  /** Ends all threads, wherever they are. */
  end(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const { worker } of this.#threads) worker.terminate();
    this.#fail(new EsdhError("INTERRUPTED", "the measuring was interrupted"));
  }

  #send(subject: MeasureSubject, group: number): Promise<MeasureAnswer> {
    const ticket = this.#nextTicket++;
    const pending = Promise.withResolvers<MeasureAnswer>();
    // Answers ahead may fail while nobody waits for them: whoever waits is told.
    pending.promise.catch(() => {});
    if (this.#failure !== undefined) {
      pending.reject(this.#failure.error);
      return pending.promise;
    }
    this.#tickets.set(ticket, pending);
    const { worker, ready } = this.#threads[group % this.#threads.length]!;
    const request: MeasureRequest = { kind: "measure", ticket, subject, group };
    ready.then(() => this.#failure ?? worker.postMessage(request));
    return pending.promise;
  }

  #start(): MeasureThread {
    const worker = new Worker(workerEntry(), { type: "module" });
    const failWith = (message: string) =>
      this.#fail(
        new EsdhError("INTERNAL", `a worker thread ${message}`, {
          hint: "--workers 0 does without threads",
        }),
      );
    const { promise: ready, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(
      () => failWith(`did not start within ${START_TIMEOUT_MS / 1000} s`),
      START_TIMEOUT_MS,
    );
    this.#timers.push(timer);
    worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      if (data.kind === "ready") {
        clearTimeout(timer);
        resolve();
      } else if (data.kind === "failed") this.#fail(unpackError(data.error));
      else {
        this.#tickets.get(data.ticket)?.resolve(data);
        this.#tickets.delete(data.ticket);
      }
    };
    worker.onerror = (event) => {
      event.preventDefault();
      failWith(`failed: ${event.message}`);
    };
    return { worker, ready };
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    for (const { reject } of this.#tickets.values()) reject(this.#failure.error);
    this.#tickets.clear();
  }
}

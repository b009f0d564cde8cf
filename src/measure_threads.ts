/**
 * Row groups, measured in several threads and put in order.
 *
 * @module
 */
import { EsdhError } from "./core/error.ts";
import type {
  MeasureAnswer,
  MeasureReply,
  MeasureRequest,
  MeasureSubject,
} from "./measure_part.ts";
import { openWorkerPort, type WorkerPort } from "./worker_port.ts";

/** Row groups that a thread has at a time: one at work, one that waits. */
const GROUPS_PER_THREAD = 2;

/** Threads that measure row groups. Memory: for each the wanted columns of a row group, and the answers ahead. */
export class MeasurePool {
  readonly #threads: readonly WorkerPort<MeasureRequest>[];
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
    for (const port of this.#threads) port.end();
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
    const port = this.#threads[group % this.#threads.length]!;
    const request: MeasureRequest = { kind: "measure", ticket, subject, group };
    port.ready.then(() => this.#failure ?? port.post(request));
    return pending.promise;
  }

  #start(): WorkerPort<MeasureRequest> {
    return openWorkerPort<MeasureRequest, MeasureReply>({
      fail: (error) => this.#fail(error),
      take: (reply) => {
        this.#tickets.get(reply.ticket)?.resolve(reply);
        this.#tickets.delete(reply.ticket);
      },
    });
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    for (const { reject } of this.#tickets.values()) reject(this.#failure.error);
    this.#tickets.clear();
  }
}

/**
 * Threads that measure parts of files.
 *
 * @module
 */
import { EsdhError } from "./core/error.ts";
import type {
  MeasureAnswer,
  MeasureReply,
  MeasureRequest,
  MeasureSubject,
  MeasureUnit,
} from "./measure_part.ts";
import { openWorkerPort, type WorkerPort } from "./worker_port.ts";

/** Parts that a thread has at a time: one at work, one that waits. */
const UNITS_PER_THREAD = 2;

/** A thread, and how many parts it has. */
interface MeasureThread {
  readonly port: WorkerPort<MeasureRequest>;
  unitCount: number;
}

/** A part on its way. */
interface Ticket extends PromiseWithResolvers<MeasureAnswer> {
  readonly thread: MeasureThread;
}

/** Threads that measure parts. Memory: for each the wanted columns of a row group or a run of bytes, and answers. */
export class MeasurePool {
  /** Parts that are worth being sent before an answer is awaited. */
  readonly depth: number;
  readonly #threads: readonly MeasureThread[];
  readonly #tickets = new Map<number, Ticket>();
  #nextTicket = 0;
  #failure: { readonly error: unknown } | undefined;

  /** @param count Number of threads, from 1. */
  constructor(count: number) {
    this.depth = count * UNITS_PER_THREAD;
    this.#threads = Array.from({ length: count }, () => this.#start());
  }

  /**
   * Measures a part, in the thread that has least to do.
   *
   * @param subject The table.
   * @param unit The part.
   * @returns What it came to. An answer that nobody awaits may fail.
   * @throws {EsdhError} What a thread fails with; INTERNAL if it does not start.
   */
  measure(subject: MeasureSubject, unit: MeasureUnit): Promise<MeasureAnswer> {
    const thread = this.#threads.reduce((best, each) =>
      each.unitCount < best.unitCount ? each : best
    );
    const ticket: Ticket = { ...Promise.withResolvers<MeasureAnswer>(), thread };
    // Answers ahead may fail while nobody waits for them: whoever waits is told.
    ticket.promise.catch(() => {});
    if (this.#failure !== undefined) {
      ticket.reject(this.#failure.error);
      return ticket.promise;
    }
    const number = this.#nextTicket++;
    this.#tickets.set(number, ticket);
    thread.unitCount++;
    const request: MeasureRequest = { kind: "measure", ticket: number, subject, unit };
    thread.port.ready.then(() => this.#failure ?? thread.port.post(request))
      .catch((error: unknown) => this.#fail(error));
    return ticket.promise;
  }

  /** Ends all threads, wherever they are. */
  end(): void {
    for (const { port } of this.#threads) port.end();
    this.#fail(new EsdhError("INTERRUPTED", "the measuring was interrupted"));
  }

  #start(): MeasureThread {
    const port = openWorkerPort<MeasureRequest, MeasureReply>({
      fail: (error) => this.#fail(error),
      take: (reply) => this.#take(reply),
    });
    return { port, unitCount: 0 };
  }

  #take({ ticket: number, parts, rowCount, isWhole }: MeasureReply): void {
    const ticket = this.#tickets.get(number);
    // The pool has failed while the answer was on its way.
    if (ticket === undefined) return;
    this.#tickets.delete(number);
    ticket.thread.unitCount--;
    ticket.resolve({ parts, rowCount, isWhole });
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    for (const { reject } of this.#tickets.values()) reject(this.#failure.error);
    this.#tickets.clear();
  }
}

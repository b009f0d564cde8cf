/**
 * The threads that check parts of files.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import type { PartAnswer, PartReply, PartRequest, PartSource, PartSubject } from "../check_part.ts";
import { openWorkerPort, type WorkerPort } from "../worker_port.ts";

/** Bytes of a part where no other number is given. */
export const PART_BYTES = 2 * 1024 * 1024;

/** Bytes behind a part that its reader may spoil. */
export const SLACK_BYTES = 64;

/** Parts that a thread has at a time: one at work, one that waits. */
const PARTS_PER_THREAD = 2;

/** A thread, and how many parts it has. */
interface PoolThread {
  readonly port: WorkerPort<PartRequest>;
  partCount: number;
}

/** A part on its way. */
interface Ticket {
  readonly thread: PoolThread;
  resolve(answer: PartAnswer): void;
  reject(error: unknown): void;
}

/**
 * Threads that check parts. Memory: twice as many parts as there are threads, each with its records, and two
 * more that are being filled and merged.
 */
export class PartPool {
  readonly #threads: PoolThread[];
  readonly #tickets = new Map<number, Ticket>();
  readonly #rooms: ArrayBuffer[] = [];
  readonly #waiting: (() => void)[] = [];
  #nextTicket = 0;
  #failure: { readonly error: unknown } | undefined;

  /**
   * @param count Number of threads, from 1.
   * @param partBytes Bytes of a part.
   */
  constructor(count: number, readonly partBytes: number = PART_BYTES) {
    this.#threads = Array.from({ length: count }, () => this.#start());
  }

  /** A buffer for a part. */
  takeRoom(): ArrayBuffer {
    return this.#rooms.pop() ?? new ArrayBuffer(this.partBytes + SLACK_BYTES);
  }

  /**
   * Gives back a buffer that was not sent.
   *
   * @param room The buffer.
   */
  returnRoom(room: ArrayBuffer): void {
    this.#rooms.push(room);
  }

  /** Waits until a thread can take a part. */
  async waitForThread(): Promise<void> {
    while (this.#failure === undefined && this.#idlest().partCount >= PARTS_PER_THREAD) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /**
   * Checks a part in a thread.
   *
   * @param subject The file.
   * @param source The part; bytes are the pool's from now on.
   * @param spare The arrays of an earlier result of the same file, to be filled again.
   * @returns What they came to.
   * @throws {EsdhError} What a thread fails with; INTERNAL if it does not start.
   */
  async check(
    subject: PartSubject,
    source: PartSource,
    spare: readonly ArrayBuffer[] = [],
  ): Promise<PartAnswer> {
    if (this.#failure !== undefined) throw this.#failure.error;
    const thread = this.#idlest();
    thread.partCount++;
    const ticket = this.#nextTicket++;
    const answer = new Promise<PartAnswer>((resolve, reject) =>
      this.#tickets.set(ticket, { thread, resolve, reject })
    );
    thread.port.ready.then(() => {
      if (this.#failure !== undefined) return;
      const request = { kind: "check", ticket, subject, source, spare } as const;
      thread.port.post(request, [...source.kind === "bytes" ? [source.room] : [], ...spare]);
    }).catch((error: unknown) => this.#fail(error));
    return await answer;
  }

  /** Ends all threads, wherever they are. */
  end(): void {
    for (const { port } of this.#threads) port.end();
    this.#fail(new EsdhError("INTERRUPTED", "the validation was interrupted"));
  }

  #idlest(): PoolThread {
    return this.#threads.reduce((best, each) => each.partCount < best.partCount ? each : best);
  }

  #start(): PoolThread {
    const port = openWorkerPort<PartRequest, PartReply>({
      fail: (error) => this.#fail(error),
      take: (reply) => this.#take(reply),
    });
    return { port, partCount: 0 };
  }

  #take({ ticket, result, isWhole, isLast, room }: PartReply): void {
    const found = this.#tickets.get(ticket);
    // The pool has failed while the answer was on its way.
    if (found === undefined) return;
    const { thread, resolve } = found;
    this.#tickets.delete(ticket);
    thread.partCount--;
    if (room !== undefined) this.#rooms.push(room);
    resolve({ result, isWhole, isLast });
    this.#wake();
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    for (const { reject } of this.#tickets.values()) reject(this.#failure.error);
    this.#tickets.clear();
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/**
 * The files of a snapshot, measured in parts: ahead of each other in threads, and told in order.
 *
 * @module
 */
import type { TableReader } from "./core/table.ts";
import type { MeasureAnswer, MeasureSubject } from "./measure_part.ts";
import { type PlannedTable, type PlannedUnit, planTable } from "./measure_plan.ts";
import { MeasurePool } from "./measure_threads.ts";

/** A table, and the file it is read from. */
export interface MeasuredTable {
  readonly subject: MeasureSubject;
  readonly reader: TableReader;
  readonly sizeBytes: number;
}

/** How files are measured. */
export interface MeasureRunOptions {
  readonly workerCount?: number;
  readonly threadedBytes?: number;
  readonly runBytes?: number;
  readonly signal?: AbortSignal;
}

/** What a part of a table came to. */
export interface MeasuredPart extends Omit<MeasureAnswer, "isWhole"> {
  /** Plural name of the entity. */
  readonly table: string;
  /** Bytes of the files up to its end. */
  readonly doneBytes: number;
}

/** Bytes of files from which on threads are worth their start. */
const THREADED_BYTES = 256 * 1024 * 1024;

/** Bytes of a run of rows. */
const RUN_BYTES = 8 * 1024 * 1024;

/** A table on its way. */
interface OpenTable extends PlannedTable {
  readonly name: string;
  readonly startBytes: number;
  readonly sizeBytes: number;
  /** Whether a part did not end between rows: those behind it do not count. */
  isBroken: boolean;
}

/** A step of the measuring: a part, or what is behind the last of a table. */
interface Step {
  readonly table: OpenTable;
  readonly planned?: PlannedUnit;
  /** Given where a thread measures it. */
  readonly answer?: Promise<MeasureAnswer>;
}

/** Measures tables. Memory: descriptions of two files, and a few parts for each thread. */
export class MeasureRun {
  readonly #tables: readonly MeasuredTable[];
  readonly #options: MeasureRunOptions;
  readonly #pool: MeasurePool | undefined;
  readonly #open = new Set<OpenTable>();

  /**
   * @param tables The tables.
   * @param options Threads and signal.
   */
  constructor(tables: readonly MeasuredTable[], options: MeasureRunOptions) {
    this.#tables = tables;
    this.#options = options;
    const { workerCount = navigator.hardwareConcurrency || 2, threadedBytes = THREADED_BYTES } =
      options;
    const bytes = tables.filter(({ reader }) => (reader.openValues ?? reader.parts) !== undefined)
      .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    // On one core a thread beside this one gains nothing.
    const isThreaded = workerCount > 1 && bytes >= threadedBytes;
    this.#pool = isThreaded ? new MeasurePool(workerCount) : undefined;
  }

  /**
   * Measures all.
   *
   * @returns What came of the parts: those of a table in the order of its rows.
   * @throws {EsdhError} IO if a file is damaged or can't be read; INTERNAL if a thread fails.
   */
  async *measure(): AsyncGenerator<MeasuredPart> {
    const steps = this.#plan();
    const depth = this.#pool?.depth ?? 0;
    const ahead: Step[] = [];
    let isPlanned = false;
    try {
      while (true) {
        while (!isPlanned && ahead.length <= depth) {
          const { value, done } = await steps.next();
          if (done === true) isPlanned = true;
          else ahead.push(value);
        }
        const step = ahead.shift();
        if (step === undefined) return;
        yield* this.#take(step);
      }
    } finally {
      for (const table of this.#open) table.close();
    }
  }

  /** Ends all threads, wherever they are. */
  end(): void {
    this.#pool?.end();
  }

  async *#plan(): AsyncGenerator<Step> {
    const { signal, runBytes = RUN_BYTES } = this.#options;
    const pool = this.#pool;
    let startBytes = 0;
    for (const { subject, sizeBytes } of this.#tables) {
      signal?.throwIfAborted();
      const plan = { signal, runBytes: pool === undefined ? undefined : runBytes };
      const table: OpenTable = {
        ...await planTable(subject, plan),
        ...{ name: subject.table, startBytes, sizeBytes, isBroken: false },
      };
      this.#open.add(table);
      startBytes += sizeBytes;
      for await (const planned of table.units ?? []) {
        if (table.isBroken) break;
        const answer = pool?.measure(planned.subject, planned.unit);
        yield { table, planned, ...(answer === undefined ? {} : { answer }) };
      }
      yield { table };
    }
  }

  async *#take({ table, planned, answer }: Step): AsyncGenerator<MeasuredPart> {
    if (planned === undefined) {
      const rest = table.rest();
      if (!table.isBroken && (table.units === undefined || rest !== undefined)) {
        yield* this.#measureRows(table, rest);
      }
      table.close();
      this.#open.delete(table);
      return;
    }
    if (table.isBroken) return;
    if (answer === undefined) await takeTurn();
    const { isWhole, ...part } = await (answer ?? table.measuring.measure(planned.unit));
    if (isWhole) {
      yield this.#partOf(table, part, planned.share);
      return;
    }
    table.isBroken = true;
    yield* this.#measureRows(table, planned.unit.kind === "bytes" ? planned.unit.start : undefined);
  }

  async *#measureRows(table: OpenTable, from: number | undefined): AsyncGenerator<MeasuredPart> {
    const { sizeBytes } = table;
    for await (const { parts, rowCount, doneBytes } of table.measuring.measureRows(from)) {
      const share = sizeBytes === 0 ? 1 : Math.min(1, doneBytes / sizeBytes);
      yield this.#partOf(table, { parts, rowCount }, share);
    }
  }

  #partOf(
    { name, startBytes, sizeBytes }: OpenTable,
    part: Omit<MeasureAnswer, "isWhole">,
    share: number,
  ): MeasuredPart {
    return { ...part, table: name, doneBytes: Math.round(startBytes + sizeBytes * share) };
  }
}

/** Lets what waits for this thread, such as a signal, have its turn. */
function takeTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

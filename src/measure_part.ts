/**
 * Measures a part of a table's file: in the main thread, or in a worker.
 *
 * @module
 */
import { EsdhError } from "./core/error.ts";
import type { ReadScope, TableEvent, TableHead, TableReader } from "./core/table.ts";
import type { ValueFile } from "./core/value_file.ts";
import { findDataset } from "./datasets/mod.ts";
import { ByteSlices, tellSlices } from "./import/byte_slices.ts";
import { openFile } from "./import/byte_window.ts";
import { READERS } from "./import/mod.ts";
import { TableTallies, type TallyParts } from "./report/table_tallies.ts";

/** What is measured. It can be sent to another thread. */
export interface MeasureSubject {
  readonly path: string;
  /** Its name in messages. */
  readonly label: string;
  /** Name of its reader. */
  readonly reader: string;
  /** Name of the dataset. */
  readonly dataset: string;
  /** Options of the plan. */
  readonly options: Readonly<Record<string, string>>;
  /** Plural name of the entity. */
  readonly table: string;
  /** What stands before the rows, of a file that is read in runs of bytes. */
  readonly head?: TableHead;
}

/** A part of a file. */
export type MeasureUnit =
  /** Row groups of a file that is read by columns. */
  | { readonly kind: "groups"; readonly from: number; readonly to: number }
  /** A run of bytes that is cut behind line ends. */
  | { readonly kind: "bytes"; readonly start: number; readonly end: number };

/** A part on its way to a worker. */
export interface MeasureRequest {
  readonly kind: "measure";
  /** Says which request the answer is about. */
  readonly ticket: number;
  readonly subject: MeasureSubject;
  readonly unit: MeasureUnit;
}

/** What a part came to. */
export interface MeasureAnswer {
  readonly parts: TallyParts;
  readonly rowCount: number;
  /** Whether it ended between rows; nothing of the answer counts where it did not. */
  readonly isWhole: boolean;
}

/** The answer of a worker. */
export interface MeasureReply extends MeasureAnswer {
  readonly kind: "measured";
  readonly ticket: number;
}

/** Bytes behind a run that its reader may spoil. */
export const SLACK_BYTES = 64;

/** Measures a table, a part at a time. Memory: the wanted columns of a row group, or a run of bytes. */
export class TableMeasuring {
  readonly #open: () => TableTallies;
  #tallies: TableTallies;
  readonly #subject: MeasureSubject;
  readonly #reader: TableReader;
  readonly #scope: ReadScope;
  #file: ValueFile | undefined;
  #bytes: { readonly file: Deno.FsFile; readonly slices: ByteSlices } | undefined;

  /**
   * @param subject The table.
   * @param signal Ends the reading of rows early.
   */
  constructor(subject: MeasureSubject, signal?: AbortSignal) {
    const { dataset: name, options, table, path, label } = subject;
    const dataset = findDataset(name);
    const entity = dataset.entities.find(({ plural }) => plural === table)!;
    this.#open = () => new TableTallies({ dataset, options }, entity);
    this.#tallies = this.#open();
    this.#subject = subject;
    this.#reader = READERS.find(({ name }) => name === subject.reader)!;
    const names = new Map(
      dataset.entities.map(({ plural }): [string, readonly string[]] => [plural, []]),
    );
    // Rows of the other tables of a file are passed over.
    names.set(table, this.#tallies.fields.map(({ name }) => name));
    this.#scope = {
      ...{ path, label },
      ...(this.#reader.holds === "entity" ? { table } : {}),
      fields: (name) => names.get(name),
      ...(signal === undefined ? {} : { signal }),
    };
  }

  /**
   * Opens a file that is read by columns.
   *
   * @returns Rows of each group; undefined where it can't be measured by its columns.
   * @throws {EsdhError} IO if it is damaged or can't be read.
   */
  async openValues(): Promise<readonly number[] | undefined> {
    this.#file ??= await this.#reader.openValues?.(this.#subject.path, this.#tallies.fields);
    return this.#file?.groupRows;
  }

  /**
   * Reads what stands before the rows of a file that can be read in runs of bytes.
   *
   * @param bytes Its first bytes, with room for {@link SLACK_BYTES} behind them.
   * @param length How many they are.
   * @returns The head; undefined where the file must be read as a whole.
   */
  readHead(bytes: Uint8Array<ArrayBuffer>, length: number): TableHead | undefined {
    return this.#reader.parts?.readHead(this.#scope, bytes, length);
  }

  /**
   * Measures a part.
   *
   * @param unit The part.
   * @returns What it came to.
   * @throws {EsdhError} IO if it is damaged or can't be read.
   */
  measure(unit: MeasureUnit): Promise<MeasureAnswer> {
    return unit.kind === "groups"
      ? this.#measureGroups(unit.from, unit.to)
      : this.#measureBytes(unit.start, unit.end);
  }

  /**
   * Measures a file in the order of its rows, a part at a time.
   *
   * @param from Where to begin, of a file that is read in runs of bytes; default: all of it.
   * @returns What the parts came to, and how many bytes of the file were read, as far as it tells.
   * @throws {EsdhError} IO if it is damaged or can't be read.
   */
  async *measureRows(
    from?: number,
  ): AsyncGenerator<MeasureAnswer & { readonly doneBytes: number }> {
    const { head } = this.#subject;
    let doneBytes = from ?? 0;
    const scope = {
      ...this.#scope,
      onBytes: ({ length }: Uint8Array) => {
        doneBytes += length;
      },
    };
    const events = from === undefined
      ? this.#reader.read(scope)
      : this.#reader.parts!.readRows(scope, head!, {
        ...{ kind: "rest", offsetBytes: from, row: 0, line: 1 },
      });
    let rowCount = 0;
    let blockCount = 0;
    for await (const event of events) {
      const count = this.#take(event);
      if (count === 0) continue;
      rowCount += count;
      if (++blockCount % BLOCKS_AT_ONCE > 0) continue;
      yield { parts: this.#takeParts(), rowCount, isWhole: true, doneBytes };
      rowCount = 0;
    }
    yield { parts: this.#takeParts(), rowCount, isWhole: true, doneBytes };
  }

  /** Closes what is open. */
  close(): void {
    this.#file?.close();
    this.#file = undefined;
    this.#bytes?.file.close();
    this.#bytes = undefined;
  }

  async #measureGroups(from: number, to: number): Promise<MeasureAnswer> {
    await this.openValues();
    const file = this.#file!;
    let rowCount = 0;
    for (let group = from; group < to; group++) {
      const count = file.groupRows[group]!;
      await file.readGroup(group, this.#tallies.targets(count));
      this.#tallies.addValues(count);
      rowCount += count;
    }
    return { parts: this.#takeParts(), rowCount, isWhole: true };
  }

  async #measureBytes(start: number, end: number): Promise<MeasureAnswer> {
    const bytes = await this.#readBytes(start, end);
    const run = { kind: "bytes", bytes, length: end - start } as const;
    let rowCount = 0;
    let isWhole = true;
    for await (
      const event of this.#reader.parts!.readRows(this.#scope, this.#subject.head!, run)
    ) {
      isWhole = event.kind !== "issue" || event.isDoubtful !== true;
      if (!isWhole) break;
      rowCount += this.#take(event);
    }
    return { parts: this.#takeParts(), rowCount, isWhole };
  }

  async #readBytes(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const { path } = this.#subject;
    if (this.#bytes === undefined) {
      const file = await openFile(path);
      this.#bytes = { file, slices: new ByteSlices(file, path, (await file.stat()).size) };
    }
    try {
      return this.#bytes.slices.readSync(start, end, SLACK_BYTES);
    } catch (error) {
      throw tellSlices(path, error);
    }
  }

  #takeParts(): TallyParts {
    const parts = this.#tallies.take();
    if (this.#tallies.isFull) this.#tallies = this.#open();
    return parts;
  }

  /** Adds the rows of an event; answers how many they are. */
  #take(event: TableEvent): number {
    const { label, table } = this.#subject;
    if (event.kind === "issue" && event.isFatal === true) {
      const { message, hint } = event.build();
      throw new EsdhError("IO", message, { path: label, ...(hint === undefined ? {} : { hint }) });
    }
    if (event.kind !== "rows" || event.name !== table) return 0;
    this.#tallies.addBlock(event.block);
    return event.block.count;
  }
}

/** Blocks of a format of texts whose sums are merged at once. */
const BLOCKS_AT_ONCE = 64;

let served: { readonly key: string; readonly measuring: TableMeasuring } | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * Measures a part in a worker, when those before it are done.
 *
 * @param request The part.
 * @returns The answer.
 */
export function serveMeasure(request: MeasureRequest): Promise<MeasureReply> {
  const next = last.then(async (): Promise<MeasureReply> => {
    const { ticket, subject, unit } = request;
    const key = JSON.stringify(subject);
    if (served?.key !== key) {
      served?.measuring.close();
      served = { key, measuring: new TableMeasuring(subject) };
    }
    return { kind: "measured", ticket, ...await served.measuring.measure(unit) };
  });
  last = next.catch(() => {});
  return next;
}

/**
 * Measures groups of rows of a file that is read by columns: in the main thread, or in a worker.
 *
 * @module
 */
import type { ValueFile } from "./core/value_file.ts";
import { findDataset } from "./datasets/mod.ts";
import { READERS } from "./import/mod.ts";
import { TableTallies, type TallyParts } from "./report/table_tallies.ts";

/** What is measured. It can be sent to another thread. */
export interface MeasureSubject {
  readonly path: string;
  /** Name of its reader. */
  readonly reader: string;
  /** Name of the dataset. */
  readonly dataset: string;
  /** Options of the plan. */
  readonly options: Readonly<Record<string, string>>;
  /** Plural name of the entity. */
  readonly table: string;
}

/** A row group on its way to a worker. */
export interface MeasureRequest {
  readonly kind: "measure";
  /** Says which request the answer is about. */
  readonly ticket: number;
  readonly subject: MeasureSubject;
  readonly group: number;
}

/** What a row group came to. */
export interface MeasureAnswer {
  readonly parts: TallyParts;
  readonly rowCount: number;
  readonly sizeBytes: number;
}

/** The answer of a worker. */
export interface MeasureReply extends MeasureAnswer {
  readonly kind: "measured";
  readonly ticket: number;
}

/** Measures a table, a row group at a time. Memory: the wanted columns of a row group. */
export class TableMeasuring {
  readonly #tallies: TableTallies;
  readonly #subject: MeasureSubject;
  #file: ValueFile | undefined;

  /** @param subject The table. */
  constructor(subject: MeasureSubject) {
    const { dataset: name, options, table } = subject;
    const dataset = findDataset(name);
    const entity = dataset.entities.find(({ plural }) => plural === table)!;
    this.#tallies = new TableTallies({ dataset, options }, entity);
    this.#subject = subject;
  }

  /**
   * Opens the file.
   *
   * @returns Rows of each group; undefined where it can't be measured by its columns.
   * @throws {EsdhError} IO if it is damaged or can't be read.
   */
  async open(): Promise<readonly number[] | undefined> {
    const { path, reader } = this.#subject;
    const { openValues } = READERS.find(({ name }) => name === reader)!;
    this.#file ??= await openValues?.(path, this.#tallies.fields);
    return this.#file?.groupRows;
  }

  /**
   * Measures a row group of the open file.
   *
   * @param group Its index.
   * @returns What it came to.
   * @throws {EsdhError} IO if it is damaged or can't be read.
   */
  async measure(group: number): Promise<MeasureAnswer> {
    const file = this.#file!;
    const rowCount = file.groupRows[group]!;
    const sizeBytes = await file.readGroup(group, this.#tallies.targets(rowCount));
    this.#tallies.addValues(rowCount);
    return { parts: this.#tallies.take(), rowCount, sizeBytes };
  }

  /** Closes the file. */
  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }
}

let served: { readonly key: string; readonly measuring: TableMeasuring } | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * Measures a row group in a worker, when those before it are done.
 *
 * @param request The row group.
 * @returns The answer.
 */
export function serveMeasure(request: MeasureRequest): Promise<MeasureReply> {
  const next = last.then(async (): Promise<MeasureReply> => {
    const { ticket, subject, group } = request;
    const key = JSON.stringify(subject);
    if (served?.key !== key) {
      served?.measuring.close();
      served = { key, measuring: new TableMeasuring(subject) };
      await served.measuring.open();
    }
    return { kind: "measured", ticket, ...await served.measuring.measure(group) };
  });
  last = next.catch(() => {});
  return next;
}

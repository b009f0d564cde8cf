/**
 * Checks a part of a file: in the main thread, or in a worker that is sent the part's bytes or reads its rows itself.
 *
 * @module
 */
import { EsdhError } from "./core/error.ts";
import { findDataset } from "./datasets/mod.ts";
import { READERS } from "./import/mod.ts";
import type {
  GroupFile,
  GroupRun,
  ReadScope,
  RowRun,
  TableEvent,
  TableHead,
  TableReader,
} from "./core/table.ts";
import { tallyCheck } from "./report/tally_check.ts";
import { planLayout } from "./validate/layout.ts";
import { syntheticCheck } from "./validate/checks/synthetic.ts";
import { CHECKS } from "./validate/mod.ts";
import { PartChecker, type PartOptions, type PartResult } from "./validate/part_checker.ts";

/** What decides how the parts of a file are checked. It can be sent to another thread. */
export interface PartSubject
  extends Pick<PartOptions, "path" | "isFirst" | "isCompared" | "seeds" | "maxKept" | "proof"> {
  /** Name of the dataset. */
  readonly dataset: string;
  /** Plural name of the entity. */
  readonly table: string;
  /** Options of the plan, where the measures of reports are taken too. */
  readonly measured?: Readonly<Record<string, string>>;
  /** Name of the reader. */
  readonly reader: string;
  /** What stands before the rows, of a file that is sent in parts. */
  readonly head?: TableHead;
  /** Where the file is, of one that each thread reads itself. */
  readonly filePath?: string;
}

/** Bytes of whole rows. */
export interface PartBytes {
  readonly kind: "bytes";
  /** Holds them, and room for 64 more. */
  readonly room: ArrayBuffer;
  /** How many they are. */
  readonly length: number;
}

/** What is to be checked: bytes that are sent, or rows that the thread reads itself. */
export type PartSource = PartBytes | GroupRun;

/** A part on its way to a worker. */
export interface PartRequest {
  readonly kind: "check";
  /** Says which part the answer is about. */
  readonly ticket: number;
  readonly subject: PartSubject;
  readonly source: PartSource;
  /** The arrays of an earlier result of the same file, to be filled again. */
  readonly spare: readonly ArrayBuffer[];
}

/** What a part came to. */
export interface PartAnswer {
  /** Rows, findings, records; and how many lines they took. */
  readonly result: PartResult & { readonly lineCount: number };
  /** Whether the part was one of whole rows. Where not, nothing that is said of it counts. */
  readonly isWhole: boolean;
  /** Whether the file is damaged in it, so that nothing that is said of later parts counts. */
  readonly isLast: boolean;
}

/** The answer of a worker, its buffers transferred. */
export interface PartReply extends PartAnswer {
  readonly kind: "checked";
  readonly ticket: number;
  /** The buffer that came with the request, where one did. */
  readonly room: ArrayBuffer | undefined;
}

/** Checks parts of one file, one after the other. */
export class PartReading {
  readonly #reader: TableReader;
  readonly #scope: ReadScope;
  readonly #checker: PartChecker;
  readonly #head: TableHead | undefined;
  #file: GroupFile | undefined;

  /** @param subject The file. */
  constructor(subject: PartSubject) {
    const dataset = findDataset(subject.dataset);
    const { entities, rules, marker } = dataset;
    const entity = entities.find(({ plural }) => plural === subject.table)!;
    const names = entity.fields.map(({ name }) => name);
    this.#reader = READERS.find(({ name }) => name === subject.reader)!;
    this.#scope = {
      path: subject.filePath ?? subject.path,
      label: subject.path,
      table: subject.table,
      fields: (table) => table === subject.table ? names : undefined,
      numberFields: (table) => table === subject.table ? entity.fields : undefined,
    };
    this.#head = subject.head;
    const layout = planLayout(entities, rules.rows);
    this.#checker = new PartChecker({
      ...subject,
      ...{ entity, rules: rules.rows, layout, marker },
      checks: [
        ...CHECKS,
        ...(subject.proof === undefined ? [] : [syntheticCheck]),
        ...(subject.measured === undefined
          ? []
          : [tallyCheck({ dataset, options: subject.measured })]),
      ],
    });
  }

  /**
   * Takes the arrays of an earlier result back, to be filled again.
   *
   * @param rooms An array for each run of a result, in order.
   */
  giveBack(rooms: readonly ArrayBuffer[]): void {
    this.#checker.giveBack(rooms);
  }

  /**
   * Checks a part.
   *
   * @param source The part.
   * @returns What it came to; rows and lines count from the part's first.
   */
  async check(source: PartSource): Promise<PartAnswer> {
    const checker = this.#checker;
    checker.reset();
    let isWhole = true;
    let isLast = false;
    let nextRow = 0;
    let lineCount = 0;
    for await (const event of await this.#open(source)) {
      if (event.kind === "issue") {
        isWhole &&= event.isDoubtful !== true;
        isLast ||= source.kind === "groups" && event.isFatal === true;
        checker.takeIssue(event, nextRow);
      } else if (event.kind === "rows") {
        checker.check(event.block);
        nextRow = event.block.start + event.block.count;
      } else if (event.kind === "end") lineCount = (event.nextLine ?? 1) - 1;
      if (!isWhole) break;
    }
    return { result: { ...checker.take(), lineCount }, isWhole, isLast };
  }

  async #open(source: PartSource): Promise<AsyncGenerator<TableEvent>> {
    if (source.kind === "groups") {
      this.#file ??= await this.#reader.openGroups!(this.#scope);
      if (this.#file === undefined) {
        throw new EsdhError("IO", `"${this.#scope.label}" was changed while it was read`);
      }
      return this.#file.readRows(source);
    }
    const { room, length } = source;
    const run: RowRun = { kind: "bytes", bytes: new Uint8Array(room), length };
    return this.#reader.parts!.readRows(this.#scope, this.#head!, run);
  }

  /** Lets go of the file. */
  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }
}

let reading: { readonly key: string; readonly reading: PartReading } | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * Checks a part in a worker, when those before it are done.
 *
 * @param request The part.
 * @returns The answer, and what is to be transferred with it.
 */
export function servePart(
  request: PartRequest,
): Promise<{ reply: PartReply; transfer: Transferable[] }> {
  const next = last.then(() => checkPart(request));
  last = next;
  return next;
}

async function checkPart(
  { ticket, subject, source, spare }: PartRequest,
): Promise<{ reply: PartReply; transfer: Transferable[] }> {
  const key = JSON.stringify(subject);
  if (reading?.key !== key) {
    reading?.reading.close();
    reading = { key, reading: new PartReading(subject) };
  }
  reading.reading.giveBack(spare);
  const answer = await reading.reading.check(source);
  const room = source.kind === "bytes" ? source.room : undefined;
  const transfer = [
    ...room === undefined ? [] : [room],
    ...answer.result.runs.map(({ words }) => words.buffer),
  ];
  return { reply: { kind: "checked", ticket, ...answer, room }, transfer };
}

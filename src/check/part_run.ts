/**
 * Reads a file in parts, each checked in a thread, and puts what they came to in order.
 *
 * @module
 */
import { type Digest, startDigest } from "../core/digest.ts";
import type { ReadScope, TableHead } from "../core/table.ts";
import { openFile, readError } from "../import/byte_window.ts";
import type { PartAnswer, PartSubject } from "../check_part.ts";
import type { OpenTable, ValidationPass } from "../validate/pass.ts";
import type { SourceFile } from "./open_snapshot.ts";
import type { PartPool } from "./part_pool.ts";

const LF = 10;

/** Where reading in parts stopped being possible. */
export interface RestStart {
  readonly offsetBytes: number;
  /** Index of the next row. */
  readonly row: number;
  /** Line on which it starts. */
  readonly line: number;
}

/** What reading a file in parts came to. */
export interface PartOutcome {
  readonly table: OpenTable;
  readonly head: TableHead;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Where a row began that does not end where parts end; undefined where all rows were checked. */
  readonly rest: RestStart | undefined;
}

/** What is needed to read a file in parts. */
export interface PartRunOptions {
  readonly file: SourceFile;
  readonly scope: ReadScope;
  readonly dataset: string;
  /** Options of the plan, where the measures of reports are taken too. */
  readonly measured: Readonly<Record<string, string>> | undefined;
  readonly pass: ValidationPass;
  readonly pool: PartPool;
  /** Called with the number of bytes of each piece that was read. */
  onBytes(count: number): void;
}

/** A part that was sent, and where it began. */
interface SentPart {
  readonly offsetBytes: number;
  readonly answer: Promise<PartAnswer>;
}

/** Parts that are read and not yet in order, at most. */
const MAX_AHEAD = 8;

/**
 * Reads a file in parts. Every byte is read and digested once, in order, and what was digested is what is
 * checked. A part is cut behind a line end; where that is inside of a row after all, nothing behind the last
 * whole part counts, and the caller reads the rest from there.
 *
 * @param options What is needed.
 * @returns What it came to; undefined where the file must be read as a whole, and nothing of it was told.
 * @throws {EsdhError} IO if the system can't read the file; INTERNAL if a thread fails.
 */
export async function readParts(options: PartRunOptions): Promise<PartOutcome | undefined> {
  const file = await openFile(options.scope.path);
  try {
    return await new PartRun(options, file).run();
  } finally {
    file.close();
  }
}

/**
 * What decides how the parts of a file are checked.
 *
 * @param options The file.
 * @param table Its table.
 * @returns The subject; where its rows come from is not in it yet.
 */
export function subjectOf(
  { dataset, measured, file, pass }: Omit<PartRunOptions, "onBytes">,
  table: OpenTable,
): PartSubject {
  const { path, isFirst, isCompared, seeds, maxKept, proof } = pass.partOptions(table);
  return {
    ...{ dataset, table: table.entity.plural, reader: file.reader.name },
    ...{ path, isFirst, isCompared, seeds, maxKept },
    ...(proof === undefined ? {} : { proof }),
    ...(measured === undefined ? {} : { measured }),
  };
}

class PartRun {
  readonly #options: PartRunOptions;
  readonly #file: Deno.FsFile;
  readonly #digest: Digest = startDigest();
  readonly #sent: SentPart[] = [];
  readonly #spares: ArrayBuffer[][] = [];
  #rest: RestStart | undefined;
  #row = 0;
  #line = 1;

  constructor(options: PartRunOptions, file: Deno.FsFile) {
    this.#options = options;
    this.#file = file;
  }

  async run(): Promise<PartOutcome | undefined> {
    const { file, scope, pass, pool } = this.#options;
    let room = new Uint8Array(pool.takeRoom());
    let length = await this.#fill(room, 0);
    const head = file.reader.parts!.readHead(scope, room, length);
    if (head === undefined) {
      pool.returnRoom(room.buffer);
      return undefined;
    }
    this.#options.onBytes(length);
    this.#digest.update(room.subarray(0, length));
    for (const issue of head.issues) {
      pass.takeIssue({ kind: "issue", head: issue, build: () => issue });
    }
    const table = pass.openTable(file.path, file.tables[0]!);
    const subject = { ...subjectOf(this.#options, table), head };
    this.#line = head.line;
    let offset = head.offsetBytes;
    let sizeBytes = length;
    room.copyWithin(0, offset, length);
    length -= offset;
    let isLast = false;
    while (true) {
      const end = isLast ? length : room.subarray(0, length).lastIndexOf(LF) + 1;
      if (end === 0 && !isLast) {
        // A row that is longer than a part.
        if (length >= pool.partBytes) await this.#giveUp(table, offset);
      } else if (end > 0 && this.#rest === undefined) {
        const next = new Uint8Array(pool.takeRoom());
        next.set(room.subarray(end, length));
        await pool.waitForThread();
        this.#send(subject, offset, room.buffer, end);
        while (this.#sent.length > MAX_AHEAD) await this.#merge(table);
        offset += end;
        length -= end;
        room = next;
      }
      if (isLast) break;
      if (this.#rest !== undefined) length = 0;
      const count = await this.#fill(room, length);
      isLast = count === 0;
      this.#digest.update(room.subarray(length, length + count));
      this.#options.onBytes(count);
      sizeBytes += count;
      length += count;
    }
    while (this.#sent.length > 0) await this.#merge(table);
    pool.returnRoom(room.buffer);
    return { table, head, sizeBytes, sha256: this.#digest.hex(), rest: this.#rest };
  }

  #send(subject: PartSubject, offsetBytes: number, room: ArrayBuffer, length: number): void {
    const answer = this.#options.pool.check(
      subject,
      { kind: "bytes", room, length },
      this.#spares.pop(),
    );
    // It is awaited in its turn; until then nobody listens.
    answer.catch(() => {});
    this.#sent.push({ offsetBytes, answer });
  }

  /** Takes the first part that was sent. */
  async #merge(table: OpenTable): Promise<void> {
    const { offsetBytes, answer } = this.#sent.shift()!;
    const { result, isWhole } = await answer;
    if (this.#rest !== undefined) return;
    if (!isWhole) {
      this.#rest = { offsetBytes, row: this.#row, line: this.#line };
      return;
    }
    this.#options.pass.takePart(table, result, this.#row, this.#line - 1);
    this.#spares.push(result.runs.map(({ words }) => words.buffer));
    this.#row += result.rowCount;
    this.#line += result.lineCount;
  }

  async #giveUp(table: OpenTable, offsetBytes: number): Promise<void> {
    while (this.#sent.length > 0) await this.#merge(table);
    this.#rest ??= { offsetBytes, row: this.#row, line: this.#line };
  }

  /** Fills a buffer as far as there is room; answers how many bytes came, 0 at the end of the file. */
  async #fill(room: Uint8Array, from: number): Promise<number> {
    const { partBytes } = this.#options.pool;
    let at = from;
    while (at < partBytes) {
      this.#options.scope.signal?.throwIfAborted();
      let count: number | null;
      try {
        count = await this.#file.read(room.subarray(at, partBytes));
      } catch (cause) {
        throw readError(this.#options.scope.path, cause);
      }
      if (count === null) break;
      at += count;
    }
    return at - from;
  }
}

/**
 * The parts that the files of a snapshot are measured in.
 *
 * @module
 */
import type { TableHead } from "./core/table.ts";
import { ByteSlices, tellSlices } from "./import/byte_slices.ts";
import { MAX_ROW_BYTES, openFile } from "./import/byte_window.ts";
import {
  type MeasureSubject,
  type MeasureUnit,
  SLACK_BYTES,
  TableMeasuring,
} from "./measure_part.ts";

const LF = 10;

/** Row groups that are measured at once: of fewer rows than this, or one. */
const UNIT_ROWS = 250_000;

/** However few rows they have: a thread is to have work on hand while others end. */
const UNIT_GROUPS = 64;

/** Bytes that are read at once in search of a line end. */
const SEARCH_BYTES = 64 * 1024;

/** A part of a file that any thread may measure. */
export interface PlannedUnit {
  readonly subject: MeasureSubject;
  readonly unit: MeasureUnit;
  /** Share of the file that lies before its end. */
  readonly share: number;
}

/** A file with its parts. */
export interface PlannedTable {
  /** Measures in this thread. */
  readonly measuring: TableMeasuring;
  /** Its parts, in order; undefined where it is to be read in one go, by its rows. */
  readonly units: AsyncIterable<PlannedUnit> | Iterable<PlannedUnit> | undefined;
  /** Where what remains behind the last part begins, when they were all asked for: it is read by its rows. */
  rest(): number | undefined;
  /** Closes what is open. */
  close(): void;
}

/** How a file is planned. */
export interface PlanOptions {
  readonly signal?: AbortSignal | undefined;
  /** Bytes of a run of rows; where they are left out, texts are read in one go. */
  readonly runBytes?: number | undefined;
}

/**
 * Plans the parts of a file.
 *
 * @param subject The table.
 * @param options Signal, and bytes of a run.
 * @returns Its parts. The file is described when it is planned, and cut while its parts are asked for.
 * @throws {EsdhError} IO if it is damaged or can't be read.
 */
export async function planTable(
  subject: MeasureSubject,
  { signal, runBytes }: PlanOptions,
): Promise<PlannedTable> {
  const measuring = new TableMeasuring(subject, signal);
  const close = () => measuring.close();
  const groups = await measuring.openValues();
  if (groups !== undefined) {
    return { measuring, units: planGroups(subject, groups), rest: () => undefined, close };
  }
  const runs = runBytes === undefined ? undefined : await openRuns(subject, measuring, runBytes);
  if (runs === undefined) return { measuring, units: undefined, rest: () => undefined, close };
  return {
    measuring: new TableMeasuring(runs.subject, signal),
    units: runs.units(),
    rest: () => runs.rest,
    close: () => runs.close(),
  };
}

function* planGroups(
  subject: MeasureSubject,
  groupRows: readonly number[],
): Generator<PlannedUnit> {
  for (let from = 0; from < groupRows.length;) {
    let to = from;
    for (let rows = 0; to < groupRows.length && to < from + UNIT_GROUPS; to++) {
      rows += groupRows[to]!;
      if (to > from && rows > UNIT_ROWS) break;
    }
    yield { subject, unit: { kind: "groups", from, to }, share: to / groupRows.length };
    from = to;
  }
}

/** Opens a file to be cut; undefined where it can't be read in runs. */
async function openRuns(
  subject: MeasureSubject,
  measuring: TableMeasuring,
  runBytes: number,
): Promise<FileRuns | undefined> {
  const { path } = subject;
  const file = await openFile(path);
  try {
    const slices = new ByteSlices(file, path, (await file.stat()).size);
    const length = Math.min(slices.size, MAX_ROW_BYTES);
    const head = measuring.readHead(slices.readSync(0, length, SLACK_BYTES), length);
    if (head !== undefined) return new FileRuns({ ...subject, head }, file, slices, runBytes);
  } catch (error) {
    file.close();
    throw tellSlices(path, error);
  }
  file.close();
  return undefined;
}

/** A file that is cut behind line ends. Memory: what is searched for one. */
class FileRuns {
  /** Where no line end was found near; undefined while all is cut. */
  rest: number | undefined;
  #isOpen = true;

  constructor(
    readonly subject: MeasureSubject & { readonly head: TableHead },
    readonly file: Deno.FsFile,
    readonly slices: ByteSlices,
    readonly runBytes: number,
  ) {}

  async *units(): AsyncGenerator<PlannedUnit> {
    const { subject, slices, runBytes } = this;
    const { size } = slices;
    for (let start = subject.head.offsetBytes; start < size;) {
      const end = await this.#findCut(Math.min(size, start + runBytes));
      if (end === undefined) {
        this.rest = start;
        return;
      }
      yield { subject, unit: { kind: "bytes", start, end }, share: end / size };
      start = end;
    }
  }

  close(): void {
    if (this.#isOpen) this.file.close();
    this.#isOpen = false;
  }

  /** The first place behind a line end, from a place on that may be one; undefined where none is near. */
  async #findCut(from: number): Promise<number | undefined> {
    const { slices, subject } = this;
    try {
      for (let at = from - 1; at < from + MAX_ROW_BYTES;) {
        const bytes = await slices.read(at, Math.min(slices.size, at + SEARCH_BYTES));
        const place = bytes.indexOf(LF);
        if (place >= 0) return at + place + 1;
        at += bytes.length;
        if (at === slices.size) return at;
      }
      return undefined;
    } catch (error) {
      throw tellSlices(subject.path, error);
    }
  }
}

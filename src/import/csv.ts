/**
 * Reads CSV.
 *
 * @module
 */
import type { Issue } from "../core/issue.ts";
import { showBytes } from "../core/show.ts";
import {
  CELL,
  type ReadScope,
  type RowRun,
  type TableEvent,
  type TableHead,
  type TableReader,
} from "../core/table.ts";
import {
  ByteWindow,
  MAX_CELL_BYTES,
  MAX_ROW_BYTES,
  openBytes,
  type Window,
} from "./byte_window.ts";
import { matchColumns } from "./columns.ts";
import { CsvParser, MAX_CELLS } from "./csv_parser.ts";
import { tellIssue, tellRowError } from "./issue_event.ts";
import { RowBuffer } from "./row_buffer.ts";

/** What an error of a row says beside its code. */
type RowError = Omit<Issue, "code" | "severity">;

const QUOTE = 34;
const LF = 10;

/** The reader of `.csv` files. */
export const csvReader: TableReader = {
  name: "csv",
  extension: "csv",
  holds: "entity",
  access: "sequential",
  read: readCsv,
  parts: { readHead: readPartHead, readRows: readPartRows },
};

/** Where a CSV file stands. */
interface CsvState {
  readonly window: Window;
  readonly parser: CsvParser;
  readonly label: string;
  readonly table: string;
}

async function* readCsv(scope: ReadScope): AsyncGenerator<TableEvent> {
  const table = scope.table ?? "";
  const wanted = scope.fields(table) ?? [];
  const window = await ByteWindow.open(scope);
  const state: CsvState = { window, parser: new CsvParser(window), label: scope.label, table };
  try {
    if (window.hasMark) yield tellIssue(markIssue(scope.label));
    const header = yield* readHeader(state, wanted);
    if (header !== undefined) yield* readRows(state, wanted, header);
    await window.drain();
  } finally {
    window.close();
  }
}

function readPartHead(
  scope: ReadScope,
  bytes: Uint8Array<ArrayBuffer>,
  length: number,
): TableHead | undefined {
  const table = scope.table ?? "";
  const window = openBytes(bytes, length);
  const parser = new CsvParser(window);
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  if (hasMark || bytes.subarray(0, length).indexOf(LF) === -1 || parser.next() !== "row") {
    return undefined;
  }
  const { places, issues } = matchHeader(
    { window, parser, label: scope.label, table },
    scope.fields(table) ?? [],
  );
  return { offsetBytes: window.position, line: parser.line, places: [...places], issues };
}

async function* readPartRows(
  scope: ReadScope,
  { places }: TableHead,
  run: RowRun,
): AsyncGenerator<TableEvent> {
  const table = scope.table ?? "";
  const wanted = scope.fields(table) ?? [];
  const file = run.kind === "rest" ? await ByteWindow.open(scope, run.offsetBytes) : undefined;
  const window = run.kind === "bytes" ? openBytes(run.bytes, run.length) : file!;
  const parser = new CsvParser(window);
  const state: CsvState = { window, parser, label: scope.label, table };
  try {
    let row = 0;
    if (run.kind === "rest") {
      parser.line = run.line;
      row = run.row;
    }
    yield* readRows(state, wanted, Int32Array.from(places), row);
  } finally {
    file?.close();
  }
}

/**
 * The finding about a byte order mark.
 *
 * @param path File name.
 * @returns The issue.
 */
export function markIssue(path: string): Issue {
  return {
    code: "byte-order-mark",
    severity: "error",
    message:
      "the file begins with a byte order mark, which many readers take for a part of the data",
    path,
    line: 1,
    actual: "\\xef\\xbb\\xbf",
    hint: 'save it as "UTF-8", not as "UTF-8 with BOM"',
  };
}

async function* readHeader(
  state: CsvState,
  wanted: readonly string[],
): AsyncGenerator<TableEvent, Int32Array | undefined> {
  const { window, parser, label, table } = state;
  let step = parser.next();
  while (step === "more") {
    await window.refill();
    step = parser.next();
  }
  const at = { path: label, entity: table, line: 1 };
  if (step !== "row") {
    const message = step === "end"
      ? "the file is empty: there is no header line"
      : "the header line can't be read";
    yield tellIssue({
      ...at,
      code: "header-missing",
      severity: "error",
      message,
      expected: wanted.join(","),
    });
    return undefined;
  }
  const { places, issues } = matchHeader(state, wanted);
  for (const issue of issues) yield tellIssue(issue);
  return places;
}

/** Matches the header that was just read, and moves behind it. */
function matchHeader({ window, parser, label, table }: CsvState, wanted: readonly string[]) {
  const names: string[] = [];
  for (let cell = 0; cell < Math.min(parser.cellCount, MAX_CELLS); cell++) {
    names.push(showBytes(window.bytes, parser.starts[cell]!, parser.ends[cell]!));
  }
  parser.line += parser.rowLines;
  return matchColumns(names, wanted, { path: label, entity: table, line: 1 });
}

async function* readRows(
  state: CsvState,
  wanted: readonly string[],
  places: Int32Array,
  firstRow = 0,
): AsyncGenerator<TableEvent> {
  const { window, parser, table } = state;
  const rows = new RowBuffer(wanted.length);
  rows.start = firstRow;
  const isPlain = places.length === wanted.length && places.length > 0 &&
    places.every((place, column) => place === column);
  const columnCount = places.length;
  const given = new Set(places);
  const missing = wanted.map((_name, place) => place).filter((place) => !given.has(place));
  yield { kind: "table", name: table };
  while (true) {
    if (isPlain) parser.nextPlain(rows);
    if (rows.isFull) yield { kind: "rows", name: table, block: rows.take(window.bytes) };
    const step = parser.next();
    if (step === "row") {
      const line = parser.line;
      const index = rows.start + rows.count;
      const hasOtherWidth = parser.cellCount !== columnCount;
      if (hasOtherWidth) {
        yield tellRowError("row-width", () => describeWidth(state, index, columnCount));
      } else if (parser.hasStrayQuote) {
        yield tellRowError("quote-misplaced", () => describeQuote(state, index));
      }
      parser.line += parser.rowLines;
      const first = rows.nextCell();
      const { starts, ends } = parser;
      const count = Math.min(parser.cellCount, columnCount);
      for (let column = 0; column < count; column++) {
        const place = places[column]!;
        if (place === -1) continue;
        const start = starts[column]!;
        const end = ends[column]!;
        rows.starts[first + place] = start;
        rows.ends[first + place] = end;
        // An empty cell is null; one of two quotes is a text without characters.
        const isNull = start === end && window.bytes[start - 1] !== QUOTE;
        rows.kinds[first + place] = isNull ? CELL.null : CELL.untyped;
      }
      for (let column = count; column < columnCount; column++) {
        if (places[column] !== -1) rows.kinds[first + places[column]!] = CELL.absent;
      }
      for (const place of missing) rows.kinds[first + place] = CELL.absent;
      rows.lines[rows.count++] = line;
      if (rows.isFull) yield { kind: "rows", name: table, block: rows.take(window.bytes) };
      continue;
    }
    if (rows.count > 0) yield { kind: "rows", name: table, block: rows.take(window.bytes) };
    if (step === "end") break;
    if (step === "more") {
      await window.refill();
      continue;
    }
    const code = step === "open-quote" ? "quote-open" : "row-too-long";
    const issue = tellRowError(code, () => describeGivenUp(state, rows.start, step));
    yield { ...issue, isDoubtful: true };
    rows.addAbsent(parser.line++);
    while (!parser.skipLine()) await window.refill();
  }
  yield { kind: "end", name: table, rowCount: rows.start, nextLine: parser.line };
}

function describeWidth(
  { parser, label, table }: CsvState,
  index: number,
  columnCount: number,
): RowError {
  return {
    path: label,
    entity: table,
    index,
    line: parser.line,
    message: parser.isBlank
      ? `the line is empty; a row has ${columnCount} cells`
      : `the row has ${parser.cellCount} cells, the header ${columnCount}`,
    actual: `${parser.isBlank ? 0 : parser.cellCount} cells`,
    expected: `${columnCount} cells`,
    hint: "a comma, quote or line break was lost or added",
  };
}

function describeQuote({ parser, window, label, table }: CsvState, index: number): RowError {
  const { cellCount } = parser;
  let cell = 0;
  while (window.bytes.subarray(parser.starts[cell]!, parser.ends[cell]!).indexOf(QUOTE) === -1) {
    if (++cell === cellCount) break;
  }
  return {
    path: label,
    entity: table,
    index,
    line: parser.line,
    message: "a quote stands in a cell that is not wholly quoted",
    actual: cell < cellCount
      ? showBytes(window.bytes, parser.starts[cell]!, parser.ends[cell]!)
      : '"',
    hint: 'write the cell between quotes and each quote in it twice: "a ""b"" c"',
  };
}

function describeGivenUp(
  { parser, window, label, table }: CsvState,
  index: number,
  step: "open-quote" | "too-long",
): RowError {
  const at = { path: label, entity: table, index, line: parser.line };
  const actual = showBytes(
    window.bytes,
    window.position,
    Math.min(window.limit, window.position + 400),
  );
  if (step === "open-quote") {
    return {
      ...at,
      message: `a quote opens on this line and does not close within ${
        MAX_CELL_BYTES / 1024
      } KiB or before the end of the file`,
      actual,
      hint: "reading goes on with the next line",
    };
  }
  return {
    ...at,
    message: `the row is longer than ${MAX_ROW_BYTES / 1024} KiB`,
    actual,
    hint: "reading goes on with the next line",
  };
}

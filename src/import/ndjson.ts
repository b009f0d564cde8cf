/**
 * Reads NDJSON: one JSON object a line.
 *
 * @module
 */
import { showBytes } from "../core/show.ts";
import type { ReadScope, RowRun, TableEvent, TableHead, TableReader } from "../core/table.ts";
import { ByteWindow, MAX_ROW_BYTES, openBytes, type Window } from "./byte_window.ts";
import { markIssue } from "./csv.ts";
import { tellIssue, tellRowError } from "./issue_event.ts";
import { shapeIssue, syntaxIssue, tellMember } from "./json_issues.ts";
import { JsonParser } from "./json_parser.ts";
import { RowBuffer } from "./row_buffer.ts";

const LF = 10;

/** The reader of `.ndjson` files. */
export const ndjsonReader: TableReader = {
  name: "ndjson",
  extension: "ndjson",
  holds: "entity",
  access: "sequential",
  read: readNdjson,
  parts: {
    readHead(_scope, bytes) {
      const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
      return hasMark ? undefined : { offsetBytes: 0, line: 1, places: [], issues: [] };
    },
    readRows: readPartRows,
  },
};

async function* readPartRows(
  scope: ReadScope,
  _head: TableHead,
  run: RowRun,
): AsyncGenerator<TableEvent> {
  if (run.kind === "bytes") return yield* readLines(openBytes(run.bytes, run.length), scope);
  const window = await ByteWindow.open(scope, run.offsetBytes);
  try {
    yield* readLines(window, scope, run.row, run.line);
  } finally {
    window.close();
  }
}

async function* readNdjson(scope: ReadScope): AsyncGenerator<TableEvent> {
  const window = await ByteWindow.open(scope);
  try {
    if (window.hasMark) yield tellIssue(markIssue(scope.label));
    yield* readLines(window, scope);
    await window.drain();
  } finally {
    window.close();
  }
}

async function* readLines(
  window: Window,
  scope: ReadScope,
  firstRow = 0,
  firstLine = 1,
): AsyncGenerator<TableEvent> {
  const table = scope.table ?? "";
  const names = scope.fields(table) ?? [];
  const rows = new RowBuffer(names.length);
  rows.start = firstRow;
  const { bytes } = window;
  const parser = new JsonParser(bytes);
  parser.setNames(names);
  parser.isLast = true;
  let line = firstLine;
  let isSkipping = false;
  yield { kind: "table", name: table };
  while (true) {
    const found = bytes.indexOf(LF, window.position);
    const isWhole = found !== -1 && found < window.limit;
    const end = isWhole ? found : window.limit;
    if (!isWhole && !window.isLast && end - window.position < MAX_ROW_BYTES && !isSkipping) {
      if (rows.count > 0) yield { kind: "rows", name: table, block: rows.take(bytes) };
      await window.refill();
      continue;
    }
    if (end === window.position && !isWhole && window.isLast) break;
    const at = { path: scope.label, entity: table, index: rows.start + rows.count, line };
    if (end - window.position > MAX_ROW_BYTES || (!isWhole && !window.isLast)) {
      if (!isSkipping) {
        yield tellRowError("row-too-long", () => ({
          ...at,
          message: `the line is longer than ${MAX_ROW_BYTES / 1024} KiB`,
          actual: showBytes(bytes, window.position, window.position + 400),
        }));
        rows.addAbsent(line);
      }
      isSkipping = !isWhole;
    } else if (isSkipping) {
      isSkipping = !isWhole;
    } else {
      parser.position = window.position;
      parser.limit = end;
      parser.line = line;
      const spoilt = bytes[end]!;
      yield* readLine(parser, rows, at, names);
      bytes[end] = spoilt;
    }
    if (isWhole) line++;
    window.position = isWhole ? end + 1 : end;
    if (rows.isFull || (isSkipping && rows.count > 0)) {
      yield { kind: "rows", name: table, block: rows.take(bytes) };
    }
    if (isSkipping) await window.refill();
  }
  if (rows.count > 0) yield { kind: "rows", name: table, block: rows.take(bytes) };
  yield { kind: "end", name: table, rowCount: rows.start, nextLine: line };
}

/** Reads one line into the next row; a line that can't be read gives a row of absent cells. */
function* readLine(
  parser: JsonParser,
  rows: RowBuffer,
  at: { path: string; entity: string; index: number; line: number },
  names: readonly string[],
): Generator<TableEvent> {
  const first = parser.peek();
  const hint = "reading goes on with the next line";
  let isRow = first === 123;
  if (isRow) {
    isRow = parser.readRow(rows) === "done";
    if (isRow && parser.peek() !== -1) {
      parser.problem = "text stands behind the object";
      parser.problemAt = parser.position;
      isRow = false;
    }
    if (!isRow) yield tellRowError("json-syntax", () => syntaxIssue(parser, at, hint));
  } else {
    parser.problemAt = parser.position;
    yield tellRowError("json-shape", () => {
      const actual = first === -1 ? "an empty line" : parser.showProblem();
      return shapeIssue("the line is not a JSON object", at, actual, "an object");
    });
  }
  if (!isRow) {
    rows.addAbsent(at.line);
    return;
  }
  for (const problem of parser.problems) {
    yield tellMember(problem, at, names);
  }
  rows.lines[rows.count++] = at.line;
}

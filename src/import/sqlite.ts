/**
 * Reads SQLite databases, a table after the other, by the SQLite that the runtime brings.
 *
 * Only tables are read, in the order in which they were made, and their rows in that of their row numbers: views,
 * virtual tables and triggers, which could compute without end, never run.
 *
 * @module
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { ByteBuffer } from "../core/buffer.ts";
import { EsdhError } from "../core/error.ts";
import { showText } from "../core/show.ts";
import { CELL, type ReadScope, type TableEvent, type TableReader } from "../core/table.ts";
import { openFile, readError } from "./byte_window.ts";
import { matchColumns } from "./columns.ts";
import { tellIssue } from "./issue_event.ts";
import { RowBuffer } from "./row_buffer.ts";

/** What a database begins with. */
const MAGIC = "SQLite format 3\0";

/** Bytes of cells after which rows are handed on, full block or not. */
const MAX_BLOCK_BYTES = 4 * 1024 * 1024;

/** The reader of `.sqlite` files. Memory: a block of rows, one row more, and SQLite's cache of 2 MiB. */
export const sqliteReader: TableReader = {
  name: "sqlite",
  extension: "sqlite",
  holds: "dataset",
  access: "random",
  read: readSqlite,
};

/** What the runtime's types leave out. */
interface ArrayStatement {
  setReturnArrays(enabled: boolean): void;
}

/** A value as SQLite gives it. */
type Value = null | bigint | number | string | Uint8Array;

/** Writes a value into a cell's bytes; gives what the cell is. */
type Show = (value: Value, room: ByteBuffer) => number;

async function* readSqlite(scope: ReadScope): AsyncGenerator<TableEvent> {
  const problem = await findProblem(scope.path);
  if (problem !== undefined) return yield tellDamage(problem, scope);
  const { DatabaseSync } = await import("node:sqlite");
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(scope.path, { readOnly: true });
    database.exec("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
    const tables = database.prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY rowid",
    ).all();
    for (const { name } of tables) {
      const fields = typeof name === "string" ? scope.fields(name) : undefined;
      if (fields !== undefined) yield* readTable(database, name as string, fields, scope);
    }
  } catch (error) {
    if (error instanceof EsdhError || scope.signal?.aborted) throw error;
    yield tellDamage(error instanceof Error ? error.message : String(error), scope);
  } finally {
    database?.close();
  }
}

/** Looks at what SQLite itself would not refuse, or not in words that help. */
async function findProblem(path: string): Promise<string | undefined> {
  const head = new Uint8Array(100);
  const file = await openFile(path);
  try {
    let length = 0;
    while (length < head.length) {
      const count = await file.read(head.subarray(length));
      if (count === null) break;
      length += count;
    }
    if (length < head.length) return `it has ${length} bytes; the smallest has 512`;
  } catch (cause) {
    throw readError(path, cause);
  } finally {
    file.close();
  }
  if (new TextDecoder().decode(head.subarray(0, 16)) !== MAGIC) {
    return 'it does not begin with "SQLite format 3"';
  }
  // To read it would make files beside it.
  if (head[18] !== 1 || head[19] !== 1) return "it keeps a write-ahead log (journal_mode = WAL)";
  return undefined;
}

async function* readTable(
  database: DatabaseSync,
  name: string,
  fields: readonly string[],
  scope: ReadScope,
): AsyncGenerator<TableEvent> {
  // `table_info` leaves out what is computed.
  const columns = database.prepare("SELECT name, type FROM pragma_table_info(?)").all(name);
  const names = columns.map((column) => String(column.name));
  const { places, issues } = matchColumns(names, fields, { path: scope.label, entity: name });
  for (const issue of issues) yield tellIssue(issue);
  yield { kind: "table", name };
  const rows = new RowBuffer(fields.length);
  const wanted = names.map((_, column) => column).filter((column) => places[column]! >= 0);
  const shows = wanted.map((column) => showType(String(columns[column]!.type)));
  const list = wanted.map((column) => quote(names[column]!)).join(", ") || "1";
  const statement = database.prepare(`SELECT ${list} FROM main.${quote(name)} ORDER BY rowid`);
  statement.setReadBigInts(true);
  (statement as StatementSync & ArrayStatement).setReturnArrays(true);
  const room = new ByteBuffer();
  for (const row of statement.iterate() as unknown as Iterable<Value[]>) {
    const first = rows.nextCell();
    rows.kinds.fill(CELL.absent, first, first + rows.width);
    wanted.forEach((column, at) => {
      const cell = first + places[column]!;
      rows.starts[cell] = room.length;
      rows.kinds[cell] = shows[at]!(row[at]!, room);
      rows.ends[cell] = room.length;
    });
    rows.count++;
    if (!rows.isFull && room.length < MAX_BLOCK_BYTES) continue;
    scope.signal?.throwIfAborted();
    yield { kind: "rows", name, block: rows.take(room.bytes, false) };
    room.clear();
  }
  if (rows.count > 0) yield { kind: "rows", name, block: rows.take(room.bytes, false) };
  yield { kind: "end", name, rowCount: rows.start };
}

/** How the values of a column are shown, by its declared type: SQLite knows no truth values and no decimals. */
function showType(type: string): Show {
  const [, scale] = /^(?:NUMERIC|DECIMAL)\s*\(\s*\d+\s*,\s*(\d{1,2})\s*\)$/i.exec(type) ?? [];
  const isBoolean = /^BOOL(EAN)?$/i.test(type);
  return (value, room) => {
    if (value === null) return CELL.null;
    if (typeof value === "string") {
      room.writeText(value);
      return CELL.text;
    }
    if (value instanceof Uint8Array) {
      room.writeText(`${value.length} bytes`);
      return CELL.nested;
    }
    if (isBoolean && (value === 0n || value === 1n)) {
      room.writeText(value === 1n ? "true" : "false");
      return CELL.boolean;
    }
    room.writeText(scale === undefined ? `${value}` : showDecimal(value, Number(scale)));
    return CELL.number;
  };
}

/** A number with all its decimals; as it is where it has more. */
function showDecimal(value: bigint | number, scale: number): string {
  const text = Number(value).toFixed(scale);
  return Number(text) === Number(value) && Math.abs(Number(value)) < 2 ** 53 ? text : `${value}`;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function tellDamage(reason: string, scope: ReadScope): TableEvent {
  return tellIssue({
    code: "sqlite-unreadable",
    severity: "error",
    message: `the file can't be read as a SQLite database: ${showText(reason)}`,
    path: scope.label,
    hint: "the file is cut off or damaged, or no database: make it again",
  });
}

/**
 * SQLite: one database file with a table for each entity, its keys, its references and their indices.
 *
 * @module
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { Batch } from "../core/batch.ts";
import type { Entity, FieldSizes } from "../core/entity.ts";
import type { FileScope, FileWriter, FilledFormat } from "../core/format.ts";
import { createIndexes, createTable, quoteName } from "../schema/sql.ts";
import { sqliteDialect } from "../schema/sql_sqlite.ts";
import { refuseColumn } from "./_parquet_buffer.ts";
import { describeFailure } from "./file_sink.ts";
import { SqliteValues } from "./_sqlite_values.ts";

/** Values bound to one statement: more save little, and old builds of SQLite take fewer. */
const MAX_VALUES = 800;

/** "ESDH": tells these databases from others (`PRAGMA application_id`). */
const APPLICATION_ID = 0x4553_4448;

/**
 * What the file is like and how it is filled: no journal, because a run that fails throws the file away; no
 * references and no checks tested, because they hold by construction (the checks alone would take two fifths of the
 * time).
 */
const SETTINGS = `
PRAGMA page_size = 4096;
PRAGMA encoding = 'UTF-8';
PRAGMA auto_vacuum = NONE;
PRAGMA application_id = ${APPLICATION_ID};
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA foreign_keys = OFF;
PRAGMA ignore_check_constraints = ON;
PRAGMA cache_size = -65536;
PRAGMA temp_store = MEMORY;
`;

/** Fills a database, all in one transaction. Memory: SQLite's cache of 64 MiB, and a batch. */
class SqliteWriter implements FileWriter {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #entities: readonly Entity[];
  readonly #values = new SqliteValues();
  readonly #statements = new Map<string, StatementSync>();
  #isOpen = true;

  constructor(path: string, database: DatabaseSync, { entities }: FileScope) {
    this.#path = path;
    this.#database = database;
    this.#entities = entities;
    this.#guard(() => database.exec(SETTINGS));
    this.#guard(() => database.exec("BEGIN"));
    const among = entities.map(({ plural }) => plural);
    for (const entity of entities) {
      const table = createTable(entity, sqliteDialect, { among });
      this.#guard(() => database.exec(table));
    }
  }

  write({ entity, count, columns }: Batch): void {
    entity.fields.forEach((field, place) => {
      if (columns[place]!.kind !== field.kind) refuseColumn(field, columns[place]!);
    });
    const width = columns.length;
    const rowsAtOnce = Math.max(1, Math.floor(MAX_VALUES / width));
    this.#values.load(columns, count);
    const values: SQLInputValue[] = new Array(rowsAtOnce * width);
    for (let from = 0; from < count; from += rowsAtOnce) {
      const rows = Math.min(rowsAtOnce, count - from);
      values.length = rows * width;
      for (let place = 0; place < width; place++) {
        this.#values.fill(place, from, rows, values);
      }
      const statement = this.#insert(entity, rows);
      this.#guard(() => statement.run(...values));
    }
  }

  async close(): Promise<void> {
    // Made of all rows at once: to keep them up row by row would cost more.
    for (const entity of this.#entities) {
      this.#guard(() => this.#database.exec(createIndexes(entity)));
    }
    this.#guard(() => this.#database.exec("COMMIT"));
    this.#guard(() => this.#database.close());
    this.#isOpen = false;
    try {
      await fixVersion(this.#path);
    } catch (cause) {
      throw describeFailure("finish", this.#path, cause);
    }
  }

  abort(): Promise<void> {
    // Why the file is given up is told already.
    try {
      if (this.#isOpen) this.#database.close();
    } catch {
      // Nothing is left to do for it.
    }
    this.#isOpen = false;
    return Promise.resolve();
  }

  /** Whatever SQLite fails with here is the disk's doing: its statements are ours. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (cause) {
      throw describeFailure("write", this.#path, cause);
    }
  }

  #insert({ plural, fields }: Entity, rows: number): StatementSync {
    const key = `${rows} ${plural}`;
    const known = this.#statements.get(key);
    if (known !== undefined) return known;
    const row = `(${fields.map(() => "?").join(",")})`;
    const statement = this.#database.prepare(
      `INSERT INTO ${quoteName(plural)} VALUES ${new Array(rows).fill(row).join(",")}`,
    );
    this.#statements.set(key, statement);
    return statement;
  }
}

/** Where a database says which version of SQLite wrote it last; nothing reads it to open the file. */
const VERSION_PLACE = 96;
const VERSION = Uint8Array.of(0, 0x2e, 0x76, 0x88);

/** Writes the same version whatever the runtime brings, so that it changes no byte. */
async function fixVersion(path: string): Promise<void> {
  const file = await Deno.open(path, { write: true });
  try {
    await file.seek(VERSION_PLACE, Deno.SeekMode.Start);
    await file.write(VERSION);
  } finally {
    file.close();
  }
}

/** Bytes a value takes on average, by kind: for estimates. */
const VALUE_BYTES = {
  id: 37,
  word: 10,
  text: 14,
  integer: 3,
  day: 11,
  decimal: 8,
  boolean: 1,
} as const;

function estimateRowBytes({ fields }: Entity, sizes?: FieldSizes): number {
  // A key, a unique value and a reference stand in an index once more, whose pages are two thirds full.
  return Math.ceil(fields.reduce((sum, { name, kind, key, reference, unique, values }) => {
    const longest = values?.reduce((max, { length }) => Math.max(max, length), 0);
    const size = sizes?.get(name);
    const isNumber = kind === "integer" || kind === "decimal" || kind === "boolean";
    const value = size === undefined
      ? longest === undefined ? VALUE_BYTES[kind] : longest + 1
      : 1 + size.present * (isNumber ? VALUE_BYTES[kind] - 1 : size.textBytes);
    return sum + value + (key ? 64 : 0) +
      (key !== true && (reference !== undefined || unique !== undefined) ? 40 : 0);
  }, 6));
}

/** The member of the registry of formats. */
export const sqliteFormat: FilledFormat = {
  name: "sqlite",
  extension: "sqlite",
  mediaType: "application/vnd.sqlite3",
  description: "SQLite database with a table for each entity, keys and references",
  holds: "dataset",
  hasBlocks: false,
  hasIndexes: true,
  isStreamable: false,
  estimateRowBytes,
  openFile: async (path, scope) => {
    const { DatabaseSync } = await import("node:sqlite");
    let database: DatabaseSync;
    try {
      database = new DatabaseSync(path, { enableForeignKeyConstraints: false });
    } catch (cause) {
      throw describeFailure("create", path, cause);
    }
    try {
      return new SqliteWriter(path, database, scope);
    } catch (error) {
      database.close();
      throw error;
    }
  },
};

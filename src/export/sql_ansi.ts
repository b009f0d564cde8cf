/**
 * SQL as most systems take it: `CREATE TABLE` with keys and references, then `INSERT` of many rows each.
 *
 * @module
 */
import type { Batch } from "../core/batch.ts";
import type { ByteBuffer } from "../core/buffer.ts";
import type { Entity } from "../core/entity.ts";
import type { EncodedFormat, Encoder, FileScope } from "../core/format.ts";
import type { JsonValue } from "../core/json.ts";
import {
  createIndexes,
  createTable,
  quoteName,
  quoteText,
  type SqlDialect,
} from "../schema/sql.ts";
import { ansiDialect } from "../schema/sql_ansi.ts";
import { partOf } from "../core/batch_part.ts";
import type { Dialect } from "./_dialect.ts";
import { describeScript } from "./_sql_head.ts";
import { estimateTextRowBytes, makeSafeBytes, openTextEncoder } from "./_text_format.ts";

/** Rows of an `INSERT`; the last one of a block may have fewer. SQL Server takes a thousand at most. */
export const INSERT_ROWS = 500;

/** Standard SQL, but for what SQLite does not know: the word DATE before a day, and CHAR_LENGTH. */
const portableDialect: SqlDialect = {
  ...ansiDialect,
  formatDay: quoteText,
  lengthFunction: "LENGTH",
};

const dialect: Dialect = {
  rowSeparator: ",\n",
  rowEnd: ")",
  beforeValue: (_entity, place) => (place === 0 ? "(" : ", "),
  nullText: "NULL",
  quote: "'",
  formatText: quoteText,
  safeBytes: makeSafeBytes((byte) => byte !== 0x27),
};

function makeTables({ entities, marker }: FileScope): string {
  const among = entities.map(({ plural }) => plural);
  const tables = entities.map((entity) => createTable(entity, portableDialect, { among }));
  return `${describeScript(marker, "sqlite3 DATABASE <")}BEGIN;\n\n${tables.join("\n")}`;
}

/** Writes the rows of a block as statements, which are counted from the block's first row. */
class InsertEncoder implements Encoder {
  readonly #rows: Encoder;
  #statementRows = 0;

  constructor(scope: FileScope) {
    this.#rows = openTextEncoder(scope, dialect, {
      head: makeTables,
      begin: () => "\n",
      end: () => "",
      tail: ({ entities }) => `\n${entities.map(createIndexes).join("")}\nCOMMIT;\n`,
    });
  }

  head(target: ByteBuffer): void {
    this.#rows.head(target);
  }

  begin(entity: Entity, target: ByteBuffer): void {
    this.#rows.begin(entity, target);
  }

  between(_entity: Entity, _target: ByteBuffer): void {}

  encode(batch: Batch, target: ByteBuffer): void {
    const { entity, count } = batch;
    for (let from = 0; from < count;) {
      const to = Math.min(count, from + INSERT_ROWS - this.#statementRows);
      if (this.#statementRows > 0) this.#rows.between(entity, target);
      else target.writeText(openInsert(entity));
      this.#rows.encode(partOf(batch, from, to), target);
      this.#statementRows += to - from;
      if (this.#statementRows === INSERT_ROWS) this.#closeInsert(target);
      from = to;
    }
  }

  finishBlock(_entity: Entity, target: ByteBuffer): JsonValue | undefined {
    if (this.#statementRows > 0) this.#closeInsert(target);
    return undefined;
  }

  end(entity: Entity, rowCount: number, target: ByteBuffer): void {
    this.#rows.end(entity, rowCount, target);
  }

  tail(target: ByteBuffer): void {
    this.#rows.tail(target);
  }

  #closeInsert(target: ByteBuffer): void {
    target.writeText(";\n");
    this.#statementRows = 0;
  }
}

function openInsert({ plural, fields }: Entity): string {
  const columns = fields.map(({ name }) => quoteName(name)).join(", ");
  return `INSERT INTO ${quoteName(plural)} (${columns}) VALUES\n`;
}

/** The member of the registry of formats. */
export const sqlAnsiFormat: EncodedFormat = {
  name: "sql-ansi",
  extension: "ansi.sql",
  mediaType: "application/sql; charset=utf-8",
  description: "SQL script for most systems: tables with keys, INSERT of all entities",
  holds: "dataset",
  hasBlocks: true,
  hasIndexes: true,
  isStreamable: false,
  estimateRowBytes: (entity, sizes) => estimateTextRowBytes(entity, dialect, sizes),
  openEncoder: (scope) => new InsertEncoder(scope),
};

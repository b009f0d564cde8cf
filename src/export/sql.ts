/**
 * SQL for PostgreSQL: one script that makes the tables in a transaction, fills them with `COPY ... FROM stdin`,
 * and then adds keys and references. `psql -f` runs it.
 *
 * @module
 */
import type { Entity } from "../core/entity.ts";
import type { EncodedFormat, FileScope } from "../core/format.ts";
import { addKeys, createIndexes, createTable, quoteName } from "../schema/sql.ts";
import { postgresDialect } from "../schema/sql_postgres.ts";
import type { Dialect } from "./_dialect.ts";
import { describeScript } from "./_sql_head.ts";
import { estimateTextRowBytes, makeSafeBytes, openTextEncoder } from "./_text_format.ts";

/** What `COPY` takes for something else where it stands as it is. */
const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\v": "\\v",
  "\f": "\\f",
  "\r": "\\r",
};

const NEEDS_ESCAPE = /[\\\x08-\x0d]/g;

const dialect: Dialect = {
  rowSeparator: "",
  rowEnd: "\n",
  beforeValue: (_entity, place) => (place === 0 ? "" : "\t"),
  nullText: "\\N",
  quote: "",
  formatText: (text) => text.replaceAll(NEEDS_ESCAPE, (unit) => ESCAPES[unit]!),
  safeBytes: makeSafeBytes((byte) => !(String.fromCharCode(byte) in ESCAPES)),
};

function makeTables({ entities, ...scope }: FileScope): string {
  const among = entities.map(({ plural }) => plural);
  const tables = entities.map((entity) =>
    createTable(entity, postgresDialect, { among, keys: "later" })
  );
  return `${describeScript(scope.marker, "psql -f")}\\set ON_ERROR_STOP on\n` +
    `SET client_encoding = 'UTF8';\nBEGIN;\n\n${tables.join("\n")}`;
}

function listColumns({ fields }: Entity): string {
  return fields.map(({ name }) => quoteName(name)).join(", ");
}

/** The member of the registry of formats. */
export const sqlFormat: EncodedFormat = {
  name: "sql",
  extension: "sql",
  mediaType: "application/sql; charset=utf-8",
  description: "SQL script for PostgreSQL: tables, COPY of all entities, keys and references",
  holds: "dataset",
  hasBlocks: false,
  hasIndexes: true,
  isStreamable: false,
  estimateRowBytes: (entity, sizes) => estimateTextRowBytes(entity, dialect, sizes),
  openEncoder: (scope) =>
    openTextEncoder(scope, dialect, {
      head: makeTables,
      begin: (_scope, entity) =>
        `\nCOPY ${quoteName(entity.plural)} (${listColumns(entity)}) FROM stdin;\n`,
      end: () => "\\.\n",
      tail: ({ entities }) => {
        const among = entities.map(({ plural }) => plural);
        const keys = entities.map((entity) => addKeys(entity, postgresDialect, { among }));
        return `\n${keys.join("")}${entities.map(createIndexes).join("")}\nCOMMIT;\n`;
      },
    }),
};

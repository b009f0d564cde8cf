/**
 * Readers that stand on programs and databases, in the form in which the suite wants them.
 *
 * @module
 */
import { gunzipSync } from "node:zlib";
import { join } from "@std/path";
import type { Row } from "../../src/core/batch.ts";
import type { Entity, Field } from "../../src/core/entity.ts";
import { quoteName } from "../../src/schema/sql.ts";
import { withFolder } from "../_folder.ts";
import type { FormatReader } from "./_format_readers.ts";
import {
  hasPostgres,
  hasPython,
  hasUnpackers,
  loadIntoPostgres,
  type PythonTable,
  readWithPython,
  unpackWithTool,
} from "./_programs.ts";

const exact = { tellsEmptyFromNull: true, keepsLoneSurrogates: false, keepsCrlf: true } as const;

/** A value that a program gave, as a row has it. */
function valueOf(value: unknown, field: Field): Row[string] {
  if (value === null || value === undefined) return null;
  const { kind, name } = field;
  const isDecimal = typeof value === "object" && "decimal" in value;
  if (kind === "decimal") {
    const text = isDecimal ? `${value.decimal}` : undefined;
    if (text !== undefined && text.split(".")[1]?.length !== field.scale) {
      throw new TypeError(`field ${name} holds ${text}`);
    }
    return Number(text ?? value);
  }
  if (kind === "boolean" && (value === 0 || value === 1)) return value === 1;
  if (kind === "integer" && typeof value === "number") return value;
  if (kind === "boolean" && typeof value === "boolean") return value;
  const isText = kind !== "integer" && kind !== "boolean" && typeof value === "string";
  if (!isText) throw new TypeError(`field ${name} holds ${JSON.stringify(value)}`);
  return value;
}

function rowOf(values: Readonly<Record<string, unknown>>, entity: Entity): Row {
  return Object.fromEntries(
    entity.fields.map((field) => [field.name, valueOf(values[field.name], field)]),
  );
}

function rowsOf(table: PythonTable, entity: Entity): Row[] {
  const names = entity.fields.map(({ name }) => name);
  if (table.names.join() !== names.join()) throw new TypeError(`the names are ${table.names}`);
  return table.rows.map((row) =>
    rowOf(Object.fromEntries(names.map((name, place) => [name, row[place]])), entity)
  );
}

/** Reads the one table of an Arrow file. */
export const pyarrow: FormatReader = {
  name: "pyarrow",
  ...exact,
  isMissing: !hasPython,
  read: async (bytes, [entity]) => {
    const tables = await readWithPython(bytes, "arrow");
    return { [entity!.plural]: rowsOf(tables[""]!, entity!) };
  },
};

/** Reads the sheets of a workbook. */
export const openpyxl: FormatReader = {
  name: "openpyxl",
  ...exact,
  isMissing: !hasPython,
  read: async (bytes, entities) => {
    const tables = await readWithPython(bytes, "xlsx");
    return Object.fromEntries(
      entities.map((
        entity,
      ) => [entity.plural, rowsOf(tables[entity.plural]!, entity)]),
    );
  },
};

/** Loads a script into PostgreSQL itself. */
export const postgres: FormatReader = {
  name: "PostgreSQL",
  ...exact,
  isSlow: true,
  isMissing: !hasPostgres,
  read: async (bytes, entities) => {
    const tables = await loadIntoPostgres(bytes, entities.map(({ plural }) => quoteName(plural)));
    return Object.fromEntries(entities.map((entity, index) => [
      entity.plural,
      tables[index]!.map((line) => rowOf(JSON.parse(line), entity)),
    ]));
  },
};

async function readDatabase(
  path: string,
  entities: readonly Entity[],
  script = "",
): Promise<Record<string, Row[]>> {
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(path);
  try {
    database.exec(script);
    for (const pragma of ["integrity_check", "foreign_key_check"]) {
      const found = database.prepare(`PRAGMA ${pragma}`).all();
      const isGood = found.length === 0 || Object.values(found[0]!)[0] === "ok";
      if (!isGood) throw new TypeError(`${pragma}: ${JSON.stringify(found[0])}`);
    }
    return Object.fromEntries(entities.map((entity) => {
      // The client drops a byte order mark from texts: they come as their bytes.
      const columns = entity.fields.map(({ kind, name }) =>
        kind === "word" || kind === "text"
          ? `cast(${quoteName(name)} as blob) as ${quoteName(name)}`
          : quoteName(name)
      );
      const rows = database
        .prepare(`SELECT ${columns.join(", ")} FROM ${quoteName(entity.plural)} ORDER BY rowid`)
        .all();
      return [entity.plural, rows.map((row) => rowOf(withTexts(row), entity))];
    }));
  } finally {
    database.close();
  }
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function withTexts(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? decoder.decode(value) : value,
    ]),
  );
}

/** Opens a database file. */
export const sqliteFile: FormatReader = {
  name: "SQLite",
  ...exact,
  isSlow: true,
  read: (bytes, entities) =>
    withFolder(async (folder) => {
      const path = join(folder, "file.sqlite");
      await Deno.writeFile(path, bytes);
      return await readDatabase(path, entities);
    }),
};

/** Runs a script in an empty database. */
export const sqliteScript: FormatReader = {
  name: "SQLite, which runs the script",
  ...exact,
  read: (bytes, entities) => readDatabase(":memory:", entities, decoder.decode(bytes)),
};

/** A reader of what a packed file holds. The runtime's own zstd stops behind the first frame: its tool does not. */
export function unpacked(reader: FormatReader, suffix: "gz" | "zst"): FormatReader {
  const isTool = suffix === "zst";
  return {
    ...reader,
    name: `${reader.name} behind ${isTool ? "zstd" : "node:zlib"}`,
    isSlow: isTool || (reader.isSlow ?? false),
    isMissing: (isTool && !hasUnpackers) || (reader.isMissing ?? false),
    read: async (bytes, entities) => {
      const text = isTool ? await unpackWithTool("zstd", bytes) : gunzipSync(bytes);
      return await reader.read(new Uint8Array(text), entities);
    },
  };
}

/**
 * Readers that are not this program's, by format: what a file is read back with. A new format needs an
 * entry here before its tests can pass.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { parse as parseCsv } from "@std/csv";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import Papa from "papaparse";
import { formatDay, type Row } from "../../src/core/batch.ts";
import type { Entity, Field } from "../../src/core/entity.ts";
import type { Format } from "../../src/core/format.ts";
import { quoteName } from "../../src/schema/sql.ts";
import {
  openpyxl,
  postgres,
  pyarrow,
  sqliteFile,
  sqliteScript,
  unpacked,
} from "./_program_readers.ts";

/** Something that reads a format, and what the format or the reader can't tell. */
export interface FormatReader {
  readonly name: string;
  /** Whether an empty text comes back as one, and not as a null. */
  readonly tellsEmptyFromNull: boolean;
  /** Whether half of a surrogate pair comes back, and not U+FFFD. */
  readonly keepsLoneSurrogates: boolean;
  /** Whether CRLF in a value comes back, and not LF. */
  readonly keepsCrlf: boolean;
  /** Whether it starts a program for each file: random tests then try fewer. */
  readonly isSlow?: boolean;
  /** Whether what it stands on is not on this machine: its tests are skipped. */
  readonly isMissing?: boolean;
  /** The rows of each entity asked for, by plural name. */
  read(bytes: Uint8Array<ArrayBuffer>, entities: readonly Entity[]): Promise<Record<string, Row[]>>;
}

/** How DuckDB reads a format. */
export interface DuckDbSource {
  readonly tellsEmptyFromNull: boolean;
  /** Whether the file is a script to run first. */
  readonly isScript?: boolean;
  /** A table expression over the file, its columns as their own types. */
  from(path: string, entity: Entity): string;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A value that came as text, as a row has it. */
function valueOfText(text: string, field: Field): Row[string] {
  if (text === "" && field.nullable) return null;
  if (field.kind === "decimal") return numberOfDecimal(text, field);
  if (field.kind !== "boolean") return field.kind === "integer" ? Number(text) : text;
  if (text !== "true" && text !== "false") throw new TypeError(`field ${field.name} holds ${text}`);
  return text === "true";
}

/** The number that a decimal's text is; the text must have exactly the field's decimals. */
export function numberOfDecimal(text: string, { name, scale }: Field): number {
  const [, decimals = ""] = /^-?(?:0|[1-9]\d*)\.(\d+)$/.exec(text) ?? [];
  if (decimals.length !== scale) throw new TypeError(`field ${name} holds ${text}`);
  return Number(text);
}

function rowsOfTable(table: readonly (readonly string[])[], entity: Entity): Row[] {
  const [header, ...records] = table;
  const names = entity.fields.map(({ name }) => name);
  if (JSON.stringify(header) !== JSON.stringify(names)) {
    throw new TypeError(`the header is ${JSON.stringify(header)}, not ${JSON.stringify(names)}`);
  }
  return records.map((record, index): Row => {
    if (record.length !== names.length) {
      throw new TypeError(`row ${index} has ${record.length} values, not ${names.length}`);
    }
    return Object.fromEntries(
      entity.fields.map((field, place) => [field.name, valueOfText(record[place]!, field)]),
    );
  });
}

const stdCsv: FormatReader = {
  name: "@std/csv",
  tellsEmptyFromNull: false,
  keepsLoneSurrogates: false,
  keepsCrlf: false,
  read: (bytes, [entity]) =>
    Promise.resolve({ [entity!.plural]: rowsOfTable(parseCsv(decoder.decode(bytes)), entity!) }),
};

const papaparse: FormatReader = {
  name: "papaparse",
  tellsEmptyFromNull: false,
  keepsLoneSurrogates: false,
  keepsCrlf: true,
  read: (bytes, [entity]) => {
    const { data, errors } = Papa.parse<string[]>(decoder.decode(bytes), {
      delimiter: ",",
      newline: "\r\n",
    });
    if (errors.length > 0) throw new TypeError(JSON.stringify(errors[0]));
    // What stands behind the last line end is one empty value.
    if (JSON.stringify(data.pop()) !== '[""]') throw new TypeError("the last row has no line end");
    return Promise.resolve({ [entity!.plural]: rowsOfTable(data, entity!) });
  },
};

const jsonParse: FormatReader = {
  name: "JSON.parse",
  tellsEmptyFromNull: true,
  keepsLoneSurrogates: true,
  keepsCrlf: true,
  read: (bytes, entities) => {
    const document = JSON.parse(decoder.decode(bytes));
    const wanted = ["metadata", ...entities.map(({ plural }) => plural)];
    if (JSON.stringify(Object.keys(document)) !== JSON.stringify(wanted)) {
      throw new TypeError(`the document has the keys ${Object.keys(document)}, not ${wanted}`);
    }
    const { metadata: _metadata, ...rows } = document;
    return Promise.resolve(rows);
  },
};

const jsonLines: FormatReader = {
  name: "JSON.parse of each line",
  tellsEmptyFromNull: true,
  keepsLoneSurrogates: true,
  keepsCrlf: true,
  read: (bytes, [entity]) => {
    const lines = decoder.decode(bytes).split("\n");
    if (lines.pop() !== "") throw new TypeError("the last line has no line end");
    return Promise.resolve({ [entity!.plural]: lines.map((line) => JSON.parse(line)) });
  },
};

/** A value as hyparquet gives it, as a row has it. */
function valueOfParquet(value: unknown, field: Field): Row[string] {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return formatDay(value.getTime() / 86_400_000);
  if (field.kind === "decimal" && (typeof value === "bigint" || typeof value === "number")) {
    return Number(value) / 10 ** field.scale!;
  }
  if (typeof value === "bigint") return Number(value);
  if (field.kind === "integer" && typeof value === "number") return value;
  if (field.kind === "boolean" && typeof value === "boolean") return value;
  if (typeof value === "string") return value;
  throw new TypeError(`field ${field.name} holds ${value}`);
}

const hyparquet: FormatReader = {
  name: "hyparquet",
  tellsEmptyFromNull: true,
  keepsLoneSurrogates: false,
  keepsCrlf: true,
  read: async (bytes, [entity]) => {
    // hyparquet's own decoder drops a byte order mark at the start of a value.
    const stringFromBytes = (text: Uint8Array | undefined) => text && decoder.decode(text);
    const parsers = { ...DEFAULT_PARSERS, stringFromBytes };
    const metadata = parquetMetadata(bytes.buffer);
    for (const element of metadata.schema) {
      if (element.converted_type !== "DECIMAL") continue;
      // hyparquet multiplies a DECIMAL by a float: read as a whole number it is exact.
      delete element.converted_type;
      delete element.logical_type;
    }
    const records = await parquetReadObjects({ file: bytes.buffer, metadata, parsers });
    const rows = records.map((record): Row =>
      Object.fromEntries(
        entity!.fields.map((field) => [field.name, valueOfParquet(record[field.name], field)]),
      )
    );
    return { [entity!.plural]: rows };
  },
};

const TEXT_READERS = {
  csv: [stdCsv, papaparse],
  json: [jsonParse],
  ndjson: [jsonLines],
  sql: [postgres],
} as const;

/** The readers of each text format, behind each way to unpack. */
function unpackedReaders(): Record<string, readonly FormatReader[]> {
  return Object.fromEntries(
    Object.entries(TEXT_READERS).flatMap(([name, readers]) =>
      (["gz", "zst"] as const).map((suffix) => [
        `${name}.${suffix}`,
        readers.map((reader) => unpacked(reader, suffix)),
      ])
    ),
  );
}

const READERS: Readonly<Record<string, readonly FormatReader[]>> = {
  ...TEXT_READERS,
  ...unpackedReaders(),
  parquet: [hyparquet],
  arrow: [pyarrow],
  "sql-ansi": [sqliteScript],
  sqlite: [sqliteFile],
  xlsx: [openpyxl],
};

/** DuckDB's types by kind. */
export function duckDbType(field: Field): string {
  if (field.kind === "day") return "DATE";
  if (field.kind === "decimal") return `DECIMAL(18, ${field.scale})`;
  if (field.kind === "boolean") return "BOOLEAN";
  return field.kind === "integer" ? "BIGINT" : "VARCHAR";
}

function columnList(entity: Entity): string {
  return entity.fields.map((field) => `'${field.name}': '${duckDbType(field)}'`).join(", ");
}

const TEXT_SOURCES = {
  csv: {
    tellsEmptyFromNull: true,
    from: (path, entity) =>
      `read_csv('${path}', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
        nullstr = '', allow_quoted_nulls = false, new_line = '\\r\\n', max_line_size = 16000000,
        columns = {${columnList(entity)}})`,
  },
  json: {
    tellsEmptyFromNull: true,
    from: (path, entity) => {
      const members = entity.fields.map((field) => `"${field.name}" ${duckDbType(field)}`).join(
        ", ",
      );
      return `(select unnest(${entity.plural}, recursive := true) from read_json('${path}',
        maximum_object_size = 64000000, columns = {'${entity.plural}': 'STRUCT(${members})[]'}))`;
    },
  },
  ndjson: {
    tellsEmptyFromNull: true,
    from: (path, entity) =>
      `read_json('${path}', format = 'newline_delimited', maximum_object_size = 64000000,
        columns = {${columnList(entity)}})`,
  },
} as const satisfies Record<string, DuckDbSource>;

/** Formats that DuckDB reads; it is asked for no other. */
const DUCKDB: Readonly<Record<string, DuckDbSource>> = {
  ...TEXT_SOURCES,
  ...Object.fromEntries(
    Object.entries(TEXT_SOURCES).flatMap(([name, source]) =>
      ["gz", "zst"].map((suffix) => [`${name}.${suffix}`, source])
    ),
  ),
  parquet: {
    tellsEmptyFromNull: true,
    from: (path) => `read_parquet('${path}')`,
  },
  "sql-ansi": {
    tellsEmptyFromNull: true,
    isScript: true,
    from: (_path, entity) => quoteName(entity.plural),
  },
};

/**
 * The readers of a format.
 *
 * @throws {TypeError} If there is none.
 */
export function readersOf(format: Format): readonly FormatReader[] {
  const readers = READERS[format.name];
  if (readers !== undefined) return readers;
  throw new TypeError(
    `format "${format.name}" has no entry in READERS of tests/conformance/_format_readers.ts: ` +
      "add a reader that is not this program's own",
  );
}

/** Whether all readers of a format are missing on this machine, which skips the tests that read. */
export function hasNoReader(format: Format): boolean {
  return readersOf(format).every(({ isMissing }) => isMissing);
}

/** How DuckDB reads a format; undefined where it can't without an extension of its own. */
export function duckDbSourceOf(format: Format): DuckDbSource | undefined {
  return DUCKDB[format.name];
}

/**
 * A row as a reader must give it back.
 *
 * @param row The row as it was written.
 * @param entity Its entity.
 * @param reader What the reader can tell.
 */
export function expectRow(
  row: Row,
  entity: Entity,
  reader: Pick<FormatReader, "tellsEmptyFromNull" | "keepsLoneSurrogates" | "keepsCrlf">,
): Row {
  return Object.fromEntries(entity.fields.map((field): [string, Row[string]] => {
    let value = row[field.name]!;
    if (typeof value !== "string") return [field.name, value];
    if (!reader.keepsLoneSurrogates) value = value.toWellFormed();
    if (!reader.keepsCrlf) value = value.replaceAll("\r\n", "\n");
    const isLost = value === "" && field.nullable && !reader.tellsEmptyFromNull;
    return [field.name, isLost ? null : value];
  }));
}

/**
 * Compares rows, and shows the first that differs and no other.
 *
 * @param actual The rows read.
 * @param expected The rows wanted.
 * @param label Who read what.
 */
export function assertRows(actual: readonly Row[], expected: readonly Row[], label: string): void {
  assertEquals(actual.length, expected.length, `${label}: number of rows`);
  expected.forEach((row, index) => {
    const names = Object.keys(row).filter((name) => !Object.is(actual[index]![name], row[name]));
    const pick = (from: Row) =>
      Object.fromEntries(names.map((name) => [name, shorten(from[name])]));
    if (names.length === 0) {
      return assertEquals(Object.keys(actual[index]!), Object.keys(row), label);
    }
    assertEquals(pick(actual[index]!), pick(row), `${label}: row ${index}`);
  });
}

/** A value with its invisible characters escaped, not too long to be read. */
function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? "missing";
  const shown = text.length > 200 ? `${text.slice(0, 200)}... (${text.length})` : text;
  return shown.replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

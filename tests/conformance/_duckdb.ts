/**
 * DuckDB, as a reader that shares nothing with this program.
 *
 * @module
 */
import { DuckDBInstance } from "@duckdb/node-api";

/** A row as DuckDB gives it: numbers of 64 bits and days as text. */
export type DuckDbRow = Record<string, unknown>;

/** Runs queries over one file. */
export interface DuckDbFile {
  /** The file's path, fit to stand between single quotes in SQL. */
  readonly path: string;
  query(sql: string): Promise<DuckDbRow[]>;
}

/**
 * Writes bytes to a file in a folder of its own, and gives it to DuckDB.
 *
 * @param bytes The file.
 * @param extension Its name's ending.
 * @param use What to ask; the folder is removed when it ends.
 */
export async function withDuckDb(
  bytes: Uint8Array,
  extension: string,
  use: (file: DuckDbFile) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "esdh-duckdb-" });
  try {
    const path = `${folder.replaceAll("\\", "/")}/file.${extension}`;
    await Deno.writeFile(path, bytes);
    const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
    const connection = await instance.connect();
    try {
      await use({
        path: path.replaceAll("'", "''"),
        query: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson(),
      });
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

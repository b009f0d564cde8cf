/**
 * The registry of readers: a literal list, so that the compiled program holds what is named here.
 *
 * @module
 */
import type { TableReader } from "../core/table.ts";
import { csvReader } from "./csv.ts";
import { jsonReader } from "./json.ts";
import { ndjsonReader } from "./ndjson.ts";
import { parquetReader } from "./parquet.ts";

/** All readers, the cheapest to read from first. */
export const READERS: readonly TableReader[] = [csvReader, parquetReader, ndjsonReader, jsonReader];

/** A file by its name: what reads it, and which table it holds. */
export interface DataFile {
  readonly reader: TableReader;
  /** Name of the table; undefined where the file holds a whole dataset. */
  readonly table?: string;
}

/**
 * Finds the reader of a file by its name: `persons_v0_1.csv`, `dataset_v0_1.json`.
 *
 * @param path File name without folders.
 * @param slug The dataset's name in file names, for example `v0_1`.
 * @param tables Names of the dataset's tables.
 * @returns Reader and table; undefined where it is no data file.
 *
 * @example
 * ```ts
 * import { findDataFile } from "./mod.ts";
 * const found = findDataFile("persons_v0_1.csv", "v0_1", ["persons"]);
 * if (found?.reader.name !== "csv" || found.table !== "persons") throw new RangeError();
 * ```
 */
export function findDataFile(
  path: string,
  slug: string,
  tables: readonly string[],
): DataFile | undefined {
  for (const reader of READERS) {
    const ending = `_${slug}.${reader.extension}`;
    if (!path.endsWith(ending)) continue;
    const stem = path.slice(0, -ending.length);
    if (reader.holds === "dataset") {
      if (stem === "dataset") return { reader };
    } else if (tables.includes(stem)) return { reader, table: stem };
  }
  return undefined;
}

/**
 * The registry of readers: a literal list, so that the compiled program holds what is named here.
 *
 * @module
 */
import { dataFileName, DATASET_STEM } from "../core/snapshot_file.ts";
import type { TableReader } from "../core/table.ts";
import { arrowReader } from "./arrow.ts";
import { csvReader } from "./csv.ts";
import { jsonReader } from "./json.ts";
import { ndjsonReader } from "./ndjson.ts";
import { gzipReader, zstdReader } from "./packed.ts";
import { parquetReader } from "./parquet.ts";
import { sqliteReader } from "./sqlite.ts";

/** All readers, the cheapest to read from first. */
export const READERS: readonly TableReader[] = [
  csvReader,
  parquetReader,
  ndjsonReader,
  jsonReader,
  gzipReader(csvReader),
  gzipReader(ndjsonReader),
  gzipReader(jsonReader),
  zstdReader(csvReader),
  zstdReader(ndjsonReader),
  zstdReader(jsonReader),
  arrowReader,
  sqliteReader,
];

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
    const isNamed = (stem: string) => path === dataFileName(stem, slug, reader.extension);
    if (reader.holds === "dataset") {
      if (isNamed(DATASET_STEM)) return { reader };
      continue;
    }
    const table = tables.find(isNamed);
    if (table !== undefined) return { reader, table };
  }
  return undefined;
}

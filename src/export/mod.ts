/**
 * The registry of formats: a literal list, so that the compiled program holds what is named here. A
 * member is light; what its encoder stands on is loaded by `prepare`.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import type { Format } from "../core/format.ts";
import { describeNames } from "../core/suggest.ts";
import { arrowFormat } from "./arrow.ts";
import { csvFormat } from "./csv.ts";
import { jsonFormat } from "./json.ts";
import { ndjsonFormat } from "./ndjson.ts";
import { PACKED_FORMATS } from "./packed.ts";
import { parquetFormat } from "./parquet.ts";
import { sqlFormat } from "./sql.ts";
import { sqlAnsiFormat } from "./sql_ansi.ts";
import { sqliteFormat } from "./sqlite.ts";
import { xlsxFormat } from "./xlsx.ts";

/** All formats, in the order help lists them. */
export const FORMATS: readonly Format[] = [
  csvFormat,
  jsonFormat,
  ndjsonFormat,
  parquetFormat,
  arrowFormat,
  sqlFormat,
  sqlAnsiFormat,
  sqliteFormat,
  xlsxFormat,
  ...PACKED_FORMATS,
];

/**
 * Finds a format.
 *
 * @param name Its name.
 * @returns The format.
 * @throws {EsdhError} UNKNOWN_NAME if there is none of that name.
 *
 * @example
 * ```ts
 * import { findFormat } from "./mod.ts";
 * if (findFormat("csv").extension !== "csv") throw new RangeError();
 * ```
 */
export function findFormat(name: string): Format {
  const format = FORMATS.find((member) => member.name === name);
  if (format !== undefined) return format;
  throw new EsdhError("UNKNOWN_NAME", `unknown format "${name}"`, {
    hint: describeNames(name, FORMATS.map((member) => member.name)),
  });
}

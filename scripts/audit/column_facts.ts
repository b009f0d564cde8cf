/**
 * What each column of a snapshot holds, in figures, and whether that is odd: always the same value, mostly
 * nothing, one value for nearly all.
 *
 * @module
 */
import type { AuditedSnapshot } from "./open_snapshot.ts";

/** A column in figures. */
export interface ColumnFacts {
  readonly table: string;
  readonly column: string;
  /** Rows of the table. */
  readonly rows: number;
  /** Part of the rows without a value. */
  readonly nullShare: number;
  /** Different values, exact. */
  readonly distinct: number;
  /** Part of the values that are the most frequent one. */
  readonly topShare: number;
  readonly top: string;
  readonly least: string;
  readonly greatest: string;
}

/**
 * Reads the figures of all columns.
 *
 * @param snapshot The snapshot.
 * @returns Columns in the order of tables and fields.
 */
export async function readColumnFacts(snapshot: AuditedSnapshot): Promise<ColumnFacts[]> {
  const facts: ColumnFacts[] = [];
  for (const table of snapshot.entities) {
    const columns = (await snapshot.query(`DESCRIBE ${table}`)).map((row) =>
      `${row["column_name"]}`
    );
    for (const column of columns) {
      const [row] = await snapshot.query(
        `WITH counts AS (
           SELECT "${column}" AS value, count(*) AS times FROM ${table} GROUP BY 1
         )
         SELECT sum(times)::BIGINT AS rows,
           coalesce(sum(times) FILTER (value IS NULL), 0)::BIGINT AS nulls,
           count(value) AS distinct_values,
           coalesce(max(times) FILTER (value IS NOT NULL), 0) AS top_times,
           arg_max(value::VARCHAR, times) FILTER (value IS NOT NULL) AS top,
           min(value)::VARCHAR AS least, max(value)::VARCHAR AS greatest
         FROM counts`,
      );
      const rows = Number(row!["rows"] ?? 0);
      const nulls = Number(row!["nulls"]);
      facts.push({
        table,
        column,
        rows,
        nullShare: rows === 0 ? 0 : nulls / rows,
        distinct: Number(row!["distinct_values"]),
        topShare: rows === nulls ? 0 : Number(row!["top_times"]) / (rows - nulls),
        top: `${row!["top"]}`,
        least: `${row!["least"]}`,
        greatest: `${row!["greatest"]}`,
      });
    }
  }
  return facts;
}

/**
 * Says what is odd about a column.
 *
 * @param facts The column.
 * @param constants Columns that are meant to be constant, for example `synthetic_source`.
 * @returns A sentence, or undefined.
 */
export function describeOddity(
  facts: ColumnFacts,
  constants: ReadonlySet<string>,
): string | undefined {
  const name = `${facts.table}.${facts.column}`;
  if (facts.distinct === 0) return `${name} never has a value`;
  if (facts.distinct === 1 && !constants.has(facts.column)) {
    return `${name} is always ${facts.top}`;
  }
  // Days and numbers: names and places may be common.
  const isQuantity = [facts.least, facts.greatest].every((text) => /^[0-9.-]+$/.test(text));
  if (
    isQuantity && facts.distinct > 2000 && facts.topShare > Math.max(0.005, 20 / facts.distinct)
  ) {
    return `${name} has a heap at ${facts.top}: ${(facts.topShare * 100).toFixed(2)} % of rows`;
  }
  if (facts.nullShare > 0.97) {
    return `${name} has a value in ${((1 - facts.nullShare) * 100).toFixed(2)} % of rows only`;
  }
  if (facts.topShare > 0.99 && !constants.has(facts.column)) {
    return `${name} is ${facts.top} in ${(facts.topShare * 100).toFixed(1)} % of rows`;
  }
  return undefined;
}

/**
 * What a check of the audit is, and how checks are run.
 *
 * @module
 */
import type { AuditedSnapshot, AuditRow } from "./open_snapshot.ts";

/** Something that must hold: a query that finds the rows for which it does not. */
export interface AuditCheck {
  /** One sentence that says what holds. */
  readonly holds: string;
  /** A query of the rows that break it. */
  readonly breaks: string;
  /** A query of one number: how many rows were looked at. A check that looks at none is a finding. */
  readonly looksAt: string;
  /** Whether there may be no such rows, because they are rare. */
  readonly mayFindNone?: boolean;
}

/** What a check found. */
export interface AuditResult {
  readonly check: AuditCheck;
  /** Rows looked at. */
  readonly lookedAt: number;
  /** Rows that break it. */
  readonly broken: number;
  /** Some of them. */
  readonly examples: readonly AuditRow[];
}

const EXAMPLES = 3;

/**
 * Runs checks.
 *
 * @param snapshot The snapshot.
 * @param checks The checks.
 * @returns A result for each, in order.
 */
export async function runChecks(
  snapshot: AuditedSnapshot,
  checks: readonly AuditCheck[],
): Promise<AuditResult[]> {
  const results: AuditResult[] = [];
  for (const check of checks) {
    const count = async (sql: string) =>
      Number(Object.values((await snapshot.query(sql))[0]!)[0] ?? 0);
    const lookedAt = await count(check.looksAt);
    const broken = await count(`SELECT count(*) FROM (${check.breaks})`);
    const examples = broken === 0
      ? []
      : await snapshot.query(`SELECT * FROM (${check.breaks}) LIMIT ${EXAMPLES}`);
    results.push({ check, lookedAt, broken, examples });
  }
  return results;
}

/**
 * Tells whether a result is a finding.
 *
 * @param result The result.
 * @returns Whether rows break the check, or it looked at none.
 */
export function isFinding({ check, lookedAt, broken }: AuditResult): boolean {
  return broken > 0 || (lookedAt === 0 && check.mayFindNone !== true);
}

/**
 * A check of each row of a table.
 *
 * @param table The table.
 * @param holds One sentence.
 * @param condition SQL that is true for a row that is right; null counts as wrong.
 * @param where SQL that says which rows are looked at; default: all.
 * @param options Whether there may be no such rows.
 * @returns The check.
 */
export function rowCheck(
  table: string,
  holds: string,
  condition: string,
  where = "true",
  options: Pick<AuditCheck, "mayFindNone"> = {},
): AuditCheck {
  return {
    ...options,
    holds: `${table}: ${holds}`,
    breaks: `SELECT * FROM ${table} WHERE (${where}) AND NOT coalesce((${condition}), false)`,
    looksAt: `SELECT count(*) FROM ${table} WHERE ${where}`,
  };
}

/**
 * A check that values don't repeat.
 *
 * @param table The table.
 * @param columns Columns that together don't repeat; rows where one of them is null are left out.
 * @returns The check.
 */
export function uniqueCheck(table: string, columns: readonly string[]): AuditCheck {
  const list = columns.join(", ");
  const isThere = columns.map((column) => `${column} IS NOT NULL`).join(" AND ");
  return {
    holds: `${table}: ${columns.join(" with ")} is unique`,
    breaks: `SELECT ${list}, count(*) AS times FROM ${table} WHERE ${isThere}
             GROUP BY ${list} HAVING count(*) > 1`,
    looksAt: `SELECT count(*) FROM ${table} WHERE ${isThere}`,
  };
}

/**
 * A check that references name rows that are there.
 *
 * @param table The table.
 * @param column Its column; null names nothing.
 * @param target The table it refers to.
 * @param key The column there.
 * @returns The check.
 */
export function referenceCheck(
  table: string,
  column: string,
  target: string,
  key: string,
): AuditCheck {
  return {
    holds: `${table}: ${column} names a row of ${target}`,
    breaks: `SELECT * FROM ${table} AS rows WHERE ${column} IS NOT NULL AND NOT EXISTS
             (SELECT 1 FROM ${target} AS targets WHERE targets.${key} = rows.${column})`,
    looksAt: `SELECT count(${column}) FROM ${table}`,
  };
}

/**
 * A check of a figure of the whole.
 *
 * @param holds One sentence with the bounds.
 * @param figure A query of one number.
 * @param least Least number.
 * @param most Greatest number.
 * @param table The table looked at.
 * @returns The check.
 */
export function figureCheck(
  holds: string,
  figure: string,
  [least, most]: readonly [number, number],
  table: string,
): AuditCheck {
  return {
    holds,
    breaks: `SELECT figure FROM (${figure}) AS figures(figure)
             WHERE NOT coalesce(figure BETWEEN ${least} AND ${most}, false)`,
    looksAt: `SELECT count(*) FROM ${table}`,
  };
}

/**
 * A check that a row states the sum of rows below it.
 *
 * @param one Table, its key and the column that states the sum.
 * @param many Table of the rows below, which name the key, and the column that is added up; no rows add up to 0.
 * @param where SQL that says which rows below count; default: all.
 * @returns The check.
 */
export function sumCheck(
  [table, key, column]: readonly [string, string, string],
  [below, amount]: readonly [string, string],
  where = "true",
): AuditCheck {
  return {
    holds: `${table}: ${column} is the sum of ${amount} of ${below}`,
    breaks: `SELECT ${key}, any_value(one.${column}) AS stated, sum(many.${amount}) AS added
      FROM ${table} AS one LEFT JOIN (SELECT * FROM ${below} WHERE ${where}) AS many USING (${key})
      GROUP BY ${key} HAVING any_value(one.${column}) <> coalesce(sum(many.${amount}), 0)`,
    looksAt: `SELECT count(*) FROM ${table}`,
  };
}

/**
 * A check of rows of a join.
 *
 * @param holds One sentence.
 * @param from SQL of the join.
 * @param wrong SQL that is true for a row that is wrong; null counts as right.
 * @returns The check.
 */
export function joinCheck(holds: string, from: string, wrong: string): AuditCheck {
  return {
    holds,
    breaks: `SELECT * FROM ${from} WHERE ${wrong}`,
    looksAt: `SELECT count(*) FROM ${from}`,
  };
}

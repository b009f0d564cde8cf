/**
 * SQL definitions of tables, from the definitions of entities: what `esdh schema` prints and what the SQL
 * formats write before their rows.
 *
 * A table is named like its entity's plural, a column like its field. Names stand without quotes where that is
 * safe in every system, so that queries need none either. What a definition demands of a value becomes a
 * constraint: NOT NULL, PRIMARY KEY, UNIQUE, FOREIGN KEY and CHECK.
 *
 * @module
 */
import type { Entity, Field } from "../core/entity.ts";
import { describeFieldFully } from "./field_text.ts";
import { RESERVED_WORDS } from "./_reserved_words.ts";

/** How a database system writes what the others write otherwise. */
export interface SqlDialect {
  /** Name in kebab case, `postgres`. */
  readonly name: string;
  /** Name for people, `PostgreSQL`. */
  readonly title: string;
  /**
   * The column's type.
   *
   * @param field The field.
   * @returns For example `numeric(18, 2)`.
   */
  typeOf(field: Field): string;
  /**
   * A day as a literal.
   *
   * @param day `YYYY-MM-DD`.
   */
  formatDay(day: string): string;
  /** Function that counts the characters of a text. */
  readonly lengthFunction: string;
  /** Whether the column's type itself bounds the characters of a text. */
  readonly typeBoundsLength: boolean;
  /**
   * A condition that a text matches a regular expression, where the system knows regular expressions.
   *
   * @param column The column's name as it stands in SQL.
   * @param pattern The expression.
   */
  readonly formatMatch?: (column: string, pattern: string) => string;
  /** Whether descriptions are kept with the table (`COMMENT ON`); else they are comments in the text. */
  readonly keepsComments: boolean;
  /** Whether keys can be added to a table that exists. */
  readonly canAddKeys: boolean;
}

/** What a definition of a table holds. */
export interface CreateTableOptions {
  /**
   * Plural names of the entities that have tables: a reference to any other becomes no foreign key. Default: all.
   */
  readonly among?: readonly string[];
  /**
   * `inline` (the default) writes primary, unique and foreign keys into the table; `later` leaves them to {@link addKeys},
   * which is faster for many rows.
   */
  readonly keys?: "inline" | "later";
}

const PLAIN_NAME = /^[a-z_][a-z0-9_]*$/;

/**
 * A name as it stands in SQL.
 *
 * @param name Name of a table or a column.
 * @returns The name, in double quotes where it is a reserved word or no plain name in lower case.
 *
 * @example
 * ```ts
 * import { quoteName } from "./sql.ts";
 * if (quoteName("vin") !== "vin" || quoteName("order") !== '"order"') throw new RangeError();
 * ```
 */
export function quoteName(name: string): string {
  return PLAIN_NAME.test(name) && !RESERVED_WORDS.has(name)
    ? name
    : `"${name.replaceAll('"', '""')}"`;
}

/**
 * A text as a literal of standard SQL.
 *
 * @param text The text; it may hold anything but the character 0.
 * @returns The text in single quotes.
 *
 * @example
 * ```ts
 * import { quoteText } from "./sql.ts";
 * if (quoteText("O'Brien") !== "'O''Brien'") throw new RangeError();
 * ```
 */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * The statements that make an entity's table: `CREATE TABLE`, and `COMMENT ON` where the dialect keeps comments.
 *
 * @param entity The entity.
 * @param dialect The dialect.
 * @param options Which references have tables, and when keys come.
 * @returns Statements, each with its semicolon and line end.
 *
 * @example
 * ```ts
 * import { createTable } from "./sql.ts";
 * import { ansiDialect } from "./sql_ansi.ts";
 * const text = createTable({
 *   name: "car",
 *   plural: "cars",
 *   description: "A car.",
 *   fields: [{ name: "car_id", kind: "id", key: true, description: "Identifies the car." }],
 * }, ansiDialect);
 * const wanted = "-- A car.\nCREATE TABLE cars (\n  -- Identifies the car.\n" +
 *   "  car_id CHAR(36) NOT NULL,\n  PRIMARY KEY (car_id)\n);\n";
 * if (text !== wanted) throw new RangeError(text);
 * ```
 */
export function createTable(
  entity: Entity,
  dialect: SqlDialect,
  options: CreateTableOptions = {},
): string {
  const keys = options.keys === "later" ? [] : keyClauses(entity, options);
  const items = [
    ...entity.fields.map((field) =>
      `${dialect.keepsComments ? "" : comment(describeFieldFully(field), "  ")}${
        columnClause(field, dialect)
      }`
    ),
    ...keys.map((clause) => `  ${clause}`),
  ];
  const head = dialect.keepsComments ? "" : comment(entity.description, "");
  const table = `${head}CREATE TABLE ${quoteName(entity.plural)} (\n${items.join(",\n")}\n);\n`;
  return dialect.keepsComments ? `${table}${commentStatements(entity)}` : table;
}

/**
 * The statements that give a table its primary, unique and foreign keys, for tables made with `keys: "later"`.
 *
 * @param entity The entity.
 * @param dialect The dialect.
 * @param options Which references have tables.
 * @returns Statements, each with its semicolon and line end; none where there is no key.
 * @throws {TypeError} If the system of the dialect can't add keys to a table.
 */
export function addKeys(
  entity: Entity,
  dialect: SqlDialect,
  options: Pick<CreateTableOptions, "among"> = {},
): string {
  if (!dialect.canAddKeys) throw new TypeError(`${dialect.title} can't add keys to a table`);
  return keyClauses(entity, options)
    .map((clause) => `ALTER TABLE ${quoteName(entity.plural)} ADD ${clause};\n`)
    .join("");
}

function keyClauses(entity: Entity, { among }: CreateTableOptions): string[] {
  const key = entity.fields.find((field) => field.key);
  return [
    ...(key === undefined ? [] : [`PRIMARY KEY (${quoteName(key.name)})`]),
    ...entity.fields.filter(({ unique }) => unique !== undefined)
      .map(({ name }) => `UNIQUE (${quoteName(name)})`),
    ...entity.fields.flatMap(({ name, reference }): string[] => {
      if (reference === undefined || among?.includes(reference.entity) === false) return [];
      const target = `${quoteName(reference.entity)} (${quoteName(reference.field)})`;
      return [`FOREIGN KEY (${quoteName(name)}) REFERENCES ${target}`];
    }),
  ];
}

/**
 * The statements that make an index for each reference of a table, so that joins and deletions find its rows. Keys and
 * unique fields have one by their constraint.
 *
 * @param entity The entity.
 * @returns Statements, each with its semicolon and line end; none where there is no such reference.
 *
 * @example
 * ```ts
 * import { createIndexes } from "./sql.ts";
 * const reference = { entity: "persons", field: "person_id" };
 * const text = createIndexes({
 *   name: "car",
 *   plural: "cars",
 *   description: "A car.",
 *   fields: [{ name: "person_id", kind: "id", reference, description: "The owner." }],
 * });
 * if (text !== "CREATE INDEX cars_person_id_idx ON cars (person_id);\n") throw new RangeError(text);
 * ```
 */
export function createIndexes({ plural, fields }: Entity): string {
  return fields
    .filter(({ reference, key, unique }) => reference !== undefined && !key && unique === undefined)
    .map(({ name }) =>
      `CREATE INDEX ${quoteName(`${plural}_${name}_idx`)} ON ${quoteName(plural)} (${
        quoteName(name)
      });\n`
    )
    .join("");
}

function columnClause(field: Field, dialect: SqlDialect): string {
  const words = [`  ${quoteName(field.name)}`, dialect.typeOf(field)];
  if (!field.nullable) words.push("NOT NULL");
  const conditions = conditionsOf(field, dialect);
  if (conditions.length > 0) words.push(`CHECK (${conditions.join(" AND ")})`);
  return words.join(" ");
}

/** What a value must fulfil, as SQL; nothing where its type says it all. */
function conditionsOf(field: Field, dialect: SqlDialect): string[] {
  const column = quoteName(field.name);
  const { values, pattern, min, max, minLength = 0, maxLength } = field;
  if (values !== undefined) return [`${column} IN (${listTexts(values)})`];
  const conditions: string[] = [];
  const hasMatch = pattern !== undefined && dialect.formatMatch !== undefined;
  if (hasMatch) conditions.push(dialect.formatMatch(column, pattern));
  const literal = (bound: number | string) =>
    typeof bound === "number" ? formatNumber(bound, field.scale) : dialect.formatDay(bound);
  if (min !== undefined && max !== undefined) {
    conditions.push(`${column} BETWEEN ${literal(min)} AND ${literal(max)}`);
  } else if (min !== undefined) conditions.push(`${column} >= ${literal(min)}`);
  else if (max !== undefined) conditions.push(`${column} <= ${literal(max)}`);
  const length = `${dialect.lengthFunction}(${column})`;
  if (minLength > 0 && !hasMatch) {
    conditions.push(minLength === 1 ? `${column} <> ''` : `${length} >= ${minLength}`);
  }
  if (maxLength !== undefined && !dialect.typeBoundsLength) {
    conditions.push(`${length} <= ${maxLength}`);
  }
  return conditions;
}

function formatNumber(value: number, scale: number | undefined): string {
  return scale === undefined ? `${value}` : value.toFixed(scale);
}

const LINE_COLUMNS = 100;

/** Literals between commas; many of them on lines of their own. */
function listTexts(texts: readonly string[]): string {
  const literals = texts.map(quoteText);
  const line = literals.join(", ");
  if (line.length <= LINE_COLUMNS - 40) return line;
  const lines = [""];
  for (const literal of literals) {
    const last = lines[lines.length - 1]!;
    if (last === "") lines[lines.length - 1] = literal;
    else if (last.length + literal.length + 2 > LINE_COLUMNS - 6) lines.push(literal);
    else lines[lines.length - 1] = `${last}, ${literal}`;
  }
  return `\n    ${lines.join(",\n    ")}\n  `;
}

/** A comment line; a description never ends it early. */
function comment(text: string, indent: string): string {
  return `${indent}-- ${text.replaceAll(/\s+/g, " ")}\n`;
}

function commentStatements(entity: Entity): string {
  const table = quoteName(entity.plural);
  return [
    `COMMENT ON TABLE ${table} IS ${quoteText(entity.description)};\n`,
    ...entity.fields.map((field) =>
      `COMMENT ON COLUMN ${table}.${quoteName(field.name)} IS ${
        quoteText(describeFieldFully(field))
      };\n`
    ),
  ].join("");
}

/**
 * SQL of PostgreSQL.
 *
 * @module
 */
import { fitsInt32, precisionOf } from "../core/entity.ts";
import { quoteText, type SqlDialect } from "./sql.ts";
import { sqlForm } from "./sql_script.ts";

/** The dialect of PostgreSQL; DuckDB understands it too, patterns apart. */
export const postgresDialect: SqlDialect = {
  name: "postgres",
  title: "PostgreSQL",
  typeOf: (field) => {
    switch (field.kind) {
      case "id":
        return "uuid";
      case "word":
      case "text":
        return field.maxLength === undefined ? "text" : `varchar(${field.maxLength})`;
      case "integer":
        return fitsInt32(field) ? "integer" : "bigint";
      case "day":
        return "date";
      case "decimal":
        return `numeric(${precisionOf(field)}, ${field.scale})`;
      case "boolean":
        return "boolean";
    }
  },
  formatDay: (day) => `DATE ${quoteText(day)}`,
  lengthFunction: "char_length",
  typeBoundsLength: true,
  formatMatch: (column, pattern) => `${column} ~ ${quoteText(pattern)}`,
  keepsComments: true,
  canAddKeys: true,
};

/** The member of the registry of forms. */
export const sqlPostgresForm = sqlForm(
  postgresDialect,
  "CREATE TABLE for PostgreSQL, with keys, references, checks and comments",
);

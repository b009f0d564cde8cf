/**
 * SQL of SQLite. Ids and days are texts there, truth values 0 and 1.
 *
 * @module
 */
import { precisionOf } from "../core/entity.ts";
import { quoteText, type SqlDialect } from "./sql.ts";
import { sqlForm } from "./sql_script.ts";

/** The dialect of SQLite. */
export const sqliteDialect: SqlDialect = {
  name: "sqlite",
  title: "SQLite",
  typeOf: (field) => {
    switch (field.kind) {
      case "id":
      case "word":
      case "text":
        return "TEXT";
      case "integer":
        return "INTEGER";
      case "day":
        return "DATE";
      case "decimal":
        return `NUMERIC(${precisionOf(field)}, ${field.scale})`;
      case "boolean":
        return "BOOLEAN";
    }
  },
  formatDay: quoteText,
  lengthFunction: "length",
  typeBoundsLength: false,
  keepsComments: false,
  canAddKeys: false,
};

/** The member of the registry of forms. */
export const sqlSqliteForm = sqlForm(
  sqliteDialect,
  "CREATE TABLE for SQLite, with keys, references and checks",
);

/**
 * SQL as the standard has it, for systems without a dialect of their own here.
 *
 * @module
 */
import { type Field, fitsInt32, precisionOf } from "../core/entity.ts";
import { quoteText, type SqlDialect } from "./sql.ts";
import { sqlForm } from "./sql_script.ts";

/** Characters of a text whose definition has no bound. */
export const UNBOUNDED_LENGTH = 255;

function lengthOf({ maxLength, values }: Field): number {
  return maxLength ?? values?.reduce((most, value) => Math.max(most, value.length), 1) ??
    UNBOUNDED_LENGTH;
}

/** The dialect of SQL:2016. */
export const ansiDialect: SqlDialect = {
  name: "ansi",
  title: "standard SQL",
  typeOf: (field) => {
    switch (field.kind) {
      case "id":
        return "CHAR(36)";
      case "word":
      case "text":
        return `VARCHAR(${lengthOf(field)})`;
      case "integer":
        return fitsInt32(field) ? "INTEGER" : "BIGINT";
      case "day":
        return "DATE";
      case "decimal":
        return `DECIMAL(${precisionOf(field)}, ${field.scale})`;
      case "boolean":
        return "BOOLEAN";
    }
  },
  formatDay: (day) => `DATE ${quoteText(day)}`,
  lengthFunction: "CHAR_LENGTH",
  typeBoundsLength: true,
  keepsComments: false,
  canAddKeys: true,
};

/** The member of the registry of forms. */
export const sqlAnsiForm = sqlForm(
  ansiDialect,
  "CREATE TABLE of standard SQL, with keys, references and checks",
);

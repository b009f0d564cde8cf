/**
 * The Parquet schema of an entity: the types that files get, and their printed form.
 *
 * @module
 */
import { type Entity, type Field, fitsInt32, precisionOf } from "../core/entity.ts";
import type { SchemaForm } from "./form.ts";

/** A field's type in a Parquet file. */
export interface ParquetType {
  /** How the values are stored. */
  readonly stored: "BYTE_ARRAY" | "INT32" | "INT64" | "BOOLEAN";
  /** What they mean, where that is more than what is stored. */
  readonly meaning?: "STRING" | "DATE" | { readonly precision: number; readonly scale: number };
}

/**
 * The Parquet type of a field: `id`, `word` and `text` are strings, `day` is a DATE, `integer` is INT32 where
 * the field's `min` and `max` fit and INT64 elsewhere, `decimal` is DECIMAL with the field's scale, of 9 digits in
 * INT32 where `min` and `max` fit and of 18 in INT64 elsewhere, `boolean` is BOOLEAN.
 *
 * Ids are text and not the UUID type, because few readers turn that type back into the text that the
 * other formats hold: pandas and Spark give bytes, so a join with the CSV of the same dataset would
 * find nothing.
 *
 * @param field The field.
 * @returns Its type, which depends on the definition and never on values.
 *
 * @example
 * ```ts
 * import { parquetType } from "./parquet.ts";
 * const type = parquetType({
 *   name: "year",
 *   kind: "integer",
 *   description: "Its year.",
 *   min: 1990,
 *   max: 2030,
 * });
 * if (type.stored !== "INT32" || type.meaning !== undefined) throw new TypeError();
 * ```
 */
export function parquetType(field: Field): ParquetType {
  switch (field.kind) {
    case "id":
    case "word":
    case "text":
      return { stored: "BYTE_ARRAY", meaning: "STRING" };
    case "day":
      return { stored: "INT32", meaning: "DATE" };
    case "integer":
      return { stored: fitsInt32(field) ? "INT32" : "INT64" };
    case "decimal": {
      const precision = precisionOf(field);
      return {
        stored: precision === 9 ? "INT32" : "INT64",
        meaning: { precision, scale: field.scale ?? 0 },
      };
    }
    case "boolean":
      return { stored: "BOOLEAN" };
  }
}

const STORED_NAMES = { BYTE_ARRAY: "binary", INT32: "int32", INT64: "int64", BOOLEAN: "boolean" };

function formatField(field: Field): string {
  const { stored, meaning } = parquetType(field);
  const shown = typeof meaning === "object"
    ? `DECIMAL(${meaning.precision},${meaning.scale})`
    : meaning;
  const suffix = shown === undefined ? "" : ` (${shown})`;
  return `  ${field.nullable ? "optional" : "required"} ${
    STORED_NAMES[stored]
  } ${field.name}${suffix};\n`;
}

function formatMessage({ plural, fields }: Entity): string {
  return `message ${plural} {\n${fields.map(formatField).join("")}}\n`;
}

/** The member of the registry of forms. */
export const parquetForm: SchemaForm = {
  name: "parquet",
  description: "The message type of the Parquet file of each entity",
  print: ({ entities }) => ({ text: entities.map(formatMessage).join("\n") }),
};

/**
 * The Arrow schema of an entity: the types that files get, and their printed form.
 *
 * @module
 */
import { type Field, fitsInt32, precisionOf } from "../core/entity.ts";
import type { SchemaForm } from "./form.ts";

/** A field's type in an Arrow file. */
export type ArrowType =
  | { readonly name: "utf8" | "bool" | "date32" }
  | { readonly name: "int"; readonly bitWidth: 32 | 64 }
  | { readonly name: "decimal128"; readonly precision: number; readonly scale: number };

/**
 * The Arrow type of a field: `id`, `word` and `text` are strings, `day` is a date of 32 bits, `integer` has 32
 * bits where the field's `min` and `max` fit and 64 elsewhere, `decimal` has 128 bits, the field's scale, and 9 digits
 * where `min` and `max` fit or 18 elsewhere.
 *
 * @param field The field.
 * @returns Its type, which depends on the definition and never on values.
 *
 * @example
 * ```ts
 * import { arrowType } from "./arrow.ts";
 * if (arrowType({ name: "age", kind: "boolean", description: "" }).name !== "bool") {
 *   throw new TypeError();
 * }
 * ```
 */
export function arrowType(field: Field): ArrowType {
  switch (field.kind) {
    case "id":
    case "word":
    case "text":
      return { name: "utf8" };
    case "day":
      return { name: "date32" };
    case "integer":
      return { name: "int", bitWidth: fitsInt32(field) ? 32 : 64 };
    case "decimal":
      return { name: "decimal128", precision: precisionOf(field), scale: field.scale ?? 0 };
    case "boolean":
      return { name: "bool" };
  }
}

/** A type as pyarrow prints it. */
function formatType(type: ArrowType): string {
  switch (type.name) {
    case "utf8":
      return "string";
    case "bool":
      return "bool";
    case "date32":
      return "date32[day]";
    case "int":
      return `int${type.bitWidth}`;
    case "decimal128":
      return `decimal128(${type.precision}, ${type.scale})`;
  }
}

/** The member of the registry of forms. */
export const arrowForm: SchemaForm = {
  name: "arrow",
  description: "The Arrow schema of each entity, as pyarrow prints it",
  print: ({ entities }) => ({
    text: entities.map(({ plural, fields }) => {
      const title = entities.length === 1 ? "" : `# ${plural}\n`;
      const lines = fields.map((field) =>
        `${field.name}: ${formatType(arrowType(field))}${field.nullable ? "" : " not null"}\n`
      );
      return `${title}${lines.join("")}`;
    }).join("\n"),
  }),
};

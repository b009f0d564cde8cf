/**
 * JSON Schema (draft 2020-12): of a row, as a line of NDJSON holds it, and of the JSON document of a dataset.
 *
 * What JSON Schema can't say stands in words: which field is a key or a reference, and the bounds of days. A
 * decimal has no `multipleOf`: validators divide binary fractions, and refuse numbers that are right.
 *
 * @module
 */
import type { Entity, Field } from "../core/entity.ts";
import type { JsonValue } from "../core/json.ts";
import { describeFieldFully, describeRole } from "./field_text.ts";
import type { SchemaForm } from "./form.ts";

type JsonObject = { readonly [name: string]: JsonValue };

const DRAFT = "https://json-schema.org/draft/2020-12/schema";

const ID_PATTERN = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";

/** Members that are given, without those that are not. */
function given(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(members).filter((member): member is [string, JsonValue] =>
      member[1] !== undefined
    ),
  );
}

function valueSchema(field: Field): JsonObject {
  const { pattern, minLength, maxLength, min, max, values } = field;
  switch (field.kind) {
    case "id":
      return { type: "string", format: "uuid", pattern: ID_PATTERN };
    case "word":
    case "text":
      if (values !== undefined) return { type: "string", enum: [...values] };
      return given({ type: "string", pattern, minLength, maxLength });
    case "integer":
      return given({ type: "integer", minimum: min, maximum: max });
    case "decimal":
      return given({ type: "number", minimum: min, maximum: max });
    case "day":
      return { type: "string", format: "date" };
    case "boolean":
      return { type: "boolean" };
  }
}

function dayBounds({ kind, min, max }: Field): string | undefined {
  if (kind !== "day" || (min === undefined && max === undefined)) return undefined;
  return `From ${min ?? "any day"} to ${max ?? "any day"}.`;
}

function fieldSchema(field: Field): JsonObject {
  const value = valueSchema(field);
  const values = value.enum as readonly JsonValue[] | undefined;
  const comment = [describeRole(field), dayBounds(field), field.origin].filter((text) =>
    text !== undefined
  ).join(" ");
  return {
    description: describeFieldFully(field),
    ...value,
    ...(field.nullable ? { type: [value.type!, "null"] } : {}),
    ...(field.nullable && values !== undefined ? { enum: [...values, null] } : {}),
    ...(comment === "" ? {} : { $comment: comment }),
  };
}

/**
 * The schema of a row.
 *
 * @param entity The entity.
 * @returns A schema of an object with all fields and no others; without `$schema`.
 *
 * @example
 * ```ts
 * import { rowSchema } from "./json_schema.ts";
 * const { required } = rowSchema({
 *   name: "car",
 *   plural: "cars",
 *   description: "A car.",
 *   fields: [{ name: "vin", kind: "text", description: "Its number." }],
 * });
 * if (JSON.stringify(required) !== '["vin"]') throw new RangeError();
 * ```
 */
export function rowSchema(entity: Entity): JsonObject {
  return {
    title: entity.name,
    description: entity.description,
    type: "object",
    properties: Object.fromEntries(entity.fields.map((field) => [field.name, fieldSchema(field)])),
    required: entity.fields.map(({ name }) => name),
    additionalProperties: false,
  };
}

/** The member of the registry of forms. */
export const jsonSchemaForm: SchemaForm = {
  name: "json-schema",
  description: "JSON Schema (draft 2020-12) of a row, or of the JSON document of several entities",
  print: ({ dataset, description, entities, isWhole }) => {
    const [only] = entities;
    if (entities.length === 1 && only !== undefined) {
      return { document: { $schema: DRAFT, ...rowSchema(only) } };
    }
    const lists = entities.map(({ name, plural, description }): [string, JsonObject] => [
      plural,
      { description, type: "array", items: { $ref: `#/$defs/${name}` } },
    ]);
    return {
      document: {
        $schema: DRAFT,
        title: `Dataset ${dataset}`,
        description,
        type: "object",
        properties: {
          metadata: { description: "What is said of the data as a whole.", type: "object" },
          ...Object.fromEntries(lists),
        },
        required: isWhole ? ["metadata"] : [],
        additionalProperties: !isWhole,
        $defs: Object.fromEntries(entities.map((entity) => [entity.name, rowSchema(entity)])),
      },
    };
  },
};

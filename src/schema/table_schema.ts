/**
 * Frictionless Table Schema: types, constraints, keys and references of the text formats.
 *
 * @module
 */
import type { Entity, Field } from "../core/entity.ts";
import type { JsonValue } from "../core/json.ts";
import { describeFieldFully } from "./field_text.ts";
import type { SchemaForm } from "./form.ts";

type JsonObject = { readonly [name: string]: JsonValue };

const TYPES: Readonly<Record<Field["kind"], JsonObject>> = {
  id: { type: "string", format: "uuid" },
  word: { type: "string" },
  text: { type: "string" },
  integer: { type: "integer" },
  day: { type: "date" },
  decimal: { type: "number" },
  boolean: { type: "boolean" },
};

function fieldConstraints(field: Field): JsonObject {
  const { nullable, key, unique: uniqueCode, values, pattern, minLength, maxLength, min, max } =
    field;
  const isText = field.kind === "word" || field.kind === "text";
  return Object.fromEntries(
    Object.entries({
      required: nullable ? undefined : true,
      unique: key || uniqueCode !== undefined ? true : undefined,
      enum: values === undefined ? undefined : [...values],
      ...(isText && values === undefined ? { pattern, minLength, maxLength } : {}),
      minimum: min,
      maximum: max,
    }).filter((member): member is [string, NonNullable<typeof member[1]>] =>
      member[1] !== undefined
    ),
  );
}

function describeField(field: Field): JsonObject {
  const constraints = fieldConstraints(field);
  return {
    name: field.name,
    ...TYPES[field.kind],
    description: describeFieldFully(field),
    ...(Object.keys(constraints).length === 0 ? {} : { constraints }),
  };
}

/**
 * The table schema of an entity.
 *
 * @param entity The entity.
 * @param resourceOf Name of the resource that holds the rows of an entity, by plural name; undefined where none
 * does, so that references to it are left out. Default: the plural name itself.
 * @returns The schema.
 *
 * @example
 * ```ts
 * import { tableSchema } from "./table_schema.ts";
 * const { primaryKey } = tableSchema({
 *   name: "car",
 *   plural: "cars",
 *   description: "A car.",
 *   fields: [{ name: "vin", kind: "text", description: "Its number.", key: true }],
 * });
 * if (primaryKey !== "vin") throw new RangeError();
 * ```
 */
export function tableSchema(
  entity: Entity,
  resourceOf: (plural: string) => string | undefined = (plural) => plural,
): JsonObject {
  const key = entity.fields.find((field) => field.key);
  const foreignKeys = entity.fields.flatMap(({ name, reference }): JsonObject[] => {
    if (reference === undefined) return [];
    const resource = resourceOf(reference.entity);
    if (resource === undefined) return [];
    // A table that refers to itself names no resource.
    const target = reference.entity === entity.plural ? "" : resource;
    return [{ fields: name, reference: { resource: target, fields: reference.field } }];
  });
  return {
    fields: entity.fields.map(describeField),
    missingValues: [""],
    ...(key === undefined ? {} : { primaryKey: key.name }),
    ...(foreignKeys.length === 0 ? {} : { foreignKeys }),
  };
}

/** The member of the registry of forms. */
export const tableSchemaForm: SchemaForm = {
  name: "table-schema",
  description: "Frictionless Table Schema of each entity, with keys, references and constraints",
  print: ({ entities }) => {
    const plurals = entities.map(({ plural }) => plural);
    const resourceOf = (plural: string) =>
      entities.length === 1 || plurals.includes(plural) ? plural : undefined;
    const schemas = entities.map((entity): [string, JsonObject] => [
      entity.plural,
      tableSchema(entity, resourceOf),
    ]);
    return { document: schemas.length === 1 ? schemas[0]![1] : Object.fromEntries(schemas) };
  },
};

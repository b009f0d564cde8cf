/**
 * What the tables of a side are: fields, types, keys and constraints, in the words of Frictionless Table Schema,
 * so that what a snapshot says of itself and what this program defines can be compared.
 *
 * @module
 */
import type { Entity, Field, FieldKind } from "../core/entity.ts";
import { isJsonObject, type JsonValue } from "../core/json.ts";
import { describeType } from "../schema/field_text.ts";
import { tableSchema } from "../schema/table_schema.ts";

/** A field of a table. */
export interface FieldShape {
  readonly name: string;
  readonly kind: FieldKind;
  /** Decimals of a `decimal`. */
  readonly scale: number;
  readonly isKey: boolean;
  readonly isReference: boolean;
  /** Type as a person reads it. */
  readonly typeText: string;
  /** What is compared of it, by name. */
  readonly members: ReadonlyMap<string, string>;
}

/** A table. */
export interface TableShape {
  readonly name: string;
  readonly fields: readonly FieldShape[];
}

/** Decimals that are read of a number whose field says none. */
const OPEN_SCALE = 6;

/** Members of a field that are no difference: words for people, and what stands in the map's key. */
const SILENT = new Set(["name", "description", "title", "constraints"]);

function show(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function membersOf(field: JsonValue, reference: string | undefined): Map<string, string> {
  const members = new Map<string, string>();
  if (!isJsonObject(field)) return members;
  for (const [name, value] of Object.entries(field)) {
    if (!SILENT.has(name)) members.set(name, show(value));
  }
  const { constraints } = field;
  for (const [name, value] of isJsonObject(constraints) ? Object.entries(constraints) : []) {
    members.set(name, show(value));
  }
  if (reference !== undefined) members.set("reference", reference);
  return members;
}

/** References of a table schema, by field: `persons.person_id`. */
function referencesOf(schema: JsonValue, table: string): Map<string, string> {
  const references = new Map<string, string>();
  const keys = isJsonObject(schema) ? schema["foreignKeys"] : undefined;
  for (const key of Array.isArray(keys) ? keys as readonly JsonValue[] : []) {
    const target = isJsonObject(key) ? key["reference"] : undefined;
    if (!isJsonObject(key) || !isJsonObject(target)) continue;
    const resource = target["resource"] === "" ? table : target["resource"];
    references.set(`${key["fields"]}`, `${resource}.${target["fields"]}`);
  }
  return references;
}

/**
 * The shape of an entity of this program.
 *
 * @param entity The entity.
 * @returns Its shape.
 */
export function shapeOfEntity(entity: Entity): TableShape {
  const schema = tableSchema(entity);
  const references = referencesOf(schema, entity.plural);
  const described = schema["fields"] as readonly JsonValue[];
  return {
    name: entity.plural,
    fields: entity.fields.map((field: Field, place): FieldShape => {
      const members = membersOf(described[place]!, references.get(field.name));
      if (field.unit !== undefined) members.set("unit", field.unit);
      if (field.scale !== undefined) members.set("scale", `${field.scale}`);
      return {
        name: field.name,
        kind: field.kind,
        scale: field.kind === "decimal" ? field.scale ?? OPEN_SCALE : 0,
        isKey: field.key === true,
        isReference: field.reference !== undefined,
        typeText: describeType(field),
        members,
      };
    }),
  };
}

const KINDS: Readonly<Record<string, FieldKind>> = {
  integer: "integer",
  number: "decimal",
  date: "day",
  boolean: "boolean",
};

function memberOfTable(resource: JsonValue, name: string): JsonValue | undefined {
  return isJsonObject(resource) ? resource[name] : undefined;
}

/**
 * The shapes that the data package of a snapshot tells of. What only this program's definitions say (unit, scale)
 * is taken from them where a field is theirs too.
 *
 * @param document The parsed `datapackage.json`.
 * @param known Shapes of this program, by table.
 * @returns Shapes by table; none where it is no data package.
 */
export function shapesOfPackage(
  document: JsonValue | undefined,
  known: ReadonlyMap<string, TableShape>,
): Map<string, TableShape> {
  const shapes = new Map<string, TableShape>();
  const resources = isJsonObject(document) ? document["resources"] : undefined;
  const listed = Array.isArray(resources) ? resources as readonly JsonValue[] : [];
  const titles = new Set(listed.map((resource) => memberOfTable(resource, "title")));
  for (const resource of listed) {
    if (!isJsonObject(resource)) continue;
    const { title, schema } = resource;
    const fields = isJsonObject(schema) ? schema["fields"] : undefined;
    if (typeof title !== "string" || shapes.has(title) || !Array.isArray(fields)) continue;
    const references = referencesOf(schema!, title);
    const key = isJsonObject(schema) ? schema["primaryKey"] : undefined;
    const own = new Map(known.get(title)?.fields.map((field) => [field.name, field]));
    const read = (fields as readonly JsonValue[]).flatMap((field): FieldShape[] => {
      const name = isJsonObject(field) ? field["name"] : undefined;
      if (!isJsonObject(field) || typeof name !== "string") return [];
      const members = membersOf(field, references.get(name));
      const twin = own.get(name);
      for (const only of ["unit", "scale"]) {
        const value = twin?.members.get(only);
        if (value !== undefined) members.set(only, value);
      }
      // A package names a resource of its own snapshot where the definition names an entity.
      const reference = twin?.members.get("reference");
      const isPackaged = titles.has(reference?.split(".")[0]);
      if (reference !== undefined && (members.has("reference") || !isPackaged)) {
        members.set("reference", reference);
      }
      const type = `${field["type"] ?? "string"}`;
      const isId = field["format"] === "uuid";
      const kind = KINDS[type] ?? (isId ? "id" : "text");
      const isSame = twin !== undefined && members.get("type") === twin.members.get("type");
      return [{
        name,
        kind: isSame ? twin.kind : kind,
        scale: kind === "decimal" ? (isSame ? twin.scale : OPEN_SCALE) : 0,
        isKey: key === name,
        isReference: references.has(name),
        typeText: isSame ? twin.typeText : type,
        members,
      }];
    });
    shapes.set(title, { name: title, fields: read });
  }
  return shapes;
}

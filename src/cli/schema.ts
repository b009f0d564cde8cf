/**
 * `esdh schema`: the definitions of a dataset's entities, in a table or in the form of another program.
 *
 * @module
 */
import type { Dataset } from "../core/dataset.ts";
import type { Entity, Field } from "../core/entity.ts";
import { EsdhError } from "../core/error.ts";
import { type JsonValue, stringifyJson } from "../core/json.ts";
import { type Paint, paintFor } from "../core/paint.ts";
import { describeNames } from "../core/suggest.ts";
import { describeType } from "../schema/field_text.ts";
import { formatTable } from "../ui/table.ts";
import { listDatasets, listEntities, namesParser, parseDataset } from "./_names.ts";
import {
  buildCommand,
  type CliContext,
  type CommandExample,
  COMMON_FLAGS,
  type CommonFlags,
  type Output,
} from "./command.ts";

/** Shown at the end of the command's help. */
export const examples: readonly CommandExample[] = [
  { line: "esdh schema", brief: "the fields of every entity of the default dataset" },
  { line: "esdh schema --entity persons --form csv-header", brief: "one line" },
  { line: "esdh schema --form sql-postgres | psql test", brief: "tables with keys and checks" },
  { line: "esdh schema --entity vehicles --form json-schema", brief: "schema of a line of NDJSON" },
  { line: "esdh schema --json", brief: "the definitions, for a script" },
];

interface SchemaFlags extends CommonFlags {
  readonly dataset?: string;
  readonly entity?: readonly string[];
  readonly form?: string;
}

async function listForms(): Promise<string[]> {
  const { SCHEMA_FORMS } = await import("../schema/mod.ts");
  return SCHEMA_FORMS.map(({ name }) => name);
}

async function parseForm(text: string): Promise<string> {
  const names = await listForms();
  if (names.includes(text)) return text;
  throw new EsdhError("UNKNOWN_NAME", `option --form: unknown form "${text}"`, {
    hint: describeNames(text, names),
  });
}

/** The command. */
export const command = buildCommand<SchemaFlags, [], CliContext>({
  docs: {
    brief: "Print the fields of a dataset, or its schema in another form",
    fullDescription:
      "Every form follows from the one definition of an entity that generation and " +
      "validation use too. Without --form, the fields are shown with type, key and description.",
  },
  parameters: {
    flags: {
      dataset: {
        kind: "parsed",
        parse: parseDataset,
        brief: "Dataset: {values} (default: the one that generate makes)",
        placeholder: "NAME",
        optional: true,
        proposeCompletions: listDatasets,
      },
      entity: {
        kind: "parsed",
        parse: namesParser("--entity", ["entity", "entities"], listEntities),
        brief: "Entities: {values} (default: all of the dataset)",
        placeholder: "LIST",
        optional: true,
        proposeCompletions: listEntities,
      },
      form: {
        kind: "parsed",
        parse: parseForm,
        brief: "Form: {values}",
        placeholder: "NAME",
        optional: true,
        proposeCompletions: listForms,
      },
      ...COMMON_FLAGS,
    },
  },
  async func(flags) {
    const { findDataset, findEntity } = await import("../datasets/mod.ts");
    const dataset = findDataset(flags.dataset);
    const asked = flags.entity?.map((name) => findEntity(dataset, name));
    const entities = dataset.entities.filter((entity) => asked?.includes(entity) ?? true);
    const text = flags.form === undefined
      ? printDefinitions(dataset, entities, flags, this.out)
      : await printForm(dataset, entities, flags.form, flags);
    this.out.write(text);
  },
});

async function printForm(
  dataset: Dataset,
  entities: readonly Entity[],
  name: string,
  flags: SchemaFlags,
): Promise<string> {
  const { SCHEMA_FORMS } = await import("../schema/mod.ts");
  const form = SCHEMA_FORMS.find((member) => member.name === name)!;
  const printed = form.print({
    dataset: dataset.name,
    version: dataset.version,
    description: dataset.description,
    entities,
    isWhole: entities.length === dataset.entities.length,
  });
  if (flags.json) {
    return formatDocument(dataset, {
      form: name,
      entities: entities.map(({ plural }) => plural),
      ...printed,
    });
  }
  return "text" in printed ? printed.text : `${stringifyJson(printed.document, 2)}\n`;
}

function formatDocument(dataset: Dataset, members: { readonly [name: string]: JsonValue }): string {
  const { name, version } = dataset;
  return `${stringifyJson({ dataset: name, version, ...members }, 2)}\n`;
}

function printDefinitions(
  dataset: Dataset,
  entities: readonly Entity[],
  flags: SchemaFlags,
  output: Output,
): string {
  if (flags.json) {
    return formatDocument(dataset, {
      description: dataset.description,
      entities: entities.map(({ name, plural, description, fields }) => ({
        name,
        plural,
        description,
        fields: fields.map(describeMembers),
      })),
    });
  }
  const paint = paintFor(output);
  return entities.map((entity) => formatEntity(entity, paint, output)).join("\n");
}

function formatEntity(entity: Entity, paint: Paint, output: Output): string {
  const table = formatTable(
    [
      { title: "field", minWidth: 20, paint: paint.cyan },
      { title: "type", minWidth: 8 },
      { title: "null", minWidth: 4 },
      { title: "unit", minWidth: 4 },
      { title: "key", minWidth: 10 },
      { title: "description", minWidth: 20, paint: paint.dim },
    ],
    entity.fields.map((field) => [
      field.name,
      describeType(field),
      field.nullable ? "null" : "",
      field.unit ?? "",
      describeKey(field),
      field.description,
    ]),
    output,
  );
  return `${paint.bold(entity.plural)}  ${entity.description}\n\n${table}`;
}

function describeKey({ key, reference }: Field): string {
  if (key) return "key";
  return reference === undefined ? "" : `${reference.entity}.${reference.field}`;
}

/** A field's definition, members in one order, those that are not given left out. */
function describeMembers(field: Field): { readonly [name: string]: JsonValue } {
  const { reference, values } = field;
  return {
    name: field.name,
    kind: field.kind,
    ...(field.scale === undefined ? {} : { scale: field.scale }),
    ...(field.unit === undefined ? {} : { unit: field.unit }),
    nullable: field.nullable ?? false,
    key: field.key ?? false,
    ...(reference === undefined ? {} : { reference: { ...reference } }),
    ...(values === undefined ? {} : { values: [...values] }),
    ...(field.pattern === undefined ? {} : { pattern: field.pattern }),
    ...(field.minLength === undefined ? {} : { min_length: field.minLength }),
    ...(field.maxLength === undefined ? {} : { max_length: field.maxLength }),
    ...(field.min === undefined ? {} : { min: field.min }),
    ...(field.max === undefined ? {} : { max: field.max }),
    description: field.description,
    ...(field.origin === undefined ? {} : { origin: field.origin }),
  };
}

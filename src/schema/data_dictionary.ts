/**
 * The data dictionary of a dataset in Markdown: an entity a section, a field a row.
 *
 * @module
 */
import type { Entity, Field } from "../core/entity.ts";
import { padText, textWidth, wrapText } from "../core/text.ts";
import { describeType } from "./field_text.ts";
import type { SchemaForm, SchemaScope } from "./form.ts";
import { formatDiagram } from "./mermaid.ts";

/** A column of an entity's table, left out where no field has a text in it. */
interface Column {
  readonly title: string;
  cell(field: Field, entities: readonly Entity[]): string;
}

const COLUMNS: readonly Column[] = [
  { title: "field", cell: ({ name }) => `\`${name}\`` },
  { title: "type", cell: formatType },
  { title: "unit", cell: ({ unit = "" }) => unit },
  { title: "null", cell: ({ nullable }) => nullable ? "yes" : "" },
  { title: "key", cell: formatKey },
  { title: "description", cell: ({ description }) => description },
  { title: "how a value comes about", cell: ({ origin = "" }) => origin },
];

function formatType(field: Field): string {
  const text = describeType(field);
  const { pattern } = field;
  return pattern === undefined ? text : text.replace(pattern, () => `\`${pattern}\``);
}

function formatKey({ key, reference }: Field, entities: readonly Entity[]): string {
  if (reference === undefined) return key ? "key" : "";
  const target = `\`${reference.entity}.${reference.field}\``;
  const isHere = entities.some(({ plural }) => plural === reference.entity);
  return isHere ? `[${target}](#${reference.entity})` : target;
}

/** Width of prose. */
const PAGE_COLUMNS = 100;

/** A table as `deno fmt` leaves it. */
function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows].map((cells) => cells.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = head.map((_title, place) =>
    Math.max(3, ...lines.map((cells) => textWidth(cells[place]!)))
  );
  const format = (cells: readonly string[]) =>
    `| ${cells.map((cell, place) => padText(cell, widths[place]!)).join(" | ")} |\n`;
  const rule = format(widths.map((width) => "-".repeat(width)));
  return `${format(lines[0]!)}${rule}${lines.slice(1).map(format).join("")}`;
}

function formatEntity(entity: Entity, entities: readonly Entity[], level: string): string {
  const columns = COLUMNS.filter((column) =>
    entity.fields.some((field) => column.cell(field, entities) !== "")
  );
  const rows = entity.fields.map((field) => columns.map((column) => column.cell(field, entities)));
  const table = formatTable(columns.map(({ title }) => title), rows);
  const description = wrapText(entity.description, PAGE_COLUMNS).join("\n");
  return `${level} ${entity.plural}\n\n${description}\n\n${table}`;
}

/**
 * Writes the dictionary of a dataset.
 *
 * @param scope The dataset and its entities.
 * @param level Marks of the headings of entities, for example `##`.
 * @returns Markdown: a diagram, then a section for each entity.
 */
export function formatDictionary(scope: SchemaScope, level: string): string {
  const { entities } = scope;
  const diagram = `\`\`\`mermaid\n${formatDiagram(entities)}\`\`\`\n`;
  const sections = entities.map((entity) => formatEntity(entity, entities, level));
  return [diagram, ...sections].join("\n");
}

/** The member of the registry of forms. */
export const dataDictionaryForm: SchemaForm = {
  name: "data-dictionary",
  description: "Markdown for people: a diagram, then each entity with its fields in a table",
  print: (scope) => ({
    text: `# Dataset ${scope.dataset}\n\n${scope.description}\n\n${formatDictionary(scope, "##")}`,
  }),
};

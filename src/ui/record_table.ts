/**
 * A few rows for a person to read: a table that fits the terminal, with the columns that matter most
 * first to stay, or a card a row where a table can't say enough.
 *
 * @module
 */
import type { Entity, Field } from "../core/entity.ts";
import type { Paint } from "../core/paint.ts";
import { showText } from "../core/show.ts";
import { cutText, padText, textWidth } from "../core/text.ts";
import type { Glyphs } from "./screen.ts";

/** A row as the API or a file gives it. */
export type ShownRow = Readonly<Record<string, unknown>>;

/** How rows are drawn. */
export interface RecordTableOptions {
  /** Greatest width of a line in characters. */
  readonly columns: number;
  readonly ink: Paint;
  readonly glyphs: Glyphs;
  /** Blanks in front of each line, default 0. */
  readonly indent?: number;
  /**
   * `fit` (the default) drops the columns that do not fit and says how many; `all` shows every value,
   * as cards where a table is too wide.
   */
  readonly fields?: "fit" | "all";
}

const GAP = 2;
/** A long id is told apart by its beginning. */
const ID_WIDTH = 13;

/**
 * Draws rows of an entity.
 *
 * @param entity Names the fields and their kinds.
 * @param rows The rows.
 * @param options Width, colours and what to do where not all fits.
 * @returns Lines without their ends, none wider than asked for.
 */
export function formatRecords(
  entity: Entity,
  rows: readonly ShownRow[],
  options: RecordTableOptions,
): string[] {
  const indent = " ".repeat(options.indent ?? 0);
  const room = options.columns - indent.length;
  const cells = rows.map((row) => entity.fields.map((field) => formatCell(row[field.name], field)));
  const isFull = options.fields === "all";
  const widths = entity.fields.map((field, place) => {
    const longest = Math.max(textWidth(field.name), ...cells.map((row) => textWidth(row[place]!)));
    return field.kind === "id" && !isFull ? Math.max(textWidth(field.name), ID_WIDTH) : longest;
  });
  const whole = widths.reduce((sum, one) => sum + one + GAP, -GAP);
  if (isFull && whole > room) return formatCards(entity, cells, options, indent, room);
  const places = choosePlaces(entity, widths, room);
  const lines = [
    places.map((place) => options.ink.bold(padText(entity.fields[place]!.name, widths[place]!)))
      .join(" ".repeat(GAP)),
    options.ink.dim(
      places.map((place) => options.glyphs.horizontal.repeat(widths[place]!)).join(" ".repeat(GAP)),
    ),
    ...cells.map((row) =>
      places.map((place) => {
        const field = entity.fields[place]!;
        const text = cutText(row[place]!, widths[place]!, options.glyphs.ellipsis);
        const padded = field.kind === "integer" || field.kind === "decimal"
          ? " ".repeat(Math.max(0, widths[place]! - textWidth(text))) + text
          : padText(text, widths[place]!);
        return field.kind === "id" || row[place] === "" ? options.ink.dim(padded) : padded;
      }).join(" ".repeat(GAP))
    ),
  ];
  const left = entity.fields.length - places.length;
  if (left > 0) lines.push(options.ink.dim(`and ${left} more ${left === 1 ? "field" : "fields"}`));
  return lines.map((line) => `${indent}${line}`.trimEnd());
}

/**
 * Takes columns until the line is full, the telling ones first, and shows them in their own order:
 * values that differ from row to row before keys, keys before what is the same in every row.
 */
function choosePlaces(entity: Entity, widths: readonly number[], room: number): number[] {
  const places = entity.fields.map((_field, place) => place);
  const rank = (place: number) => {
    const field = entity.fields[place]!;
    if (field.key) return 0;
    if (field.name === "synthetic_source") return 4;
    if (field.kind === "id") return 3;
    return field.nullable ? 2 : 1;
  };
  const chosen: number[] = [];
  let used = -GAP;
  for (const place of places.sort((a, b) => rank(a) - rank(b) || a - b)) {
    if (used + GAP + widths[place]! > room) continue;
    chosen.push(place);
    used += GAP + widths[place]!;
  }
  return chosen.sort((a, b) => a - b);
}

function formatCards(
  entity: Entity,
  cells: readonly (readonly string[])[],
  options: RecordTableOptions,
  indent: string,
  room: number,
): string[] {
  const labelWidth = Math.max(...entity.fields.map((field) => textWidth(field.name)));
  const title = (index: number) => `${entity.name} ${index + 1} of ${cells.length} `;
  return cells.flatMap((row, index) => [
    `${indent}${options.ink.bold(title(index))}${
      options.ink.dim(options.glyphs.horizontal.repeat(Math.max(0, room - textWidth(title(index)))))
    }`,
    ...entity.fields.map((field, place) => {
      const value = cutText(row[place]!, room - labelWidth - 2 * GAP, options.glyphs.ellipsis);
      return `${indent}  ${options.ink.dim(padText(field.name, labelWidth))}  ${value}`.trimEnd();
    }),
  ]);
}

function formatCell(value: unknown, { scale }: Field): string {
  if (value === null || value === undefined) return "";
  if (scale !== undefined && typeof value === "number") return value.toFixed(scale);
  return showText(typeof value === "object" ? JSON.stringify(value) : String(value));
}

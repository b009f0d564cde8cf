/**
 * Aligned tables that fit the terminal.
 *
 * @module
 */
import { paintFor } from "../core/paint.ts";
import { cutText, padText, textWidth, wrapText } from "../core/text.ts";

/** A column of a table. */
export interface TableColumn {
  /** Heading. */
  readonly title: string;
  /** Side its texts stand on; numbers on the right. Default left. */
  readonly align?: "left" | "right";
  /** Never cut below this width, default 4; a column of names that must stay whole gives its own. */
  readonly minWidth?: number;
  /** Goes on in further lines where it is too wide, in place of being cut. Default false. */
  readonly wraps?: boolean;
  /** Colour of a cell, applied after it was cut and padded. */
  readonly paint?: (text: string, row: number) => string;
}

/** Where a table is shown. */
export interface TableOutput {
  /** Width in characters, where it is a terminal. */
  readonly columns: number;
  readonly hasColor: boolean;
  readonly isTerminal: boolean;
  /** Width that a pipe or a file is asked to keep to; default: lines are as wide as their texts. */
  readonly pipeColumns?: number | undefined;
}

/**
 * The greatest width of a line.
 *
 * @param output Where it will be shown.
 * @returns Characters; Infinity for a pipe or a file that nobody gave a width.
 *
 * @example
 * ```ts
 * import { widthOf } from "./table.ts";
 * if (widthOf({ isTerminal: false, columns: 80 }) !== Infinity) throw new RangeError();
 * ```
 */
export function widthOf(
  { isTerminal, columns, pipeColumns = Infinity }: Omit<TableOutput, "hasColor">,
): number {
  return isTerminal ? columns : pipeColumns;
}

/** How a table is laid out. */
export interface TableOptions {
  /** Blanks before each line, default 2. */
  readonly indent?: number;
  /** Leave the headings out. */
  readonly hasNoHead?: boolean;
}

const GAP = "  ";

/**
 * Lays rows out in columns. Where they are wider than the output, the widest columns give way first and
 * their texts end in `…`, or go on in further lines where the column wraps; columns that still don't fit at their least width are left out from the right,
 * which the last line says.
 *
 * @param columns Headings and alignment.
 * @param rows Cells without escape codes, as many as there are columns; controls are shown as blanks.
 * @param output Where it will be shown: decides colours and width. Pipes get every column whole, unless
 * they have a width.
 * @param options Indent and headings; default: both.
 * @returns Lines with a final newline; no line has a blank at its end.
 *
 * @example
 * ```ts
 * import { formatTable } from "./table.ts";
 * const output = { isTerminal: true, hasColor: false, columns: 40 };
 * const text = formatTable([{ title: "name" }, { title: "n", align: "right" }], [["a", "12"]], output);
 * if (text !== "  name   n\n  a     12\n") throw new RangeError(text);
 * ```
 */
export function formatTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  output: TableOutput,
  options: TableOptions = {},
): string {
  const paint = paintFor(output);
  const indent = " ".repeat(options.indent ?? 2);
  const cells = rows.map((row) => row.map(toLine));
  const natural = columns.map((column, place) =>
    Math.max(
      options.hasNoHead ? 0 : textWidth(column.title),
      ...cells.map((row) => textWidth(row[place] ?? "")),
    )
  );
  const room = widthOf(output) - indent.length;
  const widths = fitWidths(natural, columns.map((column) => column.minWidth ?? 4), room);
  const shown = columns.slice(0, widths.length);
  const formatRow = (
    texts: readonly string[],
    color: (place: number) => (text: string) => string,
  ) => {
    const parts = shown.map((column, place) => {
      const width = widths[place]!;
      const text = padText(cutText(texts[place] ?? "", width), width, column.align);
      const isLast = place === shown.length - 1;
      return color(place)(isLast ? text.trimEnd() : text);
    });
    return `${indent}${parts.join(GAP)}`.trimEnd();
  };
  const lines = cells.flatMap((row, index) => {
    const color = (place: number) => {
      const own = shown[place]!.paint;
      return own === undefined || !output.hasColor
        ? (text: string) => text
        : (text: string) => own(text, index);
    };
    return wrapRow(row, shown, widths).map((texts) => formatRow(texts, color));
  });
  if (!options.hasNoHead) {
    const titles = columns.map(({ title }) => title);
    lines.unshift(
      ...wrapRow(titles, shown, widths).map((texts) => formatRow(texts, () => paint.bold)),
    );
  }
  const left = columns.length - shown.length;
  if (left > 0) {
    lines.push(
      `${indent}${paint.dim(`(${left} more column${left > 1 ? "s" : ""} in a wider terminal)`)}`,
    );
  }
  return lines.map((line) => `${line}\n`).join("");
}

/** The lines of a row or of the headings: one, but for columns that wrap. */
function wrapRow(
  row: readonly string[],
  columns: readonly TableColumn[],
  widths: readonly number[],
): string[][] {
  const parts = columns.map((column, place) => {
    const text = row[place] ?? "";
    return column.wraps === true ? wrapText(text, widths[place]!) : [text];
  });
  const height = Math.max(...parts.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) => parts.map((part) => part[line] ?? ""));
}

/** Narrows the widest columns until all fit, or leaves out the last. */
function fitWidths(
  natural: readonly number[],
  leastWidths: readonly number[],
  room: number,
): number[] {
  const least = natural.map((width, place) => Math.min(width, leastWidths[place]!));
  let count = natural.length;
  const total = (widths: readonly number[]) =>
    widths.reduce((sum, width) => sum + width, 0) + GAP.length * Math.max(0, widths.length - 1);
  while (count > 1 && total(least.slice(0, count)) > room) count--;
  const widths = natural.slice(0, count);
  for (let excess = total(widths) - room; excess > 0; excess--) {
    const slack = widths.map((width, place) => width > least[place]! ? width : -1);
    const widest = slack.indexOf(Math.max(...slack));
    if (slack[widest] === -1) break;
    widths[widest]!--;
  }
  return widths;
}

/** A value that holds a line end or an escape code must not break the table or the terminal. */
function toLine(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/[\x00-\x1f\x7f-\x9f]/g, " ");
}

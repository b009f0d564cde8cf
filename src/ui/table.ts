/**
 * Aligned tables that fit the terminal.
 *
 * @module
 */
import { paintFor } from "../core/paint.ts";
import { cutText, padText, textWidth } from "../core/text.ts";

/** A column of a table. */
export interface TableColumn {
  /** Heading. */
  readonly title: string;
  /** Side its texts stand on; numbers on the right. Default left. */
  readonly align?: "left" | "right";
  /** Never cut below this width, default 4; a column of names that must stay whole gives its own. */
  readonly minWidth?: number;
  /** Colour of a cell, applied after it was cut and padded. */
  readonly paint?: (text: string, row: number) => string;
}

/** Where a table is shown. */
export interface TableOutput {
  /** Width in characters, where it is a terminal. */
  readonly columns: number;
  readonly hasColor: boolean;
  readonly isTerminal: boolean;
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
 * their texts end in `…`; columns that still don't fit at their least width are left out from the right,
 * which the last line says.
 *
 * @param columns Headings and alignment.
 * @param rows Cells without escape codes, as many as there are columns; controls are shown as blanks.
 * @param output Where it will be shown: decides colours and width. Pipes get every column whole.
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
  const room = output.isTerminal ? output.columns - indent.length : Infinity;
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
  const lines = cells.map((row, index) =>
    formatRow(row, (place) => {
      const own = shown[place]!.paint;
      return own === undefined || !output.hasColor ? (text) => text : (text) => own(text, index);
    })
  );
  if (!options.hasNoHead) {
    lines.unshift(formatRow(columns.map(({ title }) => title), () => paint.bold));
  }
  const left = columns.length - shown.length;
  if (left > 0) {
    lines.push(
      `${indent}${paint.dim(`(${left} more column${left > 1 ? "s" : ""} in a wider terminal)`)}`,
    );
  }
  return lines.map((line) => `${line}\n`).join("");
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

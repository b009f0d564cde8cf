/**
 * A difference as text for a terminal or a pipe.
 *
 * @module
 */
import { type Paint, paintFor } from "../core/paint.ts";
import { escapeControls } from "../core/show.ts";
import { formatCount, formatItems } from "../core/units.ts";
import { formatTable, type TableOutput } from "../ui/table.ts";
import type { Difference } from "./diff.ts";
import type { SchemaChange } from "./schema_change.ts";
import type { ShiftLevel } from "./shift.ts";
import type { RowTexts, TableDiff } from "./table_diff.ts";
import {
  sayChange,
  sayMeasures,
  sayResult,
  sayShift,
  saySide,
  sayStatus,
  shiftedFields,
} from "./words.ts";

/** Fields of an added or removed row that are shown beside its key. */
const SHOWN_FIELDS = 5;

/** Rows that are shown of those that were added, and of those that were removed. */
const SHOWN_ROWS = 3;

/** Changes of schema that are shown. */
const MAX_CHANGES = 200;

/**
 * Writes a difference as text.
 *
 * @param difference The difference.
 * @param output Where it will be shown.
 * @returns Lines with a final newline.
 */
export function formatDiffText(difference: Difference, output: TableOutput): string {
  const paint = paintFor(output);
  const { a, b, reasons, schema, tables, notes, isEqual } = difference;
  const sides = formatTable(
    [{ title: "", paint: paint.bold }, { title: "", minWidth: 20 }, {
      title: "",
      wraps: true,
      minWidth: 20,
      paint: paint.dim,
    }],
    [["A", a.name, saySide(a)], ["B", b.name, saySide(b)]],
    output,
    { indent: 0, hasNoHead: true },
  );
  const mark = isEqual ? paint.green("=") : paint.yellow("!");
  const parts = [`${sides}\n${mark} ${paint.bold(sayResult(difference))}\n`];
  const section = (title: string, text: string) => {
    if (text !== "") parts.push(`\n${paint.bold(title)}\n${text}`);
  };
  section(
    "Why: what differs in the plans",
    reasons.length === 0 ? "" : formatTable(
      [
        { title: "part", minWidth: 12, wraps: true, paint: paint.cyan },
        { title: "A", minWidth: 8 },
        { title: "B", minWidth: 8 },
        { title: "meaning", minWidth: 16, wraps: true, paint: paint.dim },
      ],
      reasons.map(({ part, a, b, meaning }) => [part, a, b, meaning]),
      output,
    ),
  );
  section("Schema", formatChanges(schema, paint, output));
  section("Rows", tables.length === 0 ? "" : formatCounts(tables, paint, output));
  for (const table of tables) parts.push(formatDetails(table, paint, output));
  section("Notes", notes.map((note) => `  ${escapeControls(note)}\n`).join(""));
  return parts.join("");
}

function markColor(paint: Paint, mark: string): (text: string) => string {
  return mark === "+" ? paint.green : mark === "-" ? paint.red : paint.yellow;
}

function formatChanges(
  schema: readonly SchemaChange[],
  paint: Paint,
  output: TableOutput,
): string {
  if (schema.length === 0) return "";
  const changes = schema.slice(0, MAX_CHANGES).map(sayChange);
  const table = formatTable(
    [
      { title: "", paint: (text, row) => markColor(paint, changes[row]!.mark)(text) },
      { title: "", minWidth: 16, wraps: true, paint: paint.cyan },
      { title: "", minWidth: 16, wraps: true },
    ],
    changes.map(({ mark, name, text }) => [mark, name, text]),
    output,
    { hasNoHead: true },
  );
  const left = schema.length - changes.length;
  return left === 0 ? table : `${table}  ${paint.dim(`(${left} more; --json tells all)`)}\n`;
}

function formatCounts(tables: readonly TableDiff[], paint: Paint, output: TableOutput): string {
  const count = (value: number | null) => value === null ? "?" : formatCount(value);
  const some = (value: number) => value === 0 ? "" : formatCount(value);
  const right = (title: string) => ({ title, align: "right", minWidth: 7 }) as const;
  const color = (text: string, row: number) =>
    tables[row]!.status === "equal" ? paint.green(text) : paint.yellow(text);
  return formatTable(
    [
      { title: "table", minWidth: 20, paint: paint.cyan },
      { title: "status", minWidth: 9, paint: color },
      right("A"),
      right("B"),
      { ...right("added"), paint: paint.green },
      { ...right("removed"), paint: paint.red },
      { ...right("changed"), paint: paint.yellow },
      // Last, for it follows from the others: a narrow terminal leaves it out.
      right("equal"),
    ],
    tables.map((table) => {
      const { name, rows } = table;
      const counts = [rows.added, rows.removed, rows.changed].map(some);
      return [name, sayStatus(table), count(rows.a), count(rows.b), ...counts, count(rows.equal)];
    }),
    output,
  );
}

function formatDetails(table: TableDiff, paint: Paint, output: TableOutput): string {
  const { name, rows, fields, notes } = table;
  const parts: string[] = [];
  const changed = fields.filter((field) => field.changed > 0);
  if (changed.length > 0) {
    parts.push(formatTable(
      [
        { title: "field", minWidth: 24, paint: paint.cyan },
        { title: "changed", align: "right", minWidth: 7 },
        { title: "key", minWidth: 9, paint: paint.dim },
        { title: "before", minWidth: 6, paint: paint.red },
        { title: "after", minWidth: 6, paint: paint.green },
      ],
      changed.flatMap(({ name, changed, samples }) =>
        samples.slice(0, 2).map(({ key, a, b }, place) => [
          ...(place === 0 ? [name, formatCount(changed)] : ["", ""]),
          ...[key.slice(0, 13), a ?? "(none)", b ?? "(none)"],
        ])
      ),
      output,
    ));
  }
  const side = (title: string, samples: readonly RowTexts[], count: number, mark: string) => {
    if (samples.length === 0) return;
    const shown = samples.slice(0, SHOWN_ROWS);
    const lines = shown.map((row) => `  ${markColor(paint, mark)(mark)} ${showRow(row)}\n`);
    parts.push(
      `  ${formatItems(count, "row")} ${title}${
        shown.length < count ? `, the first ${shown.length} of them` : ""
      }\n${lines.join("")}`,
    );
  };
  side("added", table.addedRows, rows.added, "+");
  side("removed", table.removedRows, rows.removed, "-");
  const shifts = shiftedFields(table);
  if (shifts.length > 0) {
    const level = { large: paint.red, moderate: paint.yellow, slight: paint.dim, none: paint.dim };
    parts.push(formatTable(
      [
        { title: "shift of", minWidth: 24, paint: paint.cyan },
        {
          title: "level",
          minWidth: 8,
          paint: (text, row) => level[shifts[row]!.shift.level as ShiftLevel](text),
        },
        { title: "what moved", minWidth: 20, wraps: true },
        { title: "measures", minWidth: 14, wraps: true, paint: paint.dim },
      ],
      shifts.map(({ name, shift }) => [name, shift.level, sayShift(shift), sayMeasures(shift)]),
      output,
    ));
  }
  const [spareOfA, spareOfB] = rows.repeated;
  if (spareOfA + spareOfB > 0) {
    parts.push(
      `  rows whose key the other side has less often: ${spareOfA} in A, ${spareOfB} in B\n`,
    );
  }
  for (const note of notes) parts.push(`  ${paint.yellow("note")} ${escapeControls(note)}\n`);
  return parts.length === 0 ? "" : `\n${paint.bold(name)}\n${parts.join("\n")}`;
}

function showRow(row: RowTexts): string {
  const filled = Object.entries(row).filter(([, value]) => value !== null);
  const shown = filled.slice(0, SHOWN_FIELDS).map(([name, value]) => `${name}=${value}`);
  const left = filled.length - shown.length;
  return escapeControls(`${shown.join("  ")}${left > 0 ? `  (${left} more)` : ""}`);
}

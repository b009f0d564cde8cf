/**
 * A report of quality for a terminal or a pipe.
 *
 * @module
 */
import { type Paint, paintFor } from "../core/paint.ts";
import { escapeControls } from "../core/show.ts";
import { formatCount } from "../core/units.ts";
import { textWidth, wrapText } from "../core/text.ts";
import { formatTable, type TableOutput, widthOf } from "../ui/table.ts";
import { proofLines } from "./proof_text.ts";
import { checkLines, issueLines } from "./text.ts";
import { CHAPTERS, type ReportTable } from "./measures/measure.ts";
import type { MeasuredSection, QualityReport } from "./quality.ts";
import type { FigureStatus, JudgedFigure } from "./verdict.ts";
import { type GateResult, gateWord } from "./gates.ts";
import { showUnit } from "./show.ts";
import { CHAPTER_TITLES, sayFacts, sayFigures, sayGates, STATUS_WORDS } from "./words.ts";

const COLORS: Readonly<Record<FigureStatus, keyof Paint>> = {
  within: "green",
  chance: "yellow",
  few: "yellow",
  outside: "red",
  basis: "dim",
  parameter: "dim",
};

const GATE_COLORS = { pass: "green", warn: "yellow", fail: "red" } as const;

/**
 * Writes a report as text.
 *
 * @param report The report.
 * @param output Where it will be shown.
 * @returns Lines with a final newline.
 */
export function formatQualityText(report: QualityReport, output: TableOutput): string {
  const paint = paintFor(output);
  const width = Math.max(40, widthOf(output));
  const parts = [
    `${paint.bold(escapeControls(report.subject))}\n${wrap(sayFacts(report), width, paint)}`,
  ];
  for (const chapter of CHAPTERS) {
    const sections = report.sections.filter((section) => section.chapter === chapter);
    if (sections.length === 0) continue;
    parts.push(`\n${paint.bold(CHAPTER_TITLES[chapter].toUpperCase())}\n`);
    for (const section of sections) parts.push(formatSection(section, paint, output));
  }
  if (report.unmeasured.length > 0) {
    const rows = report.unmeasured.map(({ title, reason }) => [title, reason]);
    const columns = [
      { title: "measure", paint: paint.cyan, minWidth: 12, wraps: true },
      { title: "why", minWidth: 12, wraps: true },
    ];
    parts.push(`\n${paint.bold("NOT MEASURED")}\n${formatTable(columns, rows, output)}`);
  }
  const { validation } = report;
  const blocks = !report.isChecked ? [] : [
    checkLines(validation.checks, paint, width),
    validation.proof === undefined ? [] : proofLines(validation.proof, paint, width),
    validation.issues.length === 0 ? [] : issueLines(validation, paint, width),
  ].filter((lines) => lines.length > 0).map((lines) => `\n${lines.join("\n")}\n`);
  parts.push(
    report.isChecked
      ? `\n${paint.bold("CHECKS AND PROOF")}\n${blocks.join("")}`
      : `\n${paint.dim("Checks and proof were left out (--no-checks).")}\n`,
  );
  parts.push(formatGates(report, paint, output));
  return parts.join("");
}

function wrap(text: string, width: number, paint: Paint): string {
  return wrapText(text, width).map((line) => `${paint.dim(line)}\n`).join("");
}

function formatSection(section: MeasuredSection, paint: Paint, output: TableOutput): string {
  const { title, figures, tables, notes } = section;
  const parts = [`\n${paint.bold(title)}\n`];
  if (figures.length > 0) parts.push(formatFigures(figures, paint, output));
  for (const table of tables) {
    if (tables.length > 1 || figures.length > 0) parts.push(`  ${paint.dim(table.title)}\n`);
    parts.push(formatReportTable(table, paint, output));
  }
  const width = Math.max(40, widthOf(output)) - 2;
  for (const note of notes) {
    parts.push(wrapText(note, width).map((line) => `  ${paint.dim(line)}\n`).join(""));
  }
  return parts.join("");
}

function formatFigures(
  figures: readonly JudgedFigure[],
  paint: Paint,
  output: TableOutput,
): string {
  const right = (title: string, minWidth = 9) => ({ title, align: "right", minWidth }) as const;
  const status = (text: string, row: number) => paint[COLORS[figures[row]!.status]](text);
  return formatTable(
    [
      { title: "figure", minWidth: 20, wraps: true },
      { title: "", minWidth: 11, wraps: true, paint: status },
      right("achieved"),
      right("published"),
      right("tolerance"),
      { title: "grade", minWidth: 5, align: "right" },
      right("sample"),
      { title: "source", minWidth: 24, wraps: true, paint: paint.dim },
    ],
    figures.map(({ label, status, achieved, published, tolerance, ...rest }) => [
      label,
      STATUS_WORDS[status],
      showUnit(achieved, rest.unit),
      showUnit(published, rest.unit),
      showUnit(tolerance, rest.unit),
      rest.grade,
      formatCount(Math.round(rest.sampleSize)),
      rest.source,
    ]),
    output,
  );
}

/** Widest word of names that a column is never narrower than. */
const MAX_WORD = 30;

function formatReportTable(table: ReportTable, paint: Paint, output: TableOutput): string {
  const wordWidth = (texts: readonly string[]) =>
    Math.max(...texts.flatMap((text) => text.split(" ")).map(textWidth));
  return formatTable(
    table.columns.map(({ title, isNumber }, place) => {
      const cells = table.rows.map((row) => row[place] ?? "");
      // A number that is cut is another number, and names that are cut look alike: such columns are shown
      // whole, or left out.
      if (isNumber) {
        const minWidth = Math.max(wordWidth([title]), ...cells.map(textWidth));
        return { title, wraps: true, align: "right", minWidth } as const;
      }
      const minWidth = Math.min(MAX_WORD, wordWidth([title, ...cells]));
      return place === 0
        ? { title, wraps: true, paint: paint.cyan, minWidth: Math.max(16, minWidth) }
        : { title, wraps: true, minWidth };
    }),
    table.rows,
    output,
  );
}

/**
 * Writes the gates that failed, and nothing else.
 *
 * @param report The report.
 * @param output Where it will be shown.
 * @returns A line or more for each, and one that says how many; nothing where none failed.
 */
export function formatFailedGates(report: QualityReport, output: TableOutput): string {
  const failed = report.gates.filter(({ isPassed }) => !isPassed);
  if (failed.length === 0) return "";
  const paint = paintFor(output);
  return `${gateTable(failed, paint, output)}${paint.red("FAIL")}  ${sayGates(failed)}\n`;
}

function gateTable(gates: readonly GateResult[], paint: Paint, output: TableOutput): string {
  return formatTable(
    [
      {
        title: "",
        paint: (text, row) => paint[GATE_COLORS[gateWord(gates[row]!)]](text),
      },
      { title: "gate", minWidth: 12, wraps: true, paint: paint.cyan },
      { title: "", minWidth: 16, wraps: true },
    ],
    gates.map((gate) => [
      gateWord(gate).toUpperCase(),
      gate.name,
      gate.detail,
    ]),
    output,
    { hasNoHead: true },
  );
}

/** Characters of a line of the end, also in a pipe: it is what is read first. */
const MAX_END = 94;

function formatGates(report: QualityReport, paint: Paint, output: TableOutput): string {
  const { gates } = report;
  const table = gateTable(gates, paint, output);
  const failed = gates.filter(({ isPassed }) => !isPassed).length;
  const word = failed > 0 ? "fail" : gates.some(({ isDoubtful }) => isDoubtful) ? "warn" : "pass";
  const width = Math.min(MAX_END, Math.max(40, widthOf(output)) - 6);
  const end = [sayGates(gates), ...sayFigures(report)]
    .flatMap((text) => wrapText(text, width)).join("\n      ");
  return `\n${paint.bold("GATES")}\n${table}\n${
    paint[GATE_COLORS[word]](word.toUpperCase())
  }  ${end}\n`;
}

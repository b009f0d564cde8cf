/**
 * A report for people: a line a check, then the findings, then one line that says it all.
 *
 * @module
 */
import type { Issue } from "../core/issue.ts";
import type { CheckResult, CheckStatus, Finding, ValidationReport } from "../core/report.ts";
import { type Paint, paintFor } from "../core/paint.ts";
import { escapeControls, showText } from "../core/show.ts";
import { cutText, padText, textWidth, wrapText } from "../core/text.ts";
import { formatCount, formatDuration, formatItems, formatSize } from "../core/units.ts";
import type { ReportFormat } from "./mod.ts";
import { proofLines } from "./proof_text.ts";

/** The format `text`. */
export const textReport: ReportFormat = {
  name: "text",
  mediaType: "text/plain",
  render: (report, { columns = Infinity, hasColor = false }) => {
    const paint = paintFor({ hasColor });
    const width = Math.max(40, columns);
    const blocks = [
      headLines(report, paint, width),
      checkLines(report.checks, paint, width),
      report.proof === undefined ? [] : proofLines(report.proof, paint, width),
      report.issues.length === 0 ? [] : issueLines(report, paint, width),
      endLines(report, paint, width),
    ];
    return `${
      blocks.filter((lines) => lines.length > 0).map((lines) => lines.join("\n")).join("\n\n")
    }\n`;
  },
};

const STATUS_COLOURS: Readonly<Record<CheckStatus, keyof Paint>> = {
  pass: "green",
  warn: "yellow",
  fail: "red",
  skip: "dim",
};

function headLines({ subject, dataset, facts }: ValidationReport, paint: Paint, width: number) {
  const parts = [`dataset ${dataset}`];
  if (facts.seed !== undefined) parts.push(`seed ${showText(facts.seed)}`);
  if (facts.records !== undefined) parts.push(formatItems(Number(facts.records), "record"));
  if (facts.producer !== undefined) parts.push(`producer ${facts.producer}`);
  const [first = "", ...more] = wrapText(subject, width);
  return [
    ...[first, ...more].map((line) => paint.bold(line)),
    ...wrapText(parts.join(", "), width).map((line) => paint.dim(line)),
  ];
}

/**
 * A line or more for each check.
 *
 * @param checks Their results.
 * @param paint Colours.
 * @param width Columns.
 * @returns Lines.
 */
export function checkLines(checks: readonly CheckResult[], paint: Paint, width: number): string[] {
  const nameWidth = Math.max(...checks.map(({ name }) => textWidth(name)));
  const times = checks.map(({ durationMs, status }) =>
    status === "skip" || durationMs === undefined ? "" : formatDuration(durationMs)
  );
  const timeWidth = Math.max(...times.map(textWidth));
  const details = checks.map(describeCheck);
  const longest = Math.max(...details.map(textWidth));
  const room = Math.min(longest, width - nameWidth - timeWidth - 12);
  return checks.flatMap((check, at) => {
    const colour = STATUS_COLOURS[check.status];
    const lines = wrapText(details[at]!, room);
    return lines.map((line, number) => {
      if (number > 0) return `${" ".repeat(nameWidth + 10)}${line}`;
      const name = padText(check.name, nameWidth);
      const start = `  ${paint[colour](padText(check.status.toUpperCase(), 4))}  ${name}  `;
      const time = paint.dim(padText(times[at]!, timeWidth, "right"));
      return `${start}${padText(line, room)}  ${time}`.trimEnd();
    });
  });
}

function describeCheck({ detail, errorCount, warningCount }: CheckResult): string {
  const counts = describeCounts(errorCount, warningCount);
  if (counts === "") return detail;
  return detail === "" ? counts : `${counts}; ${detail}`;
}

function describeCounts(errorCount: number, warningCount: number): string {
  const parts: string[] = [];
  if (errorCount > 0) parts.push(formatItems(errorCount, "error"));
  if (warningCount > 0) parts.push(formatItems(warningCount, "warning"));
  return parts.join(", ");
}

/**
 * The findings that were kept, and how many more there are.
 *
 * @param report The report.
 * @param paint Colours.
 * @param width Columns.
 * @returns Lines.
 */
export function issueLines(report: ValidationReport, paint: Paint, width: number): string[] {
  const lines = [paint.bold("Findings")];
  for (const issue of report.issues) lines.push("", ...oneIssue(issue, paint, width));
  if (report.omittedCount === 0) return lines;
  const shown = new Map<string, number>();
  for (const { check, code } of report.issues) {
    const key = `${check} ${code}`;
    shown.set(key, (shown.get(key) ?? 0) + 1);
  }
  const rest = report.codes
    .map(({ check, code, count }) => ({
      code,
      count: count - (shown.get(`${check} ${code}`) ?? 0),
    }))
    .filter(({ count }) => count > 0)
    .map(({ code, count }) => `${formatCount(count)} ${code}`);
  const text = `and ${formatCount(report.omittedCount)} more (--max-issues shows them): ${
    rest.join(", ")
  }`;
  return [...lines, "", ...wrapText(text, width - 2).map((line) => `  ${line}`)];
}

function oneIssue(issue: Finding, paint: Paint, width: number): string[] {
  const isError = issue.severity === "error";
  const label = paint[isError ? "red" : "yellow"](issue.severity);
  const place = placeOf(issue);
  const lines = [
    `  ${label} ${paint.bold(issue.code)}${place === "" ? "" : `  ${paint.cyan(place)}`}`,
    ...wrapText(issue.message, width - 6).map((line) => `      ${line}`),
  ];
  const add = (name: string, text: string | undefined) => {
    if (text === undefined) return;
    const [first = "", ...more] = wrapText(cutText(text, 400), width - 16);
    lines.push(`      ${paint.dim(padText(name, 9))} ${first}`);
    for (const line of more) lines.push(`${" ".repeat(16)}${line}`);
  };
  add("found", issue.actual);
  add("expected", issue.expected);
  add("hint", issue.hint);
  return lines;
}

function placeOf({ path, line, entity, field, index }: Issue): string {
  const parts: string[] = [];
  if (path !== undefined) parts.push(line === undefined ? path : `${path}:${line}`);
  const name = entity === undefined ? field : field === undefined ? entity : `${entity}.${field}`;
  if (name !== undefined) {
    // People count the rows of a table from 1.
    parts.push(index === undefined ? name : `${name} of row ${index + 1}`);
  }
  return escapeControls(parts.join("  "));
}

function endLines(report: ValidationReport, paint: Paint, width: number): string[] {
  const { ok, checks, errorCount, warningCount, readRows, sizeBytes, durationMs } = report;
  const skipped = checks.filter(({ status }) => status === "skip").length;
  const ran = checks.length - skipped;
  const failed = checks.filter(({ status }) => status === "fail").length;
  const word = ok ? paint.green("PASS") : paint.red("FAIL");
  const counts = describeCounts(errorCount, warningCount);
  const parts = [
    ok ? `${formatItems(ran, "check")} passed` : `${failed} of ${formatItems(ran, "check")} failed`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(counts === "" ? [] : [counts]),
    ...(readRows > 0 ? [formatItems(readRows, "row")] : []),
    ...(sizeBytes > 0 ? [formatSize(sizeBytes)] : []),
    formatDuration(durationMs),
  ];
  const [first = "", ...more] = wrapText(parts.join(", "), width - 6);
  return [`${word}  ${first}`, ...more.map((line) => `      ${line}`)];
}

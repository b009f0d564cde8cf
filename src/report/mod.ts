/**
 * The registry of report formats: to add one, write its file and add its line here.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import type { ValidationReport } from "../core/report.ts";
import { describeNames } from "../core/suggest.ts";
import { jsonReport } from "./json.ts";
import { textReport } from "./text.ts";

/** How a report is laid out. */
export interface ReportOptions {
  /** Greatest width of a line in columns, default no limit. */
  readonly columns?: number;
  /** Whether escape codes of colours may be used, default false. */
  readonly hasColor?: boolean;
}

/** A member of the registry of report formats. */
export interface ReportFormat {
  /** Name. */
  readonly name: string;
  /** Media type of the text. */
  readonly mediaType: string;
  /** Renders a report, with a final newline. */
  render(report: ValidationReport, options: ReportOptions): string;
}

/** All report formats; the first is the default. */
export const REPORT_FORMATS: readonly ReportFormat[] = [textReport, jsonReport];

/**
 * Renders a report.
 *
 * @param report The report.
 * @param format Name of a format of {@link REPORT_FORMATS}.
 * @param options Width and colours, for formats that people read.
 * @returns Text with a final newline.
 * @throws {EsdhError} UNKNOWN_NAME if there is no such format.
 */
export function renderReport(
  report: ValidationReport,
  format: string = REPORT_FORMATS[0]!.name,
  options: ReportOptions = {},
): string {
  const member = REPORT_FORMATS.find(({ name }) => name === format);
  if (member !== undefined) return member.render(report, options);
  throw new EsdhError("UNKNOWN_NAME", `unknown report format "${format}"`, {
    hint: describeNames(format, REPORT_FORMATS.map(({ name }) => name)),
  });
}

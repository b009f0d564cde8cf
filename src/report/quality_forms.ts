/**
 * The registry of the forms of a report of quality: to add one, write its file and add its line here.
 *
 * @module
 */
import type { TableOutput } from "../ui/table.ts";
import type { QualityReport } from "./quality.ts";
import { formatQualityHtml } from "./quality_html.ts";
import { formatQualityJson } from "./quality_json.ts";
import { formatQualityText } from "./quality_text.ts";

/** A form of a report of quality. */
export interface QualityForm {
  /** Name. */
  readonly name: "text" | "json" | "html";
  /** Writes a report, with a final newline. */
  format(report: QualityReport, output: TableOutput): string;
}

/** All forms; the first is the default. */
export const QUALITY_FORMS: readonly QualityForm[] = [
  { name: "text", format: formatQualityText },
  { name: "json", format: formatQualityJson },
  { name: "html", format: formatQualityHtml },
];

/**
 * The registry of the forms of a difference: to add one, write its file and add its line here.
 *
 * @module
 */
import type { TableOutput } from "../ui/table.ts";
import type { Difference } from "./diff.ts";
import { formatDiffHtml } from "./html.ts";
import { formatDiffJson } from "./json.ts";
import { formatDiffText } from "./text.ts";

/** A form of a difference. */
export interface DiffForm {
  /** Name. */
  readonly name: "text" | "json" | "html";
  /** Writes a difference, with a final newline. */
  format(difference: Difference, output: TableOutput): string;
}

/** All forms; the first is the default. */
export const DIFF_FORMS: readonly DiffForm[] = [
  { name: "text", format: formatDiffText },
  { name: "json", format: formatDiffJson },
  { name: "html", format: formatDiffHtml },
];

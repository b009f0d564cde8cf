/**
 * How a failure is shown: the one place that renders errors for people and for programs.
 *
 * @module
 */
import type { EsdhError } from "../core/error.ts";
import type { Issue } from "../core/issue.ts";
import { type JsonValue, stringifyJson } from "../core/json.ts";
import { paintFor } from "../core/paint.ts";
import type { Output } from "./command.ts";
import { escapeControls } from "../core/show.ts";
import { wrapText } from "../core/text.ts";

/** How to show an error. */
export interface FailureOptions {
  /** Show stack traces. */
  readonly hasStack: boolean;
}

/**
 * An error as lines for a person.
 *
 * @param error The error.
 * @param output Where it will be shown: decides colours and width.
 * @param options Whether stacks are shown.
 * @returns Lines with a final newline: `error: ...`, an issue a line, `hint: ...`.
 */
export function formatFailure(error: EsdhError, output: Output, options: FailureOptions): string {
  const paint = paintFor(output);
  // Piped text stays one line a message, so that it can be searched.
  const width = output.isTerminal ? output.columns : Infinity;
  const lines: string[] = [];
  const place = error.path !== undefined && !error.message.includes(error.path)
    ? `${error.path}${error.line === undefined ? "" : `:${error.line}`}: `
    : "";
  lines.push(...labelled("error: ", paint.red, `${place}${error.message}`, width));
  for (const issue of error.issues) {
    lines.push(...hanging("  - ", formatIssue(issue), width));
    if (issue.hint !== undefined) lines.push(...hanging("    ", issue.hint, width));
  }
  if (error.hint !== undefined) lines.push(...labelled("hint: ", paint.cyan, error.hint, width));
  if (options.hasStack) lines.push(...stackLines(error).map(paint.dim));
  return lines.map((line) => `${line}\n`).join("");
}

/**
 * An error as a JSON document.
 *
 * @param error The error.
 * @param options Whether stacks are shown.
 * @returns `{"error": {code, message, hint, path, line, issues}}` with a final newline; what is absent is
 * null, and issues is a list.
 */
export function formatFailureJson(error: EsdhError, options: FailureOptions): string {
  const document: JsonValue = {
    error: {
      code: error.code,
      message: error.message,
      hint: error.hint ?? null,
      path: error.path ?? null,
      line: error.line ?? null,
      issues: error.issues.map((issue) => ({ ...issue })),
      stack: options.hasStack ? stackLines(error) : undefined,
    },
  };
  return `${stringifyJson(document, 2)}\n`;
}

/**
 * An issue in one line: its place, then what is wrong.
 *
 * @param issue The issue.
 * @returns For example `config/demo.yaml:4: "records" must be ...`.
 */
export function formatIssue(issue: Issue): string {
  const line = issue.line === undefined ? "" : `:${issue.line}`;
  const place = issue.path === undefined ? "" : `${issue.path}${line}: `;
  return `${place}${issue.message}`;
}

function labelled(
  label: string,
  paint: (text: string) => string,
  text: string,
  width: number,
): string[] {
  const [first, ...rest] = hanging(label, text, width);
  return [`${paint(label.trimEnd())}${first!.slice(label.trimEnd().length)}`, ...rest];
}

function hanging(label: string, text: string, width: number): string[] {
  const lines = text.split("\n").flatMap((line) => wrapText(line, width - label.length));
  const indent = " ".repeat(label.length);
  return lines.map((line, index) => `${index === 0 ? label : indent}${line}`);
}

function stackLines(error: unknown): string[] {
  const lines: string[] = [];
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    const head = lines.length === 0 ? "" : "caused by: ";
    lines.push(...`${head}${current.stack ?? current.message}`.split("\n").map(escapeControls));
  }
  return lines;
}

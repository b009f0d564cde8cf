/**
 * A report as one JSON document.
 *
 * @module
 */
import { type JsonValue, stringifyJson } from "../core/json.ts";
import type { ProofReport, ValidationReport } from "../core/report.ts";
import type { ReportFormat } from "./mod.ts";

/** The format `json`: snake case keys, times in whole milliseconds. */
export const jsonReport: ReportFormat = {
  name: "json",
  mediaType: "application/json",
  render: (report) => `${stringifyJson(reportToJson(report), 2)}\n`,
};

/**
 * A report as a JSON value.
 *
 * @param report The report.
 * @returns The value; keys in a fixed order.
 */
export function reportToJson(report: ValidationReport): { readonly [name: string]: JsonValue } {
  return {
    ok: report.ok,
    subject: report.subject,
    dataset: report.dataset,
    facts: report.facts,
    errors: report.errorCount,
    warnings: report.warningCount,
    checks: report.checks.map((check) => ({
      name: check.name,
      title: check.title,
      status: check.status,
      detail: check.detail,
      errors: check.errorCount,
      warnings: check.warningCount,
      ...(check.durationMs === undefined ? {} : { duration_ms: Math.round(check.durationMs) }),
    })),
    codes: report.codes.map(({ check, code, severity, count }) => ({
      check,
      code,
      severity,
      count,
    })),
    issues: report.issues.map((issue): JsonValue => ({ ...issue })),
    omitted_issues: report.omittedCount,
    ...(report.proof === undefined ? {} : { proof: proofToJson(report.proof) }),
    rows: report.rows,
    read_rows: report.readRows,
    size_bytes: report.sizeBytes,
    duration_ms: Math.round(report.durationMs),
  };
}

function proofToJson({ proofs, unproven }: ProofReport): JsonValue {
  return {
    proofs: proofs.map(({ code, entity, field, range, source, checkedCount, failedCount }) => ({
      code,
      entity,
      field,
      range,
      source,
      checked: checkedCount,
      failed: failedCount,
    })),
    unproven: unproven.map(({ entity, field, reason, valueCount }) => ({
      entity,
      field,
      reason,
      values: valueCount,
    })),
  };
}

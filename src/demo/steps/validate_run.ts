/**
 * Validates the snapshot of this run, file by file, as `esdh validate` does.
 *
 * @module
 */
import { EsdhError } from "../../core/error.ts";
import type { CheckResult, CheckStatus, ValidationReport } from "../../core/report.ts";
import { padText, textWidth } from "../../core/text.ts";
import { formatCount, formatSize } from "../../core/units.ts";
import type { DemoStep } from "../scene.ts";
import { formatMarked, type Screen, screenWidth } from "../../ui/screen.ts";

/** Findings that are told when it fails. */
const MAX_ISSUES = 10;

/** Validates the snapshot. */
export const validateRun: DemoStep = {
  name: "validate",
  title: "Validate the snapshot",
  async run(scene) {
    const { validateSnapshot } = await import("../../check.ts");
    const { path } = scene.need("folder");
    const report = await validateSnapshot(path, {
      dataset: scene.dataset,
      maxIssues: MAX_ISSUES,
      // To make the files again is to generate, which is what the shipped samples do without.
      isRemade: !scene.options.isCanned,
      signal: scene.signal,
    });
    if (!report.ok) throw findingsError(report, path);
    const passed = report.checks.filter(({ status }) => status === "pass").length;
    const rowCount = formatCount(report.readRows);
    return {
      facts: [["Read", `${rowCount} rows, ${formatSize(report.sizeBytes)}: every file, every row`]],
      draw: (screen) => report.checks.flatMap((check) => drawCheck(screen, check, report.checks)),
      proofs: [`${passed} checks of every file and row find nothing wrong`],
      data: {
        ok: report.ok,
        rows: report.rows,
        read_rows: report.readRows,
        size_bytes: report.sizeBytes,
        warning_count: report.warningCount,
        checks: report.checks.map(({ name, title, status, detail }) => (
          { name, title, status, detail }
        )),
      },
    };
  },
};

function drawCheck(
  screen: Screen,
  check: CheckResult,
  all: readonly CheckResult[],
): string[] {
  const { ink, glyphs } = screen;
  const marks: Record<CheckStatus, string> = {
    pass: ink.green(glyphs.good),
    warn: ink.yellow(glyphs.left),
    fail: ink.red(glyphs.bad),
    skip: ink.dim(glyphs.left),
  };
  const nameWidth = Math.max(...all.map(({ name }) => textWidth(name)));
  const start = `      ${marks[check.status]} ${padText(check.name, nameWidth)}  `;
  const text = check.status === "skip" ? check.detail : check.title;
  return formatMarked(start, text, screenWidth(screen));
}

function findingsError(report: ValidationReport, path: string): EsdhError {
  const count = report.errorCount === 1 ? "1 error" : `${report.errorCount} errors`;
  return new EsdhError("FINDINGS", `the snapshot in "${path}" is not valid: ${count}`, {
    path,
    issues: report.issues,
    hint: `esdh validate "${path}" shows all of them`,
  });
}

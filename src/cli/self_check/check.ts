/**
 * What a check of the program itself is, and how such checks become one report.
 *
 * @module
 */
import { EsdhError } from "../../core/error.ts";
import type { Issue } from "../../core/issue.ts";
import type { CheckResult, Finding, ValidationReport } from "../../core/report.ts";

/** What checks of the program work with. */
export interface SelfScope {
  /** An empty folder for the check's files; removed at the end. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Reads an environment variable. */
  env(name: string): string | undefined;
}

/** How a check of the program ended. */
export interface SelfResult {
  /** What was checked. */
  readonly detail: string;
  /** What is wrong. */
  readonly issues: readonly Issue[];
  /** Rows that were read. */
  readonly rowCount?: number;
}

/** A member of the list of checks of the program. */
export interface SelfCheck {
  /** Name, one word. */
  readonly name: string;
  /** What it makes sure of. */
  readonly title: string;
  /** Runs it. */
  run(scope: SelfScope): Promise<SelfResult>;
}

/**
 * Notes what is not as it should be.
 */
export class Expectations {
  /** What is wrong so far. */
  readonly issues: Issue[] = [];
  /** Number of things looked at. */
  count = 0;

  /** @param code Code of the issues. */
  constructor(readonly code: string) {}

  /**
   * Expects a value.
   *
   * @param message What is wrong where it is another.
   * @param actual The value found.
   * @param expected The value wanted.
   */
  equal(message: string, actual: string | number, expected: string | number): void {
    this.count++;
    if (actual === expected) return;
    this.issues.push({
      code: this.code,
      severity: "error",
      message,
      actual: shorten(`${actual}`),
      expected: shorten(`${expected}`),
    });
  }
}

function shorten(text: string): string {
  return text.length > 300 ? `${text.slice(0, 297)}...` : text;
}

/**
 * Runs checks one after the other. One that fails by an error of its own counts as a finding.
 *
 * @param checks The checks.
 * @param options Where they may write, and how many findings are kept.
 * @returns One report.
 * @throws {EsdhError} INTERRUPTED if the signal says so.
 */
export async function runSelfChecks(
  checks: readonly SelfCheck[],
  options: {
    readonly dataset: string;
    readonly maxIssues: number;
    readonly signal: AbortSignal;
    readonly env: (name: string) => string | undefined;
    readonly onCheck?: (check: SelfCheck, index: number) => void;
  },
): Promise<ValidationReport> {
  const begin = performance.now();
  const results: CheckResult[] = [];
  const findings: Finding[] = [];
  let readRows = 0;
  for (const [index, check] of checks.entries()) {
    options.signal.throwIfAborted();
    options.onCheck?.(check, index);
    const start = performance.now();
    const { detail, issues, rowCount } = await runOne(check, options.signal, options.env);
    readRows += rowCount ?? 0;
    findings.push(...issues.map((issue) => ({ ...issue, check: check.name })));
    const errorCount = issues.filter(({ severity }) => severity === "error").length;
    const warningCount = issues.length - errorCount;
    results.push({
      name: check.name,
      title: check.title,
      status: errorCount > 0 ? "fail" : warningCount > 0 ? "warn" : "pass",
      detail,
      errorCount,
      warningCount,
      durationMs: performance.now() - start,
    });
  }
  const errorCount = results.reduce((sum, result) => sum + result.errorCount, 0);
  return {
    subject: "esdh validate --all",
    dataset: options.dataset,
    ok: errorCount === 0,
    facts: {},
    checks: results,
    issues: findings.slice(0, options.maxIssues),
    omittedCount: Math.max(0, findings.length - options.maxIssues),
    errorCount,
    warningCount: findings.length - errorCount,
    codes: countCodes(findings),
    rows: {},
    readRows,
    sizeBytes: 0,
    durationMs: performance.now() - begin,
  };
}

async function runOne(
  check: SelfCheck,
  signal: AbortSignal,
  env: (name: string) => string | undefined,
): Promise<SelfResult> {
  const folder = await Deno.makeTempDir({ prefix: "esdh_check_" });
  try {
    return await check.run({ folder, signal, env });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const { code, message, hint } = error instanceof EsdhError
      ? error
      : { code: "INTERNAL", message: String(error), hint: undefined };
    const issue: Issue = {
      code: "check-broken",
      severity: "error",
      message: `the check itself failed: ${code}: ${message}`,
      ...(hint === undefined ? {} : { hint }),
    };
    return { detail: "", issues: [issue] };
  } finally {
    await Deno.remove(folder, { recursive: true }).catch(() => {});
  }
}

function countCodes(findings: readonly Finding[]): ValidationReport["codes"] {
  const counts = new Map<
    string,
    { check: string; code: string; severity: Issue["severity"]; count: number }
  >();
  for (const { check, code, severity } of findings) {
    const key = `${check} ${severity} ${code}`;
    const entry = counts.get(key);
    if (entry === undefined) counts.set(key, { check, code, severity, count: 1 });
    else entry.count++;
  }
  return [...counts.values()];
}

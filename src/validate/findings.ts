/**
 * The findings of a validation, as many as a person wants to read, and the number of all of them.
 *
 * @module
 */
import type { Issue, IssueHead } from "../core/issue.ts";
import type { CodeCount, Finding } from "../core/report.ts";

/**
 * Collects findings: the first ones whole, those beyond as a count. An issue that is not kept is never
 * built, so that millions of them cost no memory.
 */
export class Findings {
  /** Findings that are kept, in the order they were found. */
  readonly kept: Finding[] = [];
  /** Number of errors, kept or not. */
  errorCount = 0;
  /** Number of warnings, kept or not. */
  warningCount = 0;
  readonly #counts = new Map<string, { check: string; head: IssueHead; count: number }>();

  /** @param maxKept Findings that are kept. */
  constructor(readonly maxKept: number) {}

  /**
   * Counts a finding and keeps it if there is room.
   *
   * @param check Name of the check.
   * @param head Code and severity.
   * @param build Makes the whole issue.
   */
  add(check: string, head: IssueHead, build: () => Issue): void {
    this.count(check, head, 1);
    if (this.kept.length < this.maxKept) this.kept.push({ ...build(), check });
  }

  /**
   * Keeps a finding that was counted, if there is room.
   *
   * @param finding The finding.
   */
  keep(finding: Finding): void {
    if (this.kept.length < this.maxKept) this.kept.push(finding);
  }

  /**
   * Says in a finding that is kept what is known of it meanwhile.
   *
   * @param at Its place.
   * @param part Its members that change.
   */
  extend(at: number, part: Partial<Issue>): void {
    this.kept[at] = { ...this.kept[at]!, ...part };
  }

  /**
   * Counts findings without keeping them.
   *
   * @param check Name of the check.
   * @param head Code and severity.
   * @param count How many.
   */
  count(check: string, { code, severity }: IssueHead, count: number): void {
    const key = `${check} ${severity} ${code}`;
    const entry = this.#counts.get(key);
    if (entry === undefined) this.#counts.set(key, { check, head: { code, severity }, count });
    else entry.count += count;
    if (severity === "error") this.errorCount += count;
    else this.warningCount += count;
  }

  /**
   * Adds an issue that is already built.
   *
   * @param check Name of the check.
   * @param issue The issue.
   */
  addIssue(check: string, issue: Issue): void {
    this.add(check, issue, () => issue);
  }

  /** Number of findings, kept or not. */
  get total(): number {
    return this.errorCount + this.warningCount;
  }

  /**
   * Number of errors of a check.
   *
   * @param check Its name.
   * @param severity Which findings count.
   * @returns A count, kept or not.
   */
  countOf(check: string, severity: Issue["severity"] = "error"): number {
    let sum = 0;
    for (const entry of this.#counts.values()) {
      if (entry.check === check && entry.head.severity === severity) sum += entry.count;
    }
    return sum;
  }

  /** Counts by check and code, in the order they were first found. */
  codeCounts(): CodeCount[] {
    return [...this.#counts.values()].map(({ check, head, count }) => ({
      check,
      code: head.code,
      severity: head.severity,
      count,
    }));
  }
}

/**
 * Events that tell of an issue.
 *
 * @module
 */
import type { Issue } from "../core/issue.ts";
import type { IssueEvent } from "../core/table.ts";

/**
 * Tells of an issue that comes once in a file.
 *
 * @param issue The issue.
 * @param isFatal Whether a part of the file can't be understood, default false.
 * @returns The event.
 */
export function tellIssue(issue: Issue, isFatal = false): IssueEvent {
  return { kind: "issue", head: issue, isFatal, build: () => issue };
}

/**
 * Tells of an error that each row may have.
 *
 * @param code Code of the issue.
 * @param build Makes the rest of it, if it is kept.
 * @returns The event.
 */
export function tellRowError(
  code: string,
  build: () => Omit<Issue, "code" | "severity">,
): IssueEvent {
  const head = { code, severity: "error" } as const;
  return { kind: "issue", head, build: () => ({ ...head, ...build() }) };
}

/**
 * Events that tell of an issue.
 *
 * @module
 */
import type { Issue } from "../core/issue.ts";
import { showText } from "../core/show.ts";
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
 * Says that a file can't be read in its format.
 *
 * @param format Name of the format, as codes begin with it, and as people write it.
 * @param error What its reading ended with.
 * @param place The file and the entity it holds.
 * @returns The issue.
 */
export function unreadableIssue(
  [code, title]: readonly [code: string, title: string],
  error: unknown,
  { path, entity }: { readonly path: string; readonly entity: string },
): Issue {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: `${code}-unreadable`,
    severity: "error",
    message: `the file can't be read as ${title}: ${showText(reason.split("\n")[0]!)}`,
    path,
    entity,
    hint: "the file is cut off or damaged: make it again",
  };
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

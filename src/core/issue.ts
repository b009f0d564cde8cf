/**
 * A finding about data: collected, never thrown.
 *
 * @module
 */

/** How much a finding matters: an `error` makes a check fail, a `warning` does not. */
export type Severity = "error" | "warning";

/** What can be said of an issue before it is known whether it is kept. */
export type IssueHead = Pick<Issue, "code" | "severity">;

/** An issue that is built only where it is kept: there may be one for each of many million rows. */
export interface LateIssue {
  readonly head: IssueHead;
  /** Makes the whole issue. */
  build(): Issue;
}

/** One thing that is wrong with data, said so that a person can find and mend it. */
export interface Issue {
  /** Stable name of the rule, in kebab case, for example `vehicle-person-missing`. */
  readonly code: string;
  /** Whether the check fails because of it. */
  readonly severity: Severity;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** Plural name of the entity, for example `vehicles`. */
  readonly entity?: string;
  /** Name of the field. */
  readonly field?: string;
  /** Row in its entity, from 0; texts for people count from 1. */
  readonly index?: number;
  /** File name, relative to the snapshot. */
  readonly path?: string;
  /** Line in the file, from 1. */
  readonly line?: number;
  /** The value found. */
  readonly actual?: string;
  /** The value or form wanted. */
  readonly expected?: string;
  /** A next step. */
  readonly hint?: string;
}

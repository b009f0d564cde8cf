/**
 * What a validation comes to.
 *
 * @module
 */
import type { Issue } from "./issue.ts";

/** An issue with the check that found it. */
export interface Finding extends Issue {
  /** Name of the check. */
  readonly check: string;
}

/** What was found of one code. */
export interface CodeCount {
  readonly check: string;
  readonly code: string;
  readonly severity: Issue["severity"];
  readonly count: number;
}

/** What became of a check. */
export type CheckStatus = "pass" | "warn" | "fail" | "skip";

/** One check of a report. */
export interface CheckResult {
  /** Name, one word. */
  readonly name: string;
  /** What it makes sure of. */
  readonly title: string;
  readonly status: CheckStatus;
  /** What was checked, or why nothing was. */
  readonly detail: string;
  readonly errorCount: number;
  readonly warningCount: number;
  /** Time it took. */
  readonly durationMs: number;
}

/** The report of a validation, ready to be rendered. */
export interface ValidationReport {
  /** What was checked: a folder as it was given, or a name. */
  readonly subject: string;
  /** Name of the dataset. */
  readonly dataset: string;
  /** Whether there is no error. */
  readonly ok: boolean;
  /** What is known of the subject: dataset, seed, records, producer. */
  readonly facts: Readonly<Record<string, string>>;
  readonly checks: readonly CheckResult[];
  /** Findings, at most as many as were asked for, by check. */
  readonly issues: readonly Finding[];
  /** Findings beyond those. */
  readonly omittedCount: number;
  readonly errorCount: number;
  readonly warningCount: number;
  /** All findings, by check and code. */
  readonly codes: readonly CodeCount[];
  /** Number of rows, by entity. */
  readonly rows: Readonly<Record<string, number>>;
  /** Rows that were read, over all files. */
  readonly readRows: number;
  /** Bytes that were read. */
  readonly sizeBytes: number;
  readonly durationMs: number;
}

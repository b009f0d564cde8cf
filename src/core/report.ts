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
  /** Time it took; left out where it did its work in one pass with others, whose time can't be told apart. */
  readonly durationMs?: number;
}

/** What became of the proof that a field's values can't belong to anyone. */
export interface ProofResult {
  readonly code: string;
  /** Plural name of the entity. */
  readonly entity: string;
  readonly field: string;
  /** The range the values lie in. */
  readonly range: string;
  /** Who set it aside, and where that is written. */
  readonly source: string;
  /** Values that were tested, over all files. */
  readonly checkedCount: number;
  /** Values outside of the range. */
  readonly failedCount: number;
}

/** A field that looks like an identifier and is not proven to be nobody's. */
export interface UnprovenResult {
  /** Plural name of the entity. */
  readonly entity: string;
  readonly field: string;
  /** Why it can't be proven. */
  readonly reason: string;
  /** Values it has, over all files. */
  readonly valueCount: number;
}

/** The proof that the identifiers of a snapshot can't belong to anyone, as far as it goes. */
export interface ProofReport {
  readonly proofs: readonly ProofResult[];
  readonly unproven: readonly UnprovenResult[];
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
  /** Where it was asked for: the proof that identifiers can't belong to anyone. */
  readonly proof?: ProofReport;
  /** Number of rows, by entity. */
  readonly rows: Readonly<Record<string, number>>;
  /** Rows that were read, over all files. */
  readonly readRows: number;
  /** Bytes that were read. */
  readonly sizeBytes: number;
  readonly durationMs: number;
}

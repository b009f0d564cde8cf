/**
 * What a check is: a part that sees rows, in whatever thread reads them, and a part that sees the snapshot as a
 * whole; both add findings.
 *
 * @module
 */
import type { Entity } from "../core/entity.ts";
import type { IssueHead } from "../core/issue.ts";
import type { JsonValue } from "../core/json.ts";
import type { DatasetRules, FieldProof, RowRule, UnprovenField } from "../core/rule.ts";
import type { RowBlock } from "../core/table.ts";
import type { CellFinding } from "./cell_issue.ts";
import type { FieldDecoder } from "./decoder.ts";
import type { SnapshotFacts } from "./facts.ts";
import type { Findings } from "./findings.ts";
import type { RuleScope } from "./rules/input.ts";

/** What the row parts of all checks of a table share. */
export interface RowScope extends RuleScope {
  /** File name, for findings. */
  readonly path: string;
  /** Decoders, one a field. */
  readonly decoders: readonly FieldDecoder[];
  /** Rules of the entity. */
  readonly rules: readonly RowRule[];
  /** Value of every row's `synthetic_source`. */
  readonly marker: string;
  /** Whether this file is the first that holds the entity: others are compared with it. */
  readonly isFirst: boolean;
  /** What is to be proven of the dataset's fields. */
  readonly proofs: readonly FieldProof[];
  /** Fields that look like identifiers and are not proven to be nobody's. */
  readonly unproven: readonly UnprovenField[];
}

/**
 * Takes a finding about a cell.
 *
 * @param row The row in the block.
 * @param place The field's place.
 * @param head Code and severity.
 * @param build Makes the rest, where it is kept.
 */
export type CellReport = (
  row: number,
  place: number,
  head: IssueHead,
  build: () => Omit<CellFinding, "code" | "severity">,
) => void;

/** The part of a check that sees rows. It holds nothing of a row when it is done with its block. */
export interface RowCheck {
  /** Numbers that are added up over all blocks of a table. */
  readonly counts: Record<string, number>;
  /**
   * Sees rows, in the order of the file.
   *
   * @param block The rows; the columns of the scope hold their values.
   * @param report Takes findings.
   */
  rows(block: RowBlock, report: CellReport): void;
  /**
   * Hands over what it gathered since the last call beside its counts, and begins anew. The value can be sent to
   * another thread; {@link CheckRun.part} gets it, in the order of the rows.
   */
  take?(): unknown;
}

/** A table of a file, read to its end. */
export interface TableEnd {
  readonly entity: Entity;
  readonly path: string;
  readonly rowCount: number;
  readonly isFirst: boolean;
  /** What the row part of the check counted. */
  readonly counts: Readonly<Record<string, number>>;
}

/** A file, read to its end. */
export interface FileEnd {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** An entity, as far as it was read. */
export interface EntityState {
  readonly entity: Entity;
  /** Files that hold the entity, or should. */
  readonly sources: readonly string[];
  /** The first file of which rows were read. */
  firstPath: string | undefined;
  /** Number of rows in it. */
  rowCount: number;
  /** Whether it was read to its end. */
  isRead: boolean;
}

/** What all checks of a validation share. */
export interface CheckScope {
  readonly facts: SnapshotFacts;
  readonly rules: DatasetRules;
  readonly marker: string;
  readonly findings: Findings;
  /** All entities of the dataset, by plural name, in order. */
  readonly states: ReadonlyMap<string, EntityState>;
  /** What is to be proven of the dataset's fields. */
  readonly proofs: readonly FieldProof[];
  /** Fields that look like identifiers and are not proven to be nobody's. */
  readonly unproven: readonly UnprovenField[];
  /** What the proofs counted, by name. */
  readonly proofSums: Map<string, number>;
}

/** Rows of a table at most that rows can find each other in: their index is a 32-bit number. */
export const MAX_ROWS = 2 ** 32 - 2;

/** Why a check of rows has nothing to say of a snapshot without any. */
export const NO_ROWS = "no row could be read, or there is none";

/** How a check ended. */
export interface CheckSummary {
  /** What was checked, for people: `390 rows, 14 fields`. */
  readonly detail: string;
  /** Why nothing was checked. */
  readonly skipped?: string;
}

/** What was counted while rows found each other. */
export interface JoinCounts {
  /** References that were looked up. */
  readonly references: number;
  /** References that were not: `vehicles.person_id`. */
  readonly unseen: readonly string[];
  /** Keys, and values of unique rules. */
  readonly keys: number;
  /** Tests of rules between rows. */
  readonly tests: number;
  /** Codes of the rules between rows that were asked. */
  readonly asked: readonly string[];
  /** Codes of the rules that need rows which were not read. */
  readonly left: readonly string[];
  /** Rows that were compared with those of another file. */
  readonly compared: number;
}

/** A check at work on one snapshot. Any part may be left out. */
export interface CheckRun {
  /** Sees the manifest and the list of files, before any is read. */
  start?(): void;
  /**
   * Sees what rows of a table left beside counts, in the order of the rows.
   *
   * @param table The table.
   * @param taken What {@link RowCheck.take} gave.
   */
  part?(table: Pick<TableEnd, "entity" | "path" | "isFirst">, taken: unknown): void;
  /** Sees the end of a table. */
  tableEnd?(end: TableEnd): void;
  /** Sees a value beside the tables, for example a dataset file's metadata. */
  value?(path: string, name: string, value: JsonValue, line: number): void;
  /** Sees the end of a file. */
  fileEnd?(end: FileEnd): void;
  /** Says what was checked. */
  finish(joins: JoinCounts): CheckSummary;
}

/** A member of the list of checks. */
export interface Check {
  /** Name in reports, one word. */
  readonly name: string;
  /** What it makes sure of, as a short sentence. */
  readonly title: string;
  /** Fields whose words it wants numbers of, by {@link RowScope.words}; default: none. */
  wordFields?(entity: Entity, isFirst: boolean): readonly string[];
  /** Starts the part that sees the rows of a table. */
  openRows?(scope: RowScope): RowCheck;
  /** Starts the part that sees the snapshot. */
  open(scope: CheckScope): CheckRun;
}

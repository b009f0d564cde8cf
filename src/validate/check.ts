/**
 * What a check is: it is shown a snapshot piece by piece, as the files are read, and adds findings.
 *
 * @module
 */
import type { Entity } from "../core/entity.ts";
import type { JsonValue } from "../core/json.ts";
import type { DatasetRules } from "../core/rule.ts";
import type { RowBlock } from "../core/table.ts";
import type { DecodedColumn } from "./decoded_column.ts";
import type { Findings } from "./findings.ts";
import type { Interner } from "./interner.ts";
import type { FieldDecoder } from "./decoder.ts";
import type { IdTable } from "./id_table.ts";
import type { KeptColumn } from "./kept_column.ts";
import type { SnapshotFacts } from "./facts.ts";

/** What is remembered of an entity's rows while and after they are read. */
export interface EntityMemory {
  readonly entity: Entity;
  /** Files that hold the entity. */
  readonly sources: readonly string[];
  /** Decoders, one a field. */
  readonly decoders: readonly FieldDecoder[];
  /** Rows by key; absent where the entity has no `id` key. */
  readonly keys: IdTable | undefined;
  /** Place of the key field; -1 where there is none. */
  readonly keyPlace: number;
  /** Plural names of the entities its rows refer to. */
  readonly targets: ReadonlySet<string>;
  /** Room for the rows that references name, by place of the field. */
  readonly targetRooms: Int32Array[];
  /** Columns that rules of other entities look at, by field name. */
  readonly kept: ReadonlyMap<string, KeptColumn>;
  /** Whether the entity's rows were read once. */
  isRead: boolean;
  /** Number of rows in the first file. */
  rowCount: number;
}

/** Rows of a table, decoded. */
export interface BlockView {
  readonly memory: EntityMemory;
  /** File name. */
  readonly path: string;
  readonly block: RowBlock;
  /** A column for each field. */
  readonly columns: readonly DecodedColumn[];
  /** Whether this file is the first that holds the entity: others are compared with it. */
  readonly isFirst: boolean;
  /**
   * For each field that is a reference to rows that were read: the row it names in its entity, -1 where
   * there is none, -2 where the value is missing or bad. Undefined for all other fields.
   */
  readonly targets: readonly (Int32Array | undefined)[];
}

/** A table of a file, read to its end. */
export interface TableEnd {
  readonly memory: EntityMemory;
  readonly path: string;
  readonly rowCount: number;
  readonly isFirst: boolean;
}

/** A file, read to its end. */
export interface FileEnd {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** What all checks of a validation share. */
export interface CheckScope {
  readonly facts: SnapshotFacts;
  readonly rules: DatasetRules;
  readonly marker: string;
  readonly findings: Findings;
  readonly words: Interner;
  /** All entities of the dataset, by plural name, in order. */
  readonly memories: ReadonlyMap<string, EntityMemory>;
}

/** Why a check of rows has nothing to say of a snapshot without any. */
export const NO_ROWS = "no row could be read, or there is none";

/** How a check ended. */
export interface CheckSummary {
  /** What was checked, for people: `390 rows, 14 fields`. */
  readonly detail: string;
  /** Why nothing was checked. */
  readonly skipped?: string;
}

/** A check at work on one snapshot. Any part may be left out. */
export interface CheckRun {
  /** Sees the manifest and the list of files, before any is read. */
  start?(): void;
  /** Sees rows, in the order of the file. */
  rows?(view: BlockView): void;
  /** Sees the end of a table. */
  tableEnd?(end: TableEnd): void;
  /** Sees a value beside the tables, for example a dataset file's metadata. */
  value?(path: string, name: string, value: JsonValue, line: number): void;
  /** Sees the end of a file. */
  fileEnd?(end: FileEnd): void;
  /** Names tables that the check must see once more, after all files were read. */
  wanted?(): readonly { readonly path: string; readonly table: string }[];
  /** Sees rows of a table of {@link wanted}, not decoded. */
  rowsAgain?(path: string, table: string, block: RowBlock): void;
  /** Says what was checked. */
  finish(): CheckSummary;
}

/** A member of the list of checks. */
export interface Check {
  /** Name in reports, one word. */
  readonly name: string;
  /** What it makes sure of, as a short sentence. */
  readonly title: string;
  /** Starts the check on a snapshot. */
  open(scope: CheckScope): CheckRun;
}

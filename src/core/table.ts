/**
 * Rows as a file holds them, before anything is known to be right: spans of bytes, with the line
 * they stand on. What every reader yields and every check reads.
 *
 * @module
 */
import type { Field } from "./entity.ts";
import type { Issue, LateIssue } from "./issue.ts";
import type { JsonValue } from "./json.ts";
import type { ValueFile } from "./value_file.ts";

/** What a file says a cell is. */
export const CELL = {
  /** The row has no such cell; the reader has reported it. */
  absent: 0,
  /** No value. */
  null: 1,
  /** A text, its bytes meant to be UTF-8. */
  text: 2,
  /** Digits of a number. */
  number: 3,
  /** `true` or `false`. */
  boolean: 4,
  /** An array or object, as the bytes of its JSON. */
  nested: 5,
  /** Characters of a format that has no types; an empty cell is {@link CELL.null}. */
  untyped: 6,
} as const;

/**
 * Consecutive rows of one table. It belongs to its reader until the next event is asked for: its
 * arrays may then be filled again. The cell of field `f` in row `r` is number `r * width + f`.
 */
export interface RowBlock {
  /** Index of the first row in its table, from 0. */
  readonly start: number;
  /** Number of rows. */
  readonly count: number;
  /** Number of fields that were asked for. */
  readonly width: number;
  /** What the spans point into. */
  readonly bytes: Uint8Array;
  /** First byte of each cell. */
  readonly starts: Int32Array;
  /** Byte behind the last of each cell. */
  readonly ends: Int32Array;
  /** A member of {@link CELL} for each cell. */
  readonly kinds: Uint8Array;
  /** Line on which each row starts, from 1; absent where the format has no lines. */
  readonly lines?: Float64Array;
  /** Columns whose cells came as numbers, by place: see {@link showCells}. */
  readonly numbers?: readonly (NumberCells | undefined)[];
  /** Makes the kinds and spans of the cells of such a column, and may replace `bytes`. */
  show?(place: number): void;
}

/** The cells of a column that were never texts. */
export interface NumberCells {
  /** Entry of the block's first row. */
  readonly first: number;
  /** 1 for a value, 2 for null. */
  readonly states: Uint8Array;
  /** Whole numbers; days from 1970-01-01; units of the last place of decimals; 0 and 1 of truth values. */
  readonly numbers: Float64Array;
}

/**
 * Makes sure that the kinds and spans of the cells of a column hold. Whoever reads them of a field that may have come
 * as numbers calls it first, and takes the block's bytes afterwards.
 *
 * @param block The rows.
 * @param place The field's place.
 */
export function showCells(block: RowBlock, place: number): void {
  if (block.numbers?.[place] !== undefined) block.show!(place);
}

/** What a reader comes upon, in the order of the file. */
export type TableEvent =
  /** The rows of a table follow, as often as `rows` comes. */
  | { readonly kind: "table"; readonly name: string }
  | { readonly kind: "rows"; readonly name: string; readonly block: RowBlock }
  /** The table is complete, as far as the file could be read. */
  | {
    readonly kind: "end";
    readonly name: string;
    readonly rowCount: number;
    /** Number of the line behind its last one, where it has lines. */
    readonly nextLine?: number;
  }
  /** A value beside the tables, such as the metadata. */
  | {
    readonly kind: "value";
    readonly name: string;
    readonly value: JsonValue;
    readonly line: number;
  }
  | IssueEvent;

/** Something is wrong with the file. The issue can be built until the next event is asked for. */
export interface IssueEvent extends LateIssue {
  readonly kind: "issue";
  /** Whether a part of the file can't be understood, so that nothing is known to be missing. */
  readonly isFatal?: boolean;
  /** Whether it may seem so only because the bytes at hand end where they do, or too few may be held at a time. */
  readonly isDoubtful?: boolean;
}

/** Where the bytes of a text come from, where it is not simply a file's. */
export interface ByteSource {
  /** Fills room with the next bytes; gives their number, or null behind the last. */
  read(room: Uint8Array): Promise<number | null>;
  /** Ends the reading. */
  close(): void;
}

/** What a reader is to read. */
export interface ReadScope {
  /** The file. */
  readonly path: string;
  /** Its name in findings. */
  readonly label: string;
  /** Gives the text of a packed file; left out where the file itself is the text. */
  readonly openSource?: () => Promise<ByteSource>;
  /** Name of the table in a file that holds one. */
  readonly table?: string;
  /** Names of the fields of a table, in the order of the cells; undefined for an unknown table. */
  fields(table: string): readonly string[] | undefined;
  /** Fields of a table whose cells may come as numbers, each in its place; default: all come as texts. */
  numberFields?(table: string): readonly Field[] | undefined;
  /** Takes every byte of the file once, in order; the array is filled again afterwards. */
  readonly onBytes?: (bytes: Uint8Array) => void;
  /** Ends the reading early with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What stands before the first row of a file. It can be sent to another thread. */
export interface TableHead {
  /** First byte of the first row. */
  readonly offsetBytes: number;
  /** Line on which it starts, from 1. */
  readonly line: number;
  /** Place in the row's fields for each column of the file; -1 for a column nobody asked for. */
  readonly places: readonly number[];
  /** What is wrong with the columns. */
  readonly issues: readonly Issue[];
}

/** Rows to read: those of a run of bytes, or those of a file from a place on. */
export type RowRun =
  /** A run of whole rows; behind `length` there is room for 64 bytes. */
  | { readonly kind: "bytes"; readonly bytes: Uint8Array<ArrayBuffer>; readonly length: number }
  /** The rest of the scope's file, with the index and line of its first row. */
  | {
    readonly kind: "rest";
    readonly offsetBytes: number;
    readonly row: number;
    readonly line: number;
  };

/** Reads a file of one table in parts that are cut behind line ends, each by itself. */
export interface PartReader {
  /**
   * Reads what stands before the rows.
   *
   * @param scope The file.
   * @param bytes Its first bytes, with room for 64 behind `length`.
   * @param length How many they are.
   * @returns The head; undefined where the file must be read as a whole.
   */
  readHead(
    scope: ReadScope,
    bytes: Uint8Array<ArrayBuffer>,
    length: number,
  ): TableHead | undefined;
  /**
   * Reads rows. Those of a run of bytes are numbered from 0, their lines from 1. Where an issue is doubtful, the
   * run did not end between rows, and nothing that is said of it counts.
   *
   * @param scope The file.
   * @param head Its head.
   * @param run The rows.
   */
  readRows(scope: ReadScope, head: TableHead, run: RowRun): AsyncGenerator<TableEvent>;
}

/** Some groups of rows of a file that holds rows in groups. It can be sent to another thread. */
export interface GroupRun {
  readonly kind: "groups";
  /** The first group, from 0. */
  readonly first: number;
  /** The group behind the last. */
  readonly end: number;
  /** Bytes of the file that no earlier group has taken: no group may take more. */
  readonly unreadBytes: number;
  /** Whether no other group is held meanwhile, so that one may take more memory than the file says. Default false. */
  readonly isAlone?: boolean;
}

/** A file whose groups of rows can be read each by itself. */
export interface GroupFile {
  /** What is wrong with its columns. */
  readonly issues: readonly Issue[];
  /**
   * Cuts the file into runs.
   *
   * @param partBytes Bytes of a run, unpacked, from which on it ends.
   * @returns Runs in order; undefined where a group takes too much memory to be held by several threads.
   */
  cut(partBytes: number): GroupRun[] | undefined;
  /**
   * Reads the rows of a run, numbered from 0. Where a group takes too much memory to be held by several threads, whatever
   * the file says, the last event is a doubtful issue, and the run must be read alone. Where the file is damaged, the last event is a fatal issue, and no later
   * run counts.
   *
   * @param run The run.
   */
  readRows(run: GroupRun): AsyncGenerator<TableEvent>;
  /** Ends the reading. */
  close(): void;
}

/** A member of the registry of readers. */
export interface TableReader {
  /** Name of the format. */
  readonly name: string;
  /** File name ending without the dot. */
  readonly extension: string;
  /** Whether a file holds one table, or all of a dataset's one after the other. */
  readonly holds: "entity" | "dataset";
  /** Whether the file is read from its first byte to its last, or here and there. */
  readonly access: "sequential" | "random";
  /** Reads parts of a file at the same time; absent where the format does not allow it. */
  readonly parts?: PartReader;
  /**
   * Opens a file to be read in groups of rows at the same time; absent where the format has none. Undefined comes where
   * the file must be read as a whole, also because it is damaged.
   *
   * @throws {EsdhError} IO if the system can't read the file.
   */
  openGroups?(scope: ReadScope): Promise<GroupFile | undefined>;
  /**
   * Opens a file to be read by columns; absent where the format has none. Undefined comes where a field has no column,
   * or one that holds something else than the field says: the file is then to be read by rows.
   *
   * @throws {EsdhError} IO if the file is damaged or can't be read.
   */
  openValues?(path: string, fields: readonly Field[]): Promise<ValueFile | undefined>;
  /**
   * Reads a file with bounded memory. What is wrong with the file comes as issues and never throws; a
   * sequential reader hands on every byte even where it can't understand the rest.
   *
   * @throws {EsdhError} IO if the system can't read the file.
   */
  read(scope: ReadScope): AsyncGenerator<TableEvent>;
}

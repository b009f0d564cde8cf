/**
 * Reads Parquet, a row group and in it a column at a time.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import type { Issue } from "../core/issue.ts";
import type {
  GroupFile,
  GroupRun,
  IssueEvent,
  ReadScope,
  TableEvent,
  TableReader,
} from "../core/table.ts";
import { openFile } from "./byte_window.ts";
import { type ColumnPlaces, matchColumns } from "./columns.ts";
import { tellIssue, unreadableIssue } from "./issue_event.ts";
import type { RowGroup } from "./parquet_footer.ts";
import { findPlace, openParquet, type ParquetFile } from "./parquet_file.ts";
import { GroupRows } from "./parquet_rows.ts";
import { openValueFile } from "./parquet_value_file.ts";

/**
 * The reader of `.parquet` files. Memory: one row group's values as bytes, and one column of it as it
 * stands in the file.
 */
export const parquetReader: TableReader = {
  name: "parquet",
  extension: "parquet",
  holds: "entity",
  access: "random",
  read: readParquet,
  openGroups,
  openValues: openValueFile,
};

async function* readParquet(scope: ReadScope): AsyncGenerator<TableEvent> {
  const table = scope.table ?? "";
  const file = await openFile(scope.path);
  try {
    const parquet = await openParquet(file, scope);
    const { places, issues } = placeColumns(parquet, scope);
    for (const issue of issues) yield tellIssue(issue);
    yield { kind: "table", name: table };
    const rows = new GroupRows(parquet, places, scope);
    yield* readRowGroups(rows, parquet.groups, table);
    yield { kind: "end", name: table, rowCount: rows.rowCount };
  } catch (error) {
    if (error instanceof EsdhError || scope.signal?.aborted) throw error;
    yield tellDamage(error, scope);
  } finally {
    file.close();
  }
}

/** Which column is which field. */
function placeColumns(parquet: ParquetFile, scope: ReadScope): ColumnPlaces {
  const table = scope.table ?? "";
  const at = { path: scope.label, entity: table };
  return matchColumns(parquet.columns.map(({ name }) => name), scope.fields(table) ?? [], at);
}

/** Reads the rows of row groups. */
async function* readRowGroups(
  rows: GroupRows,
  groups: readonly RowGroup[],
  table: string,
  mostBytes?: number,
): AsyncGenerator<TableEvent> {
  for (const group of groups) {
    for await (const block of rows.read(group, mostBytes)) {
      yield { kind: "rows", name: table, block };
    }
  }
}

/** Rows and bytes of a row group, as it says and as it is, up to which several threads may each hold one. */
const MAX_SHARED = { rows: 256 * 1024, sizeBytes: 64 * 1024 * 1024 } as const;

async function openGroups(scope: ReadScope): Promise<GroupFile | undefined> {
  const file = await openFile(scope.path);
  try {
    return new ParquetGroups(file, await openParquet(file, scope), scope);
  } catch (error) {
    file.close();
    if (error instanceof EsdhError) throw error;
    return undefined;
  }
}

/** A file that is read some row groups at a time. */
class ParquetGroups implements GroupFile {
  readonly issues: readonly Issue[];
  readonly #file: Deno.FsFile;
  readonly #parquet: ParquetFile;
  readonly #scope: ReadScope;
  readonly #places: Int32Array;
  readonly #rows: GroupRows;

  constructor(file: Deno.FsFile, parquet: ParquetFile, scope: ReadScope) {
    this.#file = file;
    this.#parquet = parquet;
    this.#scope = scope;
    const { places, issues } = placeColumns(parquet, scope);
    this.#places = places;
    this.#rows = new GroupRows(parquet, places, scope);
    this.issues = issues;
  }

  cut(partBytes: number): GroupRun[] | undefined {
    const { groups, budget } = this.#parquet;
    const runs: GroupRun[] = [];
    let unreadBytes = budget.unread;
    for (let first = 0; first < groups.length;) {
      let end = first;
      let sizeBytes = 0;
      let taken = 0;
      while (end < groups.length && (end === first || sizeBytes < partBytes)) {
        const group = groups[end++]!;
        if (!(group.rowCount <= MAX_SHARED.rows && group.sizeBytes <= MAX_SHARED.sizeBytes)) {
          return undefined;
        }
        sizeBytes += group.sizeBytes;
        taken += this.#sizeOf(group);
      }
      runs.push({ kind: "groups", first, end, unreadBytes });
      unreadBytes -= taken;
      first = end;
    }
    return runs;
  }

  /** Bytes that the columns of a group take which are read. */
  #sizeOf(group: RowGroup): number {
    return this.#parquet.columns.reduce(
      (sum, element, column) =>
        this.#places[column] === -1 ? sum : sum + (findPlace(group, element)?.sizeBytes ?? 0),
      0,
    );
  }

  async *readRows(
    { first, end, unreadBytes, isAlone = false }: GroupRun,
  ): AsyncGenerator<TableEvent> {
    const parquet = this.#parquet;
    const scope = this.#scope;
    const table = scope.table ?? "";
    parquet.budget.unread = unreadBytes;
    // What a large group took is not kept.
    const rows = isAlone ? new GroupRows(parquet, this.#places, scope) : this.#rows;
    rows.restart();
    const mostBytes = isAlone ? undefined : MAX_SHARED.sizeBytes;
    try {
      yield* readRowGroups(rows, parquet.groups.slice(first, end), table, mostBytes);
      yield { kind: "end", name: table, rowCount: rows.rowCount };
    } catch (error) {
      if (error instanceof EsdhError || scope.signal?.aborted) throw error;
      const isTooLarge = !isAlone && parquet.budget.left < 0;
      yield { ...tellDamage(error, scope, true), isDoubtful: isTooLarge };
    }
  }

  close(): void {
    this.#file.close();
  }
}

function tellDamage(error: unknown, scope: ReadScope, isFatal = false): IssueEvent {
  const at = { path: scope.label, entity: scope.table ?? "" };
  return tellIssue(unreadableIssue(["parquet", "Parquet"], error, at), isFatal);
}

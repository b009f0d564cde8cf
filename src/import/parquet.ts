/**
 * Reads Parquet, a row group and in it a column at a time.
 *
 * @module
 */
import type { SchemaElement } from "hyparquet";
import { ByteBuffer } from "../core/buffer.ts";
import { EsdhError } from "../core/error.ts";
import type { Issue } from "../core/issue.ts";
import { showText } from "../core/show.ts";
import type { ReadScope, TableEvent, TableReader } from "../core/table.ts";
import { openFile } from "./byte_window.ts";
import { type ColumnSpans, fillRows } from "./column_spans.ts";
import { matchColumns } from "./columns.ts";
import { tellIssue } from "./issue_event.ts";
import { readColumn } from "./parquet_columns.ts";
import type { RowGroup } from "./parquet_footer.ts";
import {
  checkGroup,
  MAX_GROUP_BYTES,
  openParquet,
  type ParquetFile,
  readChunk,
  tellColumn,
} from "./parquet_file.ts";
import { openValueFile } from "./parquet_value_file.ts";
import { BLOCK_ROWS, RowBuffer } from "./row_buffer.ts";

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
  openValues: openValueFile,
};

async function* readParquet(scope: ReadScope): AsyncGenerator<TableEvent> {
  const table = scope.table ?? "";
  const wanted = scope.fields(table) ?? [];
  const file = await openFile(scope.path);
  try {
    const parquet = await openParquet(file, scope);
    const at = { path: scope.label, entity: table };
    const { places, issues } = matchColumns(parquet.columns.map(({ name }) => name), wanted, at);
    for (const issue of issues) yield tellIssue(issue);
    yield { kind: "table", name: table };
    const rows = new RowBuffer(wanted.length);
    for (const group of parquet.groups) {
      scope.signal?.throwIfAborted();
      const { rowCount } = group;
      checkGroup(group);
      parquet.budget.left = MAX_GROUP_BYTES;
      const room = new ByteBuffer();
      const spans: (ColumnSpans | undefined)[] = wanted.map(() => undefined);
      for (const [column, element] of parquet.columns.entries()) {
        const place = places[column]!;
        if (place === -1) continue;
        spans[place] = await readGroupColumn(parquet, group, element, room);
      }
      for (let first = 0; first < rowCount; first += BLOCK_ROWS) {
        fillRows(rows, spans, first, Math.min(BLOCK_ROWS, rowCount - first));
        yield { kind: "rows", name: table, block: rows.take(room.bytes, false) };
      }
    }
    yield { kind: "end", name: table, rowCount: rows.start };
  } catch (error) {
    if (error instanceof EsdhError || scope.signal?.aborted) throw error;
    yield tellIssue(damageIssue(error, scope.label, table));
  } finally {
    file.close();
  }
}

async function readGroupColumn(
  parquet: ParquetFile,
  group: RowGroup,
  element: SchemaElement,
  room: ByteBuffer,
): Promise<ColumnSpans> {
  const chunk = await readChunk(parquet, group, element);
  return tellColumn(element.name, () => readColumn(chunk, room));
}

function damageIssue(error: unknown, path: string, entity: string): Issue {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: "parquet-unreadable",
    severity: "error",
    message: `the file can't be read as Parquet: ${showText(reason.split("\n")[0]!)}`,
    path,
    entity,
    hint: "the file is cut off or damaged: make it again",
  };
}

/**
 * Reads Parquet, a row group and in it a column at a time.
 *
 * @module
 */
import type { FileMetaData } from "hyparquet";
import { ByteBuffer } from "../core/buffer.ts";
import { EsdhError } from "../core/error.ts";
import type { Issue } from "../core/issue.ts";
import { showText } from "../core/show.ts";
import { CELL, type ReadScope, type TableEvent, type TableReader } from "../core/table.ts";
import { openFile, readError } from "./byte_window.ts";
import { matchColumns } from "./columns.ts";
import { type ColumnSpans, readDay, writeCells } from "./parquet_columns.ts";
import { BLOCK_ROWS, RowBuffer } from "./row_buffer.ts";

/** Greatest number of rows of a row group: a column of it is held in memory. */
export const MAX_GROUP_ROWS = 4_000_000;

/** Greatest size of a row group as it says itself, unpacked. */
export const MAX_GROUP_BYTES = 1024 * 1024 * 1024;

/** Greatest size of the description at the end of the file. */
export const MAX_FOOTER_BYTES = 64 * 1024 * 1024;

/**
 * The reader of `.parquet` files. Memory: one row group's values as bytes, and of one column as
 * JavaScript values.
 */
export const parquetReader: TableReader = {
  name: "parquet",
  extension: "parquet",
  holds: "entity",
  access: "random",
  read: readParquet,
};

/** A file's row groups, one by one. */
interface ParquetFile {
  readonly metadata: FileMetaData;
  readonly columnNames: readonly string[];
  readColumn(column: string, rowStart: number, rowEnd: number): Promise<ArrayLike<unknown>>;
}

async function* readParquet(scope: ReadScope): AsyncGenerator<TableEvent> {
  const table = scope.table ?? "";
  const wanted = scope.fields(table) ?? [];
  const file = await openFile(scope.path);
  try {
    const parquet = await openParquet(file, scope);
    const at = { path: scope.label, entity: table };
    const { places, issues } = matchColumns(parquet.columnNames, wanted, at);
    for (const issue of issues) yield { kind: "issue", issue };
    yield { kind: "table", name: table };
    const rows = new RowBuffer(wanted.length);
    const columns = parquet.columnNames.map((name, column) => ({ name, place: places[column]! }))
      .filter(({ place }) => place !== -1);
    let groupStart = 0;
    for (const group of parquet.metadata.row_groups) {
      scope.signal?.throwIfAborted();
      const rowCount = Number(group.num_rows);
      checkGroup(rowCount, Number(group.total_byte_size));
      const room = new ByteBuffer();
      const spans: (ColumnSpans | undefined)[] = wanted.map(() => undefined);
      for (const { name, place } of columns) {
        const values = await parquet.readColumn(name, groupStart, groupStart + rowCount);
        if (values.length !== rowCount) {
          throw damaged(`column "${name}" has ${values.length} of ${rowCount} values`);
        }
        spans[place] = writeCells(values, room);
      }
      for (let first = 0; first < rowCount; first += BLOCK_ROWS) {
        fillRows(rows, spans, first, Math.min(BLOCK_ROWS, rowCount - first));
        yield { kind: "rows", name: table, block: rows.take(room.bytes, false) };
      }
      groupStart += rowCount;
    }
    yield { kind: "end", name: table, rowCount: rows.start };
  } catch (error) {
    if (error instanceof EsdhError || scope.signal?.aborted) throw error;
    yield { kind: "issue", issue: damageIssue(error, scope.label, table) };
  } finally {
    file.close();
  }
}

/** Says that a file is not what it should be, in words a person knows. */
function damaged(reason: string): SyntaxError {
  return new SyntaxError(reason);
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

function checkGroup(rowCount: number, sizeBytes: number): void {
  if (!(rowCount >= 0 && rowCount <= MAX_GROUP_ROWS)) {
    throw damaged(`a row group of ${rowCount} rows (at most ${MAX_GROUP_ROWS} can be read)`);
  }
  if (!(sizeBytes >= 0 && sizeBytes <= MAX_GROUP_BYTES)) {
    throw damaged(`a row group of ${sizeBytes} bytes (at most ${MAX_GROUP_BYTES} can be read)`);
  }
}

function fillRows(
  rows: RowBuffer,
  spans: readonly (ColumnSpans | undefined)[],
  first: number,
  count: number,
): void {
  const { width, starts, ends, kinds } = rows;
  spans.forEach((column, place) => {
    for (let row = 0, cell = place; row < count; row++, cell += width) {
      if (column === undefined) {
        kinds[cell] = CELL.absent;
      } else {
        starts[cell] = column.starts[first + row]!;
        ends[cell] = column.ends[first + row]!;
        kinds[cell] = column.kinds[first + row]!;
      }
    }
  });
  rows.count = count;
}

async function openParquet(file: Deno.FsFile, scope: ReadScope): Promise<ParquetFile> {
  const { parquetMetadataAsync, parquetScan, parquetSchema } = await import("hyparquet");
  const { zstdDecompressSync, gunzipSync, brotliDecompressSync } = await import("node:zlib");
  const { size } = await file.stat();
  const buffer = { byteLength: size, slice: (start: number, end = size) => readSlice(start, end) };
  const readSlice = async (start: number, end: number): Promise<ArrayBuffer> => {
    if (start < 0 || end > size || start > end) throw damaged("it points outside itself");
    const bytes = new Uint8Array(end - start);
    try {
      await file.seek(start, Deno.SeekMode.Start);
      for (let done = 0; done < bytes.length;) {
        const count = await file.read(bytes.subarray(done));
        if (count === null) throw damaged("it became shorter while it was read");
        done += count;
      }
    } catch (cause) {
      throw cause instanceof SyntaxError ? cause : readError(scope.path, cause);
    }
    return bytes.buffer;
  };
  await checkMagic(size, readSlice);
  const parsers = {
    dateFromDays: readDay,
    timestampFromMilliseconds: (value: bigint) => new Date(Number(value)),
  };
  const metadata = await parquetMetadataAsync(buffer, { geoparquet: false });
  const limited =
    (unpack: (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array) =>
    (bytes: Uint8Array, length: number) => unpack(bytes, { maxOutputLength: Math.max(1, length) });
  const compressors = {
    ZSTD: limited(zstdDecompressSync),
    GZIP: limited(gunzipSync),
    BROTLI: limited(brotliDecompressSync),
  };
  const scan = await parquetScan({
    file: buffer,
    metadata,
    compressors,
    parsers,
    geoparquet: false,
    useOffsetIndex: false,
  });
  return {
    metadata,
    columnNames: parquetSchema(metadata).children.map(({ element }) => element.name),
    readColumn: (column, rowStart, rowEnd) =>
      rowStart === rowEnd ? Promise.resolve([]) : scan.readColumn({ column, rowStart, rowEnd }),
  };
}

async function checkMagic(
  size: number,
  readSlice: (start: number, end: number) => Promise<ArrayBuffer>,
): Promise<void> {
  if (size < 12) throw damaged(`it has ${size} bytes; the smallest has 12`);
  const head = new TextDecoder().decode(await readSlice(0, 4));
  const tail = new DataView(await readSlice(size - 8, size));
  const end = String.fromCharCode(...[4, 5, 6, 7].map((at) => tail.getUint8(at)));
  if (head !== "PAR1") throw damaged('it does not begin with "PAR1"');
  if (end !== "PAR1") throw damaged('it does not end with "PAR1"');
  const footerBytes = tail.getUint32(0, true);
  if (footerBytes > size - 12 || footerBytes > MAX_FOOTER_BYTES) {
    throw damaged(`its footer claims ${footerBytes} of ${size} bytes`);
  }
}

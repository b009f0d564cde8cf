/**
 * Reads Arrow IPC files, a record batch at a time: what this program writes and pyarrow writes of it, which is flat
 * columns of texts, whole numbers, decimals, days and truth values, not packed.
 *
 * @module
 */
import { ByteBuffer } from "../core/buffer.ts";
import { EsdhError } from "../core/error.ts";
import type { ReadScope, TableEvent, TableReader } from "../core/table.ts";
import { countBuffers, readArrowColumn } from "./arrow_columns.ts";
import {
  type ArrowBlock,
  type ArrowFooter,
  readArrowBatchHead,
  readArrowFooter,
} from "./arrow_metadata.ts";
import { openFile, readError } from "./byte_window.ts";
import { type ColumnSpans, fillRows } from "./column_spans.ts";
import { matchColumns } from "./columns.ts";
import { tellIssue, unreadableIssue } from "./issue_event.ts";
import { damaged } from "./thrift.ts";
import { BLOCK_ROWS, RowBuffer } from "./row_buffer.ts";

/** Greatest size of a record batch. */
export const MAX_BATCH_BYTES = 512 * 1024 * 1024;

/** Greatest number of rows of a record batch. */
export const MAX_BATCH_ROWS = 4_194_304;

/** Greatest size of the description at the end of the file, and before a record batch. */
export const MAX_METADATA_BYTES = 64 * 1024 * 1024;

const MARK = "ARROW1";

/** The reader of `.arrow` files. Memory: a record batch and its values as texts. */
export const arrowReader: TableReader = {
  name: "arrow",
  extension: "arrow",
  holds: "entity",
  access: "random",
  read: readArrow,
};

/** An open file. */
interface ArrowFile extends ArrowFooter {
  /** Bytes of the file; throws where they are not in it. */
  readSlice(start: number, length: number): Promise<Uint8Array>;
  /** Bytes that record batches may still have: they lie one behind the other. */
  unread: number;
}

async function* readArrow(scope: ReadScope): AsyncGenerator<TableEvent> {
  const table = scope.table ?? "";
  const wanted = scope.fields(table) ?? [];
  const at = { path: scope.label, entity: table };
  const file = await openFile(scope.path);
  try {
    const arrow = await openArrow(file, scope.path);
    const { places, issues } = matchColumns(arrow.fields.map(({ name }) => name), wanted, at);
    for (const issue of issues) yield tellIssue(issue);
    yield { kind: "table", name: table };
    const rows = new RowBuffer(wanted.length);
    for (const block of arrow.blocks) {
      scope.signal?.throwIfAborted();
      const { room, rowCount, spans } = await readBatch(arrow, block, places, wanted.length);
      for (let first = 0; first < rowCount; first += BLOCK_ROWS) {
        fillRows(rows, spans, first, Math.min(BLOCK_ROWS, rowCount - first));
        yield { kind: "rows", name: table, block: rows.take(room.bytes, false) };
      }
    }
    yield { kind: "end", name: table, rowCount: rows.start };
  } catch (error) {
    if (error instanceof EsdhError || scope.signal?.aborted) throw error;
    yield tellIssue(unreadableIssue(["arrow", "Arrow"], error, at));
  } finally {
    file.close();
  }
}

async function openArrow(file: Deno.FsFile, path: string): Promise<ArrowFile> {
  const { size } = await file.stat();
  const readSlice = async (start: number, length: number): Promise<Uint8Array> => {
    if (length < 0 || start + length > size) throw damaged("it points outside itself");
    const bytes = new Uint8Array(length);
    try {
      await file.seek(start, Deno.SeekMode.Start);
      for (let done = 0; done < length;) {
        const count = await file.read(bytes.subarray(done));
        if (count === null) throw damaged("it became shorter while it was read");
        done += count;
      }
    } catch (cause) {
      throw cause instanceof SyntaxError ? cause : readError(path, cause);
    }
    return bytes;
  };
  if (size < 24) throw damaged(`it has ${size} bytes; the smallest has more`);
  const decoder = new TextDecoder();
  const tail = await readSlice(size - 10, 10);
  if (decoder.decode(await readSlice(0, 6)) !== MARK) {
    throw damaged(`it does not begin with "${MARK}"`);
  }
  if (decoder.decode(tail.subarray(4)) !== MARK) throw damaged(`it does not end with "${MARK}"`);
  const footerBytes = new DataView(tail.buffer).getInt32(0, true);
  if (footerBytes < 0 || footerBytes > Math.min(size - 18, MAX_METADATA_BYTES)) {
    throw damaged(`its footer claims ${footerBytes} of ${size} bytes`);
  }
  const footer = readArrowFooter(await readSlice(size - 10 - footerBytes, footerBytes));
  return { ...footer, readSlice, unread: size };
}

async function readBatch(
  arrow: ArrowFile,
  { offset, headBytes, bodyBytes }: ArrowBlock,
  places: Int32Array,
  width: number,
): Promise<{ room: ByteBuffer; rowCount: number; spans: (ColumnSpans | undefined)[] }> {
  if (headBytes < 8 || headBytes > MAX_METADATA_BYTES || bodyBytes > MAX_BATCH_BYTES) {
    throw damaged(`a record batch of ${headBytes} and ${bodyBytes} bytes`);
  }
  arrow.unread -= headBytes + bodyBytes;
  if (arrow.unread < 0) throw damaged("its record batches are larger than the file");
  const head = readArrowBatchHead(await arrow.readSlice(offset, headBytes));
  const { rowCount, buffers, lengths } = head;
  if (rowCount > MAX_BATCH_ROWS) throw damaged(`a record batch of ${rowCount} rows`);
  const room = new ByteBuffer(new ArrayBuffer(bodyBytes + 65_536));
  room.writeBytes(await arrow.readSlice(offset + headBytes, bodyBytes));
  const spans = new Array<ColumnSpans | undefined>(width).fill(undefined);
  let next = 0;
  arrow.fields.forEach(({ name, type }, column) => {
    const first = next;
    next += countBuffers(type);
    if (type === undefined) throw damaged(`column "${name}" has a type that is not read`);
    if (lengths[column] !== rowCount) {
      throw damaged(`column "${name}" has not a value for each row`);
    }
    const parts = Array.from({ length: next - first }, (_, part) => {
      const place = buffers[(first + part) * 2] ?? Infinity;
      const length = buffers[(first + part) * 2 + 1] ?? Infinity;
      if (place + length <= bodyBytes) return { place, length };
      throw damaged(`column "${name}" is not in its record batch`);
    });
    if (places[column]! < 0) return;
    spans[places[column]!] = readArrowColumn({ type, rowCount, buffers: parts }, room);
  });
  return { room, rowCount, spans };
}

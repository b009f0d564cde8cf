/**
 * Parquet pages: a column's values of one row group become a column chunk, in pages of a fixed number
 * of rows.
 *
 * Data pages are of version 1 with RLE levels, dictionary codes are RLE_DICTIONARY and all else is PLAIN:
 * what every reader of the last ten years understands. hyparquet-writer brings Thrift and the
 * footer; the pages are filled here, from columns, because its own way takes an array of JavaScript
 * values a column and is fifty times slower.
 *
 * @module
 */
import type { ColumnChunk, CompressionCodec, Encoding, SchemaElement } from "hyparquet";
import type { ByteWriter } from "hyparquet-writer";
import { writePageHeader } from "hyparquet-writer/src/datapage.js";
import type { ByteBuffer } from "../core/buffer.ts";
import { compressSnappy } from "./_snappy.ts";

/** Rows of a page; the last page of a row group may have fewer. */
export const PAGE_ROWS = 20_000;

/** Bytes of a chunk's first page that are compressed to see whether it is worth it. */
const SAMPLE_BYTES = 32_768;

/** The sample must shrink to less than this part, or the chunk stays raw. */
const WORTHWHILE_RATIO = 0.9;

/** The values of a column in one row group, nulls left out. */
export interface ChunkValues {
  /** The values that data pages point into, where the chunk has a dictionary. */
  readonly dictionary?: { readonly count: number; readonly bytes: Uint8Array };
  /** Least value, for statistics; undefined where there is no value. */
  readonly min?: number | bigint | boolean | Uint8Array | undefined;
  /** Greatest value. */
  readonly max?: number | bigint | boolean | Uint8Array | undefined;
  /** Appends the values `from` up to `to`, counted without nulls, to a page. */
  writeValues(from: number, to: number, page: ByteBuffer): void;
}

/** A column's part of a row group. */
export interface ChunkSource {
  readonly element: SchemaElement;
  readonly rowCount: number;
  /** 1 where a row has a value; undefined for a required column. */
  readonly validity: Uint8Array | undefined;
  readonly values: ChunkValues;
}

/** Where the chunks of a file go, and buffers they share, which are overwritten. */
export interface ChunkOutput {
  /** Makes headers; its `offset` counts all bytes from the start of the file. */
  readonly headers: ByteWriter;
  /** Room for one page. */
  readonly raw: ByteBuffer;
  /** Room for its compressed form. */
  readonly compressed: ByteBuffer;
}

/**
 * Writes a column chunk.
 *
 * @param source The column.
 * @param output The file.
 * @param target Takes the bytes.
 * @returns What the footer says of the chunk.
 */
export function writeChunk(
  source: ChunkSource,
  output: ChunkOutput,
  target: ByteBuffer,
): ColumnChunk {
  const { element, rowCount, validity, values } = source;
  const { dictionary } = values;
  const { headers, raw: page, compressed } = output;
  const startOffset = headers.offset;
  const encoding = dictionary === undefined ? "PLAIN" : "RLE_DICTIONARY";
  let codec: CompressionCodec | undefined;
  let dataOffset = startOffset;
  let uncompressedBytes = 0;
  let valueCount = 0;
  let pageCount = 0;
  const put = (header: PageHeaderPart, raw: Uint8Array) => {
    const stored = codec === "SNAPPY" ? compressPage(raw, compressed) : raw;
    uncompressedBytes += raw.length + writePageHead(headers, header, raw.length, stored.length);
    handOver(headers, target);
    target.writeBytes(stored);
    headers.offset += stored.length;
  };
  // A chunk without rows still has one (empty) page, so that its offsets point at something.
  for (let row = 0; row < rowCount || pageCount === 0; row += PAGE_ROWS) {
    const end = Math.min(row + PAGE_ROWS, rowCount);
    page.clear();
    const from = valueCount;
    valueCount += validity === undefined ? end - row : writeLevels(validity, row, end, page);
    values.writeValues(from, valueCount, page);
    codec ??= chooseCodec(page.written(), compressed);
    if (dictionary !== undefined && pageCount === 0) {
      put(dictionaryHeader(dictionary.count), dictionary.bytes);
      dataOffset = headers.offset;
    }
    put(dataHeader(end - row, encoding), page.written());
    pageCount++;
  }
  return {
    file_offset: BigInt(startOffset),
    meta_data: {
      type: element.type!,
      encodings: dictionary === undefined ? ["PLAIN", "RLE"] : ["PLAIN", "RLE", encoding],
      path_in_schema: [element.name],
      codec: codec!,
      num_values: BigInt(rowCount),
      total_uncompressed_size: BigInt(uncompressedBytes),
      total_compressed_size: BigInt(headers.offset - startOffset),
      data_page_offset: BigInt(dataOffset),
      ...(dictionary === undefined ? {} : { dictionary_page_offset: BigInt(startOffset) }),
      statistics: {
        null_count: BigInt(rowCount - valueCount),
        ...(values.min === undefined ? {} : { min_value: values.min }),
        ...(values.max === undefined ? {} : { max_value: values.max }),
      },
    },
  };
}

/** A page's Snappy form, until the room is used again. */
function compressPage(raw: Uint8Array, room: ByteBuffer): Uint8Array {
  room.clear();
  compressSnappy(raw, room);
  return room.written();
}

/** Random identifiers and packed codes do not shrink: readers are faster without. */
function chooseCodec(firstPage: Uint8Array, room: ByteBuffer): CompressionCodec {
  const sample = firstPage.subarray(0, SAMPLE_BYTES);
  return compressPage(sample, room).length < sample.length * WORTHWHILE_RATIO
    ? "SNAPPY"
    : "UNCOMPRESSED";
}

/** A page's header without its sizes. */
type PageHeaderPart = Omit<
  Parameters<typeof writePageHeader>[1],
  "uncompressed_page_size" | "compressed_page_size"
>;

function dictionaryHeader(count: number): PageHeaderPart {
  return {
    type: "DICTIONARY_PAGE",
    dictionary_page_header: { num_values: count, encoding: "PLAIN" },
  };
}

function dataHeader(count: number, encoding: Encoding): PageHeaderPart {
  return {
    type: "DATA_PAGE",
    data_page_header: {
      num_values: count,
      encoding,
      definition_level_encoding: "RLE",
      repetition_level_encoding: "RLE",
    },
  };
}

/** Writes a page's header; returns its length. */
function writePageHead(
  headers: ByteWriter,
  header: PageHeaderPart,
  rawLength: number,
  storedLength: number,
): number {
  const start = headers.offset;
  writePageHeader(headers, {
    ...header,
    uncompressed_page_size: rawLength,
    compressed_page_size: storedLength,
  });
  return headers.offset - start;
}

/**
 * Moves what a writer holds into a buffer; its `offset` goes on counting from the start of the file.
 *
 * @param writer Emptied.
 * @param target Takes the bytes.
 */
export function handOver(writer: ByteWriter, target: ByteBuffer): void {
  target.writeBytes(writer.getBytes());
  writer.index = 0;
}

/** Writes which rows of a page have a value; returns how many have. */
function writeLevels(validity: Uint8Array, row: number, end: number, page: ByteBuffer): number {
  const start = page.length;
  page.reserve(4);
  page.length += 4;
  writeHybrid(validity, row, end, 1, page);
  page.view.setUint32(start, page.length - start - 4, true);
  let valueCount = 0;
  for (let at = row; at < end; at++) valueCount += validity[at]!;
  return valueCount;
}

/**
 * The width of dictionary codes.
 *
 * @param count Number of different codes, counted from 0.
 * @returns Bits that hold each of them; 0 where there is one code or none.
 */
export function bitWidthFor(count: number): number {
  return count <= 1 ? 0 : 32 - Math.clz32(count - 1);
}

/** Least length of a run that is worth a header of its own. */
const RUN_LENGTH = 16;

/**
 * Appends numbers in Parquet's hybrid of run lengths and packed bits.
 *
 * @param codes The numbers.
 * @param from First.
 * @param to Behind the last.
 * @param bitWidth Bits of a number, 0 to 24.
 * @param page Takes the bytes.
 */
export function writeHybrid(
  codes: Uint8Array | Uint16Array | Int32Array,
  from: number,
  to: number,
  bitWidth: number,
  page: ByteBuffer,
): void {
  let packedFrom = from;
  let at = from;
  while (at < to) {
    const code = codes[at]!;
    let runEnd = at + 1;
    while (runEnd < to && codes[runEnd] === code) runEnd++;
    if (runEnd - at >= RUN_LENGTH) {
      writePacked(codes, packedFrom, at, bitWidth, page);
      page.reserve(16);
      writeVarInt((runEnd - at) * 2, page);
      for (let bits = 0; bits < bitWidth; bits += 8) page.bytes[page.length++] = code >>> bits;
      at = runEnd;
      packedFrom = at;
    } else {
      // Packed numbers come in eights, so a run can only start at the next eight.
      at = Math.min(at + 8, to);
    }
  }
  writePacked(codes, packedFrom, to, bitWidth, page);
}

function writePacked(
  codes: Uint8Array | Uint16Array | Int32Array,
  from: number,
  to: number,
  bitWidth: number,
  page: ByteBuffer,
): void {
  if (from === to) return;
  const groupCount = Math.ceil((to - from) / 8);
  page.reserve(groupCount * bitWidth + 16);
  writeVarInt(groupCount * 2 + 1, page);
  const { bytes } = page;
  let place = page.length;
  const end = place + groupCount * bitWidth;
  let pending = 0;
  let bitCount = 0;
  for (let at = from; at < to; at++) {
    pending |= codes[at]! << bitCount;
    bitCount += bitWidth;
    while (bitCount >= 8) {
      bytes[place++] = pending;
      pending >>>= 8;
      bitCount -= 8;
    }
  }
  while (place < end) {
    bytes[place++] = pending;
    pending = 0;
  }
  page.length = end;
}

function writeVarInt(value: number, page: ByteBuffer): void {
  let rest = value;
  while (rest > 127) {
    page.bytes[page.length++] = (rest & 127) | 128;
    rest >>>= 7;
  }
  page.bytes[page.length++] = rest;
}

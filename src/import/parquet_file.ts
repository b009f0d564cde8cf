/**
 * An open Parquet file: its description, and the bytes of its columns.
 *
 * @module
 */
import type { CompressionCodec, SchemaElement } from "hyparquet";
import type { ReadScope } from "../core/table.ts";
import { ByteSlices } from "./byte_slices.ts";
import type { ColumnChunk, Unpack } from "./parquet_chunk.ts";
import { type ColumnPlace, readFooter, type RowGroup } from "./parquet_footer.ts";
import { MAX_GROUP_ROWS } from "./parquet_page.ts";
import { unpackSnappy } from "./snappy.ts";
import { damaged } from "./thrift.ts";

/** Greatest size of the pages of a row group, unpacked: as it says itself, and as they are. */
export const MAX_GROUP_BYTES = 1024 * 1024 * 1024;

/** Greatest size of the description at the end of the file. */
export const MAX_FOOTER_BYTES = 64 * 1024 * 1024;

/** An open file. */
export interface ParquetFile {
  readonly groups: readonly RowGroup[];
  /** Flat columns, in the order of the file. */
  readonly columns: readonly SchemaElement[];
  readonly unpackers: Partial<Record<CompressionCodec, Unpack>>;
  /** Bytes that the pages of the present row group may still have, unpacked, and columns of the whole file. */
  readonly budget: { left: number; unread: number };
  readonly slices: ByteSlices;
}

/**
 * Says which column was damaged.
 *
 * @param name Its name.
 * @param read Reads it.
 * @returns What it read.
 */
export function tellColumn<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw damaged(`column "${name}": ${cause.message}`);
  }
}

/** A column of a row group that is to be read. */
export interface PlannedChunk {
  /** First byte in the file. */
  readonly start: number;
  /** Byte behind the last. */
  readonly end: number;
  /** Makes it of its bytes. */
  open(bytes: Uint8Array): ColumnChunk;
}

/**
 * Finds a column of a row group: of two of one name the first.
 *
 * @param group The row group.
 * @param element The column.
 * @returns Where it lies, as the file says; undefined where the group lacks it.
 */
export function findPlace(
  { columns }: RowGroup,
  { name }: SchemaElement,
): ColumnPlace | undefined {
  return columns.find((column) => column.name === name);
}

/**
 * Looks up a column of a row group.
 *
 * @param parquet The file.
 * @param group The row group.
 * @param element The column.
 * @returns Where it lies.
 */
export function planChunk(
  { unpackers, budget }: ParquetFile,
  group: RowGroup,
  element: SchemaElement,
): PlannedChunk {
  const { name } = element;
  const { rowCount } = group;
  const place = findPlace(group, element);
  if (place === undefined) throw damaged(`a row group has no column "${name}"`);
  const unpack = place.codec === undefined ? undefined : unpackers[place.codec];
  if (unpack === undefined) throw damaged(`column "${name}" is packed with ${place.codec}`);
  const { start, sizeBytes } = place;
  // Columns lie one behind the other: more bytes than the file has are the same ones again.
  if (!(sizeBytes >= 0 && sizeBytes <= Math.min(MAX_GROUP_BYTES, budget.unread))) {
    throw damaged(`column "${name}" has ${sizeBytes} bytes`);
  }
  budget.unread -= sizeBytes;
  return {
    start,
    end: start + sizeBytes,
    open: (bytes) => ({ bytes, element, unpack, rowCount, budget }),
  };
}

/**
 * Reads the bytes of a column of a row group.
 *
 * @param parquet The file.
 * @param group The row group.
 * @param element The column.
 * @returns The column as it stands in the file.
 */
export async function readChunk(
  parquet: ParquetFile,
  group: RowGroup,
  element: SchemaElement,
): Promise<ColumnChunk> {
  const { start, end, open } = planChunk(parquet, group, element);
  return open(await parquet.slices.read(start, end));
}

/** Bytes that nobody wants, between columns: up to so many are read with them rather than passed over. */
const GAP_BYTES = 64 * 1024;

/** Bytes that are read at once, where columns are not larger alone. */
const SPAN_BYTES = 8 * 1024 * 1024;

/**
 * Reads columns of a row group, those that lie together at once, in the order of the file. Memory: 8 MiB, or a column.
 *
 * @param parquet The file.
 * @param group The row group.
 * @param elements The columns.
 * @returns Places in `elements`, and the columns as they stand in the file.
 */
export function* readChunks(
  parquet: ParquetFile,
  group: RowGroup,
  elements: readonly SchemaElement[],
): Generator<readonly [place: number, chunk: ColumnChunk]> {
  const planned = elements.map((element) => planChunk(parquet, group, element));
  const order = planned.map((_, at) => at).sort((a, b) => planned[a]!.start - planned[b]!.start);
  for (let from = 0; from < order.length;) {
    const { start } = planned[order[from]!]!;
    let { end } = planned[order[from]!]!;
    let to = from + 1;
    for (; to < order.length; to++) {
      const next = planned[order[to]!]!;
      if (next.start > end + GAP_BYTES || next.end - start > SPAN_BYTES) break;
      end = Math.max(end, next.end);
    }
    const bytes = parquet.slices.readSync(start, end);
    for (; from < to; from++) {
      const at = order[from]!;
      const { start: first, end: last, open } = planned[at]!;
      yield [at, open(bytes.subarray(first - start, last - start))];
    }
  }
}

/**
 * Refuses a row group that is too large to be held.
 *
 * @param group The row group.
 */
export function checkGroup({ rowCount, sizeBytes }: RowGroup): void {
  if (!(rowCount >= 0 && rowCount <= MAX_GROUP_ROWS)) {
    throw damaged(`a row group of ${rowCount} rows (at most ${MAX_GROUP_ROWS} can be read)`);
  }
  if (!(sizeBytes >= 0 && sizeBytes <= MAX_GROUP_BYTES)) {
    throw damaged(`a row group of ${sizeBytes} bytes (at most ${MAX_GROUP_BYTES} can be read)`);
  }
}

/**
 * Opens a file: its columns, and what unpacks them.
 *
 * @param file The file; it stays the caller's.
 * @param scope Its path, for messages.
 * @returns What columns are read from.
 */
export async function openParquet(
  file: Deno.FsFile,
  scope: Pick<ReadScope, "path">,
): Promise<ParquetFile> {
  const { parquetMetadata, parquetSchema } = await import("hyparquet");
  const { zstdDecompressSync, gunzipSync, brotliDecompressSync } = await import("node:zlib");
  const { size } = await file.stat();
  const slices = new ByteSlices(file, scope.path, size);
  const footer = await slices.read(...await findFooter(slices));
  const { schema, groups } = readFooter(footer, (bytes) => {
    const metadata = parquetMetadata(bytes, { geoparquet: false });
    return parquetSchema(metadata);
  });
  type Unzip = (bytes: Uint8Array, options: { maxOutputLength: number }) => Uint8Array;
  const limited = (unzip: Unzip): Unpack => (bytes, sizeBytes) =>
    sizeBytes === 0 ? new Uint8Array(0) : unzip(bytes, { maxOutputLength: sizeBytes });
  return {
    groups,
    columns: schema.children.map(({ element, children }) => {
      if (children.length === 0 && element.repetition_type !== "REPEATED") return element;
      throw damaged(`column "${element.name}" holds lists or structures`);
    }),
    unpackers: {
      UNCOMPRESSED: (bytes) => bytes,
      SNAPPY: unpackSnappy,
      ZSTD: limited(zstdDecompressSync),
      GZIP: limited(gunzipSync),
      BROTLI: limited(brotliDecompressSync),
    },
    budget: { left: MAX_GROUP_BYTES, unread: size },
    slices,
  };
}

/** Where the description lies, of a file that is Parquet. */
async function findFooter(slices: ByteSlices): Promise<[start: number, end: number]> {
  const { size } = slices;
  if (size < 12) throw damaged(`it has ${size} bytes; the smallest has 12`);
  const head = new TextDecoder().decode(await slices.read(0, 4));
  const tail = new DataView((await slices.read(size - 8, size)).buffer);
  const end = String.fromCharCode(...[4, 5, 6, 7].map((at) => tail.getUint8(at)));
  if (head !== "PAR1") throw damaged('it does not begin with "PAR1"');
  if (end !== "PAR1") throw damaged('it does not end with "PAR1"');
  const footerBytes = tail.getUint32(0, true);
  if (footerBytes > size - 12 || footerBytes > MAX_FOOTER_BYTES) {
    throw damaged(`its footer claims ${footerBytes} of ${size} bytes`);
  }
  return [size - 8 - footerBytes, size - 8];
}

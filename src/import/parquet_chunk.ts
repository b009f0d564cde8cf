/**
 * The pages of a column of a Parquet row group: found, unpacked and parted into levels and values, whatever its
 * values are then read as.
 *
 * @module
 */
import type { SchemaElement } from "hyparquet";
import { MAX_GROUP_ROWS, PAGE, type PageHeader, readPageHeader } from "./parquet_page.ts";
import { readRuns, type Runs, sumLevels } from "./parquet_runs.ts";
import { damaged } from "./thrift.ts";

/** Unpacks the body of a page to exactly so many bytes. */
export type Unpack = (bytes: Uint8Array, sizeBytes: number) => Uint8Array;

/** A column of a row group. */
export interface ColumnChunk {
  /** Its bytes in the file, from its first page on. */
  readonly bytes: Uint8Array;
  readonly element: SchemaElement;
  readonly unpack: Unpack;
  readonly rowCount: number;
  /** Bytes that pages may still have, unpacked; each takes its own. */
  readonly budget: { left: number };
}

/** A page of values. */
export interface DataPage<Values> {
  readonly header: PageHeader;
  /** Its bytes, unpacked. */
  readonly page: Uint8Array;
  /** Where values begin. */
  readonly position: number;
  /** Reads which values are null: 1 for a value, 0 for null; none where all are values. */
  readonly readLevels: () => Int32Array | undefined;
  /** Values that are not null. */
  readonly count: number;
  /** Row of the group that its first value is of. */
  readonly row: number;
  /** What was read of the dictionary, where the column has one. */
  readonly dictionary: Values | undefined;
}

/**
 * Reads the pages of a column, in order, until all rows have their values.
 *
 * @param chunk The column.
 * @param readDictionary Reads so many plain values of a page: the dictionary.
 * @param readData Reads a page of values.
 * @throws {SyntaxError} If the file is damaged or encoded in a way that can't be read.
 */
export function readPages<Values>(
  chunk: ColumnChunk,
  readDictionary: (page: Uint8Array, count: number) => Values,
  readData: (page: DataPage<Values>) => void,
): void {
  const { bytes, element, rowCount } = chunk;
  const isNullable = element.repetition_type === "OPTIONAL";
  let dictionary: Values | undefined;
  let row = 0;
  for (let at = 0; row < rowCount;) {
    if (at >= bytes.length) throw damaged(`it has ${row} of ${rowCount} values`);
    const header = readPageHeader(bytes, at);
    at = header.bodyAt + header.packedBytes;
    if (header.type === PAGE.index) continue;
    const { valueCount } = header;
    if (header.type === PAGE.dictionary) {
      if (dictionary !== undefined) throw damaged("it has two dictionaries");
      if (valueCount > MAX_GROUP_ROWS) throw damaged(`a dictionary of ${valueCount} values`);
      dictionary = readDictionary(unpackBody(chunk, header, 0), valueCount);
      continue;
    }
    if (valueCount > rowCount - row) {
      throw damaged("its pages have more values than there are rows");
    }
    const { page, position, levels } = findLevels(chunk, header, isNullable);
    const count = levels === undefined ? valueCount : sumLevels(levels);
    const readLevels = () =>
      levels === undefined || count === valueCount ? undefined : readRuns(levels);
    readData({ header, page, position, readLevels, count, row, dictionary });
    row += valueCount;
  }
}

/**
 * Unpacks the body of a page.
 *
 * @param chunk The column.
 * @param header The page's head.
 * @param from First byte of what is packed.
 * @returns The bytes, as many as the head says.
 */
function unpackBody(chunk: ColumnChunk, header: PageHeader, from: number): Uint8Array {
  const { bytes, unpack, budget } = chunk;
  budget.left -= header.sizeBytes;
  if (budget.left < 0) throw damaged("its row group is too large, unpacked");
  const body = bytes.subarray(header.bodyAt + from, header.bodyAt + header.packedBytes);
  const sizeBytes = header.sizeBytes - from;
  const page = header.isPacked ? unpack(body, sizeBytes) : body;
  if (page.length !== sizeBytes) {
    throw damaged(`a page has ${page.length} bytes, its head says ${sizeBytes}`);
  }
  return page;
}

/**
 * Finds the levels of a page.
 *
 * @param chunk The column.
 * @param header The page's head.
 * @param isNullable Whether there are levels.
 * @returns Its bytes, where values begin, and where levels lie: none where all are values.
 */
function findLevels(
  chunk: ColumnChunk,
  header: PageHeader,
  isNullable: boolean,
): { page: Uint8Array; position: number; levels: Runs | undefined } {
  const { valueCount: count, definitionBytes, repetitionBytes } = header;
  if (header.type === PAGE.dataV2) {
    const page = unpackBody(chunk, header, definitionBytes + repetitionBytes);
    if (!isNullable) return { page, position: 0, levels: undefined };
    const start = header.bodyAt + repetitionBytes;
    const end = start + definitionBytes;
    return { page, position: 0, levels: { bytes: chunk.bytes, start, end, width: 1, count } };
  }
  if (header.type !== PAGE.data) throw damaged(`a page of the unknown kind ${header.type}`);
  const page = unpackBody(chunk, header, 0);
  if (!isNullable) return { page, position: 0, levels: undefined };
  const end = 4 + readUint32(page, 0);
  if (end > page.length) throw damaged("the levels of a page are longer than the page");
  return { page, position: end, levels: { bytes: page, start: 4, end, width: 1, count } };
}

/**
 * Reads a length in a page.
 *
 * @param page The page.
 * @param at First of four bytes.
 * @returns The number.
 */
export function readUint32(page: Uint8Array, at: number): number {
  if (at + 4 > page.length) throw damaged("a page ends within a length");
  return (page[at]! | page[at + 1]! << 8 | page[at + 2]! << 16 | page[at + 3]! << 24) >>> 0;
}

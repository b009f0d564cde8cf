/**
 * The description at the end of a Parquet file. Files have thousands of row groups, each with dozens of columns: of
 * those only what is needed to find them is read; the rest is left to hyparquet.
 *
 * @module
 */
import type { CompressionCodec, SchemaTree } from "hyparquet";
import { damaged, THRIFT, ThriftCursor } from "./thrift.ts";

/** Where a column of a row group lies. */
export interface ColumnPlace {
  readonly name: string;
  readonly codec: CompressionCodec | undefined;
  /** First byte in the file. */
  readonly start: number;
  /** Bytes in the file, as they stand there. */
  readonly sizeBytes: number;
}

/** A row group. */
export interface RowGroup {
  readonly rowCount: number;
  /** Bytes of its pages, unpacked, as the file says. */
  readonly sizeBytes: number;
  /** Its flat columns. */
  readonly columns: readonly ColumnPlace[];
}

/** What a file says of itself. */
export interface Footer {
  readonly schema: SchemaTree;
  readonly groups: readonly RowGroup[];
}

/** Codecs, by their numbers in the format. */
const CODECS: readonly CompressionCodec[] = [
  "UNCOMPRESSED",
  "SNAPPY",
  "GZIP",
  "LZO",
  "BROTLI",
  "LZ4",
  "ZSTD",
  "LZ4_RAW",
];

/**
 * Reads the description of a file.
 *
 * @param bytes The description alone.
 * @param parse Reads the schema from a description that ends as a file does.
 * @returns Columns and row groups.
 * @throws {SyntaxError} If it is damaged.
 */
export function readFooter(
  bytes: Uint8Array,
  parse: (bytes: Uint8Array) => SchemaTree,
): Footer {
  const cursor = new ThriftCursor(bytes, 0);
  const names: Name[] = [];
  let groups: RowGroup[] | undefined;
  let listAt = 0;
  let listEnd = 0;
  cursor.fields(0, (id, type) => {
    if (id !== 4 || type !== THRIFT.list) return cursor.pass(type, 0);
    listAt = cursor.at;
    const { type: member, count } = cursor.list();
    if (member !== THRIFT.struct) throw damaged("its row groups are none");
    groups = [];
    for (let group = 0; group < count; group++) groups.push(readGroup(cursor, names));
    listEnd = cursor.at;
  });
  if (groups === undefined) throw damaged("it has no row groups");
  // The same description with an empty list in place of the row groups.
  const rest = bytes.subarray(listEnd);
  const short = new Uint8Array(listAt + 1 + rest.length + 8);
  short.set(bytes.subarray(0, listAt));
  short[listAt] = THRIFT.struct;
  short.set(rest, listAt + 1);
  const end = short.length - 8;
  new DataView(short.buffer).setUint32(end, end, true);
  short.set([0x50, 0x41, 0x52, 0x31], end + 4);
  return { schema: parse(short), groups };
}

/** A name that was read before, and its bytes. */
interface Name {
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** A row group. One that does not say what each has to is refused: an empty one would take far more room than bytes. */
function readGroup(cursor: ThriftCursor, names: Name[]): RowGroup {
  const columns: ColumnPlace[] = [];
  let rowCount: number | undefined;
  let columnCount = 0;
  let sizeBytes = 0;
  cursor.fields(1, (id, type) => {
    if (id === 1 && type === THRIFT.list) {
      const { type: member, count } = cursor.list();
      if (member !== THRIFT.struct) throw damaged("the columns of a row group are none");
      for (let place = 0; place < count; place++) {
        cursor.fields(2, (id, type) => {
          if (id !== 3 || type !== THRIFT.struct) return cursor.pass(type, 2);
          columnCount++;
          const column = readColumnPlace(cursor, names, place);
          if (column !== undefined) columns.push(column);
        });
      }
    } else if (id === 2 && isNumber(type)) sizeBytes = cursor.zigzag();
    else if (id === 3 && isNumber(type)) rowCount = cursor.zigzag();
    else cursor.pass(type, 1);
  });
  if (columnCount === 0) throw damaged("a row group has no columns");
  if (rowCount === undefined) throw damaged("a row group does not say how many rows it has");
  return { rowCount, sizeBytes, columns };
}

/** A column; undefined where it is no flat one. */
function readColumnPlace(
  cursor: ThriftCursor,
  names: Name[],
  place: number,
): ColumnPlace | undefined {
  let name: string | undefined;
  let codec = -1;
  let [sizeBytes, dataAt, dictionaryAt] = [-1, -1, -1];
  cursor.fields(3, (id, type) => {
    if (id === 3 && type === THRIFT.list) {
      const { type: member, count } = cursor.list();
      if (member !== THRIFT.binary) throw damaged("the name of a column is no text");
      for (let part = 0; part < count; part++) {
        const length = cursor.varint();
        const start = cursor.at;
        cursor.skip(length);
        name = count === 1
          ? nameOf(cursor.bytes.subarray(start, cursor.at), names, place)
          : undefined;
      }
    } else if (!isNumber(type)) cursor.pass(type, 3);
    else {
      const value = cursor.zigzag();
      if (id === 4) codec = value;
      else if (id === 7) sizeBytes = value;
      else if (id === 9) dataAt = value;
      else if (id === 11) dictionaryAt = value;
    }
  });
  if (sizeBytes === -1 || dataAt === -1) {
    throw damaged("a column of a row group does not say where it lies");
  }
  if (name === undefined) return undefined;
  // Some writers note 0 or a place behind the data for a dictionary they do not have.
  const start = dictionaryAt > 0 ? Math.min(dictionaryAt, dataAt) : dataAt;
  return { name, codec: CODECS[codec], start, sizeBytes };
}

/** Columns have the same names in every row group, in the same order. */
function nameOf(bytes: Uint8Array, names: Name[], place: number): string {
  const known = names[place];
  if (known !== undefined && known.bytes.length === bytes.length) {
    let at = 0;
    while (at < bytes.length && known.bytes[at] === bytes[at]) at++;
    if (at === bytes.length) return known.text;
  }
  const text = new TextDecoder().decode(bytes);
  if (place <= names.length) names[place] = { bytes, text };
  return text;
}

function isNumber(type: number): boolean {
  return type >= 4 && type <= 6;
}

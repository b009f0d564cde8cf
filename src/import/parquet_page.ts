/**
 * The pages of a Parquet column: where they are, and how many values they hold. Every length is checked before it is
 * used, so that no file can make it loop or ask for more memory than the page has.
 *
 * @module
 */
import { damaged, type Struct, ThriftCursor } from "./thrift.ts";

/** What a page is: the numbers of the Parquet format. */
export const PAGE = { data: 0, index: 1, dictionary: 2, dataV2: 3 } as const;

/** Encodings of values that are read: the numbers of the Parquet format. */
export const ENCODING = { plain: 0, plainDictionary: 2, rle: 3, rleDictionary: 8 } as const;

/**
 * Whether values are places in a dictionary.
 *
 * @param encoding A member of {@link ENCODING}.
 * @returns True for both numbers that the format has for it.
 */
export function isCoded(encoding: number): boolean {
  return encoding === ENCODING.plainDictionary || encoding === ENCODING.rleDictionary;
}

/** Greatest size of a page, unpacked. */
export const MAX_PAGE_BYTES = 64 * 1024 * 1024;

/** Greatest number of rows of a row group, and of values of a dictionary: both are held in memory. */
export const MAX_GROUP_ROWS = 4_000_000;

/** The head of a page. */
export interface PageHeader {
  readonly type: number;
  /** Size of the body, unpacked. */
  readonly sizeBytes: number;
  /** Size of the body as it stands in the file. */
  readonly packedBytes: number;
  /** Number of values, nulls among them. */
  readonly valueCount: number;
  readonly encoding: number;
  /** Sizes of the levels in front of the body, in a page of version 2. */
  readonly definitionBytes: number;
  readonly repetitionBytes: number;
  /** Whether the values are packed. */
  readonly isPacked: boolean;
  /** First byte of the body. */
  readonly bodyAt: number;
}

function numberAt(fields: Struct | undefined, id: number): number {
  const value = fields?.get(id);
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
    throw damaged("the head of a page lacks a number or has a negative one");
  }
  return value;
}

/**
 * Reads the head of a page.
 *
 * @param bytes The column's bytes.
 * @param at First byte of the head.
 * @returns The head; its body lies within `bytes`.
 */
export function readPageHeader(bytes: Uint8Array, at: number): PageHeader {
  const cursor = new ThriftCursor(bytes, at);
  const fields = cursor.struct(0);
  const type = numberAt(fields, 1);
  const sizeBytes = numberAt(fields, 2);
  const packedBytes = numberAt(fields, 3);
  if (packedBytes > bytes.length - cursor.at) throw damaged("a page ends behind its column");
  if (sizeBytes > MAX_PAGE_BYTES) throw damaged(`a page of ${sizeBytes} bytes`);
  const part = { [PAGE.data]: 5, [PAGE.dictionary]: 7, [PAGE.dataV2]: 8 }[type];
  const inner = part === undefined ? undefined : fields.get(part);
  const isVersion2 = type === PAGE.dataV2;
  if (part !== undefined && !(inner instanceof Map)) {
    throw damaged("a page has no head of its kind");
  }
  const own = inner as Struct | undefined;
  const definitionBytes = isVersion2 ? numberAt(own, 5) : 0;
  const repetitionBytes = isVersion2 ? numberAt(own, 6) : 0;
  if (definitionBytes + repetitionBytes > Math.min(packedBytes, sizeBytes)) {
    throw damaged("the levels of a page are longer than the page");
  }
  return {
    type,
    sizeBytes,
    packedBytes,
    valueCount: own === undefined ? 0 : numberAt(own, 1),
    encoding: own === undefined ? -1 : numberAt(own, isVersion2 ? 4 : 2),
    definitionBytes,
    repetitionBytes,
    isPacked: own?.get(7) !== 0 || !isVersion2,
    bodyAt: cursor.at,
  };
}

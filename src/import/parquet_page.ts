/**
 * The pages of a Parquet column: where they are, how many values they hold, and the runs of small numbers
 * in them. Every length is checked before it is used, so that no file can make it loop or ask for more
 * memory than the page has.
 *
 * @module
 */

/** What a page is: the numbers of the Parquet format. */
export const PAGE = { data: 0, index: 1, dictionary: 2, dataV2: 3 } as const;

/** Encodings of values that are read: the numbers of the Parquet format. */
export const ENCODING = { plain: 0, plainDictionary: 2, rle: 3, rleDictionary: 8 } as const;

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

/** A struct of Thrift's compact protocol: whole numbers, booleans (as 0 and 1) and structs, by field id. */
type Struct = Map<number, number | Struct>;

const MAX_NESTING = 8;

/**
 * Says that a Parquet file is not what it should be.
 *
 * @param reason What is wrong.
 * @returns An error to throw; it never leaves the reader.
 */
export function damaged(reason: string): SyntaxError {
  return new SyntaxError(reason);
}

/** Reads numbers from bytes, never beyond their end. */
class Cursor {
  constructor(readonly bytes: Uint8Array, public at: number) {}

  byte(): number {
    if (this.at >= this.bytes.length) throw damaged("a page ends within its head");
    return this.bytes[this.at++]!;
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 10; count++) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
    throw damaged("a number in the head of a page is too long");
  }

  zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  skip(count: number): void {
    if (count > this.bytes.length - this.at) throw damaged("a page ends within its head");
    this.at += count;
  }

  struct(level: number): Struct {
    if (level > MAX_NESTING) throw damaged("the head of a page nests too deep");
    const fields: Struct = new Map();
    let id = 0;
    for (let head = this.byte(); head !== 0; head = this.byte()) {
      id = head >> 4 === 0 ? this.zigzag() : id + (head >> 4);
      const value = this.value(head & 15, level);
      if (value !== undefined) fields.set(id, value);
    }
    return fields;
  }

  value(type: number, level: number): number | Struct | undefined {
    switch (type) {
      case 1:
      case 2:
        return type === 1 ? 1 : 0;
      case 3:
        return this.byte();
      case 4:
      case 5:
      case 6:
        return this.zigzag();
      case 7:
        this.skip(8);
        return undefined;
      case 8:
        this.skip(this.varint());
        return undefined;
      case 12:
        return this.struct(level + 1);
      default:
        throw damaged(`the head of a page holds a value of the unknown type ${type}`);
    }
  }
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
  const cursor = new Cursor(bytes, at);
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

/**
 * Reads small numbers in runs (Parquet's hybrid of run lengths and packed bits).
 *
 * @param bytes What the runs lie in.
 * @param start First byte.
 * @param end Byte behind the last.
 * @param width Bits of a number, 0 to 32.
 * @param count How many numbers are wanted.
 * @returns So many numbers.
 */
export function readRuns(
  bytes: Uint8Array,
  start: number,
  end: number,
  width: number,
  count: number,
): Int32Array {
  const numbers = new Int32Array(count);
  if (width === 0) return numbers;
  if (width > 32) throw damaged(`numbers of ${width} bits`);
  const cursor = new Cursor(bytes.subarray(0, end), start);
  for (let done = 0; done < count;) {
    const head = cursor.varint();
    const length = Math.floor(head / 2);
    if (length === 0) throw damaged("a run of no values");
    if (head % 2 === 0) {
      let value = 0;
      for (let shift = 0; shift < width; shift += 8) value |= cursor.byte() << shift;
      const stop = Math.min(count, done + length);
      numbers.fill(value, done, stop);
      done = stop;
    } else {
      const at = cursor.at;
      const stop = Math.min(count, done + length * 8);
      // The last group may be cut off behind the bits that are used.
      const used = Math.ceil((stop - done) * width / 8);
      cursor.skip(used);
      unpackBits(bytes, at, width, numbers, done, stop);
      cursor.at = Math.min(end, at + length * width);
      done = stop;
    }
  }
  return numbers;
}

function unpackBits(
  bytes: Uint8Array,
  at: number,
  width: number,
  numbers: Int32Array,
  from: number,
  to: number,
): void {
  let bit = 0;
  for (let place = from; place < to; place++) {
    let value = 0;
    for (let got = 0; got < width;) {
      const offset = bit & 7;
      const take = Math.min(8 - offset, width - got);
      value |= ((bytes[at + (bit >>> 3)]! >>> offset) & ((1 << take) - 1)) << got;
      got += take;
      bit += take;
    }
    numbers[place] = value;
  }
}

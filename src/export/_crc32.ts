/**
 * The checksum of gzip.
 *
 * @module
 */

/** Eight tables: the remainder of a byte that so many more bytes follow. */
const TABLES = makeTables();

function makeTables(): readonly Int32Array[] {
  const first = Int32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ ((value & 1) * 0xedb8_8320);
    return value;
  });
  const tables = [first];
  for (let table = 1; table < 8; table++) {
    const before = tables[table - 1]!;
    tables.push(before.map((value) => (value >>> 8) ^ first[value & 255]!));
  }
  return tables;
}

/**
 * CRC-32 as gzip has it.
 *
 * @param bytes Any bytes.
 * @returns A whole number of 32 bits, not negative.
 *
 * @example
 * ```ts
 * import { crc32 } from "./_crc32.ts";
 * if (crc32(new TextEncoder().encode("123456789")) !== 0xcbf43926) throw new RangeError();
 * ```
 */
export function crc32(bytes: Uint8Array): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = TABLES as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  let crc = -1;
  let at = 0;
  for (const end = bytes.length - 7; at < end; at += 8) {
    crc = t7[(crc ^ bytes[at]!) & 255]! ^ t6[((crc >>> 8) ^ bytes[at + 1]!) & 255]! ^
      t5[((crc >>> 16) ^ bytes[at + 2]!) & 255]! ^ t4[(crc >>> 24) ^ bytes[at + 3]!]! ^
      t3[bytes[at + 4]!]! ^ t2[bytes[at + 5]!]! ^ t1[bytes[at + 6]!]! ^ t0[bytes[at + 7]!]!;
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ t0[(crc ^ bytes[at]!) & 255]!;
  return ~crc >>> 0;
}

/**
 * The checksum of two runs of bytes, one behind the other.
 *
 * @param left Checksum of the first.
 * @param right Checksum of the second.
 * @param rightBytes Length of the second.
 * @returns The checksum of both.
 *
 * @example
 * ```ts
 * import { combineCrc32, crc32 } from "./_crc32.ts";
 * const [left, right] = ["1234", "56789"].map((text) => crc32(new TextEncoder().encode(text)));
 * if (combineCrc32(left!, right!, 5) !== 0xcbf43926) throw new RangeError();
 * ```
 */
export function combineCrc32(left: number, right: number, rightBytes: number): number {
  // What a zero bit behind the first run does to its checksum is linear: a matrix, squared for each power of two.
  let matrix = Int32Array.from(
    { length: 32 },
    (_, bit) => bit === 0 ? 0xedb8_8320 : 1 << (bit - 1),
  );
  for (let power = 0; power < 3; power++) matrix = matrix.map((row) => multiply(matrix, row));
  let crc = left;
  for (let rest = rightBytes; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) crc = multiply(matrix, crc);
    const last = matrix;
    matrix = last.map((row) => multiply(last, row));
  }
  return (crc ^ right) >>> 0;
}

function multiply(matrix: Int32Array, vector: number): number {
  let sum = 0;
  for (let bit = 0; bit < 32; bit++) {
    if (((vector >>> bit) & 1) === 1) sum ^= matrix[bit]!;
  }
  return sum;
}

/**
 * Identifiers from their bytes.
 *
 * @module
 */

/** Value of each hexadecimal digit in lower case; for other bytes a number that stays negative when shifted. */
const HEX = new Int32Array(256).fill(-0x10000);
for (let digit = 0; digit < 16; digit++) HEX[digit.toString(16).charCodeAt(0)] = digit;

/**
 * Reads a UUID in lower case.
 *
 * @param bytes What the span points into.
 * @param start First byte.
 * @param end Byte behind the last.
 * @param ids Gets four words, most significant first.
 * @param at Place of the first word.
 * @returns Whether it is one.
 */
export function readId(
  bytes: Uint8Array,
  start: number,
  end: number,
  ids: Int32Array,
  at: number,
): boolean {
  if (end - start !== 36) return false;
  if (
    bytes[start + 8] !== 45 || bytes[start + 13] !== 45 || bytes[start + 18] !== 45 ||
    bytes[start + 23] !== 45
  ) return false;
  const a = readHex(bytes, start);
  const b = readHex(bytes, start + 4);
  const c = readHex(bytes, start + 9);
  const d = readHex(bytes, start + 14);
  const e = readHex(bytes, start + 19);
  const f = readHex(bytes, start + 24);
  const g = readHex(bytes, start + 28);
  const h = readHex(bytes, start + 32);
  if ((a | b | c | d | e | f | g | h) < 0) return false;
  ids[at] = (a << 16) | b;
  ids[at + 1] = (c << 16) | d;
  ids[at + 2] = (e << 16) | f;
  ids[at + 3] = (g << 16) | h;
  return true;
}

/** Four hexadecimal digits as a number; negative where one is none. */
function readHex(bytes: Uint8Array, at: number): number {
  return (HEX[bytes[at]!]! << 12) | (HEX[bytes[at + 1]!]! << 8) | (HEX[bytes[at + 2]!]! << 4) |
    HEX[bytes[at + 3]!]!;
}

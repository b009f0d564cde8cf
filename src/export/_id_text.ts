/**
 * Identifiers as bytes, for text formats and Parquet.
 *
 * @module
 */

/** Two hexadecimal digits of each byte, little-endian. */
const HEX_PAIRS = Uint16Array.from({ length: 256 }, (_, byte) => {
  const text = byte.toString(16).padStart(2, "0");
  return text.charCodeAt(0) | (text.charCodeAt(1) << 8);
});

function putHex(view: DataView, p: number, value: number): void {
  view.setInt32(p, HEX_PAIRS[value >>> 24]! | (HEX_PAIRS[(value >>> 16) & 255]! << 16), true);
  view.setInt32(p + 4, HEX_PAIRS[(value >>> 8) & 255]! | (HEX_PAIRS[value & 255]! << 16), true);
}

function putHalf(view: DataView, p: number, value: number): void {
  view.setInt32(p, HEX_PAIRS[(value >>> 8) & 255]! | (HEX_PAIRS[value & 255]! << 16), true);
  view.setInt8(p + 4, 0x2d);
}

/**
 * Writes 128 bits as a UUID in lower case.
 *
 * @param view Where to.
 * @param p Place of the first of 36 bytes.
 * @param a The most significant 32 bits.
 * @param b The next.
 * @param c The next.
 * @param d The least significant.
 */
export function putId(view: DataView, p: number, a: number, b: number, c: number, d: number): void {
  putHex(view, p, a);
  view.setInt8(p + 8, 0x2d);
  putHalf(view, p + 9, b >>> 16);
  putHalf(view, p + 14, b);
  putHalf(view, p + 19, c >>> 16);
  putHalf(view, p + 24, c);
  putHex(view, p + 28, d);
}

/**
 * Identifiers as bytes, for text formats and Parquet.
 *
 * @module
 */

import type { IdWords } from "../core/batch.ts";

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
 * Writes 128 bits as a UUID in lower case. It takes the columns and not their values: a number of 32 bits would be
 * put into a room of its own to be handed over.
 *
 * @param view Where to.
 * @param p Place of the first of 36 bytes.
 * @param ids Four words of each identifier, most significant first.
 * @param row Which identifier.
 */
export function putId(view: DataView, p: number, ids: IdWords, row: number): void {
  const b = ids[1][row]!;
  const c = ids[2][row]!;
  putHex(view, p, ids[0][row]!);
  view.setInt8(p + 8, 0x2d);
  putHalf(view, p + 9, b >>> 16);
  putHalf(view, p + 14, b);
  putHalf(view, p + 19, c >>> 16);
  putHalf(view, p + 24, c);
  putHex(view, p + 28, ids[3][row]!);
}

/**
 * What compiled row writers call: identifiers, numbers, days and texts as bytes.
 *
 * @module
 */
import type { ByteBuffer } from "../core/buffer.ts";
import { putDay } from "./_day_text.ts";
import type { Dialect } from "./_dialect.ts";
import { putId } from "./_id_text.ts";
import {
  FOUR_DIGITS,
  POINT_DIGITS,
  putDecimal,
  putInteger,
  putNatural,
  SHORT_DIGITS,
} from "./_number_text.ts";

/** Most bytes a value takes that is neither word nor text: an identifier's 36, and what is spoiled behind. */
export const FIXED_TEXT_BYTES = 44;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Whether all bytes may stand in a file as they are.
 *
 * @param bytes The bytes.
 * @param from First.
 * @param to Behind the last.
 * @param safeBytes The dialect's table.
 * @returns True where none has to be escaped.
 */
export function areSafe(
  bytes: Uint8Array,
  from: number,
  to: number,
  safeBytes: Uint8Array,
): boolean {
  let at = from;
  // Four at a time: to stop early is not worth a branch a byte.
  for (const stop = to - 3; at < stop; at += 4) {
    const safe = safeBytes[bytes[at]!]! & safeBytes[bytes[at + 1]!]! & safeBytes[bytes[at + 2]!]! &
      safeBytes[bytes[at + 3]!]!;
    if (safe === 0) return false;
  }
  for (; at < to; at++) if (safeBytes[bytes[at]!] === 0) return false;
  return true;
}

/**
 * Writes a text that is empty or has to be escaped; returns the place behind it. `restBytes` is the most that the
 * rest of the batch takes where nothing has to be escaped, this text included.
 */
function putEscaped(
  target: ByteBuffer,
  p: number,
  text: Uint8Array,
  dialect: Dialect,
  restBytes: number,
): number {
  // An empty text is left to the dialect, which may have to tell it from a null.
  const written = encoder.encode(dialect.formatText(decoder.decode(text)));
  target.length = p;
  target.reserve(restBytes + written.length);
  target.bytes.set(written, p);
  return p + written.length;
}

/** Copies bytes four at a time past their end; returns the place behind them. */
function putCopy(
  view: DataView,
  p: number,
  source: DataView,
  from: number,
  length: number,
): number {
  view.setInt32(p, source.getInt32(from, true), true);
  view.setInt32(p + 4, source.getInt32(from + 4, true), true);
  for (let j = 8; j < length; j += 4) view.setInt32(p + j, source.getInt32(from + j, true), true);
  return p + length;
}

/** The functions and tables, in one object that every compiled writer gets. */
export const rowRuntime = {
  putId,
  putCopy,
  putInteger,
  putDecimal,
  putNatural,
  putDay,
  areSafe,
  putEscaped,
  FOUR_DIGITS,
  SHORT_DIGITS,
  POINT_DIGITS,
} as const;

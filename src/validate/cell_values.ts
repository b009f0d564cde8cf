/**
 * Values from the bytes of a cell, in their one proper form.
 *
 * @module
 */

/**
 * Reads a whole number as it is written canonically: no sign but `-`, no leading zero, no blank.
 *
 * @param bytes What the span points into.
 * @param start First byte.
 * @param end Byte behind the last.
 * @returns The number; NaN where it is none or beyond 2^53 - 1.
 */
export function readInteger(bytes: Uint8Array, start: number, end: number): number {
  const isNegative = bytes[start] === 45;
  let at = isNegative ? start + 1 : start;
  const length = end - at;
  if (length === 0 || length > 16 || (bytes[at] === 48 && (length > 1 || isNegative))) return NaN;
  let value = 0;
  for (; at < end; at++) {
    const digit = bytes[at]! - 48;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  if (value > Number.MAX_SAFE_INTEGER) return NaN;
  return isNegative ? -value : value;
}

/**
 * Reads a number with at most so many decimals: no sign but `-`, no leading zero, no exponent, no blank. Fewer
 * decimals are the same number, as other programs write it.
 *
 * @param bytes What the span points into.
 * @param start First byte.
 * @param end Byte behind the last.
 * @param scale Greatest count of decimals.
 * @returns The number in units of its last place (12.5 at scale 2 is 1250); NaN where it is none or beyond 2^53 - 1
 * such units.
 */
export function readDecimal(
  bytes: Uint8Array,
  start: number,
  end: number,
  scale: number,
): number {
  const isNegative = bytes[start] === 45;
  const first = isNegative ? start + 1 : start;
  let at = first;
  let value = 0;
  for (; at < end && bytes[at] !== 46; at++) {
    const digit = bytes[at]! - 48;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  if (at === first || (bytes[first] === 48 && at - first > 1)) return NaN;
  let missing = scale;
  if (at < end) {
    const decimals = end - at - 1;
    if (decimals === 0 || decimals > scale) return NaN;
    for (at++; at < end; at++, missing--) {
      const digit = bytes[at]! - 48;
      if (digit < 0 || digit > 9) return NaN;
      value = value * 10 + digit;
    }
  }
  for (; missing > 0; missing--) value *= 10;
  if (value > Number.MAX_SAFE_INTEGER) return NaN;
  return isNegative && value !== 0 ? -value : value;
}

/**
 * Reads a truth value.
 *
 * @param bytes What the span points into.
 * @param start First byte.
 * @param end Byte behind the last.
 * @returns 1 for `true`, 0 for `false`; NaN for all else.
 */
export function readBoolean(bytes: Uint8Array, start: number, end: number): number {
  const text = bytes[start] === 116 ? TRUE : FALSE;
  if (end - start !== text.length) return NaN;
  for (let at = 0; at < text.length; at++) if (bytes[start + at] !== text[at]) return NaN;
  return text === TRUE ? 1 : 0;
}

const TRUE = Uint8Array.of(116, 114, 117, 101);
const FALSE = Uint8Array.of(102, 97, 108, 115, 101);

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Reads a calendar day written `YYYY-MM-DD`.
 *
 * @param bytes What the span points into.
 * @param start First byte.
 * @param end Byte behind the last.
 * @returns Days from 1970-01-01; NaN where it is no calendar day.
 */
export function readDay(bytes: Uint8Array, start: number, end: number): number {
  if (end - start !== 10 || bytes[start + 4] !== 45 || bytes[start + 7] !== 45) return NaN;
  const y3 = bytes[start]! - 48;
  const y2 = bytes[start + 1]! - 48;
  const y1 = bytes[start + 2]! - 48;
  const y0 = bytes[start + 3]! - 48;
  const m1 = bytes[start + 5]! - 48;
  const m0 = bytes[start + 6]! - 48;
  const d1 = bytes[start + 8]! - 48;
  const d0 = bytes[start + 9]! - 48;
  // A byte below 0 is negative here, one above 9 is so behind the subtraction.
  const low = y3 | y2 | y1 | y0 | m1 | m0 | d1 | d0;
  const high = (9 - y3) | (9 - y2) | (9 - y1) | (9 - y0) | (9 - m1) | (9 - m0) | (9 - d1) |
    (9 - d0);
  const year = y3 * 1000 + y2 * 100 + y1 * 10 + y0;
  const month = m1 * 10 + m0;
  const day = d1 * 10 + d0;
  if ((low | high) < 0 || month < 1 || month > 12 || day < 1) return NaN;
  if (day <= 28 && year >= FIRST_YEAR && year < LAST_YEAR) {
    return MONTH_STARTS[(year - FIRST_YEAR) * 12 + month - 1]! + day - 1;
  }
  return dayOf(year, month, day);
}

/** Years of which the first day of each month is known. */
const FIRST_YEAR = 1880;
const LAST_YEAR = 2120;
const MONTH_STARTS = new Int32Array((LAST_YEAR - FIRST_YEAR) * 12);
for (let at = 0; at < MONTH_STARTS.length; at++) {
  MONTH_STARTS[at] = dayOf(FIRST_YEAR + Math.floor(at / 12), at % 12 + 1, 1);
}

/** Days from 1970-01-01 to a day; NaN where its month has it not. */
function dayOf(year: number, month: number, day: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (day > MONTH_DAYS[month - 1]! + (month === 2 && isLeap ? 1 : 0)) return NaN;
  // Days of a year that begins in March, so that the leap day comes last.
  const shifted = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return shifted * 365 + Math.floor(shifted / 4) - Math.floor(shifted / 100) +
    Math.floor(shifted / 400) + dayOfYear - 719_468;
}

/** What the bytes of a text hold that a text must not. */
export type TextFlaw = "encoding" | "control";

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** 1 for controls other than tab and line ends, 2 for bytes beyond ASCII. */
const BYTE_CLASS = new Uint8Array(256).fill(1, 0, 32).fill(2, 128);
BYTE_CLASS[9] = BYTE_CLASS[10] = BYTE_CLASS[13] = 0;
BYTE_CLASS[127] = 1;

/**
 * Looks for bytes that no text may hold.
 *
 * @param bytes What the span points into.
 * @param start First byte.
 * @param end Byte behind the last.
 * @returns What is wrong, or undefined.
 */
export function findFlaw(bytes: Uint8Array, start: number, end: number): TextFlaw | undefined {
  let seen = 0;
  for (let at = start; at < end; at++) seen |= BYTE_CLASS[bytes[at]!]!;
  if (seen === 0) return undefined;
  if ((seen & 1) !== 0) return "control";
  try {
    strict.decode(bytes.subarray(start, end));
    return undefined;
  } catch {
    return "encoding";
  }
}

/**
 * Counts characters (code points) of UTF-8.
 *
 * @param bytes What the span points into.
 * @param start First byte.
 * @param end Byte behind the last.
 * @returns Their number.
 */
export function countCharacters(bytes: Uint8Array, start: number, end: number): number {
  let count = end - start;
  for (let at = start; at < end; at++) if ((bytes[at]! & 0xc0) === 0x80) count--;
  return count;
}

/** Bytes of an identifier. */
export const ID_BYTES = 36;

/**
 * Whether the bytes of an identifier stand at two places.
 *
 * @param view What they stand in.
 * @param a First byte of the one.
 * @param b First byte of the other.
 * @returns True where they are the same.
 */
export function isSameId(view: DataView, a: number, b: number): boolean {
  for (let at = 0; at < ID_BYTES; at += 4) {
    if (view.getInt32(a + at, true) !== view.getInt32(b + at, true)) return false;
  }
  return true;
}

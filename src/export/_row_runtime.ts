/**
 * What compiled row writers call: identifiers, numbers, days and texts as bytes.
 *
 * @module
 */
import type { ByteBuffer } from "../core/buffer.ts";
import type { Dialect } from "./_dialect.ts";
import { putId } from "./_id_text.ts";

/** Most bytes a value takes that is neither word nor text: an identifier's 36, and what is spoiled behind. */
export const FIXED_TEXT_BYTES = 44;

/** The functions compiled row writers call. */
export interface RowRuntime {
  /** Writes 36 bytes: 128 bits as a UUID in lower case. */
  putId(view: DataView, p: number, a: number, b: number, c: number, d: number): void;
  /** Writes a whole number's digits; returns the place behind them. */
  putInteger(view: DataView, p: number, value: number): number;
  /**
   * Writes a number with a fixed count of decimals; returns the place behind it.
   *
   * @param value The number times `unit`.
   * @param unit 10 to the power of `scale`.
   * @param scale Decimals, 1 to 9.
   */
  putDecimal(view: DataView, p: number, value: number, unit: number, scale: number): number;
  /** Writes `YYYY-MM-DD`; returns the place behind it. */
  putDay(view: DataView, p: number, day: number): number;
  /**
   * Writes a text that may have to be escaped; returns the place behind it. `restBytes` is the most that
   * the rest of the batch takes where nothing has to be escaped, this text included.
   */
  putText(
    target: ByteBuffer,
    p: number,
    bytes: Uint8Array,
    from: number,
    to: number,
    dialect: Dialect,
    restBytes: number,
  ): number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Four decimal digits of each number below 10,000, little-endian. */
const FOUR_DIGITS = Int32Array.from({ length: 10_000 }, (_, number) => {
  const text = `${number}`.padStart(4, "0");
  return text.charCodeAt(0) | (text.charCodeAt(1) << 8) | (text.charCodeAt(2) << 16) |
    (text.charCodeAt(3) << 24);
});

/** Writes the digits of a number below 10,000, without leading zeros. */
function putShort(view: DataView, p: number, value: number): number {
  const missing = value >= 1000 ? 0 : value >= 100 ? 1 : value >= 10 ? 2 : 3;
  view.setInt32(p, FOUR_DIGITS[value]! >>> (missing * 8), true);
  return p + 4 - missing;
}

function putNatural(view: DataView, p: number, value: number): number {
  if (value < 10_000) return putShort(view, p, value);
  const high = Math.floor(value / 10_000);
  const end = putNatural(view, p, high);
  view.setInt32(end, FOUR_DIGITS[value - high * 10_000]!, true);
  return end + 4;
}

function putInteger(view: DataView, p: number, value: number): number {
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`can't write ${value}: it is no whole number within 2^53`);
  }
  if (value >= 0) return putNatural(view, p, value);
  view.setInt8(p, 0x2d);
  return putNatural(view, p + 1, -value);
}

function putDecimal(
  view: DataView,
  p: number,
  value: number,
  unit: number,
  scale: number,
): number {
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`can't write ${value} as a decimal: it is no whole number within 2^53`);
  }
  let place = p;
  let rest = value;
  if (value < 0) {
    view.setInt8(place++, 0x2d);
    rest = -value;
  }
  const whole = Math.floor(rest / unit);
  place = putNatural(view, place, whole);
  view.setInt8(place, 0x2e);
  return putFraction(view, place + 1, rest - whole * unit, scale);
}

/** Writes exactly `count` digits, 1 to 9. */
function putFraction(view: DataView, p: number, value: number, count: number): number {
  if (count <= 4) {
    view.setInt32(p, FOUR_DIGITS[value]! >>> ((4 - count) * 8), true);
    return p + count;
  }
  const high = Math.floor(value / 10_000);
  const end = putFraction(view, p, high, count - 4);
  view.setInt32(end, FOUR_DIGITS[value - high * 10_000]!, true);
  return end + 4;
}

/** Month and day of each day of a year that starts in March, `-MM-D` and `D` as two numbers. */
const MARCH_DAYS = Array.from({ length: 366 }, (_, day) => {
  const month = Math.floor((5 * day + 2) / 153);
  const inMonth = day - Math.floor((153 * month + 2) / 5) + 1;
  return { month: month < 10 ? month + 3 : month - 9, inMonth };
});
const MONTH_TEXT = Int32Array.from(MARCH_DAYS, ({ month }) =>
  0x2d00002d |
  ((48 + Math.floor(month / 10)) << 8) | ((48 + (month % 10)) << 16));
const DAY_TEXT = Int16Array.from(
  MARCH_DAYS,
  ({ inMonth }) => (48 + Math.floor(inMonth / 10)) | ((48 + (inMonth % 10)) << 8),
);

/** 0000-01-01 and 9999-12-31 in days from 1970-01-01. */
const FIRST_DAY = -719_528;
const LAST_DAY = 2_932_896;

/** Days from 0000-03-01 to 1970-01-01. */
const EPOCH_SHIFT = 719_468;

/** Proleptic Gregorian calendar; era arithmetic after H. Hinnant, "chrono-compatible date algorithms". */
function putDay(view: DataView, p: number, day: number): number {
  if (!(day >= FIRST_DAY && day <= LAST_DAY)) {
    throw new RangeError(`can't write day ${day}: it is not in the years 0 to 9999`);
  }
  const shifted = day + EPOCH_SHIFT;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = ((dayOfEra - ((dayOfEra / 1460) | 0) + ((dayOfEra / 36_524) | 0) -
    ((dayOfEra / 146_096) | 0)) / 365) | 0;
  const dayOfYear = dayOfEra - (365 * yearOfEra + (yearOfEra >> 2) - ((yearOfEra / 100) | 0));
  const year = yearOfEra + era * 400 + (dayOfYear >= 306 ? 1 : 0);
  view.setInt32(p, FOUR_DIGITS[year]!, true);
  view.setInt32(p + 4, MONTH_TEXT[dayOfYear]!, true);
  view.setInt16(p + 8, DAY_TEXT[dayOfYear]!, true);
  return p + 10;
}

function putText(
  target: ByteBuffer,
  p: number,
  bytes: Uint8Array,
  from: number,
  to: number,
  dialect: Dialect,
  restBytes: number,
): number {
  const { safeBytes } = dialect;
  let at = from;
  while (at < to && safeBytes[bytes[at]!] === 1) at++;
  // An empty text is left to the dialect, which may have to tell it from a null.
  const isSafe = at === to && from < to;
  const written = isSafe
    ? bytes.subarray(from, to)
    : encoder.encode(dialect.formatText(decoder.decode(bytes.subarray(from, to))));
  const quote = isSafe ? dialect.quote : "";
  if (!isSafe) {
    target.length = p;
    target.reserve(restBytes + written.length);
  }
  let place = p;
  if (quote !== "") target.bytes[place++] = quote.charCodeAt(0);
  target.bytes.set(written, place);
  place += written.length;
  if (quote !== "") target.bytes[place++] = quote.charCodeAt(0);
  return place;
}

/** The functions, in one object that every compiled writer gets. */
export const rowRuntime: RowRuntime = { putId, putInteger, putDecimal, putDay, putText };

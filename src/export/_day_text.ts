/**
 * Days as `YYYY-MM-DD`, for the text formats.
 *
 * @module
 */
import { FOUR_DIGITS } from "./_number_text.ts";

/** Month and day of each day of a year that starts in March. */
const MARCH_DAYS = Array.from({ length: 366 }, (_, day) => {
  const month = Math.floor((5 * day + 2) / 153);
  const inMonth = day - Math.floor((153 * month + 2) / 5) + 1;
  return { month: month < 10 ? month + 3 : month - 9, inMonth };
});

/** `-MM-` of each day of a year that starts in March, little-endian. */
const MONTH_TEXT = Int32Array.from(MARCH_DAYS, ({ month }) =>
  0x2d00002d |
  ((48 + Math.floor(month / 10)) << 8) | ((48 + (month % 10)) << 16));
/** `DD` of each. */
const DAY_TEXT = Int16Array.from(
  MARCH_DAYS,
  ({ inMonth }) => (48 + Math.floor(inMonth / 10)) | ((48 + (inMonth % 10)) << 8),
);

/** 0000-01-01 and 9999-12-31 in days from 1970-01-01. */
const FIRST_DAY = -719_528;
const LAST_DAY = 2_932_896;

/** Days from 0000-03-01 to 1970-01-01. */
const EPOCH_SHIFT = 719_468;

/** Days from 1900-03-01 to 1970-01-01, and to 2100-03-01: every fourth year between them is a leap year. */
const MODERN_SHIFT = 25_508;
const MODERN_DAYS = 73_049;

/** Days of four years. */
const LEAP_CYCLE = 1461;

/** A year that starts in March gets its January and February from this day on. */
const NEW_YEAR = 306;

/**
 * Writes a day. Proleptic Gregorian calendar; era arithmetic after H. Hinnant, "chrono-compatible date algorithms".
 *
 * @param view Where to.
 * @param p Place of the first of 10 bytes.
 * @param day Days from 1970-01-01.
 * @returns The place behind them.
 * @throws {RangeError} If the day is not in the years 0 to 9999.
 */
export function putDay(view: DataView, p: number, day: number): number {
  const modern = (day + MODERN_SHIFT) | 0;
  let year: number;
  let dayOfYear: number;
  if (modern >= 0 && modern < MODERN_DAYS) {
    const cycleYear = ((modern * 4 + 3) / LEAP_CYCLE) | 0;
    dayOfYear = modern - ((cycleYear * LEAP_CYCLE) >> 2);
    year = 1900 + cycleYear;
  } else {
    if (!(day >= FIRST_DAY && day <= LAST_DAY)) {
      throw new RangeError(`can't write day ${day}: it is not in the years 0 to 9999`);
    }
    const shifted = day + EPOCH_SHIFT;
    const era = Math.floor(shifted / 146_097);
    const dayOfEra = shifted - era * 146_097;
    const yearOfEra = ((dayOfEra - ((dayOfEra / 1460) | 0) + ((dayOfEra / 36_524) | 0) -
      ((dayOfEra / 146_096) | 0)) / 365) | 0;
    dayOfYear = dayOfEra - (365 * yearOfEra + (yearOfEra >> 2) - ((yearOfEra / 100) | 0));
    year = yearOfEra + era * 400;
  }
  if (dayOfYear >= NEW_YEAR) year++;
  view.setInt32(p, FOUR_DIGITS[year]!, true);
  view.setInt32(p + 4, MONTH_TEXT[dayOfYear]!, true);
  view.setInt16(p + 8, DAY_TEXT[dayOfYear]!, true);
  return p + 10;
}

/**
 * Calendar months of days from 1970-01-01, for terms and ages: a table of the first days of the months.
 *
 * @module
 */

/** First year of the table. */
const FIRST_YEAR = 1900;
const YEARS = 201;

/** First day of each month from January 1900 on, and of the month behind the last. */
const STARTS = Int32Array.from(
  { length: YEARS * 12 + 1 },
  (_, at) => Date.UTC(FIRST_YEAR, at, 1) / 86_400_000,
);

const MONTHS_PER_DAY = 12 / 365.2425;

/**
 * The month of a day.
 *
 * @param day Days from 1970-01-01, between 1900 and 2100.
 * @returns Months from January 1900.
 */
export function monthOf(day: number): number {
  let month = ((day - STARTS[0]!) * MONTHS_PER_DAY) | 0;
  while (STARTS[month + 1]! <= day) month++;
  while (STARTS[month]! > day) month--;
  return month;
}

/**
 * The day of its month.
 *
 * @param day Days from 1970-01-01, between 1900 and 2100.
 * @returns 1 to 31.
 */
export function dayOfMonth(day: number): number {
  return day - STARTS[monthOf(day)]! + 1;
}

/**
 * The first day of a month.
 *
 * @param month Months from January 1900.
 * @returns Days from 1970-01-01.
 */
export function firstDayOf(month: number): number {
  return STARTS[month]!;
}

/**
 * The year of a day.
 *
 * @param day Days from 1970-01-01, between 1900 and 2100.
 * @returns The calendar year.
 */
export function yearOf(day: number): number {
  return FIRST_YEAR + ((monthOf(day) / 12) | 0);
}

/**
 * The same day so many months later, or the last of that month where it has no such day.
 *
 * @param day Days from 1970-01-01.
 * @param months How many.
 * @returns Days from 1970-01-01.
 *
 * @example
 * ```ts
 * import { addMonths } from "./months.ts";
 * if (addMonths(30, 1) !== 58 || addMonths(58, 12) !== 423) throw new RangeError();
 * ```
 */
export function addMonths(day: number, months: number): number {
  const month = monthOf(day);
  const at = day - STARTS[month]!;
  const start = STARTS[month + months]!;
  const last = STARTS[month + months + 1]! - 1;
  return start + at > last ? last : start + at;
}

/**
 * Whole months from one day to a later one.
 *
 * @param from Days from 1970-01-01.
 * @param to Not before it.
 * @returns The greatest number of months that can be added to the first day without passing the second.
 *
 * @example
 * ```ts
 * import { monthsBetween } from "./months.ts";
 * if (monthsBetween(30, 58) !== 0 || monthsBetween(0, 365) !== 12) throw new RangeError();
 * ```
 */
export function monthsBetween(from: number, to: number): number {
  const first = monthOf(from);
  const last = monthOf(to);
  return last - first - (to - STARTS[last]! < from - STARTS[first]! ? 1 : 0);
}

/**
 * Whole years from one day to a later one.
 *
 * @param from Days from 1970-01-01.
 * @param to Not before it.
 * @returns Years of age, of tenure.
 */
export function yearsBetween(from: number, to: number): number {
  return (monthsBetween(from, to) / 12) | 0;
}

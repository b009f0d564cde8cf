/**
 * Calendar months added to days.
 *
 * @module
 */

/**
 * The day so many calendar months later; where that month is shorter, its last day.
 *
 * @param day Days from 1970-01-01.
 * @param months A whole number.
 * @returns Days from 1970-01-01.
 *
 * @example
 * ```ts
 * import { formatDay, parseDay } from "../../core/batch.ts";
 * import { addMonths } from "./calendar.ts";
 * const day = addMonths(parseDay("2004-02-29")!, 16 * 12 + 12);
 * if (formatDay(day) !== "2021-02-28") throw new RangeError();
 * ```
 */
export function addMonths(day: number, months: number): number {
  // Days and years that begin in March, so that the leap day comes last.
  const z = day + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra -
    (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5);
  const total = (era * 400 + yearOfEra) * 12 + monthFromMarch + months;
  const year = Math.floor(total / 12);
  const month = total - year * 12;
  return firstDay(year, month) + Math.min(dayOfMonth, monthLength(year, month) - 1);
}

/** First day of a month of a year that begins in March. */
function firstDay(year: number, month: number): number {
  return year * 365 + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400) +
    Math.floor((153 * month + 2) / 5) - 719_468;
}

function monthLength(year: number, month: number): number {
  return month === 11
    ? firstDay(year + 1, 0) - firstDay(year, 11)
    : firstDay(year, month + 1) - firstDay(year, month);
}

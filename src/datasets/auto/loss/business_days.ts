/**
 * Days on which offices and banks work: Monday to Friday, but for the holidays of the Federal Reserve.
 *
 * @module
 */
import { once } from "../tables.ts";

/** Days from 1970-01-01 of the first and behind the last day there can be in claims. */
const FIRST = Date.UTC(2022, 0, 1) / 86_400_000;
const LAST = Date.UTC(2060, 0, 1) / 86_400_000;

/** Holidays of a fixed day; one on a Sunday is kept on the Monday, one on a Saturday is not. */
const FIXED = [[0, 1], [5, 19], [6, 4], [10, 11], [11, 25]] as const;
/** Mondays and Thursdays by month: which weekday (0 Sunday), which of them; 5 the last. */
const FLOATING = [[0, 1, 3], [1, 1, 3], [4, 1, 5], [8, 1, 1], [9, 1, 2], [10, 4, 4]] as const;

const dayOf = (year: number, month: number, date: number) =>
  Date.UTC(year, month, date) / 86_400_000;

/** 1970-01-01 was a Thursday. */
const weekdayOf = (day: number) => (day + 4) % 7;

function floatingDay(year: number, month: number, weekday: number, which: number): number {
  if (which === 5) {
    const last = dayOf(year, month + 1, 0);
    return last - (weekdayOf(last) - weekday + 7) % 7;
  }
  const first = dayOf(year, month, 1);
  return first + (weekday - weekdayOf(first) + 7) % 7 + 7 * (which - 1);
}

/** 1 for each business day from {@link FIRST} on. */
const calendar = once(() => {
  const out = Uint8Array.from({ length: LAST - FIRST }, (_, at) => {
    const weekday = weekdayOf(FIRST + at);
    return weekday === 0 || weekday === 6 ? 0 : 1;
  });
  for (let year = 2022; year < 2060; year++) {
    for (const [month, date] of FIXED) {
      const day = dayOf(year, month, date);
      out[day + (weekdayOf(day) === 0 ? 1 : 0) - FIRST] = 0;
    }
    for (const [month, weekday, which] of FLOATING) {
      out[floatingDay(year, month, weekday, which) - FIRST] = 0;
    }
  }
  return out;
});

/**
 * Whether offices and banks work on a day.
 *
 * @param day Days from 1970-01-01; holidays are those of 2022 to 2059.
 * @returns False on Saturdays, Sundays and holidays.
 *
 * @example
 * ```ts
 * import { parseDay } from "../../../core/batch.ts";
 * import { isBusinessDay } from "./business_days.ts";
 * const isOpen = (text: string) => isBusinessDay(parseDay(text)!);
 * // Independence Day of 2027 is a Sunday; it is kept on the Monday.
 * if (!isOpen("2027-07-02") || isOpen("2027-07-05")) throw new RangeError();
 * // Thanksgiving, and the last Monday of May.
 * if (isOpen("2026-11-26") || isOpen("2026-05-25")) throw new RangeError();
 * ```
 */
export function isBusinessDay(day: number): boolean {
  const weekday = (weekdayOf(day) + 7) % 7;
  return (calendar()[day - FIRST] ?? (weekday === 0 || weekday === 6 ? 0 : 1)) === 1;
}

/**
 * The first business day from a day on.
 *
 * @param day Days from 1970-01-01.
 * @returns Days from 1970-01-01: the day itself where it is one.
 */
export function nextBusinessDay(day: number): number {
  const open = calendar();
  let at = day;
  while (open[at - FIRST] === 0) at++;
  return at;
}

/**
 * The business day that is nearest to a day and not before another.
 *
 * @param day Days from 1970-01-01.
 * @param least The day before which it must not be.
 * @returns Days from 1970-01-01; of two that are as near the later one.
 *
 * @example
 * ```ts
 * import { parseDay } from "../../../core/batch.ts";
 * import { nearestBusinessDay } from "./business_days.ts";
 * const saturday = parseDay("2026-03-07")!;
 * if (nearestBusinessDay(saturday, 0) !== saturday - 1) throw new RangeError();
 * if (nearestBusinessDay(saturday, saturday) !== saturday + 2) throw new RangeError();
 * ```
 */
export function nearestBusinessDay(day: number, least: number): number {
  const open = calendar();
  const later = nextBusinessDay(Math.max(day, least));
  for (let at = day; at >= least && day - at < later - day; at--) {
    if (open[at - FIRST] === 1) return at;
  }
  return later;
}

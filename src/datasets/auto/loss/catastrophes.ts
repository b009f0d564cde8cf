/**
 * Catastrophes: storms and floods of a state and day, the same for all accounts of a plan. Losses by hail,
 * wind and flood in their month are theirs, most of them.
 *
 * @module
 */
import { RowStates } from "../../../random/stream.ts";
import { states } from "../places.ts";
import { once } from "../tables.ts";
import { defineShared, type Shared } from "../world.ts";
import { TIME, TIMES, times } from "./claim_relativities.ts";

/** Perils of catastrophes; a row holds an index in this list. */
export const PERILS = ["hail", "wind", "flood"] as const;

/** First month, counted in months from year 0: January 2022. */
const FIRST_MONTH = 2022 * 12;
/** Months there are catastrophes in: up to December 2027. */
const MONTHS = 72;

/** Chance of an event of a peril in a state and month where the month is an average one (grade C). */
const CHANCES = [0.35, 0.35, 0.3] as const;
const MAX_CHANCE = 0.85;
const TIME_COLUMNS = [TIME.HAIL, TIME.EVEN, TIME.FLOOD] as const;

/** Share of the losses of the peril, in a state and month with an event, that are the event's. */
export const EVENT_SHARE = 0.95;

/**
 * Month of a day.
 *
 * @param day Days from 1970-01-01.
 * @returns Months from year 0.
 */
export function monthOf(day: number): number {
  const date = new Date(day * 86_400_000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** Code of each catastrophe: year, month, peril and state. */
export const catastropheWords: () => readonly string[] = once(() =>
  PERILS.flatMap((peril) =>
    states().codes.flatMap((state) =>
      Array.from({ length: MONTHS }, (_, at) => {
        const month = FIRST_MONTH + at;
        return `CAT-${Math.floor(month / 12)}-${
          `${month % 12 + 1}`.padStart(2, "0")
        }-${peril.toUpperCase()}-${state}`;
      })
    )
  )
);

/** Day of each catastrophe, in the order of {@link catastropheWords}; -1 where there is none. */
const EVENT_DAYS: Shared<Int32Array> = defineShared((world) => {
  const count = catastropheWords().length;
  const rows = new RowStates(count);
  world.stream("catastrophe").fillRange(rows, 0, count);
  const chances = new Int32Array(count);
  const places = new Int32Array(count);
  world.field("catastrophe", "happens").fill(rows, count, chances);
  world.field("catastrophe", "day").fill(rows, count, places);
  const { months } = times();
  const perPeril = count / PERILS.length;
  return Int32Array.from({ length: count }, (_, at) => {
    const peril = Math.floor(at / perPeril);
    const month = FIRST_MONTH + at % MONTHS;
    const relative = months[(month % 12) * TIMES.length + TIME_COLUMNS[peril]!]!;
    const chance = Math.min(CHANCES[peril]! * relative, MAX_CHANCE);
    if ((chances[at]! >>> 0) >= chance * 2 ** 32) return -1;
    const first = Date.UTC(Math.floor(month / 12), month % 12, 1) / 86_400_000;
    const next = Date.UTC(Math.floor((month + 1) / 12), (month + 1) % 12, 1) / 86_400_000;
    return first + Math.floor((places[at]! >>> 0) * (next - first) * 2 ** -32);
  });
});

/** Finds the catastrophe of a peril, state and month. */
export interface CatastropheFinder {
  /** Day of each catastrophe, -1 where there is none. */
  readonly days: Int32Array;
  /**
   * The catastrophe of a month.
   *
   * @param peril Index of the peril.
   * @param state Index of the state.
   * @param day A day of the month.
   * @returns Its index in {@link catastropheWords}, or -1.
   */
  readonly find: (peril: number, state: number, day: number) => number;
}

/** The catastrophes of a plan. */
export const CATASTROPHES: Shared<CatastropheFinder> = defineShared((world) => {
  const days = world.get(EVENT_DAYS);
  const perPeril = days.length / PERILS.length;
  return {
    days,
    find(peril: number, state: number, day: number): number {
      const month = monthOf(day) - FIRST_MONTH;
      if (month < 0 || month >= MONTHS) return -1;
      const at = peril * perPeril + state * MONTHS + month;
      return days[at]! < 0 ? -1 : at;
    },
  };
});

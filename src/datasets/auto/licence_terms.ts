/**
 * Terms of driver licences: when they expire and whether they are in force.
 *
 * @module
 */
import { PERSON_DRAWS, PERSON_ROWS, STATES } from "./account.ts";
import { ANCHOR, AS_OF, BIRTH_DAYS, FIRST_LICENSED_DAYS } from "./births.ts";
import { makeRoom } from "./children.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { states } from "./places.ts";

/** States of a licence; a row holds an index in this list. */
export const LICENCE_STATUSES = ["valid", "expired", "suspended"] as const;

/** When licences expire. */
export interface Terms {
  /** Day of expiry, a birthday. */
  readonly expiries: Int32Array;
  /** Index in {@link LICENCE_STATUSES}. */
  readonly statuses: Uint8Array;
}

/** Shares of persons who forgot to renew, and of those who lost the licence for a time (grade C). */
const LAPSED_SHARE = 0.012;
const SUSPENDED_SHARE = 0.008;
/** Days after which who forgot renews: as many on average as a year has, so that as many are late on any day. */
const LATE_DAYS = { least: 30, most: 700 } as const;

const TWO_32 = 2 ** 32;

/** Days from 1900-03-01 to 1970-01-01: years that begin in March have their leap day at the end. */
const MARCH_1900 = 25_508;
/** Days from March to the end of December. */
const MARCH_TO_DECEMBER = 306;

/** Calendar year of a day from 1901 to 2099, in years from 1900. */
function yearOf(day: number): number {
  return (((4 * (day + 36_525) + 2) / 1461) | 0) - 30;
}

/** Scatters the word of a person, for what happens at the end of one term. */
function scatter(word: number, year: number): number {
  let mixed = Math.imul(word ^ Math.imul(year, 0x9e3779b1), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / TWO_32;
}

/**
 * Day on which a licence is renewed that ran out.
 *
 * @param end Day on which it ran out.
 * @param chance Number from 0 to 1.
 * @param after Day after which it is.
 * @returns The day.
 */
function lateRenewal(end: number, chance: number, after: number): number {
  const first = Math.max(end + LATE_DAYS.least, after + 1);
  return first + Math.floor(chance * (end + LATE_DAYS.most - first + 1));
}

/**
 * Expiry and status of each licence: it is renewed on a birthday every so many years, counted from the
 * year of the first licence. Who was born on 29 February has the birthday on 1 March in common years.
 *
 * Some forget: the licence has expired from that birthday on until it is renewed, which keeps the birthdays
 * of the terms. Those whom the anchor finds so forgot at their last birthday before it, and their terms count
 * from there. Whether somebody forgets, and for how long, follows from person and term, not from the plan's day.
 */
export const TERMS: Fact<Terms> = defineFact<Terms>((chunk, kept) => {
  const { count, parents } = chunk.get(PERSON_ROWS);
  const words = chunk.get(PERSON_DRAWS).words("license_status");
  const where = chunk.get(STATES);
  const births = chunk.get(BIRTH_DAYS);
  const firsts = chunk.get(FIRST_LICENSED_DAYS);
  const asOf = chunk.world.get(AS_OF);
  const renewalYears = Uint8Array.from(states().renewalYears);
  const out: Terms = {
    expiries: makeRoom(kept?.expiries, count, (length) => new Int32Array(length)),
    statuses: makeRoom(kept?.statuses, count, (length) => new Uint8Array(length)),
  };
  const { expiries, statuses } = out;
  const now = yearOf(asOf);
  const anchorYear = yearOf(ANCHOR);
  for (let row = 0; row < count; row++) {
    // The birth in years from March 1900, and the day in that year.
    const sinceMarch = births[row]! + MARCH_1900;
    const marchYear = ((4 * sinceMarch + 3) / 1461) | 0;
    const dayOfYear = sinceMarch - ((1461 * marchYear) >> 2);
    const early = dayOfYear >= MARCH_TO_DECEMBER ? 1 : 0;
    const base = dayOfYear - MARCH_1900;
    const years = renewalYears[where[parents[row]!]!]!;
    const first = firsts[row]!;
    const word = words[row]!;
    const chance = (word >>> 0) / TWO_32;
    // The year from which terms count.
    let from = yearOf(first);
    let forgot = 0;
    if (chance < LAPSED_SHARE) {
      const isPast = base + ((1461 * (anchorYear - early)) >> 2) < ANCHOR;
      const year = isPast ? anchorYear : anchorYear - 1;
      if (base + ((1461 * (year - early)) >> 2) > first + 365) from = forgot = year;
    }
    // The year of the term's end: this year where the birthday is still to come, else a later one.
    const elapsed = (now - from + years * 2) % years;
    const thisYear = base + ((1461 * (now - early)) >> 2);
    const isPast = thisYear < asOf || elapsed !== 0 || now === yearOf(first) ? 1 : 0;
    const next = now + isPast * (years - elapsed);
    let expiry = base + ((1461 * (next - early)) >> 2);
    let status = 0;
    if (chance >= LAPSED_SHARE && chance < LAPSED_SHARE + SUSPENDED_SHARE) status = 2;
    else {
      const last = next - years;
      const end = base + ((1461 * (last - early)) >> 2);
      if (asOf - end < LATE_DAYS.most && end > first + 365) {
        const long = scatter(~word, last);
        // Whom the anchor finds late is drawn for it: nobody else is.
        const until = last === forgot
          ? lateRenewal(end, long, ANCHOR)
          : scatter(word, last) < LAPSED_SHARE * years
          ? lateRenewal(end, long, end)
          : end;
        const isOther = last !== forgot && end < ANCHOR && until > ANCHOR;
        if (end < asOf && asOf < until && !isOther) {
          expiry = end;
          status = 1;
        }
      }
    }
    expiries[row] = expiry;
    statuses[row] = status;
  }
  return out;
});

/**
 * What some states encode in licence numbers: Soundex of the last name, codes of first names, days.
 *
 * @module
 */

const GROUPS: Readonly<Record<string, string>> = {
  B: "1",
  F: "1",
  P: "1",
  V: "1",
  C: "2",
  G: "2",
  J: "2",
  K: "2",
  Q: "2",
  S: "2",
  X: "2",
  Z: "2",
  D: "3",
  T: "3",
  L: "4",
  M: "5",
  N: "5",
  R: "6",
};

/** The letters of a name, in capitals. */
function lettersOf(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z]/g, "");
}

/**
 * American Soundex: a letter and three digits.
 *
 * @param name A name in ASCII.
 * @returns For example `R163` for Robert.
 *
 * @example
 * ```ts
 * import { soundex } from "./licence_codes.ts";
 * if (soundex("Robert") !== "R163" || soundex("Ashcraft") !== "A261") throw new RangeError();
 * if (soundex("Tymczak") !== "T522" || soundex("Lee") !== "L000") throw new RangeError();
 * ```
 */
export function soundex(name: string): string {
  const letters = lettersOf(name);
  let code = letters.charAt(0);
  let before = GROUPS[code];
  for (const letter of letters.slice(1)) {
    const group = GROUPS[letter];
    if (group !== undefined && group !== before) code += group;
    // H and W don't part equal groups; vowels do.
    if (letter !== "H" && letter !== "W") before = group;
    if (code.length === 4) break;
  }
  return code.padEnd(4, "0");
}

/** Codes of first letters, A to Z, in Florida, Illinois and Wisconsin. */
const INITIALS = [
  [0, 60, 100, 160, 200, 240, 280, 320, 400, 420, 500, 520, 540],
  [620, 640, 660, 700, 720, 780, 800, 840, 860, 880, 940, 960, 980],
].flat();

/** Codes of frequent first names, in the same states. */
const FREQUENT: Readonly<Record<string, number>> = {
  Albert: 20,
  Alice: 20,
  Ann: 40,
  Anna: 40,
  Anne: 40,
  Annie: 40,
  Arthur: 40,
  Bernard: 80,
  Bette: 80,
  Bettie: 80,
  Betty: 80,
  Carl: 120,
  Catherine: 120,
  Charles: 140,
  Clara: 140,
  Donald: 180,
  Dorothy: 180,
  Edward: 220,
  Elizabeth: 220,
  Florence: 260,
  Frank: 260,
  George: 300,
  Grace: 300,
  Harold: 340,
  Harriet: 340,
  Harry: 360,
  Hazel: 360,
  Helen: 380,
  Henry: 380,
  James: 440,
  Jane: 440,
  Jayne: 440,
  Jean: 460,
  Joan: 480,
  John: 460,
  Joseph: 480,
  Margaret: 560,
  Martin: 560,
  Marvin: 580,
  Mary: 580,
  Melvin: 600,
  Mildred: 600,
  Patricia: 680,
  Paul: 680,
  Richard: 740,
  Robert: 760,
  Ruby: 740,
  Ruth: 760,
  Thelma: 820,
  Thomas: 820,
  Walter: 900,
  Wanda: 900,
  William: 920,
  Wilma: 920,
};

/**
 * Code of a first name in Florida, Illinois and Wisconsin, without that of a middle initial.
 *
 * @param name A first name.
 * @returns A number from 0 to 980.
 */
export function firstNameCode(name: string): number {
  return FREQUENT[name] ?? INITIALS[lettersOf(name).charCodeAt(0) - 65]!;
}

/**
 * A number that grows with the name in the alphabet: how Maryland, Michigan, Minnesota and New Jersey
 * number names. The real tables are not public; the order is kept, the figures are ours.
 *
 * @param name A name.
 * @param skipped Letters at its start to pass over.
 * @param limit The number is below this.
 * @returns A number from 1.
 */
export function orderCode(name: string, skipped: number, limit: number): number {
  const letters = lettersOf(name);
  let value = 0;
  for (let at = 3; at >= 0; at--) {
    const letter = letters.charCodeAt(skipped + at);
    value = (value + (Number.isNaN(letter) ? 0 : letter - 64)) / 27;
  }
  return 1 + Math.floor(value * (limit - 1));
}

/** A calendar day. */
export interface Civil {
  year: number;
  /** 1 to 12. */
  month: number;
  /** 1 to 31. */
  day: number;
}

/**
 * Year, month and day of a day number, by whole numbers alone.
 *
 * @param days Days from 1970-01-01; from the year 1600 on.
 * @param out Takes the result.
 *
 * @example
 * ```ts
 * import { splitDay } from "./licence_codes.ts";
 * const date = { year: 0, month: 0, day: 0 };
 * splitDay(-1, date);
 * if (date.year !== 1969 || date.month !== 12 || date.day !== 31) throw new RangeError();
 * ```
 */
export function splitDay(days: number, out: Civil): void {
  // Days from 1600-03-01, so that a leap day is the last day of a year of 4, 100 and 400.
  const shifted = days + 135_080;
  const era = (shifted / 146_097) | 0;
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra =
    ((dayOfEra - ((dayOfEra / 1460) | 0) + ((dayOfEra / 36_524) | 0) - ((dayOfEra / 146_096) | 0)) /
      365) | 0;
  const dayOfYear = dayOfEra - (365 * yearOfEra + (yearOfEra >> 2) - ((yearOfEra / 100) | 0));
  const month = ((5 * dayOfYear + 2) / 153) | 0;
  out.day = dayOfYear - (((153 * month + 2) / 5) | 0) + 1;
  out.month = month < 10 ? month + 3 : month - 9;
  out.year = 1600 + era * 400 + yearOfEra + (month < 10 ? 0 : 1);
}

/**
 * The day number of a date: undoes {@link splitDay}.
 *
 * @param year From 1601 on.
 * @param month 1 to 12.
 * @param day 1 to 31; one that the month doesn't have gives a day of the next month.
 * @returns Days from 1970-01-01.
 */
export function joinDay(year: number, month: number, day: number): number {
  const y = month > 2 ? year - 1600 : year - 1601;
  const shifted = month > 2 ? month - 3 : month + 9;
  return 365 * y + (y >> 2) - ((y / 100) | 0) + ((y / 400) | 0) +
    (((153 * shifted + 2) / 5) | 0) + day - 1 - 135_080;
}

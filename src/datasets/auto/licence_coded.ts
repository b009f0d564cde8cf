/**
 * Licence numbers that encode the person: Soundex of the last name, codes of first names, the birth day.
 *
 * Florida, Illinois, Wisconsin, Washington (until 2018), New Jersey's frame, New Hampshire, North
 * Dakota, Montana and Connecticut follow the published rules. The codes of first names and birth days of
 * Maryland, Michigan, Minnesota and New Jersey are not public: they keep the alphabet's and the
 * calendar's order, and the figures are ours.
 *
 * @module
 */
import {
  type Civil,
  firstNameCode,
  joinDay,
  orderCode,
  soundex,
  splitDay,
} from "./licence_codes.ts";
import type { CodedRule } from "./licence_forms.ts";
import { firstNames, lastNames } from "./names.ts";
import { once } from "./tables.ts";

/** A person whose number is written. */
export interface CodedPerson {
  /** Code of the first name. */
  first: number;
  /** Code of the last name. */
  last: number;
  /** 1 for women. */
  sex: number;
  /** A number below the form's size, which tells persons with the same codes apart. */
  serial: number;
  /** Date of birth. */
  readonly birth: Civil;
}

const letters = (names: readonly string[]) =>
  names.map((name) => name.toUpperCase().replaceAll(/[^A-Z]/g, ""));

/** What rules need of names, computed once. */
const codes = once(() => {
  const firsts = firstNames().words;
  const lasts = lastNames().words;
  return {
    soundexes: lasts.map(soundex),
    firstLetters: letters(firsts),
    lastLetters: letters(lasts),
    firstCodes: firsts.map(firstNameCode),
    firstOrders: firsts.map((name) => orderCode(name, 0, 1000)),
    lastOrders: lasts.map((name) => orderCode(name, 1, 10_000)),
  };
});

const pad = (value: number, width: number) => `${value}`.padStart(width, "0");

/** Letters of months and characters of days in Washington's numbers until 2018. */
const WASHINGTON_MONTHS = "BCDJKLMNOPQR";
const WASHINGTON_DAYS = "ABCDEFGHZSJKLMNWPQR0123456789TU";

/** Value of a character in Washington's check digit. */
function washingtonValue(character: string): number {
  const code = character.charCodeAt(0);
  if (code < 65) return code - 48;
  return (code - 65 + (code > 82 ? 4 : code > 73 ? 2 : 1)) % 10;
}

function putWashington({ first, last, serial, birth }: CodedPerson): string {
  const { firstLetters, lastLetters } = codes();
  const name = lastLetters[last]!.slice(0, 5) + firstLetters[first]![0]! +
    String.fromCharCode(65 + serial);
  const year = pad(100 - birth.year % 100, 2).slice(-2);
  const day = WASHINGTON_MONTHS[birth.month - 1]! + WASHINGTON_DAYS[birth.day - 1]!;
  const sum = [...`${name}${year}${day}`]
    .reduce(
      (total, character, at) => total + (at % 2 === 1 ? -1 : 1) * washingtonValue(character),
      0,
    );
  return `${name}${year}${Math.abs(sum) % 10}${day}`;
}

/** Soundex and first name, without a middle initial, and the year. */
function putShared({ first, last, birth }: CodedPerson): string {
  const { soundexes, firstCodes } = codes();
  return soundexes[last]! + pad(firstCodes[first]!, 3) + pad(birth.year % 100, 2);
}

function dayCode({ sex, birth }: CodedPerson, monthDays: number, women: number): string {
  return pad((birth.month - 1) * monthDays + birth.day + sex * women, 3);
}

/** The rules. */
const RULES: Readonly<Record<CodedRule, (person: CodedPerson) => string>> = {
  florida: (person) => putShared(person) + dayCode(person, 40, 500) + person.serial,
  illinois: (person) => putShared(person) + dayCode(person, 31, 600),
  wisconsin: (person) => putShared(person) + dayCode(person, 40, 500) + pad(person.serial, 2),
  soundex: ({ first, last, serial, birth }) => {
    const { soundexes, firstOrders } = codes();
    const day = joinDay(2000, birth.month, birth.day) - joinDay(2000, 1, 1);
    return soundexes[last]! + pad(firstOrders[first]!, 3) + pad(serial, 3) +
      pad(1 + Math.floor(day * 998 / 366), 3);
  },
  newJersey: ({ first, last, sex, serial, birth }) => {
    const { lastLetters, lastOrders, firstOrders } = codes();
    // Middle initials are 61 to 69, 71 to 79 and 82 to 89; eye colours 1 to 8.
    const middle = serial >> 3;
    const initial = middle < 9 ? 61 + middle : middle < 18 ? 62 + middle : 64 + middle;
    return lastLetters[last]![0]! + pad(lastOrders[last]!, 4) + pad(firstOrders[first]!, 3) +
      initial + pad(birth.month + 50 * sex, 2) + pad(birth.year % 100, 2) + (1 + (serial & 7));
  },
  northDakota: ({ last, serial, birth }) =>
    codes().lastLetters[last]!.slice(0, 3).padEnd(3, "X") + pad(birth.year % 100, 2) +
    pad(serial, 4),
  newHampshire: ({ first, last, serial, birth }) => {
    const { firstLetters, lastLetters } = codes();
    const name = lastLetters[last]!;
    return pad(birth.month, 2) + name[0]! + name.at(-1)! + firstLetters[first]![0]! +
      pad(birth.year % 100, 2) + pad(birth.day, 2) + serial;
  },
  washington: putWashington,
  montana: ({ serial, birth }) =>
    pad(birth.month, 2) + pad(serial, 3) + pad(birth.year, 4) + "41" + pad(birth.day, 2),
  connecticut: ({ serial, birth }) =>
    pad(birth.month + (birth.year % 2 === 0 ? 12 : 0), 2) + pad(serial, 7),
};

/**
 * Writes the number of a person in a form that encodes it.
 *
 * @param bytes Where to.
 * @param place First byte in it.
 * @param rule The form's rule.
 * @param person The person.
 */
export function putCoded(
  bytes: Uint8Array,
  place: number,
  rule: CodedRule,
  person: CodedPerson,
): void {
  const text = RULES[rule](person);
  for (let at = 0; at < text.length; at++) bytes[place + at] = text.charCodeAt(at);
}

/**
 * Splits a day of birth into the person's date.
 *
 * @param day Days from 1970-01-01.
 * @param person Takes the date.
 */
export function setBirth(day: number, person: CodedPerson): void {
  splitDay(day, person.birth);
}

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
import { firstNames, joinLastNames, lastNames } from "./names.ts";
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

/** Bytes of a fixed number of capitals or digits for each name, one name behind the other. */
interface NameCodes {
  readonly bytes: Uint8Array;
  readonly width: number;
}

function encode(
  names: readonly string[],
  width: number,
  code: (name: string) => string,
): NameCodes {
  return { bytes: new TextEncoder().encode(names.map(code).join("")), width };
}

const letters = (name: string) => name.toUpperCase().replaceAll(/[^A-Z]/g, "");

/** Letters of all last names. */
const lastLetters = once(() =>
  joinLastNames(lastNames().plain.map(letters), (own, family) => own + family)
);

/** What rules need of names: each computed once, and only where a state of the footprint needs it. */
const soundexes = once(() => encode(lastLetters(), 4, soundex));
const five = once(() => encode(lastLetters(), 5, (name) => name.slice(0, 5).padEnd(5, "X")));
const ends = once(() => encode(lastLetters(), 2, (name) => name.charAt(0) + name.at(-1)!));
const initials = once(() => encode(firstNames().words, 1, (name) => letters(name).charAt(0)));
const firstCodes = once(() => Uint16Array.from(firstNames().words, firstNameCode));
const firstOrders = once(() =>
  Uint16Array.from(firstNames().words, (name) => orderCode(name, 0, 1000))
);
const lastOrders = once(() =>
  Uint16Array.from(lastLetters(), (name) => orderCode(name, 1, 10_000))
);

/** Copies the first bytes of a name's code; returns the place behind them. */
function putName(out: Uint8Array, at: number, names: NameCodes, code: number, width: number) {
  const from = code * names.width;
  for (let k = 0; k < width; k++) out[at + k] = names.bytes[from + k]!;
  return at + width;
}

/** Writes a number with leading zeros; returns the place behind it. */
function putPadded(out: Uint8Array, at: number, value: number, width: number): number {
  let rest = value;
  for (let k = at + width - 1; k >= at; k--) {
    const tenth = (rest / 10) | 0;
    out[k] = 48 + rest - tenth * 10;
    rest = tenth;
  }
  return at + width;
}

/** Letters of months and characters of days in Washington's numbers until 2018. */
const WASHINGTON_MONTHS = new TextEncoder().encode("BCDJKLMNOPQR");
const WASHINGTON_DAYS = new TextEncoder().encode("ABCDEFGHZSJKLMNWPQR0123456789TU");

/** Value of a character in Washington's check digit. */
function washingtonValue(code: number): number {
  if (code < 65) return code - 48;
  return (code - 65 + (code > 82 ? 4 : code > 73 ? 2 : 1)) % 10;
}

function putWashington(out: Uint8Array, at: number, person: CodedPerson): void {
  const { first, last, serial, birth } = person;
  putName(out, at, five(), last, 5);
  putName(out, at + 5, initials(), first, 1);
  out[at + 6] = 65 + serial;
  putPadded(out, at + 7, (100 - birth.year % 100) % 100, 2);
  out[at + 10] = WASHINGTON_MONTHS[birth.month - 1]!;
  out[at + 11] = WASHINGTON_DAYS[birth.day - 1]!;
  let sum = 0;
  for (let k = 0; k < 9; k++) sum += (1 - 2 * (k & 1)) * washingtonValue(out[at + k]!);
  // The check digit stands between them: what follows it counts on.
  sum += -washingtonValue(out[at + 10]!) + washingtonValue(out[at + 11]!);
  out[at + 9] = 48 + Math.abs(sum) % 10;
}

/** Codes of middle initials: they are added to that of the first name. */
const MIDDLE_COUNT = 19;

/** Soundex, first name and a middle initial by the serial, the year, and the day with the sex. */
function putShared(
  out: Uint8Array,
  at: number,
  { first, last, sex, serial, birth }: CodedPerson,
  monthDays: number,
  women: number,
): number {
  let to = putName(out, at, soundexes(), last, 4);
  to = putPadded(out, to, firstCodes()[first]! + 1 + serial % MIDDLE_COUNT, 3);
  to = putPadded(out, to, birth.year % 100, 2);
  return putPadded(out, to, (birth.month - 1) * monthDays + birth.day + sex * women, 3);
}

function putNewJersey(out: Uint8Array, at: number, person: CodedPerson): void {
  const { first, last, sex, serial, birth } = person;
  // Middle initials are 61 to 69, 71 to 79 and 82 to 89; eye colours 1 to 8.
  const middle = serial >> 3;
  const initial = middle < 9 ? 61 + middle : middle < 18 ? 62 + middle : 64 + middle;
  let to = putName(out, at, five(), last, 1);
  to = putPadded(out, to, lastOrders()[last]!, 4);
  to = putPadded(out, to, firstOrders()[first]!, 3);
  to = putPadded(out, to, initial, 2);
  to = putPadded(out, to, birth.month + 50 * sex, 2);
  to = putPadded(out, to, birth.year % 100, 2);
  putPadded(out, to, 1 + (serial & 7), 1);
}

type Rule = (out: Uint8Array, at: number, person: CodedPerson) => void;

/** The rules. */
const RULES: Readonly<Record<CodedRule, Rule>> = {
  florida: (out, at, person) => {
    const overflow = Math.floor(person.serial / MIDDLE_COUNT);
    putPadded(out, putShared(out, at, person, 40, 500), overflow, 1);
  },
  illinois: (out, at, person) => {
    putShared(out, at, person, 31, 600);
  },
  wisconsin: (out, at, person) => {
    const overflow = Math.floor(person.serial / MIDDLE_COUNT);
    putPadded(out, putShared(out, at, person, 40, 500), overflow, 2);
  },
  soundex: (out, at, { first, last, serial, birth }) => {
    const day = joinDay(2000, birth.month, birth.day) - joinDay(2000, 1, 1);
    let to = putName(out, at, soundexes(), last, 4);
    to = putPadded(out, to, firstOrders()[first]!, 3);
    to = putPadded(out, to, serial, 3);
    putPadded(out, to, 1 + Math.floor(day * 998 / 366), 3);
  },
  newJersey: putNewJersey,
  northDakota: (out, at, { last, serial, birth }) => {
    const to = putName(out, at, five(), last, 3);
    putPadded(out, putPadded(out, to, birth.year % 100, 2), serial, 4);
  },
  newHampshire: (out, at, { first, last, serial, birth }) => {
    let to = putPadded(out, at, birth.month, 2);
    to = putName(out, to, ends(), last, 2);
    to = putName(out, to, initials(), first, 1);
    to = putPadded(out, to, birth.year % 100, 2);
    to = putPadded(out, to, birth.day, 2);
    putPadded(out, to, serial, 1);
  },
  washington: putWashington,
  montana: (out, at, { serial, birth }) => {
    let to = putPadded(out, at, birth.month, 2);
    to = putPadded(out, to, serial, 3);
    to = putPadded(out, to, birth.year, 4);
    to = putPadded(out, to, 41, 2);
    putPadded(out, to, birth.day, 2);
  },
  connecticut: (out, at, { serial, birth }) => {
    const to = putPadded(out, at, birth.month + (birth.year % 2 === 0 ? 12 : 0), 2);
    putPadded(out, to, serial, 7);
  },
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
  RULES[rule](bytes, place, person);
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

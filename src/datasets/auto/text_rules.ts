/**
 * Forms of texts that no pattern of their field says: names, streets, mail addresses, occupations.
 *
 * @module
 */
import type { RowRule } from "../../core/rule.ts";
import { occupations } from "./occupations.ts";

const PERSONS = "persons";
const ADDRESSES = "addresses";

/** What is no part of a last name: suffixes, estates, companies, letters that were read in another encoding. */
const FOREIGN = /(^| )(JR|SR|II|III|IV|ESTATE OF|LLC|INC|CORP|CO|LTD)\.?( |$)|[ÃÂ?]| {2}/i;

/** What is wrong with a last name; undefined where nothing is. */
function checkName(name: string): string | undefined {
  const isFlat = name.length > 2 && (name === name.toUpperCase() || name === name.toLowerCase());
  return isFlat || FOREIGN.test(name) ? "a family name alone, in mixed case" : undefined;
}

const BLANK = 0x20;
const HASH = 0x23;

/** Designators of units that have a number behind them, as bytes. */
const UNITS = ["apt", "unit", "ste", "suite"].map((word) => new TextEncoder().encode(word));

/** Whether a word begins at a place of a text, whatever its case, and a blank follows. */
function hasWord(bytes: Uint8Array, at: number, end: number, word: Uint8Array): boolean {
  if (at + word.length >= end || bytes[at + word.length] !== BLANK) return false;
  return word.every((byte, place) => (bytes[at + place]! | BLANK) === byte);
}

/** Whether a first line of an address holds no unit. */
function isStreet(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start + 1; at < end; at++) {
    if (bytes[at] === HASH) return false;
    // A designator stands behind a street and before its number.
    if (bytes[at - 1] !== BLANK || !UNITS.some((word) => hasWord(bytes, at, end, word))) continue;
    const last = bytes[end - 1]!;
    if (last >= 0x30 && last <= 0x39) return false;
  }
  return true;
}

const BOX = new TextEncoder().encode("po box");

/** Whether a first line is no post office box. */
function isNoBox(bytes: Uint8Array, start: number, end: number): boolean {
  return !hasWord(bytes, start, end, BOX);
}

const PLACEHOLDERS = ["noemail@", "none@", "agency@", "unknown@"]
  .map((text) => new TextEncoder().encode(text));

/** Whether a mail address is a person's own. */
function isOwnMail(bytes: Uint8Array, start: number, end: number): boolean {
  return !PLACEHOLDERS.some((text) =>
    start + text.length < end && text.every((byte, at) => bytes[start + at] === byte)
  );
}

let known: ReadonlySet<string> | undefined;

/** Rules of the texts of persons and addresses. */
export const TEXT_RULES: readonly RowRule[] = [
  {
    kind: "words",
    code: "person-name-form",
    entity: PERSONS,
    field: "last_name",
    inputs: [],
    message: "the last name is a family name in mixed case: no suffix, no company",
    check: checkName,
  },
  {
    kind: "words",
    code: "person-occupation",
    entity: PERSONS,
    field: "occupation",
    inputs: [],
    message: "the occupation is one of the list",
    check: (text) => {
      known ??= new Set(occupations().words);
      return known.has(text) ? undefined : "an occupation of the list";
    },
  },
  {
    kind: "bytes",
    code: "person-email-placeholder",
    entity: PERSONS,
    field: "email",
    message: "the mail address is the person's, not one that stands for none",
    test: isOwnMail,
    expected: () => "a mail address of the person",
  },
  {
    kind: "bytes",
    code: "address-unit",
    entity: ADDRESSES,
    field: "address_line_1",
    message: "the first line holds the street, the second one the unit",
    test: isStreet,
    expected: () => "the unit in address_line_2",
  },
  {
    kind: "bytes",
    code: "address-po-box",
    entity: ADDRESSES,
    field: "address_line_1",
    when: { field: "address_type", values: ["residence", "garaging", "premises"] },
    message: "nobody lives and no vehicle is kept at a post office box",
    test: isNoBox,
    expected: () => "a street and a number",
  },
];

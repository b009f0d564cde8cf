/**
 * The forms of licence numbers that states issue, and how a number becomes one.
 *
 * @module
 */
import licencesText from "../../../data/auto/licences.csv" with { type: "text" };
import { ChoiceTables } from "../../random/choice_tables.ts";
import { states } from "./places.ts";
import { once, parseColumns } from "./tables.ts";

const DIGITS = "0123456789";
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ALPHANUMERICS = DIGITS + LETTERS;
/** Letters with which Nebraska's numbers begin. */
const NEBRASKA = "ABCEGHV";

/** Characters of a form that are one digit of its number. */
interface Piece {
  /** Place of the first character. */
  readonly at: number;
  /** Characters, 1 to 4. */
  readonly width: number;
  readonly radix: number;
  /** Characters of each digit, least significant byte first. */
  readonly table: Int32Array;
}

/** A form of licence numbers. */
export interface LicenceForm {
  /** State, counted in the table of states. */
  readonly state: number;
  /** Notation of the table: `A` letter, `9` digit, `*` letter or digit, `\` before a literal. */
  readonly pattern: string;
  /** Regular expression of the whole number. */
  readonly expression: string;
  /** Characters. */
  readonly length: number;
  /** How many numbers there are; of a form that encodes the name, how many with the same name and birth day. */
  readonly size: number;
  /** Which rule encodes name and birth day, where one does. */
  readonly coded?: CodedRule;
  /** Characters that are the same in all numbers: place and byte, one after the other. */
  readonly literals: Uint8Array;
  /** From the last to the first. */
  readonly pieces: readonly Piece[];
}

/** Rules that encode the person; each is a function of `licence_coded.ts`. */
export type CodedRule =
  | "florida"
  | "illinois"
  | "wisconsin"
  | "soundex"
  | "newJersey"
  | "northDakota"
  | "newHampshire"
  | "washington"
  | "montana"
  | "connecticut";

/** Rules by state and pattern, with the numbers each leaves free. */
const CODED: Readonly<Record<string, readonly [CodedRule, number]>> = {
  "FL A999999999999": ["florida", 190],
  "IL A99999999999": ["illinois", 19],
  "WI A9999999999999": ["wisconsin", 1900],
  "MD A999999999999": ["soundex", 1000],
  "MI A999999999999": ["soundex", 1000],
  "MN A999999999999": ["soundex", 1000],
  "NJ A99999999999999": ["newJersey", 208],
  "ND AAA999999": ["northDakota", 10_000],
  "NH 99AAA99999": ["newHampshire", 10],
  "WA AAAAAAA999**": ["washington", 26],
  "MT 9999999999999": ["montana", 1000],
  "CT 999999999": ["connecticut", 10_000_000],
};

/** Alphabets as one writes them in a regular expression. */
const CLASSES: Readonly<Record<string, string>> = {
  [DIGITS]: "[0-9]",
  [LETTERS]: "[A-Z]",
  [ALPHANUMERICS]: "[0-9A-Z]",
  [NEBRASKA]: `[${NEBRASKA}]`,
};

/** Characters of one alphabet that are taken as one digit: tables stay below 10,000 entries. */
const MAX_WIDTH: Readonly<Record<string, number>> = {
  [DIGITS]: 4,
  [LETTERS]: 1,
  [ALPHANUMERICS]: 2,
  [NEBRASKA]: 1,
};

const tables = new Map<string, Int32Array>();

function tableOf(alphabet: string, width: number): Int32Array {
  const key = `${alphabet} ${width}`;
  let table = tables.get(key);
  if (table === undefined) {
    table = Int32Array.from({ length: alphabet.length ** width }, (_, value) => {
      let bytes = 0;
      let rest = value;
      for (let at = width - 1; at >= 0; at--) {
        bytes |= alphabet.charCodeAt(rest % alphabet.length) << (8 * at);
        rest = Math.floor(rest / alphabet.length);
      }
      return bytes;
    });
    tables.set(key, table);
  }
  return table;
}

function alphabetOf(character: string, state: string): string | undefined {
  if (character === "9") return DIGITS;
  if (character === "*") return ALPHANUMERICS;
  if (character === "A") return state === "NE" ? NEBRASKA : LETTERS;
  return undefined;
}

/** Reads a pattern. */
function compileForm(code: string, state: number, pattern: string): LicenceForm {
  const literals: number[] = [];
  const pieces: Piece[] = [];
  let expression = "";
  let length = 0;
  let size = 1;
  let open: { alphabet: string; width: number } | undefined;
  const close = () => {
    if (open === undefined) return;
    const { alphabet, width } = open;
    pieces.unshift({
      at: length - width,
      width,
      radix: alphabet.length ** width,
      table: tableOf(alphabet, width),
    });
    size *= alphabet.length ** width;
    open = undefined;
  };
  for (let at = 0; at < pattern.length; at++) {
    const isLiteral = pattern[at] === "\\";
    const character = isLiteral ? pattern[++at]! : pattern[at]!;
    const alphabet = isLiteral ? undefined : alphabetOf(character, code);
    if (alphabet === undefined) {
      close();
      literals.push(length, character.charCodeAt(0));
      expression += character;
    } else {
      if (open?.alphabet !== alphabet || open.width === MAX_WIDTH[alphabet]) close();
      open = { alphabet, width: (open?.width ?? 0) + 1 };
      expression += CLASSES[alphabet];
    }
    length++;
  }
  close();
  const form = { state, pattern, expression, length, literals: Uint8Array.from(literals), pieces };
  const coded = CODED[`${code} ${pattern}`];
  return coded === undefined ? { ...form, size } : { ...form, coded: coded[0], size: coded[1] };
}

/** All forms and how often each is. */
export interface LicenceForms {
  /** Those of a state side by side, in the order of the states. */
  readonly forms: readonly LicenceForm[];
  /** First form of each state. */
  readonly starts: Int32Array;
  /** A table for each state. */
  readonly weights: ChoiceTables;
}

/** Forms of licence numbers. */
export const licenceForms: () => LicenceForms = once(() => {
  const { texts, numbers } = parseColumns(licencesText);
  const { codes } = states();
  const owners = texts("state");
  const shares = numbers("share");
  const forms = texts("pattern").map((pattern, line) =>
    compileForm(owners[line]!, codes.indexOf(owners[line]!), pattern)
  );
  return {
    forms,
    starts: Int32Array.from(codes, (code) => owners.indexOf(code)),
    weights: new ChoiceTables(
      codes.map((code) => shares.filter((_, line) => owners[line] === code)),
    ),
  };
});

/** The form that no state issues: three letters Z, the state's FIPS code, ten digits. */
export const NON_ISSUABLE: () => LicenceForm = once(() => compileForm("", -1, "ZZZ999999999999"));

/** Numbers of {@link NON_ISSUABLE} that each state has. */
export const NON_ISSUABLE_SIZE = 10_000_000_000;

/**
 * Writes numbers in a form, a column at a time.
 *
 * @param out Where to: some bytes behind a number may be spoilt before they are written.
 * @param form The form, one that encodes no name.
 * @param values Whole numbers below the form's size; they are used up.
 * @param places First byte of each number.
 */
export function putLicences(
  out: Uint8Array,
  form: LicenceForm,
  values: Float64Array,
  places: Int32Array,
): void {
  const count = values.length;
  for (const { radix, table, width, at: offset } of form.pieces) {
    // Half a unit more keeps the quotient clear of whole numbers, so that rounding can't reach one.
    const scale = 1 / radix;
    for (let i = 0; i < count; i++) {
      const value = values[i]!;
      const next = Math.floor((value + 0.5) * scale);
      const bytes = table[value - next * radix]!;
      values[i] = next;
      const to = places[i]! + offset;
      out[to] = bytes;
      if (width > 1) out[to + 1] = bytes >> 8;
      if (width > 2) out[to + 2] = bytes >> 16;
      if (width > 3) out[to + 3] = bytes >> 24;
    }
  }
  const { literals } = form;
  for (let at = 0; at < literals.length; at += 2) {
    const [offset, byte] = [literals[at]!, literals[at + 1]!];
    for (let i = 0; i < count; i++) out[places[i]! + offset] = byte;
  }
}

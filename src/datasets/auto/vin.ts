/**
 * The vehicle identification number (49 CFR 565, ISO 3779): how numbers become one, and how one is read.
 *
 * A VIN of this dataset is made of a model line, a model year, an identifier of the maker, and a **number**
 * that no other vehicle of the same line and model year has:
 *
 *     1-3    identifier of the maker (WMI), true for line and year
 *     4-5    the line: no other line has these two characters
 *     6 7 8  variants of body, restraint and engine: part of the number; position 7 is a letter from
 *            model year 2010 on and a digit before
 *     9      check digit
 *     10     model year; with the kind of position 7 it tells every year from 1980 to 2039
 *     11     plant: part of the number
 *     12-17  serial, the last places of the number; 15-17 where a maker of few vehicles has 12-14
 *
 * Line, year and number can be read back from positions 4 to 17, so two vehicles never share a VIN, not
 * even where position 1 is replaced.
 *
 * @module
 */

/** Characters of a VIN, in the order of their codes. */
export const VIN_ALPHABET = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789";

/** Characters of a VIN. */
export const VIN_LENGTH = 17;

/** Weights of the 17 positions in the check sum. */
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** Year codes from 1980 on; they repeat after 30 years. */
const YEAR_CODES = "ABCDEFGHJKLMNPRSTVWXY123456789";

/** The year from which position 7 of light vehicles is a letter. */
const LETTER_YEAR = 2010;

/** First character of a number that can't be a vehicle's: ISO 3780 gives 0 to no region. */
export const UNASSIGNED_REGION = "0";

/** Numbers that one serial counter takes: positions 12 to 17, or 15 to 17 of a maker of few vehicles. */
export const SERIALS = { many: 1_000_000, few: 1_000 } as const;

/** Variants of plant, body, engine and restraint of a line in a year. */
const VARIANTS = 32_768 * 10;

/** Numbers that a line has in a model year, by its kind of serial. */
export const NUMBER_LIMITS = { many: SERIALS.many * VARIANTS * 3, few: SERIALS.few * VARIANTS };

const CODES = 33;
const LETTERS = 23;

/** Value of each character code in the check sum: A-H 1-8, J-N 1-5, P 7, R 9, S-Z 2-9, digits themselves. */
const VALUE_OF = Uint8Array.from([
  ..."12345678",
  ..."12345",
  "7",
  "9",
  ..."23456789",
  ..."0123456789",
], Number);
/** Characters, twice, so that a base and a variant can be added without taking the rest. */
const BYTES = Uint8Array.from(VIN_ALPHABET + VIN_ALPHABET, (c) => c.charCodeAt(0));
const VALUES = Uint8Array.from([...VALUE_OF, ...VALUE_OF]);
/** Check digits of the rests modulo 11. */
const CHECK_BYTES = Uint8Array.from("0123456789X", (c) => c.charCodeAt(0));
/** Values by character byte; 255 for what no VIN holds. */
const VALUE_BY_BYTE = new Uint8Array(256).fill(255);
for (let code = 0; code < CODES; code++) VALUE_BY_BYTE[BYTES[code]!] = VALUE_OF[code]!;

/**
 * The code of a model year at position 10.
 *
 * @param year A model year from 1980 to 2039.
 * @returns One character.
 *
 * @example
 * ```ts
 * import { vinYearCode } from "./vin.ts";
 * if (vinYearCode(2024) !== "R" || vinYearCode(1996) !== "T") throw new RangeError();
 * ```
 */
export function vinYearCode(year: number): string {
  return YEAR_CODES[(year - 1980) % 30]!;
}

/**
 * The check digit that belongs to a number.
 *
 * @param vin 17 characters, of which the ninth is not looked at.
 * @returns The digit or `X`, or undefined where the text is no VIN of 17 allowed characters.
 *
 * @example
 * ```ts
 * import { vinCheckDigit } from "./vin.ts";
 * if (vinCheckDigit("1M8GDM9AXKP042788") !== "X") throw new RangeError();
 * ```
 */
export function vinCheckDigit(vin: string): string | undefined {
  if (vin.length !== 17) return undefined;
  let sum = 0;
  for (let i = 0; i < 17; i++) {
    const byte = vin.charCodeAt(i);
    const value = byte < 256 ? VALUE_BY_BYTE[byte]! : 255;
    if (value === 255) return undefined;
    sum += value * WEIGHTS[i]!;
  }
  return "0123456789X"[sum % 11];
}

/**
 * The model year that a number states.
 *
 * @param vin 17 characters of a VIN made for a light vehicle, or of this dataset.
 * @returns A year from 1980 to 2039, or undefined where position 10 holds no year code.
 *
 * @example
 * ```ts
 * import { vinModelYear } from "./vin.ts";
 * if (vinModelYear("1G4AH59H45G118341") !== 2005) throw new RangeError();
 * ```
 */
export function vinModelYear(vin: string): number | undefined {
  const place = YEAR_CODES.indexOf(vin[9] ?? " ");
  if (place < 0) return undefined;
  const seventh = vin.charCodeAt(6);
  return seventh >= 48 && seventh <= 57 ? 1980 + place : 2010 + place;
}

/**
 * The two characters at positions 4 and 5 that stand for a line. Spread out, so that neighbouring lines
 * don't look alike.
 *
 * @param line Number of the line, from 0 to 1088.
 * @returns Two characters, of no other line.
 */
export function vinLineCode(line: number): string {
  const code = (line * 389 + 77) % (CODES * CODES);
  return VIN_ALPHABET[Math.floor(code / CODES)]! + VIN_ALPHABET[code % CODES]!;
}

/** What all vehicles of a line, year and maker have in common. */
export interface VinMold {
  /** Number of the line. */
  readonly line: number;
  readonly year: number;
  readonly wmi: string;
  /** Positions 12 to 14 of a maker of few vehicles; else empty. */
  readonly serialPrefix: string;
}

/** Words a mold takes: what {@link fillVins} reads of it, byte by byte from the lowest. */
const MOLD = 4;

/**
 * Molds, packed for the loop, four words each:
 *
 *     positions 1 to 4
 *     position 5, position 10, first character of position 6, first character of position 7
 *     first character of position 8, first character of position 11, sum of what is fixed modulo 11
 *     positions 12 to 14 of a maker of few vehicles, else 0
 */
export interface VinMolds {
  readonly words: Int32Array;
}

/**
 * Packs molds.
 *
 * @param molds The molds, in the order of their codes.
 * @param isIssuable Whether the number may be one that a vehicle could bear; if not, position 1 becomes
 * {@link UNASSIGNED_REGION}.
 * @returns The packed form.
 */
export function packVinMolds(molds: readonly VinMold[], isIssuable: boolean): VinMolds {
  const words = new Int32Array(molds.length * MOLD);
  for (let at = 0; at < molds.length; at++) {
    const { line, year, wmi, serialPrefix } = molds[at]!;
    const code = vinLineCode(line);
    const region = (isIssuable ? wmi : UNASSIGNED_REGION).charCodeAt(0);
    const [maker, kind] = [wmi.charCodeAt(1), wmi.charCodeAt(2)];
    const [fourth, fifth] = [code.charCodeAt(0), code.charCodeAt(1)];
    const tenth = vinYearCode(year).charCodeAt(0);
    let sum = 8 * VALUE_BY_BYTE[region]! + 7 * VALUE_BY_BYTE[maker]! + 6 * VALUE_BY_BYTE[kind]! +
      5 * VALUE_BY_BYTE[fourth]! + 4 * VALUE_BY_BYTE[fifth]! + 9 * VALUE_BY_BYTE[tenth]!;
    let prefix = 0;
    for (let i = 0; i < serialPrefix.length; i++) {
      const byte = serialPrefix.charCodeAt(i);
      sum += VALUE_BY_BYTE[byte]! * WEIGHTS[11 + i]!;
      prefix |= byte << (8 * i);
    }
    const generation = Math.floor(year / 6);
    const body = (line * 7 + generation * 5 + 3) % CODES;
    const seventh = year >= LETTER_YEAR
      ? (line * 5 + generation) % LETTERS
      : LETTERS + (line * 3 + generation) % 10;
    const engine = (line * 11 + generation * 3 + 1) % CODES;
    const plant = (line * 13 + generation + 2) % CODES;
    words[at * MOLD] = region | (maker << 8) | (kind << 16) | (fourth << 24);
    words[at * MOLD + 1] = fifth | (tenth << 8) | (body << 16) | (seventh << 24);
    words[at * MOLD + 2] = engine | (plant << 8) | ((sum % 11) << 16);
    words[at * MOLD + 3] = prefix;
  }
  return { words };
}

/** Three digits as bytes, the first lowest, and what they add to the check sum in each place. */
const DIGITS = new Int32Array(1000);
const HIGH_SUMS = new Uint8Array(1000);
const LOW_SUMS = new Uint8Array(1000);
for (let value = 0; value < 1000; value++) {
  const [a, b, c] = [Math.floor(value / 100), Math.floor(value / 10) % 10, value % 10];
  DIGITS[value] = (48 + a!) | ((48 + b!) << 8) | ((48 + c!) << 16);
  HIGH_SUMS[value] = 7 * a! + 6 * b! + 5 * c!;
  LOW_SUMS[value] = 4 * a! + 3 * b! + 2 * c!;
}

/**
 * Writes VINs.
 *
 * @param molds The packed molds.
 * @param codes Mold of each row.
 * @param numbers Number of each row, from 0 to its {@link NUMBER_LIMITS}: the low part is the serial, the
 * rest counts plants, engines and bodies, first few of each, in the end all.
 * @param count Number of rows.
 * @param out Takes 17 bytes a row; a byte behind the last one is spoilt.
 */
export function fillVins(
  molds: VinMolds,
  codes: Int32Array,
  numbers: Float64Array,
  count: number,
  out: DataView,
): void {
  const { words } = molds;
  let at = 0;
  for (let i = 0; i < count; i++) {
    const mold = codes[i]! * MOLD;
    const second = words[mold + 1]!;
    const third = words[mold + 2]!;
    const prefix = words[mold + 3]!;
    const radix = prefix === 0 ? SERIALS.many : SERIALS.few;
    const number = numbers[i]!;
    const variant = Math.floor(number / radix) | 0;
    const serial = (number - variant * radix) | 0;
    const high = variant >> 15;
    const plant = ((third >> 8) & 0xff) +
      ((variant & 1) | ((variant >> 2) & 2) | ((variant >> 5) & 28));
    const engine = (third & 0xff) +
      (((variant >> 1) & 3) | ((variant >> 3) & 4) | ((variant >> 7) & 24));
    const body = ((second >> 16) & 0xff) +
      (((variant >> 4) & 1) | ((variant >> 5) & 2) | ((variant >> 10) & 28));
    const further = (high / 10) | 0;
    const base = second >> 24;
    let seventh = base + high - further * 10;
    // Letters count up to 23 and begin again, digits stand behind them and do the same.
    if (base < LETTERS) {
      if (seventh >= LETTERS) seventh -= LETTERS;
    } else if (seventh >= CODES) seventh -= 10;
    const thousands = (serial / 1000) | 0;
    const rest = serial - thousands * 1000;
    let sum = ((third >> 16) & 0xff) + 3 * VALUES[body]! + 2 * VALUES[seventh]! +
      10 * VALUES[engine]! +
      8 * VALUES[plant]! + LOW_SUMS[rest]!;
    let middle = DIGITS[thousands]!;
    if (prefix !== 0) middle = prefix;
    else {
      sum += HIGH_SUMS[thousands]!;
      if (further > 0) {
        // Digits come first at position 12, then twenty letters.
        const digit = (middle & 0xff) - 48;
        const letter = (further - 1) * 10 + digit;
        sum += 7 * (VALUES[letter]! - digit);
        middle += BYTES[letter]! - 48 - digit;
      }
    }
    // Four bytes at a time, each over what the one before spoilt.
    out.setInt32(at, words[mold]!, true);
    out.setInt32(
      at + 4,
      (second & 0xff) | (BYTES[body]! << 8) | (BYTES[seventh]! << 16) | (BYTES[engine]! << 24),
      true,
    );
    out.setInt32(
      at + 8,
      CHECK_BYTES[sum % 11]! | (second & 0xff00) | (BYTES[plant]! << 16),
      true,
    );
    out.setInt32(at + 11, middle, true);
    out.setInt32(at + 14, DIGITS[rest]!, true);
    at += VIN_LENGTH;
  }
}

/**
 * Tells whether a number in bytes has its check digit.
 *
 * @param bytes What it lies in.
 * @param start First byte.
 * @param end Byte behind the last.
 * @returns False where it has not 17 allowed characters, or another check digit.
 */
export function hasCheckDigit(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== 17) return false;
  let sum = 0;
  for (let i = 0; i < 17; i++) {
    const value = VALUE_BY_BYTE[bytes[start + i]!]!;
    if (value === 255) return false;
    sum += value * WEIGHTS[i]!;
  }
  return CHECK_BYTES[sum % 11] === bytes[start + 8];
}

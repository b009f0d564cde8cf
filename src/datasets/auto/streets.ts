/**
 * Streets, house numbers and units of addresses.
 *
 * @module
 */
import streetsText from "../../../data/auto/streets.csv" with { type: "text" };
import { ChoiceTables } from "../../random/choice_tables.ts";
import { CLASSES } from "./account.ts";
import { ADDRESS_DRAWS, ADDRESS_KINDS, ADDRESS_ROWS, ADDRESS_TYPE } from "./addresses.ts";
import { makeRoom } from "./children.ts";

import { type Chunk, defineFact, type Fact } from "./chunk.ts";
import { HOUSEHOLD } from "./strata.ts";
import { once, parseLines } from "./tables.ts";
import { encodeWords, putNumber, putWord, type TextRoom } from "./texts.ts";
import { TENURES } from "./tenure.ts";

/** A part of addresses: its words and how often each is. */
interface Part {
  readonly words: readonly string[];
  readonly weights: ChoiceTables;
}

const parts = once(() => {
  const lines = parseLines(streetsText);
  const of = (part: string): Part => {
    const own = lines.filter((line) => line["part"] === part);
    return {
      words: own.map((line) => line["value"]!),
      weights: new ChoiceTables([own.map((line) => Number(line["weight"]))]),
    };
  };
  return { names: of("name"), suffixes: of("suffix"), units: of("unit") };
});

/** Designators that stand alone, without a number behind them. */
const BARE_UNITS = ["Uppr", "Lowr", "Frnt", "Rear", "Bsmt", "Ofc", "Ph"];
/** Unit numbers of each other designator: 1 up to this. */
const UNIT_COUNT = 240;

/** Second address lines: what units there are. */
interface Units {
  readonly words: readonly string[];
  /** First word of each designator. */
  readonly starts: Int32Array;
  /** Words of each designator. */
  readonly counts: Int32Array;
  /** Designators of homes (table 0) and of premises (table 1). */
  readonly weights: ChoiceTables;
}

/** Second address lines. */
export const units: () => Units = once(() => {
  const lines = parseLines(streetsText).filter((line) => line["part"] === "unit");
  const words: string[] = [];
  const starts: number[] = [];
  const counts: number[] = [];
  for (const { value } of lines) {
    starts.push(words.length);
    if (BARE_UNITS.includes(value!)) words.push(value!);
    else for (let at = 1; at <= UNIT_COUNT; at++) words.push(`${value} ${at}`);
    counts.push(words.length - starts.at(-1)!);
  }
  // Suites are offices; lots, spaces and trailers are homes.
  const isOffice = (value: string) => ["Ste", "Unit", "Bldg", "Fl", "Rm", "Ofc"].includes(value);
  const weigh = (office: boolean) =>
    lines.map((line) => {
      const fits = office ? isOffice(line["value"]!) : !["Ste", "Ofc"].includes(line["value"]!);
      return fits ? Number(line["weight"]) : 0;
    });
  return {
    words,
    starts: Int32Array.from(starts),
    counts: Int32Array.from(counts),
    weights: new ChoiceTables([weigh(false), weigh(true)]),
  };
});

/**
 * Shares of addresses with a unit, in 65,536ths: homes that are owned, homes that are rented, premises,
 * and homes of a business's persons, a third of them rented (grade C; a quarter of all).
 */
const UNIT_LIMITS = [0.06, 0.6, 0.25, 0.24].map((share) => Math.floor(share * 65_536));

/** House number and street of the addresses. */
export interface Streets {
  /** House number. */
  readonly numbers: Int32Array;
  /** Name of the street. */
  readonly names: Uint8Array;
  /** Suffix of the street. */
  readonly suffixes: Uint8Array;
}

/** House number and street of each address. */
export const STREETS: Fact<Streets> = defineFact<Streets>((chunk, kept) => {
  const { count } = chunk.get(ADDRESS_ROWS);
  const draws = chunk.get(ADDRESS_DRAWS);
  const numberWords = draws.words("house_number");
  const nameWords = draws.words("street_name");
  const suffixWords = draws.words("street_suffix");
  const { names, suffixes } = parts();
  const out: Streets = {
    numbers: makeRoom(kept?.numbers, count, (length) => new Int32Array(length)),
    names: makeRoom(kept?.names, count, (length) => new Uint8Array(length)),
    suffixes: makeRoom(kept?.suffixes, count, (length) => new Uint8Array(length)),
  };
  for (let row = 0; row < count; row++) {
    // A quarter each: up to 100, 1,000, 10,000 and 20,000, evenly.
    const word = numberWords[row]!;
    const top = NUMBER_TOPS[word >>> 30]!;
    out.numbers[row] = 1 + (((word << 2) >>> 0) * top * 2 ** -32 | 0);
    out.names[row] = names.weights.pick(nameWords[row]!, 0);
    out.suffixes[row] = suffixes.weights.pick(suffixWords[row]!, 0);
  }
  return out;
});

const NUMBER_TOPS = [999, 2_999, 9_999, 19_999] as const;

/** Second lines of the addresses. */
export interface UnitCodes {
  /** Code in {@link units}. */
  readonly codes: Uint16Array;
  /** 1 where an address has one. */
  readonly validity: Uint8Array;
}

/** Unit of each address: renters mostly have one, owners seldom. */
export const UNITS: Fact<UnitCodes> = defineFact<UnitCodes>((chunk, kept) => {
  const { count, parents } = chunk.get(ADDRESS_ROWS);
  const draws = chunk.get(ADDRESS_DRAWS);
  const words = draws.words("unit");
  const chances = draws.words("unit", 1);
  const kinds = chunk.get(ADDRESS_KINDS);
  const classes = chunk.get(CLASSES);
  const tenures = chunk.get(TENURES);
  const { starts, counts, weights } = units();
  const out: UnitCodes = {
    codes: makeRoom(kept?.codes, count, (length) => new Uint16Array(length)),
    validity: makeRoom(kept?.validity, count, (length) => new Uint8Array(length)),
  };
  const { codes, validity } = out;
  for (let row = 0; row < count; row++) {
    const account = parents[row]!;
    const isOffice = kinds[row] === ADDRESS_TYPE.premises;
    // Nobody knows whether the homes of a business's persons are owned; a third is rented.
    const share = isOffice ? 2 : classes[account] !== HOUSEHOLD ? 3 : tenures[account]!;
    // The upper half decides whether there is a unit, the lower one its number.
    const word = chances[row]!;
    codes[row] = 0;
    validity[row] = 0;
    if (word >>> 16 >= UNIT_LIMITS[share]!) continue;
    const unit = weights.pick(words[row]!, isOffice ? 1 : 0);
    validity[row] = 1;
    codes[row] = starts[unit]! + (((word & 0xffff) * counts[unit]!) >>> 16);
  }
  return out;
});

const streetBytes = once(() => {
  const { names, suffixes } = parts();
  return {
    names: encodeWords(names.words.map((name) => ` ${name} `)),
    suffixes: encodeWords(suffixes.words),
  };
});

/**
 * Writes house number and street.
 *
 * @param chunk The chunk.
 * @param out Takes the texts.
 * @param count Number of texts.
 * @param rows Row of the address of each text; default: each its own.
 */
export function fillStreets(chunk: Chunk, out: TextRoom, count: number, rows?: Int32Array): void {
  const { numbers, names, suffixes } = chunk.get(STREETS);
  const bytes = streetBytes();
  out.reserve(count, 6 + bytes.names.maxLength + bytes.suffixes.maxLength);
  const { view, offsets } = out;
  let place = 0;
  for (let at = 0; at < count; at++) {
    const row = rows === undefined ? at : rows[at]!;
    offsets[at] = place;
    place = putNumber(view, place, numbers[row]!);
    place = putWord(view, place, bytes.names, names[row]!);
    place = putWord(view, place, bytes.suffixes, suffixes[row]!);
  }
  offsets[count] = place;
}

/**
 * Names of persons: first names by sex and decade of birth, last names shared in families.
 *
 * @module
 */
import firstText from "../../../data/auto/first_names.csv" with { type: "text" };
import lastText from "../../../data/auto/last_names.csv" with { type: "text" };
import { ChoiceTables } from "../../random/choice_tables.ts";
import { CLASSES, PERSON_DRAWS, PERSON_ROWS } from "./account.ts";
import { makeRoom } from "./children.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { BIRTH_DAYS } from "./births.ts";
import { MEMBERS, RELATION } from "./members.ts";
import { HOUSEHOLD } from "./strata.ts";
import { once, parseColumns } from "./tables.ts";
import { encodeWords, putWord, TextRoom } from "./texts.ts";

const FIRST_DECADE = 1930;
const DECADE_COUNT = 9;

/** First names. */
interface FirstNames {
  /** All names, each once. */
  readonly words: readonly string[];
  /** Table = 2 x decade + sex, men first; decades count from 1930. */
  readonly weights: ChoiceTables;
  /** Name of each entry of all tables, one table behind the other. */
  readonly codes: Uint16Array;
  /** First entry of each table. */
  readonly starts: Int32Array;
}

/** First names by sex and decade of birth. */
export const firstNames: () => FirstNames = once(() => {
  const { count, texts, numbers } = parseColumns(firstText);
  const names = texts("name");
  const words = [...new Set(names)];
  const places = new Map(words.map((name, code) => [name, code]));
  const weights = Array.from({ length: 2 * DECADE_COUNT }, (): number[] => []);
  const codes = weights.map((): number[] => []);
  const sexes = texts("sex");
  const decades = numbers("decade");
  const births = numbers("births");
  for (let line = 0; line < count; line++) {
    const table = (decades[line]! - FIRST_DECADE) / 5 + (sexes[line] === "F" ? 1 : 0);
    weights[table]!.push(births[line]!);
    codes[table]!.push(places.get(names[line]!)!);
  }
  const starts = new Int32Array(codes.length);
  for (let table = 1; table < codes.length; table++) {
    starts[table] = starts[table - 1]! + codes[table - 1]!.length;
  }
  return {
    words,
    weights: new ChoiceTables(weights),
    codes: Uint16Array.from(codes.flat()),
    starts,
  };
});

/** Names that stand first in hyphenated names: so many of the most frequent ones. */
const HYPHEN_COUNT = 12;

/** Last names. */
interface LastNames {
  /** The plain names, then those with each of the first names of the list and a hyphen before them. */
  readonly words: readonly string[];
  /** The plain names alone. */
  readonly plain: readonly string[];
  /** Number of plain names. */
  readonly plainCount: number;
  /** A table of the plain names. */
  readonly weights: ChoiceTables;
}

/**
 * Makes something of all last names, in the order of their words: of hyphenated ones from their parts.
 *
 * @param plain The plain names, or what was made of them.
 * @param join Joins what was made of the two parts of a hyphenated name.
 * @returns An entry for each word.
 */
export function joinLastNames<T>(plain: readonly T[], join: (own: T, family: T) => T): T[] {
  const hyphenated = plain.slice(0, HYPHEN_COUNT)
    .flatMap((own) => plain.map((family) => join(own, family)));
  return [...plain, ...hyphenated];
}

/** Last names by frequency. */
export const lastNames: () => LastNames = once(() => {
  const { count, texts, numbers } = parseColumns(lastText);
  const plain = texts("name");
  return {
    words: joinLastNames(plain, (own, family) => `${own}-${family}`),
    plain,
    plainCount: count,
    weights: new ChoiceTables([numbers("persons")]),
  };
});

/** Day on which the first decade begins. */
const FIRST_DAY = Date.UTC(FIRST_DECADE, 0, 1) / 86_400_000;

/** First name of each person, a code of {@link firstNames}. */
export const FIRST_NAMES: Fact<Uint16Array> = defineFact<Uint16Array>((chunk, kept) => {
  const { count } = chunk.get(PERSON_ROWS);
  const words = chunk.get(PERSON_DRAWS).words("first_name");
  const births = chunk.get(BIRTH_DAYS);
  const { sexes } = chunk.get(MEMBERS);
  const { weights, codes, starts } = firstNames();
  const out = makeRoom(kept, count, (length) => new Uint16Array(length));
  for (let row = 0; row < count; row++) {
    // A decade has 3652 or 3653 days: near enough for names.
    const decade = ((births[row]! - FIRST_DAY) * (1 / 3652.5)) | 0;
    const table = 2 * (decade < 0 ? 0 : decade >= DECADE_COUNT ? DECADE_COUNT - 1 : decade) +
      sexes[row]!;
    out[row] = codes[starts[table]! + weights.pick(words[row]!, table)]!;
  }
  return out;
});

/** Shares of couples by what they did with their names, for a wife under 50 and one of 50 and more. */
const COUPLE_NAMES = [
  { took: 0.73, hyphenated: 0.05, husbandTook: 0.03 },
  { took: 0.85, hyphenated: 0.04, husbandTook: 0.03 },
] as const;

/** Shares of those who share the named insured's last name, by relation. */
const SHARED = { partner: 0.02, child: 0.85, parent: 0.6, other: 0.2 } as const;

/**
 * Last name of each person, a code of {@link lastNames}. Couples follow the surveys; children have the
 * name of the father or of the one parent they live with, most of them.
 */
export const LAST_NAMES: Fact<Uint16Array> = defineFact<Uint16Array>((chunk, kept) => {
  const { count, offsets } = chunk.get(PERSON_ROWS);
  const draws = chunk.get(PERSON_DRAWS);
  const words = draws.words("last_name");
  const chances = draws.words("last_name", 1);
  const { relations, sexes, ages } = chunk.get(MEMBERS);
  const classes = chunk.get(CLASSES);
  const { weights, plainCount } = lastNames();
  const out = makeRoom(kept, count, (length) => new Uint16Array(length));
  for (let row = 0; row < count; row++) out[row] = weights.pick(words[row]!, 0);
  for (let i = 0; i < chunk.count; i++) {
    const first = offsets[i]!;
    const last = offsets[i + 1]!;
    if (last - first === 1 || classes[i] !== HOUSEHOLD) continue;
    let family = out[first]!;
    let row = first + 1;
    if (relations[row] === RELATION.spouse) {
      const wife = sexes[row] === 1 ? row : first;
      const husband = first + row - wife;
      const shares = COUPLE_NAMES[ages[wife]! < 50 ? 0 : 1]!;
      const chance = (chances[row]! >>> 0) * 2 ** -32;
      family = out[husband]!;
      if (chance < shares.took) {
        out[wife] = family;
      } else if (chance < shares.took + shares.hyphenated) {
        const own = (chances[row]! & 0xff) % HYPHEN_COUNT;
        out[wife] = plainCount * (own + 1) + family;
      } else if (chance < shares.took + shares.hyphenated + shares.husbandTook) {
        family = out[wife]!;
        out[husband] = family;
      }
      row++;
    }
    for (; row < last; row++) {
      const chance = (chances[row]! >>> 0) * 2 ** -32;
      const relation = relations[row]!;
      const share = relation === RELATION.child
        ? SHARED.child
        : relation === RELATION.parent
        ? SHARED.parent
        : relation === RELATION.partner
        ? SHARED.partner
        : SHARED.other;
      if (chance < share) out[row] = family;
    }
  }
  return out;
});

/** First names with a blank behind each, for full names. */
const firstBytes = once(() => encodeWords(firstNames().words.map((name) => `${name} `)));
const lastBytes = once(() => encodeWords(lastNames().words));

/** First and last name of each person. */
export const FULL_NAMES: Fact<TextRoom> = defineFact<TextRoom>((chunk, kept) => {
  const { count } = chunk.get(PERSON_ROWS);
  const firsts = chunk.get(FIRST_NAMES);
  const lasts = chunk.get(LAST_NAMES);
  const firstWords = firstBytes();
  const lastWords = lastBytes();
  const out = kept ?? new TextRoom();
  out.reserve(count, firstWords.maxLength + lastWords.maxLength);
  const { view, offsets } = out;
  let place = 0;
  for (let row = 0; row < count; row++) {
    offsets[row] = place;
    place = putWord(view, place, firstWords, firsts[row]!);
    place = putWord(view, place, lastWords, lasts[row]!);
  }
  offsets[count] = place;
  return out;
});

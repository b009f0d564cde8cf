/**
 * Names of businesses that no business has: a coined word, a trade word, and a marker of fiction that no
 * trading company would carry.
 *
 * @module
 */
import namesText from "../../../data/auto/business_names.csv" with { type: "text" };
import { ChoiceTables } from "../../random/choice_tables.ts";
import { businesses } from "./businesses.ts";
import { once, parseLines } from "./tables.ts";
import { encodeWords, putWord, type WordBytes } from "./texts.ts";

/** What stands behind a name, by the entity forms of the table. */
const FORM_ENDS: Readonly<Record<string, string>> = {
  "sole proprietor DBA": "",
  "non-profit or public body": " Association",
};

/** A part of names. */
interface Part {
  readonly bytes: WordBytes;
  readonly weights: ChoiceTables;
}

/** Parts of names. */
const parts = once(() => {
  const lines = parseLines(namesText);
  const of = (part: string, dress: (value: string) => string): Part => {
    const own = lines.filter((line) => line["part"] === part);
    return {
      bytes: encodeWords(own.map((line) => dress(line["value"]!))),
      weights: new ChoiceTables([own.map((line) => Number(line["weight"]))]),
    };
  };
  const { nameWords } = businesses();
  const starts = new Int32Array(nameWords.length + 1);
  nameWords.forEach((words, kind) => starts[kind + 1] = starts[kind]! + words.length);
  return {
    coinedStart: of("coined_start", (value) => value),
    coinedEnd: of("coined_end", (value) => `${value} `),
    marker: of("fiction_marker", (value) => ` ${value}`),
    form: of("entity_form", (value) => FORM_ENDS[value] ?? ` ${value}`),
    trades: encodeWords(nameWords.flat()),
    starts,
  };
});

/** Random words of a business's name. */
export interface NameWords {
  readonly coinedStart: Int32Array;
  readonly coinedEnd: Int32Array;
  readonly trade: Int32Array;
  readonly marker: Int32Array;
  readonly form: Int32Array;
}

/** Bytes of the longest name, at most. */
export const MAX_BUSINESS_NAME = 80;

/**
 * Writes the name of a business.
 *
 * @param view Where to.
 * @param place First byte in it.
 * @param kind Kind of business.
 * @param words Random words.
 * @param row Which of the words.
 * @returns The place behind the name.
 */
export function putBusinessName(
  view: DataView,
  place: number,
  kind: number,
  words: NameWords,
  row: number,
): number {
  const { coinedStart, coinedEnd, marker, form, trades, starts } = parts();
  const put = (at: number, part: Part, word: number) =>
    putWord(view, at, part.bytes, part.weights.pick(word, 0));
  const first = starts[kind]!;
  const trade = ((words.trade[row]! >>> 16) * (starts[kind + 1]! - first)) >>> 16;
  let at = put(place, coinedStart, words.coinedStart[row]!);
  at = put(at, coinedEnd, words.coinedEnd[row]!);
  at = putWord(view, at, trades, first + trade);
  at = put(at, marker, words.marker[row]!);
  return put(at, form, words.form[row]!);
}

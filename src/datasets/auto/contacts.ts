/**
 * Telephone numbers and mail addresses that can't be anyone's: exchange 555, lines 0100 to 0199, with an
 * area code of the place; mail in the domains that RFC 2606 reserves.
 *
 * @module
 */
import { once } from "./tables.ts";
import { firstNames, joinLastNames, lastNames } from "./names.ts";
import { places } from "./places.ts";
import { encodeWords, putNumber, putWord, type TextRoom, type WordBytes } from "./texts.ts";

/** Area codes of the places. */
interface AreaCodes {
  /** First four characters of a number, `310-`, as bytes: an entry each area code of each place. */
  readonly heads: Int32Array;
  /** First entry of each place and, behind the last, the number of entries. */
  readonly starts: Int32Array;
}

function asciiWord(text: string): number {
  const [a, b, c, d] = [0, 1, 2, 3].map((at) => text.charCodeAt(at));
  return a! | (b! << 8) | (c! << 16) | (d! << 24);
}

const areaCodes = once((): AreaCodes => {
  const table = places().areaCodes;
  const starts = new Int32Array(table.length + 1);
  table.forEach((codes, place) => starts[place + 1] = starts[place]! + codes.length);
  return {
    heads: Int32Array.from(table.flat(), (code) => asciiWord(`${code}-`)),
    starts,
  };
});

const EXCHANGE = asciiWord("555-");
const LINES = Int32Array.from(
  { length: 100 },
  (_, line) => asciiWord(`01${`${line}`.padStart(2, "0")}`),
);
const PHONE_BYTES = 12;

/**
 * Writes telephone numbers.
 *
 * @param out Takes the texts.
 * @param count Number of texts.
 * @param zips ZIP code of each text.
 * @param words 32 random bits for each text.
 */
export function fillPhones(
  out: TextRoom,
  count: number,
  zips: Uint16Array,
  words: Int32Array,
): void {
  const { heads, starts } = areaCodes();
  const { zipPlaces } = places();
  out.reserve(count, PHONE_BYTES);
  const { view, offsets } = out;
  for (let row = 0; row < count; row++) {
    const word = words[row]!;
    const place = zipPlaces[zips[row]!]!;
    const first = starts[place]!;
    const area = first + (((word & 0xffff) * (starts[place + 1]! - first)) >>> 16);
    const at = row * PHONE_BYTES;
    offsets[row] = at;
    view.setInt32(at, heads[area]!, true);
    view.setInt32(at + 4, EXCHANGE, true);
    view.setInt32(at + 8, LINES[((word >>> 16) * 100) >>> 16]!, true);
  }
  offsets[count] = count * PHONE_BYTES;
}

/** Domains that nobody can have (RFC 2606). */
export const MAIL_DOMAINS: readonly string[] = ["example.com", "example.net", "example.org"];

const mailBytes = once(() => {
  const clean = (name: string) => name.toLowerCase().replaceAll(/[^a-z-]/g, "");
  return {
    firsts: encodeWords(firstNames().words.map((name) => `${clean(name)}.`)),
    lasts: encodeWords(
      joinLastNames(lastNames().plain.map(clean), (own, family) => `${own}-${family}`),
    ),
    domains: domainBytes(),
  };
});

/** Domains with the sign before them. */
export const domainBytes: () => WordBytes = once(() =>
  encodeWords(MAIL_DOMAINS.map((domain) => `@${domain}`))
);

/**
 * Writes mail addresses of persons.
 *
 * @param out Takes the texts.
 * @param count Number of texts.
 * @param firsts First name of each person.
 * @param lasts Last name of each person.
 * @param words 32 random bits for each text.
 */
export function fillMails(
  out: TextRoom,
  count: number,
  firsts: Uint16Array,
  lasts: Uint16Array,
  words: Int32Array,
): void {
  const bytes = mailBytes();
  out.reserve(
    count,
    bytes.firsts.maxLength + bytes.lasts.maxLength + 3 + bytes.domains.maxLength,
  );
  const { view, offsets } = out;
  let place = 0;
  for (let row = 0; row < count; row++) {
    offsets[row] = place;
    const word = words[row]!;
    place = putWord(view, place, bytes.firsts, firsts[row]!);
    place = putWord(view, place, bytes.lasts, lasts[row]!);
    place = putNumber(view, place, 1 + (((word & 0xffff) * 999) >>> 16));
    place = putWord(view, place, bytes.domains, ((word >>> 16) * MAIL_DOMAINS.length) >>> 16);
  }
  offsets[count] = place;
}

/**
 * Which addresses an account has, and where they lie. A household has its residence and now and then a
 * second one; a business has its premises, and behind them the homes of its persons.
 *
 * @module
 */
import { CLASSES, PERSON_COUNTS, PERSON_ROWS, STATES, ZIPS, zipWeights } from "./account.ts";
import { type Children, defineChildren, makeRoom } from "./children.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { ACCOUNT_DRAWS, defineDraws, type Draws } from "./draws.ts";
import { places, states } from "./places.ts";
import { HOUSEHOLD } from "./strata.ts";
import { STRIDES } from "./world.ts";

/** Types of addresses; an address row holds an index in this list. */
export const ADDRESS_TYPES = ["residence", "garaging", "mailing", "premises"] as const;

/** Index of each type in {@link ADDRESS_TYPES}. */
export const ADDRESS_TYPE = { residence: 0, garaging: 1, mailing: 2, premises: 3 } as const;

/** Addresses of the account itself by class, in sixteenths of chance (grade C). */
const OWN_COUNTS: readonly (readonly number[])[] = [
  [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2],
  [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2],
  [1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3],
  [2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 5, 5, 6, 6, 7, 8],
];

/**
 * Number of addresses that vehicles may be kept at, those first in the account: the residence and second
 * address of a household (where its type is not mailing), the premises of a business.
 */
export const OWN_ADDRESS_COUNTS: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const words = chunk.get(ACCOUNT_DRAWS).words("address_count");
  const classes = chunk.get(CLASSES);
  const out = kept ?? new Uint8Array(chunk.capacity);
  for (let i = 0; i < chunk.count; i++) out[i] = OWN_COUNTS[classes[i]!]![words[i]! >>> 28]!;
  return out;
});

/** Number of all addresses: a business has those of its persons' homes too. */
export const ADDRESS_COUNTS: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const own = chunk.get(OWN_ADDRESS_COUNTS);
  const classes = chunk.get(CLASSES);
  const persons = chunk.get(PERSON_COUNTS);
  const out = kept ?? new Uint8Array(chunk.capacity);
  for (let i = 0; i < chunk.count; i++) {
    out[i] = own[i]! + (classes[i] === HOUSEHOLD ? 0 : persons[i]!);
  }
  return out;
});

/** Rows of addresses: the account's own first, then the homes of a business's persons in their order. */
export const ADDRESS_ROWS: Fact<Children> = defineChildren(ADDRESS_COUNTS, STRIDES.address);

/** Random words of the addresses. */
export const ADDRESS_DRAWS: Fact<Draws> = defineDraws("address", ADDRESS_ROWS);

/**
 * Type of each address, an index in {@link ADDRESS_TYPES}. Three of four second addresses of a household
 * keep a vehicle: a student away, a seasonal home; the others take letters.
 */
export const ADDRESS_KINDS: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count, offsets } = chunk.get(ADDRESS_ROWS);
  const own = chunk.get(OWN_ADDRESS_COUNTS);
  const classes = chunk.get(CLASSES);
  const words = chunk.get(ADDRESS_DRAWS).words("address_type");
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  out.fill(ADDRESS_TYPE.residence, 0, count);
  for (let i = 0; i < chunk.count; i++) {
    const first = offsets[i]!;
    if (classes[i] !== HOUSEHOLD) {
      for (let row = first; row < first + own[i]!; row++) out[row] = ADDRESS_TYPE.premises;
    } else if (own[i] === 2) {
      out[first + 1] = words[first + 1]! >>> 30 === 0
        ? ADDRESS_TYPE.mailing
        : ADDRESS_TYPE.garaging;
    }
  }
  return out;
});

/**
 * ZIP code of each address, counted in the table of places; always of the account's state. Letters go to
 * the residence's ZIP code, further premises and most employees' homes are in the account's city, and
 * where a household keeps a vehicle away is anywhere in the state.
 */
export const ADDRESS_ZIPS: Fact<Uint16Array> = defineFact<Uint16Array>((chunk, kept) => {
  const { count, offsets } = chunk.get(ADDRESS_ROWS);
  const kinds = chunk.get(ADDRESS_KINDS);
  const zips = chunk.get(ZIPS);
  const where = chunk.get(STATES);
  const draws = chunk.get(ADDRESS_DRAWS);
  const chances = draws.words("address_type");
  const words = draws.words("zip");
  const weights = zipWeights();
  const { firstZips: ofState } = states();
  const { firstZips: ofPlace, zipPlaces } = places();
  const out = makeRoom(kept, count, (length) => new Uint16Array(length));
  for (let i = 0; i < chunk.count; i++) {
    const zip = zips[i]!;
    const first = offsets[i]!;
    const last = offsets[i + 1]!;
    out[first] = zip;
    if (last - first === 1) continue;
    const state = where[i]!;
    const place = zipPlaces[zip]!;
    const firstOfPlace = ofPlace[place]!;
    const zipCount = ofPlace[place + 1]! - firstOfPlace;
    for (let row = first + 1; row < last; row++) {
      const kind = kinds[row]!;
      // Bits that the type of the address didn't take.
      const chance = chances[row]! & 15;
      const word = words[row]!;
      if (kind === ADDRESS_TYPE.mailing) out[row] = zip;
      else if (kind === ADDRESS_TYPE.garaging || chance < 2) {
        out[row] = ofState[state]! + weights.pick(word, state);
      } else out[row] = firstOfPlace + (((word >>> 16) * zipCount) >>> 16);
    }
  }
  return out;
});

/** Row of the address in which each person lives. */
export const HOME_ROWS: Fact<Int32Array> = defineFact<Int32Array>((chunk, kept) => {
  const { count, offsets } = chunk.get(PERSON_ROWS);
  const { offsets: addresses } = chunk.get(ADDRESS_ROWS);
  const own = chunk.get(OWN_ADDRESS_COUNTS);
  const classes = chunk.get(CLASSES);
  const out = makeRoom(kept, count, (length) => new Int32Array(length));
  for (let i = 0; i < chunk.count; i++) {
    const first = offsets[i]!;
    const last = offsets[i + 1]!;
    const isHousehold = classes[i] === HOUSEHOLD;
    const step = isHousehold ? 0 : 1;
    let home = addresses[i]! + (isHousehold ? 0 : own[i]!);
    for (let row = first; row < last; row++) {
      out[row] = home;
      home += step;
    }
  }
  return out;
});

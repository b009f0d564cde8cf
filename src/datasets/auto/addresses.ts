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
import { states } from "./places.ts";
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

/** Type of each address, an index in {@link ADDRESS_TYPES}. */
export const ADDRESS_KINDS: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const rows = chunk.get(ADDRESS_ROWS);
  const own = chunk.get(OWN_ADDRESS_COUNTS);
  const classes = chunk.get(CLASSES);
  const words = chunk.get(ADDRESS_DRAWS).words("address_type");
  const out = makeRoom(kept, rows.count, (length) => new Uint8Array(length));
  for (let row = 0; row < rows.count; row++) {
    const account = rows.parents[row]!;
    const ordinal = rows.ordinals[row]!;
    if (classes[account] !== HOUSEHOLD) {
      out[row] = ordinal < own[account]! ? ADDRESS_TYPE.premises : ADDRESS_TYPE.residence;
    } else if (ordinal === 0) {
      out[row] = ADDRESS_TYPE.residence;
    } else {
      // Three of four second addresses keep a vehicle: a student away, a seasonal home.
      out[row] = words[row]! >>> 30 === 0 ? ADDRESS_TYPE.mailing : ADDRESS_TYPE.garaging;
    }
  }
  return out;
});

/** ZIP code of each address, counted in the table of places; always of the account's state. */
export const ADDRESS_ZIPS: Fact<Uint16Array> = defineFact<Uint16Array>((chunk, kept) => {
  const rows = chunk.get(ADDRESS_ROWS);
  const kinds = chunk.get(ADDRESS_KINDS);
  const zips = chunk.get(ZIPS);
  const where = chunk.get(STATES);
  const draws = chunk.get(ADDRESS_DRAWS);
  const near = draws.words("is_near");
  const far = draws.words("zip");
  const weights = zipWeights();
  const { firstZips } = states();
  const out = makeRoom(kept, rows.count, (length) => new Uint16Array(length));
  for (let row = 0; row < rows.count; row++) {
    const account = rows.parents[row]!;
    // Homes of employees and mailing addresses mostly share the account's ZIP code (7 of 8).
    const isNear = rows.ordinals[row] === 0 ||
      (kinds[row] !== ADDRESS_TYPE.garaging && near[row]! >>> 29 !== 0);
    const state = where[account]!;
    out[row] = isNear ? zips[account]! : firstZips[state]! + weights.pick(far[row]!, state);
  }
  return out;
});

/** Row of the address in which each person lives. */
export const HOME_ROWS: Fact<Int32Array> = defineFact<Int32Array>((chunk, kept) => {
  const persons = chunk.get(PERSON_ROWS);
  const { offsets } = chunk.get(ADDRESS_ROWS);
  const own = chunk.get(OWN_ADDRESS_COUNTS);
  const classes = chunk.get(CLASSES);
  const out = makeRoom(kept, persons.count, (length) => new Int32Array(length));
  for (let row = 0; row < persons.count; row++) {
    const account = persons.parents[row]!;
    const first = offsets[account]!;
    out[row] = classes[account] === HOUSEHOLD
      ? first
      : first + own[account]! + persons.ordinals[row]!;
  }
  return out;
});

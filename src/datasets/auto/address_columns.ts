/**
 * Columns of addresses, for the addresses themselves and for whatever repeats them.
 *
 * @module
 */
import { STATES } from "./account.ts";
import { ADDRESS_ROWS, ADDRESS_ZIPS } from "./addresses.ts";
import { makeRoom } from "./children.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { COORDINATES, type Coordinates } from "./coordinates.ts";
import type { MadeField } from "./entity.ts";
import { defineSpread, defineZeros, textField, wordField } from "./fields.ts";
import { places, states } from "./places.ts";
import { fillStreets, type UnitCodes, UNITS, units } from "./streets.ts";
import { TextRoom } from "./texts.ts";

/** Rows that have an address: the addresses themselves, or persons by their home. */
export interface AddressedRows {
  /** Number of rows. */
  readonly counts: Fact<number>;
  /** Account of each row. */
  readonly parents: Fact<Int32Array>;
  /** Address of each row; left out where each row is its own. */
  readonly targets?: Fact<Int32Array>;
}

/** Facts of the addresses of rows. */
export interface AddressFacts {
  /** ZIP code of each row, counted in the table of places. */
  readonly zips: Fact<Uint16Array>;
  /** State of each row. */
  readonly states: Fact<Uint8Array>;
  /** Coordinates of each row. */
  readonly coordinates: Fact<Coordinates>;
  /** Fields that every row with an address has, in order. */
  readonly fields: readonly MadeField[];
}

const countries = ["US"];

/**
 * Makes the address fields of rows.
 *
 * @param rows The rows.
 * @returns What is known of their addresses.
 */
export function defineAddressFacts(rows: AddressedRows): AddressFacts {
  const { counts, parents, targets } = rows;
  const zips = targets === undefined ? ADDRESS_ZIPS : defineFact<Uint16Array>((chunk, kept) => {
    const count = chunk.get(counts);
    const from = chunk.get(ADDRESS_ZIPS);
    const which = chunk.get(targets);
    const out = makeRoom(kept, count, (length) => new Uint16Array(length));
    for (let row = 0; row < count; row++) out[row] = from[which[row]!]!;
    return out;
  });
  const cities = defineFact<Uint16Array>((chunk, kept) => {
    const count = chunk.get(counts);
    const from = chunk.get(zips);
    const { zipPlaces } = places();
    const out = makeRoom(kept, count, (length) => new Uint16Array(length));
    for (let row = 0; row < count; row++) out[row] = zipPlaces[from[row]!]!;
    return out;
  });
  const streets = defineFact<TextRoom>((chunk, kept) => {
    const out = kept ?? new TextRoom();
    const which = targets === undefined ? undefined : chunk.get(targets);
    fillStreets(chunk, out, chunk.get(counts), which);
    return out;
  });
  const unitCodes = targets === undefined ? UNITS : defineFact<UnitCodes>((chunk, kept) => {
    const count = chunk.get(counts);
    const from = chunk.get(UNITS);
    const which = chunk.get(targets);
    const out: UnitCodes = {
      codes: makeRoom(kept?.codes, count, (length) => new Uint16Array(length)),
      validity: makeRoom(kept?.validity, count, (length) => new Uint8Array(length)),
    };
    for (let row = 0; row < count; row++) {
      out.codes[row] = from.codes[which[row]!]!;
      out.validity[row] = from.validity[which[row]!]!;
    }
    return out;
  });
  const where = defineSpread(counts, STATES, parents);
  const zeros = defineZeros(counts);
  return {
    zips,
    states: where,
    coordinates: COORDINATES,
    fields: [
      textField("address_line_1", "House number and street.", streets, {
        plain: true,
        maxLength: 40,
        origin:
          "Number and street are drawn; street names and suffixes by how many streets have them.",
      }),
      wordField(
        "address_line_2",
        "Unit, where there is one.",
        () => units().words,
        (chunk) => chunk.get(unitCodes),
        {
          nullable: true,
          plain: true,
          maxLength: 10,
          origin: "Most rented homes have one, few owned ones, a quarter of all addresses.",
        },
      ),
      wordField(
        "city",
        "Postal city.",
        () => places().cities,
        (chunk) => chunk.get(cities),
        { origin: "By population among the postal cities of the state that the table lists." },
      ),
      wordField(
        "state",
        "State, USPS code.",
        () => states().codes,
        (chunk) => chunk.get(where),
        { pattern: "^[A-Z]{2}$", plain: true, origin: "By population of the footprint's states." },
      ),
      wordField(
        "postal_code",
        "ZIP code of the city.",
        () => places().zips,
        (chunk) => chunk.get(zips),
        {
          pattern: "^[0-9]{5}$",
          minLength: 5,
          maxLength: 5,
          plain: true,
          origin: "Evenly among the street ZIP codes of the city.",
        },
      ),
      wordField(
        "country",
        "Country, ISO 3166-1 alpha-2.",
        () => countries,
        (chunk) => chunk.get(zeros),
        { values: countries, plain: true },
      ),
    ],
  };
}

/** Number of addresses. */
export const ADDRESS_COUNT: Fact<number> = defineFact((chunk) => chunk.get(ADDRESS_ROWS).count);

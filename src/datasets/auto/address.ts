/**
 * The entity `address`: residences, premises, and where else vehicles are kept or letters go.
 *
 * @module
 */
import { ADDRESS_COUNT, defineAddressFacts } from "./address_columns.ts";
import { ADDRESS_KINDS, ADDRESS_TYPES } from "./addresses.ts";
import { makeRoom } from "./children.ts";
import { defineFact, type Fact } from "./chunk.ts";
import type { MadeEntity, MadeField } from "./entity.ts";
import { idField, syntheticSource, wordField } from "./fields.ts";
import { ADDRESS_ACCOUNT_IDS, ADDRESS_IDS, ADDRESS_PARENTS } from "./identifiers.ts";
import { places } from "./places.ts";
import { ADDRESS_PRESENCE } from "./presence.ts";
import { once } from "./tables.ts";

const facts = defineAddressFacts({ counts: ADDRESS_COUNT, parents: ADDRESS_PARENTS });

/** County names, each once, and their codes: two counties may have one name. */
const counties = once(() => {
  const { counties: names, countyCodes } = places();
  const words = [...new Set(names)];
  const fips = [...new Set(countyCodes)];
  const nameCodes = new Map(words.map((name, code) => [name, code]));
  const fipsCodes = new Map(fips.map((name, code) => [name, code]));
  return {
    words,
    fips,
    nameOfPlace: Uint16Array.from(names, (name) => nameCodes.get(name)!),
    fipsOfPlace: Uint16Array.from(countyCodes, (name) => fipsCodes.get(name)!),
  };
});

function defineCounty(codes: () => Uint16Array): Fact<Uint16Array> {
  return defineFact<Uint16Array>((chunk, kept) => {
    const count = chunk.get(ADDRESS_COUNT);
    const zips = chunk.get(facts.zips);
    const { zipPlaces } = places();
    const ofPlace = codes();
    const out = makeRoom(kept, count, (length) => new Uint16Array(length));
    for (let row = 0; row < count; row++) out[row] = ofPlace[zipPlaces[zips[row]!]!]!;
    return out;
  });
}

const countyNames = defineCounty(() => counties().nameOfPlace);
const countyFips = defineCounty(() => counties().fipsOfPlace);

function degreeField(
  name: "latitude" | "longitude",
  description: string,
  min: number,
  max: number,
): MadeField {
  return {
    name,
    kind: "decimal",
    scale: 4,
    unit: "degrees",
    description,
    min,
    max,
    plain: true,
    origin:
      "The city's coordinates, moved to a point that the ZIP code always has, and a little around it.",
    column: (chunk) => {
      const { latitudes, longitudes } = chunk.get(facts.coordinates);
      return { kind: "decimal", scale: 4, values: name === "latitude" ? latitudes : longitudes };
    },
  };
}

const [line1, line2, city, state, postal, country] = facts.fields;

/** An address of an account. */
export const ADDRESS: MadeEntity = {
  name: "address",
  plural: "addresses",
  description:
    "An address of an account: the residence or premises, where vehicles are kept, where letters go, and where a business's persons live.",
  rowCount: ADDRESS_COUNT,
  presence: ADDRESS_PRESENCE,
  fields: [
    idField("address_id", "Identifies the address.", ADDRESS_IDS, { key: true }),
    idField("account_id", "The account it belongs to.", ADDRESS_ACCOUNT_IDS, {
      reference: { entity: "accounts", field: "account_id" },
    }),
    wordField(
      "address_type",
      "What the address is for.",
      () => ADDRESS_TYPES,
      (chunk) => chunk.get(ADDRESS_KINDS),
      {
        values: ADDRESS_TYPES,
        plain: true,
        origin: "The first of a household is its residence, the first of a business its premises.",
      },
    ),
    line1!,
    line2!,
    city!,
    wordField(
      "county",
      "County, with its type.",
      () => counties().words,
      (chunk) => chunk.get(countyNames),
    ),
    wordField("county_fips", "County, FIPS code of state and county.", () => counties().fips, (
      chunk,
    ) => chunk.get(countyFips), { pattern: "^[0-9]{5}$", plain: true }),
    state!,
    postal!,
    degreeField("latitude", "Latitude, WGS 84.", 18, 72),
    degreeField("longitude", "Longitude, WGS 84; west is negative.", -180, -66),
    country!,
    syntheticSource(ADDRESS_COUNT),
  ],
};

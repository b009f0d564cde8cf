/**
 * Coordinates of addresses: a point of the ZIP code, near its city, and some hundred metres around it.
 *
 * @module
 */
import { ADDRESS_DRAWS, ADDRESS_ROWS, ADDRESS_ZIPS } from "./addresses.ts";
import { makeRoom } from "./children.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { places } from "./places.ts";
import { once } from "./tables.ts";

/** Coordinates in ten-thousandths of a degree. */
export interface Coordinates {
  readonly latitudes: Int32Array;
  readonly longitudes: Int32Array;
}

/** Scatters the bits of a ZIP code, so that its point lies anywhere around the city. */
function scatter(zip: number, salt: number): number {
  let mixed = Math.imul(zip + salt, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

/** Greatest distance of a ZIP code's point from that of its city: 0.04 degrees, where the city has several. */
const ZIP_REACH = 400;
/** Greatest distance of an address from the point of its ZIP code: 0.006 degrees, some 600 metres. */
const ADDRESS_REACH = 60;

/** The point of each ZIP code, the same in every plan. The only ZIP code of a city has the city's point. */
const zipPoints = once((): Coordinates => {
  const { zips, zipPlaces, firstZips, latitudes, longitudes } = places();
  const shift = (zip: number, salt: number) => {
    const place = zipPlaces[zip]!;
    if (firstZips[place + 1]! - firstZips[place]! === 1) return 0;
    return scatter(Number(zips[zip]), salt) % (2 * ZIP_REACH + 1) - ZIP_REACH;
  };
  return {
    latitudes: Int32Array.from(zipPlaces, (place, zip) => latitudes[place]! + shift(zip, 1)),
    longitudes: Int32Array.from(zipPlaces, (place, zip) => longitudes[place]! + shift(zip, 2)),
  };
});

/** Coordinates of each address. */
export const COORDINATES: Fact<Coordinates> = defineFact<Coordinates>((chunk, kept) => {
  const { count } = chunk.get(ADDRESS_ROWS);
  const words = chunk.get(ADDRESS_DRAWS).words("latitude");
  const zips = chunk.get(ADDRESS_ZIPS);
  const points = zipPoints();
  const out: Coordinates = {
    latitudes: makeRoom(kept?.latitudes, count, (length) => new Int32Array(length)),
    longitudes: makeRoom(kept?.longitudes, count, (length) => new Int32Array(length)),
  };
  const span = 2 * ADDRESS_REACH + 1;
  for (let row = 0; row < count; row++) {
    const word = words[row]!;
    const zip = zips[row]!;
    out.latitudes[row] = points.latitudes[zip]! - ADDRESS_REACH + (((word & 0xffff) * span) >>> 16);
    out.longitudes[row] = points.longitudes[zip]! - ADDRESS_REACH + (((word >>> 16) * span) >>> 16);
  }
  return out;
});

/**
 * Where losses happen and who drives then: mostly near where the vehicle is kept, and mostly its main driver.
 *
 * @module
 */
import { PERSON_ROWS } from "../account.ts";
import { ADDRESS_ROWS, ADDRESS_ZIPS } from "../addresses.ts";
import { FIRST_LICENSED_DAYS } from "../births.ts";
import { isPolicy, PLANNED_PERIODS, PLANNED_RISKS } from "../book/facts.ts";
import { makeRoom } from "../children.ts";
import { defineFact, type Fact } from "../chunk.ts";
import { places } from "../places.ts";
import { once } from "../tables.ts";
import { GARAGES } from "../vehicle_drivers.ts";
import { ChoiceTables } from "../../../random/choice_tables.ts";
import { causes, GROUP } from "./claim_tables.ts";
import { INCIDENT_DRAWS, INCIDENTS } from "./incidents.ts";

/** State of each ZIP code, counted in the table of places. */
export const statesOfZips: () => Uint8Array = once(() => {
  const { zipPlaces, states } = places();
  return Uint8Array.from(zipPlaces, (place) => states[place]!);
});

/** Most neighbours of a place. */
const NEIGHBOURS = 6;
/** Greatest distance of a neighbour: ten-thousandths of a degree of latitude, some 50 miles. */
const REACH = 7200;
/** A degree of longitude against one of latitude, about the middle of the country. */
const NARROW = 0.78;

/** Nearest other places of the same state, a list for each place; some have none. */
const neighbours = once(() => {
  const { latitudes, longitudes, states } = places();
  const count = latitudes.length;
  return Array.from({ length: count }, (_, place) => {
    const near: { readonly other: number; readonly distance: number }[] = [];
    for (let other = 0; other < count; other++) {
      if (other === place || states[other] !== states[place]) continue;
      const north = latitudes[other]! - latitudes[place]!;
      const east = (longitudes[other]! - longitudes[place]!) * NARROW;
      const distance = north * north + east * east;
      if (distance <= REACH * REACH) near.push({ other, distance });
    }
    near.sort((a, b) => a.distance - b.distance || a.other - b.other);
    return Uint16Array.from(near.slice(0, NEIGHBOURS), ({ other }) => other);
  });
});

const everywhere = once(() => new ChoiceTables([places().populations]));

/** Cumulated shares of where a moving vehicle has its loss: its ZIP code, its city, a neighbour; else anywhere. */
const MOVING = [0.5, 0.82, 0.975] as const;
/** The same of a vehicle that stands. */
const STANDING = [0.84, 0.95, 1] as const;

/** Causes that befall a vehicle on the road. */
const ROAD_CAUSES = ["animal", "road_debris", "glass"];

const TWO_32 = 2 ** 32;

/** ZIP code of each incident, counted in the table of places. */
export const LOSS_ZIPS: Fact<Uint16Array> = defineFact<Uint16Array>((chunk, kept) => {
  const { count, risks, groups, causes: codes, events, parents } = chunk.get(INCIDENTS);
  const draws = chunk.get(INCIDENT_DRAWS);
  const kinds = draws.words("loss_place");
  const which = draws.words("loss_place", 1);
  const { vehicles } = chunk.get(PLANNED_RISKS);
  const garages = chunk.get(GARAGES);
  const addresses = chunk.get(ADDRESS_ROWS).offsets;
  const zips = chunk.get(ADDRESS_ZIPS);
  const { zipPlaces, firstZips } = places();
  const near = neighbours();
  const all = everywhere();
  const names = causes().names;
  const moves = names.map((name) => ROAD_CAUSES.includes(name));
  const out = makeRoom(kept, count, (length) => new Uint16Array(length));
  for (let i = 0; i < count; i++) {
    const vehicle = vehicles[risks[i]!]!;
    // Autos not owned are driven about the first address of the business.
    const zip = zips[vehicle < 0 ? addresses[parents[i]!]! : garages[vehicle]!]!;
    const group = groups[i]!;
    const isMoving = (group !== GROUP.comprehensive || moves[codes[i]!] === true) &&
      names[codes[i]!] !== "parked_unattended_hit";
    const chance = (kinds[i]! >>> 0) / TWO_32;
    const [same, city, neighbour] = isMoving ? MOVING : STANDING;
    const word = which[i]!;
    if (chance < same || (events[i]! >= 0 && chance >= city)) {
      out[i] = zip;
      continue;
    }
    let place = zipPlaces[zip]!;
    if (chance >= neighbour) place = all.pick(word, 0);
    else if (chance >= city) {
      const list = near[place]!;
      if (list.length > 0) place = list[(word >>> 0) % list.length]!;
    }
    const first = firstZips[place]!;
    const choices = firstZips[place + 1]! - first;
    out[i] = first + (Math.imul(word, 0x9e3779b1) >>> 0) % choices;
  }
  return out;
});

/** Share of the losses in which the main driver drives. */
const MAIN_DRIVER = 0.86;

/** Driver of each incident, a row of persons; -1 where nobody drives. */
export const LOSS_DRIVERS: Fact<Int32Array> = defineFact<Int32Array>((chunk, kept) => {
  const { count, risks, days, groups, causes: codes } = chunk.get(INCIDENTS);
  const words = chunk.get(INCIDENT_DRAWS).words("driver_id");
  const { drivers, periods, vehicles } = chunk.get(PLANNED_RISKS);
  const { accounts } = chunk.get(PLANNED_PERIODS);
  const { offsets } = chunk.get(PERSON_ROWS);
  const licensed = chunk.get(FIRST_LICENSED_DAYS);
  const names = causes().names;
  const moves = names.map((name) => ROAD_CAUSES.includes(name));
  const out = makeRoom(kept, count, (length) => new Int32Array(length));
  for (let i = 0; i < count; i++) {
    const risk = risks[i]!;
    const day = days[i]!;
    out[i] = -1;
    const isMoving = groups[i] === GROUP.comprehensive
      ? moves[codes[i]!] === true
      : names[codes[i]!] !== "parked_unattended_hit";
    if (!isMoving) continue;
    const main = drivers[risk]!;
    const account = accounts[periods[risk]!]!;
    const first = offsets[account]!;
    const persons = offsets[account + 1]! - first;
    const word = words[i]!;
    let driver = main;
    const isMain = !isPolicy(vehicles, risk) && (word >>> 0) < MAIN_DRIVER * TWO_32;
    // An auto that is not owned is driven by any person of the account.
    if (persons > 1 && !isMain) {
      driver = first + (Math.imul(word, 0x9e3779b1) >>> 0) % persons;
    }
    if (licensed[driver]! > day) driver = main;
    for (let at = 0; licensed[driver]! > day && at < persons; at++) driver = first + at;
    out[i] = licensed[driver]! <= day ? driver : -1;
  }
  return out;
});

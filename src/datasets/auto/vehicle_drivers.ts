/**
 * Who drives which vehicle, and where it is kept.
 *
 * @module
 */
import { CLASSES, PERSON_ROWS, VEHICLE_DRAWS, VEHICLE_ROWS } from "./account.ts";
import { ADDRESS_KINDS, ADDRESS_ROWS, ADDRESS_TYPE, OWN_ADDRESS_COUNTS } from "./addresses.ts";
import { makeRoom } from "./children.ts";
import { defineFact, type Fact } from "./chunk.ts";
import { MEMBERS, RELATION } from "./members.ts";
import { HOUSEHOLD } from "./strata.ts";
import { BODY } from "./vehicle_lines.ts";
import { MODEL_COLUMNS } from "./vehicle_models.ts";

/** Greatest number of vehicles of a household. */
const MOST = 16;

/**
 * Principal driver of each vehicle, as a row of persons. In a household the newer vehicles go to the named
 * insured and the partner, the older ones to the others; between a man and a woman the pickup goes to him
 * and the minivan to her, else it is a toss. Vehicles beyond the drivers are the couple's again. In a
 * business the first persons drive the first vehicles, so that heavy ones meet the licence for them.
 */
export const DRIVERS: Fact<Int32Array> = defineFact<Int32Array>((chunk, kept) => {
  const { count, offsets } = chunk.get(VEHICLE_ROWS);
  const persons = chunk.get(PERSON_ROWS).offsets;
  const { relations, sexes } = chunk.get(MEMBERS);
  const classes = chunk.get(CLASSES);
  const { years, bodies } = chunk.get(MODEL_COLUMNS);
  const tosses = chunk.get(VEHICLE_DRAWS).words("driver");
  const out = makeRoom(kept, count, (length) => new Int32Array(length));
  const order = new Int32Array(MOST);
  for (let i = 0; i < chunk.count; i++) {
    const first = offsets[i]!;
    const vehicles = offsets[i + 1]! - first;
    const person = persons[i]!;
    const drivers = persons[i + 1]! - person;
    if (classes[i] !== HOUSEHOLD) {
      for (let at = 0, driver = 0; at < vehicles; at++) {
        out[first + at] = person + driver;
        if (++driver === drivers) driver = 0;
      }
      continue;
    }
    if (drivers === 1 || vehicles === 1) {
      // One vehicle of a couple is driven by either.
      const isPartner = drivers > 1 && isCouple(relations[person + 1]!) &&
        tosses[first]! >>> 31 === 1;
      for (let row = first; row < first + vehicles; row++) out[row] = person + (isPartner ? 1 : 0);
      continue;
    }
    // Newest first; few rows, so sorting by insertion is the fastest.
    for (let at = 0; at < vehicles; at++) {
      const year = years[first + at]!;
      let to = at;
      for (; to > 0 && years[first + order[to - 1]!]! < year; to--) {
        order[to] = order[to - 1]!;
      }
      order[to] = at;
    }
    const hasPartner = isCouple(relations[person + 1]!);
    if (hasPartner) {
      const a = bodies[first + order[0]!]!;
      const b = bodies[first + order[1]!]!;
      const headIsMan = sexes[person] === 0;
      let swap = tosses[first]! >>> 31 === 1;
      if (sexes[person] !== sexes[person + 1]) {
        if ((a === BODY.pickup) !== (b === BODY.pickup)) swap = (a === BODY.pickup) !== headIsMan;
        else if ((a === BODY.minivan) !== (b === BODY.minivan)) {
          swap = (a === BODY.minivan) === headIsMan;
        }
      }
      if (swap) {
        const kept = order[0]!;
        order[0] = order[1]!;
        order[1] = kept;
      }
    }
    for (let at = 0; at < vehicles; at++) {
      const spare = at - drivers;
      const driver = spare < 0 ? at : hasPartner ? spare & 1 : 0;
      out[first + order[at]!] = person + driver;
    }
  }
  return out;
});

function isCouple(relation: number): boolean {
  return relation === RELATION.spouse || relation === RELATION.partner;
}

/**
 * Address at which each vehicle is kept, as a row of addresses: the residence; the second address of a
 * household for the vehicle of a child, and for one in four others; any premises of a business, the first
 * most often.
 */
export const GARAGES: Fact<Int32Array> = defineFact<Int32Array>((chunk, kept) => {
  const { count, parents } = chunk.get(VEHICLE_ROWS);
  const { offsets } = chunk.get(ADDRESS_ROWS);
  const own = chunk.get(OWN_ADDRESS_COUNTS);
  const kinds = chunk.get(ADDRESS_KINDS);
  const classes = chunk.get(CLASSES);
  const drivers = chunk.get(DRIVERS);
  const { relations } = chunk.get(MEMBERS);
  const words = chunk.get(VEHICLE_DRAWS).words("garaging_address_id");
  const out = makeRoom(kept, count, (length) => new Int32Array(length));
  for (let row = 0; row < count; row++) {
    const account = parents[row]!;
    const first = offsets[account]!;
    const addresses = own[account]!;
    let at = 0;
    if (addresses > 1) {
      const word = words[row]!;
      if (classes[account] !== HOUSEHOLD) {
        // Half at the first premises, the others anywhere.
        at = word < 0 ? 0 : ((word * addresses) / 2 ** 31) | 0;
      } else if (kinds[first + 1] === ADDRESS_TYPE.garaging) {
        at = relations[drivers[row]!] === RELATION.child || word >>> 30 === 0 ? 1 : 0;
      }
    }
    out[row] = first + at;
  }
  return out;
});

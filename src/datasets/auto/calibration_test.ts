/**
 * Shares in many accounts against the tables they follow. Tolerances are some four standard errors, and
 * what the fit of householders leaves.
 */
import { assert } from "@std/assert";
import { CLASSES, PERSON_ROWS, SIZES } from "./account.ts";
import { ADDRESS_ROWS } from "./addresses.ts";
import { Chunk } from "./chunk.ts";
import { driverAges, MARITAL_STATES, MIN_AGE } from "./kin.ts";
import { MEMBERS, RELATION } from "./members.ts";
import { FIRST_NAMES, firstNames, LAST_NAMES, lastNames } from "./names.ts";
import { UNITS } from "./streets.ts";
import { TENURES } from "./tenure.ts";
import { openWorld } from "./world.ts";

const CHUNK = 4096;
const CHUNKS = 40;

/** Counts over 163,840 accounts, in one pass. */
function countAccounts() {
  const chunk = new Chunk(openWorld({ seed: 11n, records: 1, options: {} }), CHUNK);
  const ages = new Float64Array(100);
  const married = new Float64Array(100);
  const women = new Float64Array(100);
  const lasts = new Float64Array(lastNames().words.length);
  const firsts = new Map<string, number>();
  const totals = {
    persons: 0,
    households: 0,
    vehicles: 0,
    drivers: 0,
    owners: 0,
    units: 0,
    spouses: 0,
  };
  let addresses = 0;
  let sharedNames = 0;
  for (let at = 0; at < CHUNKS; at++) {
    chunk.move(at * CHUNK, CHUNK);
    const { offsets } = chunk.get(PERSON_ROWS);
    const classes = chunk.get(CLASSES);
    const sizes = chunk.get(SIZES);
    const members = chunk.get(MEMBERS);
    const names = chunk.get(LAST_NAMES);
    const given = chunk.get(FIRST_NAMES);
    const tenures = chunk.get(TENURES);
    const units = chunk.get(UNITS).validity;
    const { count } = chunk.get(ADDRESS_ROWS);
    addresses += count;
    for (let row = 0; row < count; row++) totals.units += units[row]!;
    for (let i = 0; i < CHUNK; i++) {
      if (classes[i] !== 0) continue;
      totals.households++;
      totals.vehicles += sizes.vehicles[i]!;
      totals.drivers += sizes.persons[i]!;
      totals.owners += tenures[i] === 0 ? 1 : 0;
      for (let row = offsets[i]!; row < offsets[i + 1]!; row++) {
        totals.persons++;
        const age = members.ages[row]!;
        ages[age]!++;
        women[age]! += members.sexes[row]!;
        if (members.maritals[row] === MARITAL_STATES.indexOf("married")) married[age]!++;
        lasts[names[row]!]!++;
        if (age === 45) {
          const name = firstNames().words[given[row]!]!;
          firsts.set(name, (firsts.get(name) ?? 0) + 1);
        }
        if (members.relations[row] === RELATION.spouse) {
          totals.spouses++;
          if (names[row] === names[row - 1]) sharedNames++;
        }
      }
    }
  }
  return { ages, married, women, lasts, firsts, totals, addresses, sharedNames };
}

const counted = countAccounts();

function assertNear(actual: number, wanted: number, tolerance: number, what: string): void {
  const line = `${what}: ${actual.toFixed(4)}, wanted ${wanted} within ${tolerance}`;
  assert(Math.abs(actual - wanted) <= tolerance, line);
}

function between(column: Float64Array, first: number, last: number): number {
  return column.slice(first, last + 1).reduce((sum, count) => sum + count, 0);
}

Deno.test("MEMBERS of households have the ages of licensed drivers", () => {
  const { shares } = driverAges();
  for (
    const [first, last] of [[16, 19], [20, 24], [25, 34], [35, 44], [45, 54], [55, 64], [65, 95]]
  ) {
    const wanted = shares.slice(first! - MIN_AGE, last! - MIN_AGE + 1)
      .reduce((sum, share) => sum + share, 0);
    const actual = between(counted.ages, first!, last!) / counted.totals.persons;
    assertNear(actual, wanted, 0.006, `ages ${first} to ${last}`);
  }
});

Deno.test("MEMBERS of households are married and of each sex as the tables say", () => {
  // Means of both sexes of the table of marital states.
  for (
    const [first, last, wanted] of [[25, 34, 0.42], [35, 44, 0.61], [45, 54, 0.637], [65, 74, 0.62]]
  ) {
    const all = between(counted.ages, first!, last!);
    assertNear(between(counted.married, first!, last!) / all, wanted!, 0.02, `married ${first}`);
    assertNear(between(counted.women, first!, last!) / all, 0.505, 0.02, `women ${first}`);
  }
});

Deno.test("SIZES of households have the drivers and vehicles of the joint table", () => {
  const { drivers, vehicles, households, owners } = counted.totals;
  assertNear(drivers / households, 1.918, 0.01, "drivers a household");
  assertNear(vehicles / households, 2.01, 0.01, "vehicles a household");
  assertNear(owners / households, 0.66, 0.02, "owners");
});

Deno.test("LAST_NAMES follow the census, and couples share them as the surveys say", () => {
  const { lasts, totals, sharedNames } = counted;
  // Shares among the thousand names of the table: Smith 2.0 %, Johnson 1.6 %, Garcia 1.0 %.
  const sum = lasts.reduce((before, count) => before + count, 0);
  const wanted = [0.02026, 0.01603];
  wanted.forEach((share, code) => assertNear(lasts[code]! / sum, share, 0.0012, `name ${code}`));
  assertNear(sharedNames / totals.spouses, 0.82, 0.015, "couples with one name");
});

Deno.test("FIRST_NAMES follow the births of the decade", () => {
  const { firsts } = counted;
  const total = [...firsts.values()].reduce((sum, count) => sum + count, 0);
  // Born in 1980: Michael and Jennifer lead.
  const top = [...firsts].sort((a, b) => b[1] - a[1]).slice(0, 6).map(([name]) => name);
  assert(top.includes("Michael") && top.includes("Jennifer"), `${top} of ${total}`);
});

Deno.test("UNITS stand in a quarter of the addresses", () => {
  assertNear(counted.totals.units / counted.addresses, 0.24, 0.02, "units");
});

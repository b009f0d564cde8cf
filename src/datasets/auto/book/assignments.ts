/**
 * Who drives which vehicle in a term: the principal driver, and occasional ones where an account has more
 * drivers than vehicles.
 *
 * @module
 */
import { PERSON_ROWS, VEHICLE_ROWS } from "../account.ts";
import { FIRST_LICENSED_DAYS } from "../births.ts";
import { makeRoom } from "../children.ts";
import { type Chunk, defineFact, type Fact } from "../chunk.ts";
import { DRIVERS } from "../vehicle_drivers.ts";
import { PERIODS } from "./periods.ts";
import { isPolicy, RISKS } from "./risks.ts";

/** Row indices that the drivers of a vehicle in a term take; a power of two. */
const STRIDE = 16;

/** Drivers of vehicles in terms: of each vehicle its principal driver first. */
export interface Assignments {
  /** Number of them. */
  readonly count: number;
  /** First of each of {@link RISKS}: its principal driver; of the policy itself the next one's. */
  readonly firsts: Int32Array;
  /** Row of {@link RISKS}. */
  readonly risks: Int32Array;
  /** Row of the persons. */
  readonly persons: Int32Array;
  /** 0 for the principal driver, 1 for an occasional one. */
  readonly kinds: Uint8Array;
  /** Per cent of the vehicle's use. */
  readonly shares: Int32Array;
  /** Row index: that of the vehicle in the term x 16 + place among its drivers. */
  readonly indices: Float64Array;
}

/** Per cent of the use that each occasional driver has: one or two of them, more. */
const [OCCASIONAL_SHARE, SMALL_SHARE] = [20, 10];
/** Occasional drivers of one vehicle, at most. */
const MOST_OCCASIONAL = 6;

/**
 * Persons of an account who are no vehicle's principal driver, counted in it: the n-th of them now and
 * then drives the vehicle whose place in the account is n.
 */
interface Spares {
  readonly offsets: Int32Array;
  readonly persons: Int32Array;
}

const SPARES: Fact<Spares> = defineFact<Spares>((chunk, kept) => {
  const { count, offsets: persons } = chunk.get(PERSON_ROWS);
  const { offsets: vehicles } = chunk.get(VEHICLE_ROWS);
  const drivers = chunk.get(DRIVERS);
  const offsets = kept?.offsets ?? new Int32Array(chunk.capacity + 1);
  const out = makeRoom(kept?.persons, count, (length) => new Int32Array(length));
  const isPrincipal = new Uint8Array(count);
  let at = 0;
  for (let i = 0; i < chunk.count; i++) {
    offsets[i] = at;
    for (let row = vehicles[i]!; row < vehicles[i + 1]!; row++) isPrincipal[drivers[row]!] = 1;
    for (let row = persons[i]!; row < persons[i + 1]!; row++) {
      if (isPrincipal[row] === 0) out[at++] = row;
    }
  }
  offsets[chunk.count] = at;
  return { offsets, persons: out };
});

/** Drivers of vehicles in terms. */
export const ASSIGNMENTS: Fact<Assignments> = defineFact<Assignments>((chunk, kept) => {
  const risks = chunk.get(RISKS);
  const { accounts } = chunk.get(PERIODS);
  const spares = chunk.get(SPARES);
  const most = countMost(chunk);
  const days = (array: Int32Array | undefined, size: number) =>
    makeRoom(array, size, (length) => new Int32Array(length));
  const firsts = days(kept?.firsts, risks.count + 1);
  const out = {
    risks: days(kept?.risks, most),
    persons: days(kept?.persons, most),
    kinds: makeRoom(kept?.kinds, most, (length) => new Uint8Array(length)),
    shares: days(kept?.shares, most),
    indices: makeRoom(kept?.indices, most, (length) => new Float64Array(length)),
  };
  const { writtens } = chunk.get(PERIODS);
  const licensed = chunk.get(FIRST_LICENSED_DAYS);
  const { offsets: vehicles } = chunk.get(VEHICLE_ROWS);
  let at = 0;
  for (let risk = 0; risk < risks.count; risk++) {
    firsts[risk] = at;
    // Nobody is rated as driver of the policy itself.
    if (isPolicy(risks.vehicles, risk)) continue;
    const period = risks.periods[risk]!;
    const i = accounts[period]!;
    const first = at;
    const put = (person: number, kind: number, share: number) => {
      out.risks[at] = risk;
      out.persons[at] = person;
      out.kinds[at] = kind;
      out.shares[at] = share;
      out.indices[at] = risks.indices[risk]! * STRIDE + at - first;
      at++;
    };
    put(risks.drivers[risk]!, 0, 100);
    const place = risks.vehicles[risk]! - vehicles[i]!;
    const fleet = vehicles[i + 1]! - vehicles[i]!;
    for (let spare = spares.offsets[i]! + place; spare < spares.offsets[i + 1]!; spare += fleet) {
      const person = spares.persons[spare]!;
      const isThere = licensed[person]! <= writtens[period]! && person !== risks.drivers[risk];
      if (isThere && at - first <= MOST_OCCASIONAL) put(person, 1, 0);
    }
    const others = at - first - 1;
    const share = others > 2 ? SMALL_SHARE : OCCASIONAL_SHARE;
    for (let row = first + 1; row < at; row++) out.shares[row] = share;
    out.shares[first] = 100 - others * share;
  }
  firsts[risks.count] = at;
  return { ...out, count: at, firsts };
});

/** Drivers there may be at most. */
function countMost(chunk: Chunk): number {
  return chunk.get(RISKS).count * (1 + MOST_OCCASIONAL);
}

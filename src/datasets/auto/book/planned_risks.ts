/**
 * Vehicles in terms: when each is insured, and who is rated as its driver. Where coverages belong to the policy
 * itself, it stands behind the vehicles of its terms, as if it was one.
 *
 * @module
 */
import { PERSON_ROWS, VEHICLE_ROWS } from "../account.ts";
import { AS_OF, FIRST_LICENSED_DAYS } from "../births.ts";
import { makeRoom } from "../children.ts";
import { defineFact, type Fact } from "../chunk.ts";
import { DRIVERS } from "../vehicle_drivers.ts";
import { VEHICLE_DAYS } from "../vehicle_history.ts";
import { POLICY_CHOICES } from "./choices.ts";
import { BOOK_STRIDES, POLICY_PLACE } from "./codes.ts";
import { OUTCOME } from "./lifecycle.ts";
import { type Periods, PLANNED_PERIODS } from "./planned_periods.ts";

/** Vehicles in the terms that are written by the plan's day, in the order of terms and vehicles. */
export interface Risks {
  /** Number of vehicles in terms. */
  readonly count: number;
  /** First of each term and, behind the last, the number of them. */
  readonly offsets: Int32Array;
  /** Row of {@link PLANNED_PERIODS}. */
  readonly periods: Int32Array;
  /** Row of the vehicles; -1 for the policy itself: see {@link isPolicy}. */
  readonly vehicles: Int32Array;
  /** Row of the persons: the rated driver; of the policy itself the named insured. */
  readonly drivers: Int32Array;
  /** Day on which it is first covered in the term. */
  readonly starts: Int32Array;
  /** Day on which cover ends for good. There may be a gap: see the term. */
  readonly ends: Int32Array;
  /** Row index: that of the term x 256 + place of the vehicle in the account, the last place for the policy. */
  readonly indices: Float64Array;
  /** Vehicles that each term begins with. */
  readonly fleets: Int32Array;
}

/**
 * Whether a row of {@link Risks} is the policy itself, which has coverages of its own, and no vehicle.
 *
 * @param vehicles The rows' vehicles, `Risks.vehicles`.
 * @param risk Which row.
 * @returns True where there is no vehicle to look up.
 *
 * @example
 * ```ts
 * import { isPolicy } from "./planned_risks.ts";
 * if (isPolicy(Int32Array.of(7, -1), 0)) throw new RangeError();
 * ```
 */
export function isPolicy(vehicles: Int32Array, risk: number): boolean {
  return vehicles[risk]! < 0;
}

/**
 * The day on which a vehicle joins a term, or -1 where it does not.
 *
 * @param periods The terms.
 * @param row Which of them.
 * @param purchased Day on which the vehicle was bought.
 * @returns Days from 1970-01-01; the first day of the term for what the account had when it was written.
 */
export function joinDay(periods: Periods, row: number, purchased: number): number {
  const start = periods.starts[row]!;
  if (purchased <= start) return start;
  if (purchased >= periods.expires[row]!) return -1;
  switch (periods.outcomes[row]) {
    case OUTCOME.flat:
      return -1;
    case OUTCOME.final:
      return purchased < periods.notices[row]! ? purchased : -1;
    case OUTCOME.rescinded:
    case OUTCOME.gap: {
      // Nothing is added while a cancellation is under way.
      const resumes = periods.resumes[row]!;
      return purchased < periods.notices[row]! || purchased > resumes ? purchased : resumes;
    }
    default:
      return purchased;
  }
}

/** Vehicles in terms. */
export const PLANNED_RISKS: Fact<Risks> = defineFact<Risks>((chunk, kept) => {
  const periods = chunk.get(PLANNED_PERIODS);
  const vehicleRows = chunk.get(VEHICLE_ROWS).offsets;
  const persons = chunk.get(PERSON_ROWS).offsets;
  const { purchased } = chunk.get(VEHICLE_DAYS);
  const principals = chunk.get(DRIVERS);
  const licensed = chunk.get(FIRST_LICENSED_DAYS);
  const choices = chunk.get(POLICY_CHOICES);
  const asOf = chunk.world.get(AS_OF);
  const { count: terms, accounts, writtens, ends } = periods;
  let most = 0;
  for (let row = 0; row < terms; row++) {
    const i = accounts[row]!;
    most += vehicleRows[i + 1]! - vehicleRows[i]! + 1;
  }
  const room = (array: Int32Array | undefined, size: number) =>
    makeRoom(array, size, (length) => new Int32Array(length));
  const offsets = room(kept?.offsets, terms + 1);
  const fleets = room(kept?.fleets, terms);
  const out = {
    periods: room(kept?.periods, most),
    vehicles: room(kept?.vehicles, most),
    drivers: room(kept?.drivers, most),
    starts: room(kept?.starts, most),
    ends: room(kept?.ends, most),
    indices: makeRoom(kept?.indices, most, (length) => new Float64Array(length)),
  };
  let at = 0;
  for (let row = 0; row < terms; row++) {
    offsets[row] = at;
    const i = accounts[row]!;
    const first = vehicleRows[i]!;
    const base = periods.indices[row]! * BOOK_STRIDES.risk - first;
    let fleet = 0;
    for (let vehicle = first; vehicle < vehicleRows[i + 1]!; vehicle++) {
      const join = joinDay(periods, row, purchased[vehicle]!);
      const isFirst = join === periods.starts[row];
      if (join < 0 || (!isFirst && join > asOf)) continue;
      if (isFirst) fleet++;
      const driver = principals[vehicle]!;
      out.periods[at] = row;
      out.vehicles[at] = vehicle;
      out.drivers[at] = licensed[driver]! <= writtens[row]! ? driver : persons[i]!;
      out.starts[at] = join;
      out.ends[at] = ends[row]!;
      out.indices[at] = base + vehicle;
      at++;
    }
    if (choices[i] !== 0) {
      out.periods[at] = row;
      out.vehicles[at] = -1;
      out.drivers[at] = persons[i]!;
      out.starts[at] = periods.starts[row]!;
      out.ends[at] = ends[row]!;
      out.indices[at] = periods.indices[row]! * BOOK_STRIDES.risk + POLICY_PLACE;
      at++;
    }
    fleets[row] = fleet;
  }
  offsets[terms] = at;
  return { ...out, count: at, offsets, fleets };
});

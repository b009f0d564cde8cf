/**
 * Vehicles in terms as they are: those that were planned, without what total losses took away.
 *
 * @module
 */
import { makeRoom } from "../children.ts";
import { defineFact, type Fact } from "../chunk.ts";
import { PERIODS } from "./periods.ts";
import { isPolicy, PLANNED_RISKS, type Risks } from "./planned_risks.ts";
import { REMOVALS } from "./removals.ts";

export { isPolicy, type Risks } from "./planned_risks.ts";

/** Vehicles in terms as they are. */
export interface KeptRisks extends Risks {
  /** Row of `PLANNED_RISKS`. */
  readonly planned: Int32Array;
  /** Day on which an endorsement removes the vehicle; 0 where none does. */
  readonly removed: Int32Array;
  /** 1 for a vehicle that is not taken up again when its term is reinstated after a gap. */
  readonly lost: Uint8Array;
}

/** Vehicles in terms. */
export const RISKS: Fact<KeptRisks> = defineFact<KeptRisks>((chunk, kept) => {
  const from = chunk.get(PLANNED_RISKS);
  const periods = chunk.get(PERIODS);
  const removals = chunk.get(REMOVALS);
  const room = (array: Int32Array | undefined, size: number) =>
    makeRoom(array, size, (length) => new Int32Array(length));
  const offsets = room(kept?.offsets, periods.count + 1);
  const fleets = room(kept?.fleets, periods.count);
  const out = {
    periods: room(kept?.periods, from.count),
    vehicles: room(kept?.vehicles, from.count),
    drivers: room(kept?.drivers, from.count),
    starts: room(kept?.starts, from.count),
    ends: room(kept?.ends, from.count),
    planned: room(kept?.planned, from.count),
    removed: room(kept?.removed, from.count),
    lost: makeRoom(kept?.lost, from.count, (length) => new Uint8Array(length)),
    indices: makeRoom(kept?.indices, from.count, (length) => new Float64Array(length)),
  };
  let at = 0;
  for (let row = 0; row < periods.count; row++) {
    offsets[row] = at;
    const planned = periods.planned[row]!;
    let fleet = 0;
    for (let risk = from.offsets[planned]!; risk < from.offsets[planned + 1]!; risk++) {
      if (removals.ends[risk] === 0) continue;
      const start = from.starts[risk]!;
      if (start === periods.starts[row] && !isPolicy(from.vehicles, risk)) fleet++;
      out.periods[at] = row;
      out.vehicles[at] = from.vehicles[risk]!;
      out.drivers[at] = from.drivers[risk]!;
      out.starts[at] = start;
      out.ends[at] = removals.ends[risk]!;
      out.planned[at] = risk;
      out.removed[at] = removals.days[risk]!;
      out.lost[at] = removals.lost[risk]!;
      out.indices[at] = from.indices[risk]!;
      at++;
    }
    fleets[row] = fleet;
  }
  offsets[periods.count] = at;
  return { ...out, count: at, offsets, fleets };
});

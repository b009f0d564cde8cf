/**
 * Vehicles that are lost: the first total loss of each, after which it has no other loss and leaves its policy.
 *
 * @module
 */
import { VEHICLE_ROWS } from "../account.ts";
import { PLANNED_RISKS } from "../book/facts.ts";
import { makeRoom } from "../children.ts";
import { defineFact, type Fact } from "../chunk.ts";
import { EXPOSURES } from "./exposures.ts";
import { INCIDENTS } from "./incidents.ts";

/** First total losses, an entry each vehicle. */
export interface TotalLosses {
  /** Incident, -1 where there is none. */
  readonly incidents: Int32Array;
  /** Day of the loss. */
  readonly days: Int32Array;
  /** Day on which it was settled; 0 where the vehicle was not lost. */
  readonly settled: Int32Array;
}

/** First total loss of each vehicle, of those before the plan's day. */
export const TOTAL_LOSSES: Fact<TotalLosses> = defineFact<TotalLosses>((chunk, kept) => {
  const { count } = chunk.get(VEHICLE_ROWS);
  const exposures = chunk.get(EXPOSURES);
  const { risks, days } = chunk.get(INCIDENTS);
  const { vehicles } = chunk.get(PLANNED_RISKS);
  const room = (array: Int32Array | undefined) =>
    makeRoom(array, count, (length) => new Int32Array(length));
  const out = {
    incidents: room(kept?.incidents),
    days: room(kept?.days),
    settled: room(kept?.settled),
  };
  out.incidents.fill(-1, 0, count);
  out.settled.fill(0, 0, count);
  for (let row = 0; row < exposures.count; row++) {
    if (exposures.totals[row] !== 1) continue;
    const incident = exposures.incidents[row]!;
    const vehicle = vehicles[risks[incident]!]!;
    const day = days[incident]!;
    if (out.settled[vehicle]! > 0 && out.days[vehicle]! <= day) continue;
    out.incidents[vehicle] = incident;
    out.days[vehicle] = day;
    out.settled[vehicle] = exposures.closed[row]!;
  }
  return out;
});

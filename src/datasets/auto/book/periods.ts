/**
 * Terms of the policies as they are: those that were planned, ended where total losses left no vehicle.
 *
 * @module
 */
import { makeRoom } from "../children.ts";
import { defineFact, type Fact } from "../chunk.ts";
import { EXIT, OUTCOME, REASON } from "./lifecycle.ts";
import { makePeriods, type Periods, PLANNED_PERIODS } from "./planned_periods.ts";
import { REMOVALS } from "./removals.ts";

export type { Periods } from "./planned_periods.ts";

/** Columns that are as planned. */
const INTS = [
  "accounts",
  "terms",
  "starts",
  "expires",
  "ends",
  "writtens",
  "notices",
  "cancels",
  "resumes",
  "exitNotices",
] as const;
const BYTES = ["bands", "reasons", "outcomes", "exits"] as const;

/** Terms as they are. */
export interface KeptPeriods extends Periods {
  /** Row of `PLANNED_PERIODS`. */
  readonly planned: Int32Array;
}

/** Terms of the policies. */
export const PERIODS: Fact<KeptPeriods> = defineFact<KeptPeriods>((chunk, kept) => {
  const from = chunk.get(PLANNED_PERIODS);
  const { lasts, cancels, bare, unresumed } = chunk.get(REMOVALS);
  const out = makePeriods(kept, from.count, chunk.capacity);
  const planned = makeRoom(kept?.planned, from.count, (length) => new Int32Array(length));
  let row = 0;
  for (let i = 0; i < chunk.count; i++) {
    out.offsets[i] = row;
    const first = from.offsets[i]!;
    const last = lasts[i]!;
    for (const name of INTS) copy(from[name], first, last, out[name], row);
    for (const name of BYTES) copy(from[name], first, last, out[name], row);
    copy(from.indices, first, last, out.indices, row);
    for (let at = first; at < last; at++, row++) {
      planned[row] = at;
      const day = cancels[at]!;
      if (day > 0) {
        out.outcomes[row] = OUTCOME.final;
        out.reasons[row] = REASON.insuredRequest;
        out.notices[row] = day;
        out.cancels[row] = day;
        out.ends[row] = day;
        if (out.exits[row] !== EXIT.renewed && out.exitNotices[row]! >= day) {
          out.exits[row] = EXIT.renewed;
        }
      } else if (unresumed[at] === 1) {
        out.outcomes[row] = OUTCOME.final;
        out.ends[row] = out.cancels[row]!;
      } else if (bare[at] === 1 && out.exits[row] !== EXIT.nonRenewed) {
        out.exits[row] = EXIT.lapsed;
        out.exitNotices[row] = out.expires[row]!;
      }
    }
  }
  out.offsets[chunk.count] = row;
  out.count = row;
  return { ...out, planned };
});

function copy<T extends Int32Array | Uint8Array | Float64Array>(
  from: T,
  first: number,
  last: number,
  to: T,
  at: number,
): void {
  for (let row = first; row < last; row++) to[at + row - first] = from[row]!;
}

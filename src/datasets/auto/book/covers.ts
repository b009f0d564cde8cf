/**
 * Coverages of vehicles in terms as they are: those that were planned, ended where total losses ended them.
 *
 * @module
 */
import { AS_OF } from "../births.ts";
import { defineFact, type Fact } from "../chunk.ts";
import { PERIODS } from "./periods.ts";
import { CoverRows, type Covers, PLANNED_COVERS } from "./planned_covers.ts";
import { REMOVALS } from "./removals.ts";
import { RISKS } from "./risks.ts";

export type { Covers } from "./planned_covers.ts";

/** Coverages of vehicles in terms. */
export const COVERS: Fact<Covers> = defineFact<Covers>((chunk, kept) => {
  const from = chunk.get(PLANNED_COVERS);
  const { count, planned, periods, removed, lost } = chunk.get(RISKS);
  const { planned: terms, resumes } = chunk.get(PERIODS);
  const { cancels, unresumed } = chunk.get(REMOVALS);
  const asOf = chunk.world.get(AS_OF);
  const out = (kept as CoverRows | undefined) ?? new CoverRows();
  out.reserve(from.count);
  let row = 0;
  for (let risk = 0; risk < count; risk++) {
    while (row < from.count && from.risks[row]! < planned[risk]!) row++;
    const period = periods[risk]!;
    const term = terms[period]!;
    const cut = removed[risk]! > 0 ? removed[risk]! : cancels[term]!;
    // What would be taken up again after a gap is not.
    const last = lost[risk] === 1 || unresumed[term] === 1
      ? resumes[period]! - 1
      : cut > 0
      ? cut
      : Infinity;
    for (; row < from.count && from.risks[row] === planned[risk]; row++) {
      if (from.starts[row]! > last) continue;
      out.copy(from, row, risk);
      if (cut > 0) out.endBy(cut, cut <= asOf);
    }
  }
  return out;
});

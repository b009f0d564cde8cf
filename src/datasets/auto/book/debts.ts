/**
 * Which vehicles a bank or a lessor has a claim on when a term begins: they must have collision and
 * comprehensive.
 *
 * @module
 */
import { VEHICLE_DRAWS } from "../account.ts";
import { makeRoom } from "../children.ts";
import { defineFact, type Fact } from "../chunk.ts";
import { isOwed, VEHICLE_DAYS } from "../vehicle_history.ts";
import { isPolicy, PLANNED_RISKS } from "./planned_risks.ts";

/** 1 for a vehicle that is financed or leased when it joins the term. */
export const DEBTS: Fact<Uint8Array> = defineFact<Uint8Array>((chunk, kept) => {
  const { count, vehicles, starts } = chunk.get(PLANNED_RISKS);
  const { soldNew, purchased } = chunk.get(VEHICLE_DAYS);
  const words = chunk.get(VEHICLE_DRAWS).words("ownership");
  const out = makeRoom(kept, count, (length) => new Uint8Array(length));
  for (let risk = 0; risk < count; risk++) {
    if (isPolicy(vehicles, risk)) {
      out[risk] = 0;
      continue;
    }
    const row = vehicles[risk]!;
    out[risk] = isOwed(soldNew[row]!, purchased[row]!, starts[risk]!, words[row]!) ? 1 : 0;
  }
  return out;
});

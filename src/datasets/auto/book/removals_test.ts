import { assert, assertEquals } from "@std/assert";
import { Chunk } from "../chunk.ts";
import { makeRows } from "../_made_rows.ts";
import { openWorld } from "../world.ts";
import { OUTCOME } from "./lifecycle.ts";
import { PERIODS } from "./periods.ts";
import { PERIOD_STATES } from "./states_of_terms.ts";
import { PLANNED_PERIODS } from "./planned_periods.ts";
import { REMOVALS } from "./removals.ts";
import { RISKS } from "./risks.ts";
import { TRANSACTION_KINDS, TRANSACTIONS } from "./transactions.ts";

const RECORDS = 6000;
const NAMES = ["policy_transactions", "coverages", "claims", "exposures"];

Deno.test("a vehicle that is a total loss has no later claim, and is not insured when it was settled", () => {
  const { claims, exposures, coverages, policy_transactions } = makeRows({
    ...{ seed: 5n, records: RECORDS, asOf: "2027-12-31", names: NAMES },
  });
  const totals = new Map<unknown, { readonly day: string; closed: string | null }>();
  const vehicleOf = new Map(claims!.map((row) => [row["claim_id"], row["vehicle_id"]]));
  for (const row of claims!) {
    if (row["is_total_loss"] !== true) continue;
    assert(!totals.has(row["vehicle_id"]), "a vehicle is lost twice");
    totals.set(row["vehicle_id"], { day: String(row["loss_on"]), closed: null });
  }
  assert(totals.size > 100);
  for (const row of exposures!) {
    if (row["is_total_loss"] !== true || row["first_closed_on"] === null) continue;
    totals.get(vehicleOf.get(row["claim_id"]))!.closed = String(row["first_closed_on"]);
  }
  for (const row of claims!) {
    const total = totals.get(row["vehicle_id"]);
    if (total !== undefined) assert(String(row["loss_on"]) <= total.day);
  }
  let removed = 0;
  for (const row of policy_transactions!) {
    if (row["reason"] !== "remove_vehicle") continue;
    removed++;
    const { closed } = totals.get(row["vehicle_id"])!;
    assert(String(row["effective_on"]) >= closed!);
    assert(Number(row["premium_change"]) <= 0);
  }
  assert(removed > 50);
  // Terms that were being cancelled, and those that had been written, keep a vehicle for some days.
  let covered = 0;
  for (const row of coverages!) {
    const closed = totals.get(row["vehicle_id"])?.closed;
    if (closed === undefined || closed === null) continue;
    const days = (Date.parse(String(row["ends_on"])) - Date.parse(closed)) / 86_400_000;
    assert(days <= 60, JSON.stringify(row));
    if (String(row["effective_on"]) > closed) {
      assertEquals(row["effective_on"], row["ends_on"]);
    } else covered++;
  }
  assert(covered > 500);
});

Deno.test("a policy ends with its last vehicle, and its premiums add up", () => {
  const plan = { seed: 5n, records: RECORDS, options: { footprint: "all", "as-of": "2027-12-31" } };
  const chunk = new Chunk(openWorld(plan), RECORDS);
  chunk.move(0, RECORDS);
  const { cancels, lasts } = chunk.get(REMOVALS);
  const planned = chunk.get(PLANNED_PERIODS);
  const periods = chunk.get(PERIODS);
  const states = chunk.get(PERIOD_STATES);
  const risks = chunk.get(RISKS);
  const transactions = chunk.get(TRANSACTIONS);
  const sums = new Float64Array(periods.count);
  for (let row = 0; row < transactions.count; row++) {
    sums[transactions.periods[row]!]! += transactions.changes[row]!;
  }
  let ended = 0;
  for (let row = 0; row < periods.count; row++) {
    assertEquals(sums[row], states.written[row], `term ${row}`);
    const of = periods.planned[row]!;
    assert(risks.offsets[row]! < risks.offsets[row + 1]!, "a term has no vehicle");
    if (cancels[of] === 0) continue;
    ended++;
    assertEquals(periods.outcomes[row], OUTCOME.final);
    assertEquals(of + 1, lasts[periods.accounts[row]!]);
  }
  assert(ended > 20 && periods.count < planned.count);
});

// A vehicle leaves one account's term, and the only one another's, on the first day, which is that of a notice, too.
for (const [account, kinds] of [[926_523, 3], [662_887, 2]] as const) {
  Deno.test(`account ${account}: what leaves a term on the day of a notice is not cancelled again`, () => {
    const plan = { seed: 7n, records: 1_000_000, options: { footprint: "all" } };
    const chunk = new Chunk(openWorld(plan), 1);
    chunk.move(account, 1);
    const periods = chunk.get(PERIODS);
    const { count, periods: rows, changes, kinds: all, effectives, processed } = chunk.get(
      TRANSACTIONS,
    );
    const { written } = chunk.get(PERIOD_STATES);
    const sums = new Int32Array(periods.count);
    for (let row = 0; row < count; row++) sums[rows[row]!]! += changes[row]!;
    assertEquals([...sums], [...written.subarray(0, periods.count)]);
    const last = periods.count - 1;
    const own = Array.from({ length: count }, (_, row) => row).filter((row) => rows[row] === last);
    assertEquals(own.length, kinds, JSON.stringify(own.map((row) => TRANSACTION_KINDS[all[row]!])));
    assert(own.every((row) => effectives[row]! >= periods.starts[last]!));
    assert(own.every((row) => processed[row]! <= periods.cancels[last]!));
  });
}

import { assert } from "@std/assert";
import type { Row } from "../../../core/batch.ts";
import { makeRows } from "../_made_rows.ts";
import { MOST_LOSSES } from "./loss_records.ts";

const RECORDS = 4000;
const NAMES = ["policies", "policy_periods", "vehicle_drivers", "claims", "exposures"];

const yearIn = (day: unknown) => Number(`${day}`.slice(0, 4));

interface Loss {
  readonly policy: unknown;
  readonly driver: unknown;
  readonly year: number;
  readonly kind: string;
  settled: string;
}

Deno.test("RecordCounter counts the paid losses of a policy that were settled when a term was written", () => {
  const { policies, policy_periods, vehicle_drivers, claims, exposures } = makeRows({
    ...{ seed: 9n, records: RECORDS, asOf: "2027-06-30", names: NAMES },
  });
  const began = new Map(policies!.map((row) => [row["policy_id"], row["original_effective_on"]]));
  const periods = new Map(policy_periods!.map((row) => [row["policy_period_id"], row]));
  const losses = new Map<unknown, Loss>();
  for (const row of claims!) {
    const isCrash = row["loss_kind"] === "collision";
    if (!isCrash && (row["loss_kind"] !== "comprehensive" || row["cause"] === "glass")) {
      continue;
    }
    if (isCrash && row["driver_id"] === null) continue;
    losses.set(row["claim_id"], {
      policy: periods.get(row["policy_period_id"])!["policy_id"],
      driver: row["driver_id"],
      year: yearIn(row["loss_on"]),
      kind: !isCrash ? "other" : Number(row["fault_percent"]) >= 51 ? "own" : "others'",
      settled: "9999-12-31",
    });
  }
  for (const row of exposures!) {
    const loss = losses.get(row["claim_id"]);
    const isPaid = Number(row["paid_indemnity"]) > 0 && row["first_closed_on"] !== null;
    if (loss === undefined || !isPaid || /^(RENT|TOW)$/.test(`${row["coverage_code"]}`)) continue;
    if (`${row["first_closed_on"]}` < loss.settled) loss.settled = `${row["first_closed_on"]}`;
  }
  const ofPolicy = Map.groupBy(losses.values(), ({ policy }) => policy);
  let counted = 0;
  const check = (stated: number, period: Row, kind: string, driver?: unknown) => {
    const year = yearIn(period["effective_on"]);
    const found =
      (ofPolicy.get(period["policy_id"]) ?? []).filter((loss) =>
        loss.kind === kind && loss.settled <= `${period["written_on"]}` &&
        loss.year >= year - 3 && loss.year < year &&
        (driver === undefined || loss.driver === driver)
      ).length;
    const least = Math.min(found, MOST_LOSSES);
    // Where all three years are the book's own, nothing else is on record.
    const isOwn = Math.max(2024, yearIn(began.get(period["policy_id"]))) <= year - 3;
    const text = `${stated} losses stated, ${found} ${kind} found ${JSON.stringify(period)}`;
    assert(isOwn ? stated === least : stated >= least, text);
    counted += least;
  };
  for (const row of vehicle_drivers!) {
    const period = periods.get(row["policy_period_id"])!;
    check(Number(row["at_fault_accidents"]), period, "own", row["person_id"]);
    check(Number(row["not_at_fault_accidents"]), period, "others'", row["person_id"]);
  }
  for (const period of policy_periods!) {
    if (period["comprehensive_claims"] === null) continue;
    check(Number(period["comprehensive_claims"]), period, "other");
  }
  assert(counted > 500);
});

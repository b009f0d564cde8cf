import { assertEquals } from "@std/assert";
import { batchRows } from "../../core/batch.ts";
import { findDataset } from "../mod.ts";
import { states } from "./places.ts";

/** The same day so many months later, or the last of that month. */
function addMonths(day: string, months: number): string {
  const [year, month, date] = day.split("-").map(Number);
  const total = year! * 12 + month! - 1 + months;
  const last = new Date(Date.UTC(Math.floor(total / 12), total % 12 + 1, 0)).getUTCDate();
  const time = Date.UTC(Math.floor(total / 12), total % 12, Math.min(date!, last));
  return new Date(time).toISOString().slice(0, 10);
}

Deno.test("FIRST_LICENSED_DAYS are never before the age at which the state lets one drive", () => {
  const { codes, licenceMonths } = states();
  const plan = { seed: 3n, records: 20_000, options: { footprint: "all" } };
  const source = findDataset("auto").openRows(plan, ["persons"], 4000);
  const early: unknown[] = [];
  for (let made = 0; made < plan.records; made += 4000) {
    for (const batch of source.next(4000)) {
      for (const row of batchRows(batch)) {
        const months = licenceMonths[codes.indexOf(`${row["driver_license_state"]}`)]!;
        const first = addMonths(`${row["date_of_birth"]}`, months);
        if (`${row["first_licensed_on"]}` < first) early.push(row);
      }
    }
  }
  assertEquals(early, []);
});

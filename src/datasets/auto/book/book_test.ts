import { assert, assertEquals } from "@std/assert";
import { batchRows, type Row } from "../../../core/batch.ts";
import { Chunk } from "../chunk.ts";
import { openMadeRows } from "../entity.ts";
import { ENTITIES } from "../mod.ts";
import { openWorld } from "../world.ts";
import { choiceLists } from "./choices.ts";
import { COVERS } from "./covers.ts";
import { measurePremiums, readExpenditures } from "./expenditures.ts";
import { OUTCOME } from "./lifecycle.ts";
import { addMonths, monthsBetween } from "./months.ts";
import { PERIODS } from "./periods.ts";
import { PREMIUMS } from "./premiums.ts";
import { RISKS } from "./risks.ts";
import { PERIOD_STATES } from "./states_of_terms.ts";
import { TRANSACTIONS } from "./transactions.ts";

const RECORDS = 700;
const DAYS = ["2024-01-01", "2024-08-15", "2025-06-30", "2026-01-01", "2026-11-25", "2027-12-31"];

function openChunk(asOf: string): Chunk {
  const plan = { seed: 42n, records: RECORDS, options: { footprint: "all", "as-of": asOf } };
  const chunk = new Chunk(openWorld(plan), RECORDS);
  chunk.move(0, RECORDS);
  return chunk;
}

for (const day of DAYS) {
  Deno.test(`premiums of terms add up on ${day}`, () => {
    const chunk = openChunk(day);
    const periods = chunk.get(PERIODS);
    const states = chunk.get(PERIOD_STATES);
    const transactions = chunk.get(TRANSACTIONS);
    const sums = new Float64Array(periods.count);
    for (let row = 0; row < transactions.count; row++) {
      sums[transactions.periods[row]!]! += transactions.changes[row]!;
    }
    assert(periods.count > 200);
    for (let row = 0; row < periods.count; row++) {
      assertEquals(sums[row], states.written[row], `term ${row}`);
      assert(states.earned[row]! <= states.written[row]!);
    }
  });
}

/** Rows of the book's entities on a day, by entity and key. */
function readRows(day: string): Map<string, Map<string, Row>> {
  const names = ["policies", "policy_periods", "policy_transactions", "coverages", "costs"];
  const plan = { seed: 42n, records: RECORDS, options: { footprint: "all", "as-of": day } };
  const entities = ENTITIES.filter(({ plural }) => names.includes(plural));
  return new Map(
    openMadeRows(entities, plan, RECORDS).next(RECORDS).map((batch) => {
      const key = batch.entity.fields.find((field) => field.key)!.name;
      return [
        batch.entity.plural,
        new Map([...batchRows(batch)].map((row) => [`${row[key]}`, row])),
      ];
    }),
  );
}

/** Fields that are states of a day. */
const MOVING: Readonly<Record<string, readonly string[]>> = {
  policies: ["status"],
  policy_periods: [
    ...["status", "cancelled_on", "written_premium", "earned_premium", "unearned_premium"],
  ],
  policy_transactions: [],
  coverages: ["ends_on"],
  costs: ["covered_days", "earned_days", "written_premium", "earned_premium"],
};

Deno.test("rows of the book are all there on a later day, unchanged but for states of a day", () => {
  let earlier = readRows(DAYS[0]!);
  for (const day of DAYS.slice(1)) {
    const later = readRows(day);
    for (const [name, rows] of earlier) {
      for (const [key, row] of rows) {
        const after = later.get(name)!.get(key);
        assert(after !== undefined, `${name} ${key} is gone on ${day}`);
        for (const [field, value] of Object.entries(row)) {
          if (!MOVING[name]!.includes(field)) assertEquals(after[field], value, `${name}.${field}`);
        }
      }
    }
    earlier = later;
  }
});

Deno.test("a vehicle has one row of a coverage on a day, and none while its policy has a gap", () => {
  const chunk = openChunk("2027-12-31");
  const covers = chunk.get(COVERS);
  const risks = chunk.get(RISKS);
  const { outcomes, starts, cancels } = chunk.get(PERIODS);
  const ends = new Map<number, number>();
  let gaps = 0;
  for (let row = 0; row < covers.count; row++) {
    const half = covers.indices[row]! % 2;
    const address = covers.indices[row]! - half;
    const outcome = outcomes[risks.periods[covers.risks[row]!]!]!;
    if (outcome === OUTCOME.flat) assertEquals(covers.knownEnds[row], covers.starts[row]);
    // What is lost as a term begins is not covered in it.
    else if (risks.removed[covers.risks[row]!] === covers.starts[row]) continue;
    else if (covers.ends[row] === cancels[risks.periods[covers.risks[row]!]!]) {
      assert(covers.starts[row]! <= covers.ends[row]!);
    } else assert(covers.starts[row]! < covers.ends[row]!);
    assert(covers.starts[row]! >= starts[risks.periods[covers.risks[row]!]!]!);
    if (half === 1 && ends.has(address)) {
      assert(ends.get(address)! < covers.starts[row]!);
      gaps++;
    }
    ends.set(address, covers.ends[row]!);
  }
  assert(gaps > 0, "no policy has a gap");
});

Deno.test("a higher limit never costs less, a higher deductible never more", () => {
  for (const [name, lists] of Object.entries(choiceLists())) {
    for (const list of lists) {
      if (list === undefined) continue;
      const isDeductible = /deductible|collision|comprehensive|specified/i.test(name);
      const options = [...list.relativities].map((relativity, at) => ({
        relativity,
        first: list.firsts[at]!,
        second: list.seconds[at]!,
      })).filter(({ relativity, first }) => relativity > 0 && first >= 0);
      for (const a of options) {
        for (const b of options) {
          if (a.first > b.first || a.second > b.second) continue;
          const [less, more] = isDeductible ? [b, a] : [a, b];
          assert(less.relativity <= more.relativity, `${name} ${a.first} ${b.first}`);
        }
      }
    }
  }
});

Deno.test("households pay for a vehicle and a year what is published for their state", () => {
  const expenditures = readExpenditures();
  for (const state of ["CA", "MI", "TX"]) {
    const records = 3000;
    const plan = { seed: 8n, records, options: { footprint: state } };
    const chunk = new Chunk(openWorld(plan), 1000);
    let [premium, years] = [0, 0];
    for (let start = 0; start < records; start += 1000) {
      chunk.move(start, 1000);
      const part = measurePremiums(chunk);
      premium += part.premium;
      years += part.years;
    }
    const ratio = premium / years / expenditures.get(state)!;
    assert(Math.abs(ratio - 1) < 0.05, `${state}: ${ratio}`);
  }
});

Deno.test("the premium of a term is earned when it is over", () => {
  const chunk = openChunk("2027-12-31");
  const { earned, written } = chunk.get(PREMIUMS);
  const { count, knownEnds } = chunk.get(COVERS);
  const day = Date.UTC(2027, 11, 31) / 86_400_000;
  for (let row = 0; row < count; row++) {
    if (knownEnds[row]! <= day) assertEquals(earned[row], written[row]);
  }
});

Deno.test("addMonths() and monthsBetween() undo each other where a month has the day", () => {
  for (let day = 10_000; day < 22_000; day += 37) {
    for (const months of [1, 6, 12, 25]) {
      const later = addMonths(day, months);
      const between = monthsBetween(day, later);
      assert(between === months || new Date(day * 86_400_000).getUTCDate() > 28);
    }
  }
});

import { assert } from "@std/assert";
import { Chunk } from "../chunk.ts";
import { openWorld } from "../world.ts";
import { PLANNED_COVERS } from "../book/facts.ts";
import { KIND, KINDS, targetOf } from "./claim_tables.ts";
import { coverKinds, SINGLE_LIMIT } from "./cover_kinds.ts";
import { EXPOSURES } from "./exposures.ts";
import { INCIDENTS, RISK_RATES } from "./incidents.ts";

const RECORDS = 12_000;
const YEAR = 2025;
const [FIRST, END] = [YEAR, YEAR + 1].map((year) => Date.UTC(year, 0, 1) / 86_400_000) as [
  number,
  number,
];

Deno.test("claims of personal lines are as frequent and as dear as published, within chance", () => {
  const options = { footprint: "all", "as-of": "2026-01-01" };
  const chunk = new Chunk(openWorld({ seed: 17n, records: RECORDS, options }), 4000);
  const years = new Float64Array(KINDS.length);
  const paid = new Float64Array(KINDS.length);
  const amounts = new Float64Array(KINDS.length);
  let totals = 0;
  const kinds = coverKinds();
  for (let start = 0; start < RECORDS; start += chunk.capacity) {
    chunk.move(start, chunk.capacity);
    const covers = chunk.get(PLANNED_COVERS);
    const { lines } = chunk.get(RISK_RATES);
    for (let row = 0; row < covers.count; row++) {
      const kind = kinds[covers.codes[row]!]!;
      if (kind < 0 || lines[covers.risks[row]!] !== 0) continue;
      const days = Math.min(covers.ends[row]!, END) - Math.max(covers.starts[row]!, FIRST);
      for (const own of kind === SINGLE_LIMIT ? [KIND.BI, KIND.PD] : [kind]) {
        years[own]! += Math.max(days, 0) / 365.25;
      }
    }
    const exposures = chunk.get(EXPOSURES);
    const { days, risks } = chunk.get(INCIDENTS);
    for (let row = 0; row < exposures.count; row++) {
      const incident = exposures.incidents[row]!;
      if (lines[risks[incident]!] !== 0 || days[incident]! < FIRST || days[incident]! >= END) {
        continue;
      }
      const kind = exposures.kinds[row]!;
      if (exposures.paids[row]! > 0) paid[kind]! += 1;
      if (kind === KIND.COLL && exposures.paids[row]! > 0) totals += exposures.totals[row]!;
      amounts[kind]! +=
        (exposures.paids[row]! + exposures.expenses[row]! - exposures.salvages[row]!) / 100;
    }
  }
  // Coefficients of variation of the amounts, and what levels may be off.
  const spreads = { BI: 1.6, PD: 1.2, COLL: 0.9, COMP: 1.4 };
  for (const [code, spread] of Object.entries(spreads)) {
    const kind = KIND[code as "BI"];
    const target = targetOf("personal", code, YEAR)!;
    const expected = years[kind]! * target.frequency / 100;
    const count = paid[kind]!;
    assert(Math.abs(count / expected - 1) < 0.05 + 4 / Math.sqrt(expected), `${code} ${count}`);
    const mean = amounts[kind]! / count / target.severity;
    assert(Math.abs(mean - 1) < 0.08 + 4 * spread / Math.sqrt(count), `${code} ${mean}`);
  }
  assert(totals / paid[KIND.COLL]! > 0.14 && totals / paid[KIND.COLL]! < 0.3);
});

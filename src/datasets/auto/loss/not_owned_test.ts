import { assert, assertEquals } from "@std/assert";
import { batchRows, type Row } from "../../../core/batch.ts";
import { COVERAGES, PLANNED_COVERS, PLANNED_RISKS } from "../book/facts.ts";
import { Chunk } from "../chunk.ts";
import { openMadeRows } from "../entity.ts";
import { ENTITIES } from "../mod.ts";
import { openWorld } from "../world.ts";
import { KIND, targetOf } from "./claim_tables.ts";
import { EXPOSURES } from "./exposures.ts";
import { INCIDENTS } from "./incidents.ts";

const RECORDS = 12_000;
const SIZE = 3000;
const plan = { seed: 3n, records: RECORDS, options: { footprint: "all", "as-of": "2027-12-31" } };

Deno.test("claims for autos not owned are as frequent as the table says, of covers in force, with rows of their own", () => {
  const chunk = new Chunk(openWorld(plan), SIZE);
  const expected = new Float64Array(2);
  const found = new Float64Array(2);
  const kinds = [KIND.HIRED!, KIND.NONOWN!];
  const indices = new Set<number>();
  const addresses = new Set<number>();
  for (let start = 0; start < RECORDS; start += SIZE) {
    chunk.move(start, SIZE);
    const covers = chunk.get(PLANNED_COVERS);
    const { vehicles } = chunk.get(PLANNED_RISKS);
    const exposures = chunk.get(EXPOSURES);
    const incidents = chunk.get(INCIDENTS);
    for (let row = 0; row < covers.count; row++) {
      assert(!addresses.has(covers.indices[row]!), "two coverages have one address");
      addresses.add(covers.indices[row]!);
    }
    for (const index of incidents.indices.subarray(0, incidents.count)) {
      assert(!indices.has(index), "two losses have one address");
      indices.add(index);
    }
    for (let row = 0; row < exposures.count; row++) {
      const incident = exposures.incidents[row]!;
      const at = kinds.indexOf(exposures.kinds[row]!);
      assertEquals(at >= 0, vehicles[incidents.risks[incident]!]! < 0);
      if (at < 0) continue;
      found[at]! += 1;
      const cover = exposures.covers[row]!;
      const day = incidents.days[incident]!;
      assertEquals(covers.risks[cover], incidents.risks[incident]);
      assert(day >= covers.starts[cover]! && day < covers.ends[cover]!);
      assert(exposures.paids[row]! <= covers.limitsAll[cover]! * 100);
    }
    const day = Date.UTC(2027, 11, 31) / 86_400_000;
    for (let row = 0; row < covers.count; row++) {
      if (vehicles[covers.risks[row]!]! >= 0) continue;
      const at = ["HIRED", "NONOWN"].indexOf(COVERAGES[covers.codes[row]!]!);
      const days = Math.min(covers.ends[row]!, day) - covers.starts[row]!;
      if (at >= 0 && days > 0) expected[at]! += days / 365.25;
    }
  }
  for (const [at, code] of (["HIRED", "NONOWN"] as const).entries()) {
    // Of the reported claims 38 of 100 are closed without payment.
    const wanted = expected[at]! * targetOf("commercial", code, 2023)!.frequency / 100 / 0.62;
    assert(Math.abs(found[at]! - wanted) < 4 * Math.sqrt(wanted), `${code} ${found[at]} ${wanted}`);
  }
});

/** Rows of an entity, from all accounts. */
function makeRows(names: readonly string[]): Record<string, Row[]> {
  const entities = ENTITIES.filter(({ plural }) => names.includes(plural));
  const source = openMadeRows(entities, plan, SIZE);
  const out: Record<string, Row[]> = {};
  for (let at = 0; at < RECORDS; at += SIZE) {
    for (const batch of source.next(SIZE)) {
      (out[batch.entity.plural] ??= []).push(...batchRows(batch));
    }
  }
  return out;
}

Deno.test("claims for autos not owned name a business's driver, no vehicle, and one liability for others", () => {
  const { claims, exposures, persons, accounts } = makeRows([
    ...["claims", "exposures", "persons", "accounts"],
  ]);
  const personOf = new Map(persons!.map((row) => [row["person_id"], row]));
  const accountOf = new Map(accounts!.map((row) => [row["account_id"], row]));
  const own = new Map(
    claims!.filter((row) => row["vehicle_id"] === null).map((row) => [row["claim_id"], row]),
  );
  assert(own.size > 10, `${own.size} claims`);
  for (const claim of own.values()) {
    assert(accountOf.get(claim["account_id"])!["account_type"] !== "household");
    const driver = personOf.get(claim["driver_id"])!;
    assertEquals(driver["account_id"], claim["account_id"]);
    assert(String(driver["first_licensed_on"]) <= String(claim["loss_on"]));
    assertEquals([claim["exposure_count"], claim["is_total_loss"]], [1, false]);
  }
  const of = exposures!.filter((row) => own.has(row["claim_id"]));
  assertEquals(of.length, own.size);
  for (const row of of) {
    assertEquals([row["vehicle_id"], row["type"]], [null, "liability_not_owned"]);
    assertEquals(["HIRED", "NONOWN"].includes(String(row["coverage_code"])), true);
  }
});

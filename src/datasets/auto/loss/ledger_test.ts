import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { batchRows, parseDay, type Row } from "../../../core/batch.ts";
import { type MadeEntity, openMadeRows } from "../entity.ts";
import { CLAIM } from "./claim.ts";
import { EXPOSURE } from "./exposure.ts";
import { PAYMENT, RECOVERY, RESERVE_LINE } from "./ledger_entities.ts";

const ALL = [CLAIM, EXPOSURE, RESERVE_LINE, PAYMENT, RECOVERY] as const;
const RECORDS = 2000;

interface MadeOptions {
  readonly asOf?: string;
  readonly step?: number;
  readonly start?: number;
  readonly end?: number;
  readonly entities?: readonly MadeEntity[];
}

/** Makes rows of entities, by their plural names. */
function make(options: MadeOptions = {}): Record<string, Row[]> {
  const { asOf = "2026-01-01", step = 1000, start = 0, end = RECORDS, entities = ALL } = options;
  const plan = { seed: 11n, records: RECORDS, options: { "as-of": asOf, footprint: "all" } };
  const source = openMadeRows(entities, plan, step, start);
  const out: Record<string, Row[]> = Object.fromEntries(
    entities.map(({ plural }) => [plural, []]),
  );
  for (let at = start; at < end; at += step) {
    for (const batch of source.next(Math.min(step, end - at))) {
      out[batch.entity.plural]!.push(...batchRows(batch));
    }
  }
  return out;
}

const cents = (value: unknown) => Math.round(Number(value) * 100);

/** Sums of rows in cents, by the text of some of their fields. */
function sumBy(rows: readonly Row[], field: string, ...names: string[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const key = names.map((name) => row[name]).join(" ");
    sums.set(key, (sums.get(key) ?? 0) + cents(row[field]));
  }
  return sums;
}

const WORLD = make();

Deno.test("claims, exposures and their rows reconcile on several days", () => {
  for (const asOf of ["2024-06-30", "2025-03-31", "2026-01-01", "2027-12-31"]) {
    const { claims, exposures, reserve_lines, payments, recoveries } = make({ asOf });
    assert(claims!.length > 100 && exposures!.length > claims!.length);
    const paid = sumBy(payments!, "amount", "exposure_id", "cost_type");
    const reserved = sumBy(reserve_lines!, "change", "exposure_id", "cost_type");
    const recovered = sumBy(recoveries!, "amount", "exposure_id", "kind");
    for (const row of exposures!) {
      const id = row["exposure_id"];
      for (const cost of ["indemnity", "expense"]) {
        assertEquals(paid.get(`${id} ${cost}`) ?? 0, cents(row[`paid_${cost}`]));
        assertEquals(reserved.get(`${id} ${cost}`) ?? 0, cents(row[`outstanding_${cost}`]));
      }
      for (const kind of ["salvage", "subrogation"]) {
        assertEquals(recovered.get(`${id} ${kind}`) ?? 0, cents(row[kind]));
      }
      assertEquals(cents(row["incurred"]), cents(row["paid"]) + cents(row["outstanding"]));
      assert(cents(row["recovered"]) <= cents(row["paid_indemnity"]), JSON.stringify(row));
      if (row["status"] === "closed") assertEquals(cents(row["outstanding"]), 0);
      assertEquals(row["status"] === "closed", row["closed_on"] !== null);
    }
    for (const name of ["paid", "outstanding", "incurred", "recovered"]) {
      const sums = sumBy(exposures!, name, "claim_id");
      for (const row of claims!) {
        assertEquals(cents(row[name]), sums.get(String(row["claim_id"])));
      }
    }
    for (const rows of [payments!, reserve_lines!, recoveries!]) {
      for (const row of rows) {
        const day = row["paid_on"] ?? row["changed_on"] ?? row["recovered_on"];
        assert(String(day) <= asOf);
      }
    }
    for (const row of claims!) {
      assert(String(row["loss_on"]) < asOf && String(row["reported_on"]) <= asOf);
    }
  }
});

Deno.test("reserves never fall below zero, and change in the order of their days", () => {
  let last: Row | undefined;
  let outstanding = 0;
  for (const row of WORLD["reserve_lines"]!) {
    const isNext = last !== undefined && last["exposure_id"] === row["exposure_id"] &&
      last["cost_type"] === row["cost_type"];
    if (!isNext) outstanding = 0;
    else assert(String(row["changed_on"]) >= String(last!["changed_on"]));
    outstanding += cents(row["change"]);
    assertEquals(cents(row["outstanding"]), outstanding);
    assert(outstanding >= 0);
    last = row;
  }
});

Deno.test("a later day holds all rows of an earlier one unchanged, but for states of a day", () => {
  const earlier = make({ asOf: "2025-01-31" });
  const later = make({ asOf: "2026-06-30" });
  const check = (plural: string, key: string, states: readonly string[]) => {
    const rows = new Map(later[plural]!.map((row) => [row[key], row]));
    const fixed = (row: Row) =>
      Object.fromEntries(Object.entries(row).filter(([name]) => !states.includes(name)));
    for (const row of earlier[plural]!) {
      assertEquals(fixed(row), fixed(rows.get(row[key]!)!));
    }
    assert(later[plural]!.length > earlier[plural]!.length);
  };
  check("reserve_lines", "reserve_line_id", []);
  check("payments", "payment_id", ["cleared_on"]);
  check("recoveries", "recovery_id", []);
  const money = ["paid", "outstanding", "incurred", "recovered"];
  const life = ["status", "first_closed_on", "reopened_on", "closed_on"];
  check("claims", "claim_id", [
    ...[...money, ...life],
    ...["litigation", "is_total_loss", "injured_count", "exposure_count"],
  ]);
  check("exposures", "exposure_id", [
    ...[...money, ...life],
    ...["closed_outcome", "deductible_applied", "attorney_since", "suit_filed_on"],
    ...["paid_indemnity", "paid_expense", "outstanding_indemnity", "outstanding_expense"],
    ...["salvage", "subrogation"],
  ]);
});

Deno.test("chunks, ranges and left out entities change no row", () => {
  for (const step of [237, 2048]) assertEquals(make({ step }), WORLD);
  const part = make({ start: 1500, end: 1700 });
  for (const { plural } of ALL) {
    const rows = part[plural]!.map((row) => JSON.stringify(row));
    const whole = new Set(WORLD[plural]!.map((row) => JSON.stringify(row)));
    assert(rows.length > 0 || plural === "recoveries");
    assert(rows.every((row) => whole.has(row)));
  }
  for (const entity of ALL) {
    assertEquals(make({ entities: [entity] })[entity.plural], WORLD[entity.plural]);
  }
});

Deno.test("identifiers are unique, and rows refer to claims and exposures that there are", () => {
  for (const entity of ALL) {
    const rows = WORLD[entity.plural]!;
    const key = entity.fields.find((field) => field.key)!.name;
    assertEquals(new Set(rows.map((row) => row[key])).size, rows.length);
  }
  const claims = new Set(WORLD["claims"]!.map((row) => row["claim_id"]));
  const exposures = new Map(
    WORLD["exposures"]!.map((row) => [row["exposure_id"], row["claim_id"]]),
  );
  assertEquals(new Set(WORLD["claims"]!.map((row) => row["claim_number"])).size, claims.size);
  for (const claim of exposures.values()) assert(claims.has(claim!));
  for (const plural of ["reserve_lines", "payments", "recoveries"]) {
    for (const row of WORLD[plural]!) {
      assertEquals(exposures.get(row["exposure_id"]!), row["claim_id"]);
    }
  }
});

Deno.test("payments stay within limits, deductibles and cash values", () => {
  for (const row of WORLD["exposures"]!) {
    const limit = row["limit_applied"];
    if (limit !== null) assert(cents(row["paid_indemnity"]) <= cents(limit));
    const value = row["actual_cash_value"];
    if (value === null) continue;
    assertEquals(row["type"], "vehicle_damage");
    const most = cents(value) - cents(row["deductible_applied"]);
    assert(cents(row["paid_indemnity"]) <= most, JSON.stringify(row));
    if (row["is_total_loss"] === true) {
      assertEquals(cents(row["loss_amount"]), cents(value));
      assert(cents(row["salvage"]) < cents(value));
    } else assertEquals(cents(row["salvage"]), 0);
  }
  const capped = WORLD["exposures"]!.filter((row) =>
    row["limit_applied"] !== null && cents(row["paid_indemnity"]) === cents(row["limit_applied"])
  );
  assert(capped.length > 0);
});

Deno.test("nobody with a row of his own is killed, others are", () => {
  const exposures = make({ asOf: "2027-12-31", entities: [EXPOSURE] })["exposures"]!;
  const killed = exposures.filter((row) => row["died_on"] !== null);
  assert(killed.length > 0);
  for (const row of killed) assertEquals([row["injury"], row["claimant_id"]], ["fatal", null]);
  assert(exposures.some((row) => row["claimant_id"] !== null && row["injury_severity"] === "A"));
});

Deno.test("losses of a catastrophe share state and day", () => {
  const days = new Map<unknown, unknown>();
  const events = WORLD["claims"]!.filter((row) => row["catastrophe_code"] !== null);
  assert(events.length > 5);
  for (const row of events) {
    const code = String(row["catastrophe_code"]);
    assertEquals(days.get(code) ?? row["loss_on"], row["loss_on"]);
    days.set(code, row["loss_on"]);
    assertEquals(code.slice(-2), row["loss_state"]);
    assertEquals(code.slice(4, 11), String(row["loss_on"]).slice(0, 7));
  }
});

Deno.test("a reopened claim was closed before, and a closed one has an end", () => {
  let reopened = 0;
  for (const plural of ["claims", "exposures"]) {
    for (const row of WORLD[plural]!) {
      if (row["reopened_on"] !== null) {
        reopened++;
        assert(String(row["reopened_on"]) > String(row["first_closed_on"]));
        assertNotEquals(row["status"], "open");
      }
      if (row["closed_on"] !== null) {
        assert(parseDay(String(row["closed_on"]))! <= parseDay("2026-01-01")!);
      }
    }
  }
  assert(reopened > 10);
});

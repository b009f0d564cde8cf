import { assert, assertEquals, assertMatch } from "@std/assert";
import { batchRows, type Row } from "../../core/batch.ts";
import { licenceForms, NON_ISSUABLE } from "./licence_forms.ts";
import { autoDataset } from "./mod.ts";
import { states } from "./places.ts";

function* personsOf(records: number, options: Record<string, string>, seed = 5n): Generator<Row> {
  const source = autoDataset.openRows({ seed, records, options }, ["persons"], 4096);
  for (let rest = records; rest > 0; rest -= 4096) {
    for (const batch of source.next(Math.min(rest, 4096))) yield* batchRows(batch);
  }
}

Deno.test("LICENCE_NUMBERS have forms of their state, all of which occur", () => {
  const { forms } = licenceForms();
  const { codes } = states();
  const known = codes.map((_, state) =>
    forms.filter((form) => form.state === state).map((form) => ({
      form,
      expression: new RegExp(`^${form.expression}$`),
    }))
  );
  const seen = new Set<unknown>();
  const look = (records: number, footprint: string) => {
    for (const row of personsOf(records, { footprint })) {
      const number = `${row["driver_license_number"]}`;
      const found = known[codes.indexOf(`${row["state"]}`)]!.filter(({ expression }) =>
        expression.test(number)
      );
      assert(found.length > 0, `${row["state"]} has no form for ${number}`);
      for (const { form } of found) seen.add(form);
    }
  };
  look(20_000, "all");
  // Rare forms of small states want more persons of that state.
  for (const form of forms) if (!seen.has(form)) look(2000, codes[form.state]!);
  assertEquals(forms.filter((form) => !seen.has(form)).map(({ pattern }) => pattern), []);
});

Deno.test("LICENCE_NUMBERS are unique in their state", () => {
  const seen = new Set<string>();
  let count = 0;
  for (const row of personsOf(30_000, {})) {
    seen.add(`${row["state"]} ${row["driver_license_number"]}`);
    count++;
  }
  assertEquals(seen.size, count);
});

Deno.test("LICENCE_NUMBERS of the non-issuable form fit no state's form", () => {
  const { forms } = licenceForms();
  const expressions = forms.map(({ expression }) => new RegExp(`^${expression}$`));
  const own = new RegExp(`^${NON_ISSUABLE().expression}$`);
  const seen = new Set<unknown>();
  let count = 0;
  for (const row of personsOf(2000, { footprint: "all", identifiers: "non-issuable" })) {
    const number = `${row["driver_license_number"]}`;
    assertMatch(number, own);
    assertEquals(expressions.filter((expression) => expression.test(number)), []);
    seen.add(number);
    count++;
  }
  assertEquals(seen.size, count);
});

Deno.test("SOCIAL_SECURITY_NUMBERS are null, or unique and never issued", () => {
  for (const row of personsOf(100, {})) assertEquals(row["ssn"], null);
  const seen = new Set<unknown>();
  let count = 0;
  for (const row of personsOf(20_000, { footprint: "all", ssn: "never-issued" })) {
    assertMatch(`${row["ssn"]}`, /^9\d\d-(0[1-9]|[1-4]\d)-\d{4}$/);
    assert(!`${row["ssn"]}`.endsWith("-0000"));
    seen.add(row["ssn"]);
    count++;
  }
  assertEquals(seen.size, count);
});

Deno.test("TERMS end on a birthday, after today where the licence is valid", () => {
  for (const row of personsOf(5000, { "as-of": "2024-02-29" })) {
    const [, ...birthday] = `${row["date_of_birth"]}`.split("-");
    const expected = birthday.join("-") === "02-29" ? ["02-29", "03-01"] : [birthday.join("-")];
    const expiry = `${row["license_expires_on"]}`;
    assert(expected.includes(expiry.slice(5)), `${row["date_of_birth"]} ${expiry}`);
    assertEquals(expiry < "2024-02-29", row["license_status"] === "expired", expiry);
    assert(expiry > `${row["first_licensed_on"]}`);
  }
});

Deno.test("TERMS of an expired licence stay until it is renewed, whatever day is looked at", () => {
  const days = ["2024-06-01", "2025-06-01", "2026-01-01", "2026-03-01", "2027-06-01"];
  const earlier = new Map<unknown, Row>();
  for (const [at, day] of days.entries()) {
    let expired = 0;
    let count = 0;
    let renewed = 0;
    for (const row of personsOf(8000, { "as-of": day, footprint: "all" })) {
      count++;
      const [expiry, status] = [String(row["license_expires_on"]), row["license_status"]];
      if (status === "expired") expired++;
      const before = earlier.get(row["person_id"]);
      earlier.set(row["person_id"], row);
      if (before === undefined) continue;
      const old = String(before["license_expires_on"]);
      if (status === "expired" && before["license_status"] === "expired") {
        // Terms are four years or longer, so nobody has forgotten twice.
        assertEquals(expiry, old);
      } else if (status === "expired") {
        assertEquals([expiry, old >= days[at - 1]!], [old, true]);
      } else if (expiry !== old) {
        assert(old < day && expiry > day, `${old} ${expiry} on ${day}`);
        if (before["license_status"] === "expired") renewed++;
      }
    }
    const share = expired / count;
    assert(share > 0.009 && share < 0.016, `${share} on ${day}`);
    // Two months renew some of those whom the anchor finds late, one year more.
    if (day === "2026-03-01" || day === "2027-06-01") assert(renewed > 0, day);
  }
});

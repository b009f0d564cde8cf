import { assert, assertEquals } from "@std/assert";
import { batchRows, type Row } from "../../core/batch.ts";
import { autoDataset } from "./mod.ts";

const RECORDS = 3000;
const ENTITIES = ["accounts", "addresses", "persons", "vehicles", "profiles"] as const;
type Plural = typeof ENTITIES[number];

const KEYS: Readonly<Record<Plural, string>> = {
  accounts: "account_id",
  addresses: "address_id",
  persons: "person_id",
  vehicles: "vehicle_id",
  profiles: "profile_id",
};

/** Fields that are states of a day; all others say the same on every day. */
const MOVING: Readonly<Record<Plural, readonly string[]>> = {
  accounts: ["person_count", "vehicle_count"],
  addresses: [],
  persons: ["license_expires_on", "license_status"],
  vehicles: [
    "person_id",
    "vehicle_use",
    "value",
    "annual_mileage",
    "odometer",
    "ownership",
    "risk_rating",
  ],
  profiles: ["person_id", "full_name", "city", "postal_code", "risk_rating"],
};

const DAYS = ["2024-01-01", "2024-06-30", "2025-12-31", "2026-01-01", "2026-11-25", "2027-12-31"];

type Tables = Readonly<Record<Plural, ReadonlyMap<string, Row>>>;

function readTables(asOf: string): Tables {
  const plan = { seed: 5n, records: RECORDS, options: { footprint: "all", "as-of": asOf } };
  const tables = Object.fromEntries(ENTITIES.map((name) => [name, new Map<string, Row>()]));
  const source = autoDataset.openRows(plan, ENTITIES, 500);
  for (let made = 0; made < RECORDS; made += 500) {
    source.next(500).forEach((batch, place) => {
      const name = ENTITIES[place]!;
      for (const row of batchRows(batch)) tables[name]!.set(`${row[KEYS[name]]}`, row);
    });
  }
  return tables as unknown as Tables;
}

const seen = new Map(DAYS.map((day) => [day, readTables(day)]));

for (const [at, later] of DAYS.entries()) {
  if (at === 0) continue;
  const earlier = DAYS[at - 1]!;
  Deno.test(`rows of ${earlier} are all there on ${later}, unchanged but for states of a day`, () => {
    for (const name of ENTITIES) {
      const after = seen.get(later)![name];
      for (const [key, row] of seen.get(earlier)![name]) {
        const same = after.get(key);
        assert(same !== undefined, `${name} ${key} is gone`);
        for (const [field, value] of Object.entries(row)) {
          if (!MOVING[name].includes(field)) assertEquals(same[field], value, `${name}.${field}`);
        }
      }
    }
  });

  Deno.test(`vehicles have been driven no less on ${later} than on ${earlier}`, () => {
    const after = seen.get(later)!.vehicles;
    for (const [key, { odometer }] of seen.get(earlier)!.vehicles) {
      assert(Number(after.get(key)!["odometer"]) >= Number(odometer), key);
    }
  });
}

for (const [day, tables] of seen) {
  Deno.test(`nothing refers to what is not there on ${day}, and nothing happens after it`, () => {
    const { accounts, addresses, persons, vehicles, profiles } = tables;
    const counts = new Map<string, [number, number]>();
    const countOf = (account: string) => {
      const found = counts.get(account) ?? [0, 0];
      counts.set(account, found);
      return found;
    };
    for (const row of addresses.values()) assert(accounts.has(`${row["account_id"]}`));
    for (const row of persons.values()) {
      assert(accounts.has(`${row["account_id"]}`) && addresses.has(`${row["address_id"]}`));
      assert(`${row["first_licensed_on"]}` <= day);
      assert(`${row["license_expires_on"]}` >= day || row["license_status"] !== "valid");
      countOf(`${row["account_id"]}`)[0]++;
    }
    for (const row of vehicles.values()) {
      assert(accounts.has(`${row["account_id"]}`) && persons.has(`${row["person_id"]}`));
      assert(addresses.has(`${row["garaging_address_id"]}`) && `${row["purchased_on"]}` <= day);
      countOf(`${row["account_id"]}`)[1]++;
    }
    for (const row of profiles.values()) {
      assert(vehicles.has(`${row["vehicle_id"]}`) && persons.has(`${row["person_id"]}`));
    }
    for (const [key, row] of accounts) {
      assert(`${row["opened_on"]}` <= day);
      assertEquals([row["person_count"], row["vehicle_count"]], countOf(key));
      assert(Number(row["person_count"]) > 0);
    }
  });
}

Deno.test("accounts are opened and vehicles bought after the named insured came of age", () => {
  const { accounts, persons, vehicles } = seen.get("2026-01-01")!;
  const insured = new Map<string, number>();
  for (const row of persons.values()) {
    if (row["role"] !== "named_insured") continue;
    const [year, ...rest] = `${row["date_of_birth"]}`.split("-");
    insured.set(`${row["account_id"]}`, Date.UTC(Number(year) + 18, +rest[0]! - 1, +rest[1]!));
  }
  const isOfAge = (row: Row, field: string) =>
    Date.parse(`${row[field]}`) >= insured.get(`${row["account_id"]}`)!;
  assertEquals([...accounts.values()].filter((row) => !isOfAge(row, "opened_on")), []);
  assertEquals([...vehicles.values()].filter((row) => !isOfAge(row, "purchased_on")), []);
});

Deno.test("the days of the option as-of hold ever more rows up to the anchor, and the same after it", () => {
  const sizes = DAYS.map((day) => seen.get(day)!.accounts.size);
  assert(sizes[0]! < sizes[1]! && sizes[1]! < sizes[2]!, `${sizes}`);
  assertEquals(sizes.slice(3), [RECORDS, RECORDS, RECORDS]);
});

/**
 * The worksheets of premiums once more, from the rows and the published tables alone: nothing of the code that
 * makes them is used but its rows.
 */
import { assert, assertEquals } from "@std/assert";
import { batchRows, type Row } from "../../../core/batch.ts";
import type { RowPlan } from "../../../core/dataset.ts";
import { ENTITIES } from "../mod.ts";
import { openMadeRows } from "../entity.ts";

const TABLES = new URL("../../../../data/auto/", import.meta.url);

function readTable(name: string): Record<string, string>[] {
  const [head, ...lines] = Deno.readTextFileSync(new URL(name, TABLES)).trimEnd().split("\n")
    .map((line) => line.split(","));
  return lines.map((cells) => Object.fromEntries(head!.map((column, at) => [column, cells[at]!])));
}

const relativities = new Map<string, string>();
for (const row of readTable("rating_factors.csv")) {
  for (const [coverage, value] of Object.entries(row)) {
    if (value === "" || ["line", "family", "level"].includes(coverage)) continue;
    relativities.set(`${row["line"]} ${row["family"]} ${row["level"]} ${coverage}`, value);
  }
}
const territories = new Map(
  readTable("territories.csv").map((row) => [`${row["state"]} ${row["city"]}`, row["territory"]!]),
);
const cities = new Map(
  readTable("places.csv").flatMap((row) =>
    row["zip_codes"]!.split(";").map((zip) => [zip, `${row["state"]} ${row["city"]}`])
  ),
);

const flatRates = new Map(
  readTable("flat_rates.csv").filter((row) => row["line"] === "commercial")
    .map((row) => [row["coverage"]!, Number(row["rate_usd"])]),
);
const limitFactors = new Map(
  readTable("coverage_choices.csv").filter((row) =>
    row["line"] === "commercial" && row["coverage"] === "CSL"
  ).map((row) => {
    const factor = readTable("option_factors.csv").find((other) =>
      other["line"] === "commercial" && other["coverage"] === "CSL" &&
      other["option"] === row["option"]
    )!;
    return [Number(row["first_usd"]), Number(factor["relativity"])];
  }),
);

function yearsFrom(from: string, to: string): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}

/** The level of a table whose names are ranges: `3-5`, `25+`, `7`. */
function rangeOf(names: readonly string[], value: number): string {
  return names.find((name) => {
    const [first, last] = name.split(/[-+]/).map(Number);
    return name.endsWith("+")
      ? value >= first!
      : value >= first! && value <= (Number.isNaN(last) || last === undefined ? first! : last);
  })!;
}

const levelsOf = (line: string, family: string) =>
  readTable("rating_factors.csv").filter((row) => row["line"] === line && row["family"] === family)
    .map((row) => row["level"]!);

/** The last level whose name, a number, is not above the value. */
const stepOf = (names: readonly string[], value: number) =>
  names.findLast((name) => Number(name) <= value)!;

interface Rows {
  readonly vehicle: Row;
  readonly person: Row;
  readonly driver: Row;
  readonly period: Row;
}

const text = (row: Row, name: string) => row[name] as string;
const number = (row: Row, name: string) => row[name] as number;

const MARITAL_BARRED = ["HI", "MA", "MI"];
const SEX_BARRED = ["CA", "HI", "MA", "MI", "MT", "NC", "PA"];

function driverClass({ person, period }: Rows): string | undefined {
  const state = text(period, "rated_state");
  if (["CA", "HI", "MA"].includes(state)) return undefined;
  const age = yearsFrom(text(person, "date_of_birth"), text(period, "effective_on"));
  const ages = [
    ...new Set(levelsOf("personal", "driver_class").map((name) => name.split("/")[0]!)),
  ];
  const isMarried = text(person, "marital_status") === "married" && age >= 19;
  const sex = SEX_BARRED.includes(state) ? "-" : text(person, "sex") === "M" ? "M" : "F";
  const marital = MARITAL_BARRED.includes(state) ? "-" : isMarried ? "married" : "single";
  return `${rangeOf(ages, age)}/${sex}/${marital}`;
}

const yesNo = (value: unknown) => value === true ? "yes" : "no";
const unless = (states: readonly string[], { period }: Rows, level: string) =>
  states.includes(text(period, "rated_state")) ? undefined : level;
const carAge = ({ vehicle, period }: Rows) =>
  Math.max(0, Number(text(period, "effective_on").slice(0, 4)) - number(vehicle, "model_year"));
const PAY: Record<string, string> = { quarterly: "two_pay" };

/** Levels of households' factors: family of the table and level. */
const PERSONAL: Record<string, readonly [string, (rows: Rows) => string | undefined]> = {
  territory: [
    "territory_band",
    ({ vehicle }) => territories.get(cities.get(text(vehicle, "garaging_postal_code"))!),
  ],
  driver_class: ["driver_class", driverClass],
  years_licensed: ["years_licensed", ({ person, period }) =>
    rangeOf(
      levelsOf("personal", "years_licensed"),
      yearsFrom(text(person, "first_licensed_on"), text(period, "effective_on")),
    )],
  at_fault_accidents: [
    "at_fault_accidents_36m",
    ({ driver }) => rangeOf(["0", "1", "2", "3+"], number(driver, "at_fault_accidents")),
  ],
  not_at_fault_accidents: ["not_at_fault_accidents_36m", (rows) =>
    unless(
      ["CA", "OK"],
      rows,
      rangeOf(["0", "1", "2+"], number(rows.driver, "not_at_fault_accidents")),
    )],
  comprehensive_claims: [
    "comprehensive_claims_36m",
    ({ period }) => rangeOf(["0", "1", "2+"], number(period, "comprehensive_claims")),
  ],
  violations: ["violations_36m", ({ driver }) => text(driver, "violations")],
  symbol: ["vehicle_symbol_physical_damage", ({ vehicle }) => text(vehicle, "symbol")],
  vehicle_age: [
    "vehicle_age_years",
    (rows) => rangeOf(levelsOf("personal", "vehicle_age_years"), carAge(rows)),
  ],
  mileage: [
    "annual_mileage",
    ({ driver }) => stepOf(levelsOf("personal", "annual_mileage"), number(driver, "rated_miles")),
  ],
  vehicle_use: ["vehicle_use", ({ vehicle }) => text(vehicle, "vehicle_use")],
  fleet_size: [
    "multi_car",
    ({ period }) => rangeOf(["1", "2", "3+"], number(period, "vehicle_count")),
  ],
  good_student: ["good_student", ({ driver }) => yesNo(driver["is_good_student"])],
  driver_training: ["driver_training", ({ driver }) => yesNo(driver["has_driver_training"])],
  mature_driver: ["mature_driver_course", ({ driver }) => yesNo(driver["has_mature_course"])],
  tenure: [
    "tenure_years",
    ({ period }) => rangeOf(levelsOf("personal", "tenure_years"), number(period, "tenure_years")),
  ],
  pay_plan: ["pay_plan", ({ period }) => {
    const plan = text(period, "pay_plan");
    return PAY[plan] ?? plan;
  }],
  prior_insurance: [
    "prior_insurance",
    ({ period }) => text(period, "prior_insurance") ?? undefined,
  ],
  other_policies: ["multi_policy", ({ period }) => text(period, "other_policies")],
  homeowner: [
    "homeowner",
    ({ period }) => period["is_homeowner"] === null ? undefined : yesNo(period["is_homeowner"]),
  ],
  credit_tier: ["credit_based_score_tier", ({ period }) => {
    const tier = text(period, "credit_tier");
    return levelsOf("personal", "credit_based_score_tier").find((name) => name === tier);
  }],
  early_quote: ["advance_quote", ({ period }) => yesNo(period["is_early_quote"])],
  telematics: ["telematics", ({ period }) => text(period, "telematics")],
  safety: ["passive_restraint_and_driver_assist", ({ vehicle }) => {
    const year = number(vehicle, "model_year");
    return year >= 2020 ? "braking" : year >= 2012 ? "stability" : "airbags";
  }],
};

const COMMERCIAL: typeof PERSONAL = {
  territory: PERSONAL["territory"]!,
  fleet_size: [
    "fleet_size",
    ({ period }) => rangeOf(levelsOf("commercial", "fleet_size"), number(period, "vehicle_count")),
  ],
  radius: ["radius", ({ period }) => text(period, "radius")],
  secondary_class: ["secondary_class", ({ period }) => text(period, "secondary_class")],
  cost_new: [
    "original_cost_new_usd",
    ({ vehicle }) =>
      stepOf(levelsOf("commercial", "original_cost_new_usd"), number(vehicle, "msrp")),
  ],
  years_in_business: [
    "years_in_business",
    ({ period }) =>
      rangeOf(levelsOf("commercial", "years_in_business"), number(period, "years_in_business")),
  ],
  schedule_rating: ["schedule_rating", ({ period }) => text(period, "schedule_rating")],
};

/** The worksheet of a coverage of a policy itself: a flat rate by the months of the term, and the limit's relativity. */
function flatWorksheet(cost: Row, coverage: Row, period: Row): Row {
  const code = text(cost, "coverage_code");
  const rate = flatRates.get(code)! * number(period, "term_months") / 12;
  const hasLimit = code === "HIRED" || code === "NONOWN";
  const limit = hasLimit ? limitFactors.get(number(coverage, "limit_all"))! : null;
  const wanted = hasLimit ? period["liability_limit_all"]! : code === "MCS90" ? 750_000 : null;
  assertEquals(coverage["limit_all"], wanted);
  assertEquals(coverage["limit_each"], null);
  const factors = Object.keys(cost).filter((name) => name.endsWith("_factor"));
  return {
    ...cost,
    vehicle_driver_id: null,
    ...Object.fromEntries(factors.map((name) => [name, null])),
    base_rate: Math.round(rate * 10_000) / 10_000,
    limit_factor: limit,
    term_amount: Math.round(Math.round(rate * 10_000) * (limit ?? 1) / 100) / 100,
  };
}

Deno.test("relativities of premiums are those of the published tables for what the rows say", () => {
  const plan: RowPlan = { seed: 99n, records: 400, options: { footprint: "all" } };
  const names = ["vehicles", "persons", "vehicle_drivers", "policy_periods", "coverages", "costs"];
  const entities = ENTITIES.filter(({ plural }) => names.includes(plural));
  const batches = openMadeRows(entities, plan, 400).next(400);
  const rowsOf = (
    plural: string,
  ) => [...batchRows(batches.find(({ entity }) => entity.plural === plural)!)];
  const byKey = (plural: string, key: string) =>
    new Map(rowsOf(plural).map((row) => [row[key], row]));
  const vehicles = byKey("vehicles", "vehicle_id");
  const persons = byKey("persons", "person_id");
  const drivers = byKey("vehicle_drivers", "vehicle_driver_id");
  const periods = byKey("policy_periods", "policy_period_id");
  const coverages = byKey("coverages", "coverage_id");
  let count = 0;
  let ofPolicies = 0;
  for (const cost of rowsOf("costs")) {
    if (cost["vehicle_id"] === null) {
      const coverage = coverages.get(cost["coverage_id"])!;
      assertEquals(flatWorksheet(cost, coverage, periods.get(cost["policy_period_id"])!), cost);
      ofPolicies++;
      continue;
    }
    const driver = drivers.get(cost["vehicle_driver_id"])!;
    const rows: Rows = {
      vehicle: vehicles.get(cost["vehicle_id"])!,
      driver,
      person: persons.get(driver["person_id"])!,
      period: periods.get(cost["policy_period_id"])!,
    };
    const isPersonal = rows.vehicle["lob_type"] === "Personal";
    const line = isPersonal ? "personal" : "commercial";
    for (const [name, [family, level]] of Object.entries(isPersonal ? PERSONAL : COMMERCIAL)) {
      const at = level(rows);
      const found = cost[`${name}_factor`];
      const wanted = relativities.get(`${line} ${family} ${at} ${cost["coverage_code"]}`);
      const expected = wanted === undefined ? null : Number(wanted);
      if (found !== expected) assertEquals(found, expected, `${name} ${at}`);
      count++;
    }
  }
  assert(count > 100_000, `${count} relativities`);
  assert(ofPolicies > 100, `${ofPolicies} premiums of policies themselves`);
});

Deno.test("a driver's years and a policy's days in the rows are those of the persons", () => {
  const plan: RowPlan = { seed: 5n, records: 300, options: { footprint: "all" } };
  const entities = ENTITIES.filter(({ plural }) =>
    ["persons", "vehicles", "vehicle_drivers", "policy_periods"].includes(plural)
  );
  const batches = openMadeRows(entities, plan, 300).next(300);
  const rowsOf = (
    plural: string,
  ) => [...batchRows(batches.find(({ entity }) => entity.plural === plural)!)];
  const persons = new Map(rowsOf("persons").map((row) => [row["person_id"], row]));
  const vehicles = new Map(rowsOf("vehicles").map((row) => [row["vehicle_id"], row]));
  const periods = new Map(rowsOf("policy_periods").map((row) => [row["policy_period_id"], row]));
  const shares = new Map<string, number>();
  for (const row of rowsOf("vehicle_drivers")) {
    const person = persons.get(row["person_id"])!;
    const period = periods.get(row["policy_period_id"])!;
    const day = text(period, "effective_on");
    assertEquals(number(row, "years_licensed"), yearsFrom(text(person, "first_licensed_on"), day));
    assertEquals(person["account_id"], vehicles.get(row["vehicle_id"])!["account_id"]);
    const insured = persons.get(period["primary_named_insured_id"])!;
    assertEquals(insured["account_id"], person["account_id"]);
    assertEquals(insured["role"], "named_insured");
    const key = `${row["policy_period_id"]} ${row["vehicle_id"]}`;
    shares.set(key, (shares.get(key) ?? 0) + number(row, "share_percent"));
    if (row["is_good_student"] === true) assertEquals(person["occupation"], "Student");
  }
  assertEquals([...shares.values()].filter((share) => share !== 100), []);
});

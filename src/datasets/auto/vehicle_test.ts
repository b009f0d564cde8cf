import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  batchRows,
  parseDay,
  type Row,
  type TextColumn,
  type WordColumn,
} from "../../core/batch.ts";
import { openMadeRows } from "./entity.ts";
import { isWithoutWork } from "./occupations.ts";
import { PERSON } from "./person.ts";
import { VEHICLE } from "./vehicle.ts";
import { firstSaleDay } from "./vehicle_history.ts";
import { BODIES, BODY_NAMES, readLines, readMakers } from "./vehicle_lines.ts";
import { colorWords, symbolPrices, SYMBOLS } from "./vehicle_prices.ts";
import { VIN_ACCOUNTS } from "./vehicle_models.ts";
import { vinCheckDigit, vinLineCode, vinModelYear } from "./vin.ts";

const SEED = 20260101n;
const NOW = parseDay("2026-01-01")!;

/** Rows of accounts `first` up to `last`, made in chunks of one size. */
function rowsOf(
  first: number,
  last: number,
  chunk = 1024,
  options: Record<string, string> = {},
): Row[] {
  const plan = { seed: SEED, records: last, options };
  const source = openMadeRows([VEHICLE], plan, chunk, first);
  const rows: Row[] = [];
  for (let at = first; at < last; at += chunk) {
    const [batch] = source.next(Math.min(chunk, last - at));
    rows.push(...batchRows(batch!));
  }
  return rows;
}

const rows = rowsOf(0, 20_000);
const lines = readLines();
/** What households drive. */
const driven = lines.filter((line) => line.gvwr <= 3);
const makers = readMakers();
const linesByCode = new Map(lines.map((line, at) => [vinLineCode(at), line]));

function shareOf(holds: (row: Row) => boolean, among: (row: Row) => boolean = () => true): number {
  const all = rows.filter(among);
  return all.filter(holds).length / all.length;
}

function assertNear(actual: number, wanted: number, tolerance: number, what: string): void {
  assert(Math.abs(actual - wanted) <= tolerance, `${what}: ${actual}, not ${wanted}`);
}

const isHousehold = (row: Row) => row["lob_type"] === "Personal";

Deno.test("VEHICLE holds only combinations of maker, line and model year that were sold", () => {
  for (const row of rows) {
    const vin = row["vin"] as string;
    const year = row["model_year"] as number;
    const line = linesByCode.get(vin.slice(3, 5))!;
    assertEquals([line.make, line.model], [row["make"], row["model"]]);
    assertEquals(BODIES[line.body].style, row["body_style"]);
    const sold = line.years.find((entry) => entry.year === year);
    assert(sold !== undefined, `${year} ${line.make} ${line.model}`);
    assert(sold.makers.some((at) => makers[at]!.wmi === vin.slice(0, 3)), vin);
    assertEquals(vinCheckDigit(vin), vin[8]);
    assertEquals(vinModelYear(vin), year);
  }
});

Deno.test("VEHICLE prices, values, miles and days make sense in every row", () => {
  for (const row of rows) {
    const [msrp, value, annual, odometer] = ["msrp", "value", "annual_mileage", "odometer"]
      .map((name) => row[name] as number) as [number, number, number, number];
    assert(msrp >= 3_000 && msrp < 1_500_000, `${msrp}`);
    assert(value >= 300 && value <= msrp, `${value} of ${msrp}`);
    assert(annual >= 500 && annual <= 130_000, `${annual}`);
    assert(odometer >= 0 && odometer < 2_000_000, `${odometer}`);
    const purchased = parseDay(row["purchased_on"] as string)!;
    assert(purchased >= firstSaleDay(row["model_year"] as number) && purchased < NOW);
    if (row["ownership"] === "leased") assert(NOW - purchased < 4 * 366);
    const from = symbolPrices();
    const at = SYMBOLS.indexOf(row["symbol"] as string);
    assert(msrp >= from[at]! && msrp < (from[at + 1] ?? Infinity));
    if (isHousehold(row)) assert((row["gvwr_class"] as number) <= 3);
    else assert(row["vehicle_use"] !== "pleasure");
  }
});

Deno.test("VEHICLE keeps the same line's price the same for the same trim and propulsion", () => {
  const prices = new Map<string, number>();
  for (const row of rows) {
    const key = ["make", "model", "body_style", "model_year", "trim", "propulsion", "segment"]
      .map((name) => row[name]).join("|");
    const price = prices.get(key);
    if (price !== undefined) assertEquals(row["msrp"], price, key);
    prices.set(key, row["msrp"] as number);
  }
});

Deno.test("VEHICLE shares of makes, bodies, ages and colours lie near the tables", () => {
  const total = driven.reduce((sum, line) => sum + line.weight * line.personal, 0);
  const wanted = (holds: (line: typeof lines[number]) => boolean) =>
    driven.reduce((sum, line) => sum + (holds(line) ? line.weight * line.personal : 0), 0) / total;
  for (const make of ["Ford", "Chevrolet", "Toyota", "Honda", "Nissan", "Jeep", "Subaru"]) {
    assertNear(
      shareOf((row) => row["make"] === make, isHousehold),
      wanted((line) => line.make === make),
      0.007,
      make,
    );
  }
  for (const name of BODY_NAMES) {
    const style = BODIES[name].style;
    assertNear(
      shareOf((row) => row["body_style"] === style, isHousehold),
      wanted((line) => BODIES[line.body].style === style),
      0.009,
      style,
    );
  }
  const age = (row: Row) => 2026 - (row["model_year"] as number);
  assertNear(shareOf((row) => age(row) <= 6, isHousehold), 0.36, 0.05, "up to 6 years");
  assertNear(shareOf((row) => age(row) >= 15, isHousehold), 0.27, 0.06, "15 years and more");
  const isCar = (row: Row) => isHousehold(row) && row["body_style"] === "Sedan";
  assertNear(
    shareOf((row) => row["color"] === "White", (row) => isCar(row) && age(row) <= 8),
    0.2577,
    0.02,
    "white",
  );
  assertNear(
    shareOf((row) => row["color"] === "Silver", (row) => isCar(row) && age(row) > 8),
    0.188,
    0.02,
    "silver",
  );
  assertEquals(new Set(rows.map((row) => row["color"])).size, colorWords().length);
});

Deno.test("VEHICLE uses and symbols of households lie near the rating table", () => {
  const uses = {
    pleasure: 0.37,
    commute_short: 0.3,
    commute_long: 0.245,
    business: 0.055,
    farm: 0.025,
  };
  for (const [use, share] of Object.entries(uses)) {
    assertNear(shareOf((row) => row["vehicle_use"] === use, isHousehold), share, 0.02, use);
  }
  const shares = [3, 6, 10, 14, 16, 15, 12, 9, 6, 4.5, 3, 1.5];
  SYMBOLS.forEach((symbol, at) => {
    const share = shareOf((row) => row["symbol"] === symbol, isHousehold);
    assertNear(share, shares[at]! / 100, 0.012, symbol);
  });
});

Deno.test("VEHICLE mileage follows use and age of the vehicle", () => {
  const mean = (name: string, holds: (row: Row) => boolean) => {
    const some = rows.filter(holds).map((row) => row[name] as number);
    return some.reduce((sum, value) => sum + value, 0) / some.length;
  };
  const household = mean("annual_mileage", isHousehold);
  assertNear(household, 10_000, 1_500, "households");
  const by = (use: string) =>
    mean("annual_mileage", (row) => isHousehold(row) && row["vehicle_use"] === use);
  assert(by("pleasure") < by("commute_short") && by("commute_short") < by("commute_long"));
  assert(mean("annual_mileage", (row) => row["body_style"] === "Tractor") > 40_000);
  const odometer = (year: number) =>
    mean("odometer", (row) => isHousehold(row) && row["model_year"] === year);
  assert(odometer(2025) < odometer(2020) && odometer(2020) < odometer(2012));
});

Deno.test("VEHICLE vehicles of an account are driven by its persons and kept at one state", () => {
  const byAccount = Map.groupBy(rows, (row) => row["account_id"]);
  let shared = 0;
  for (const [, own] of byAccount) {
    assertEquals(new Set(own.map((row) => row["garaging_state"])).size, 1);
    assertEquals(new Set(own.map((row) => row["lob_type"])).size, 1);
    if (new Set(own.map((row) => row["person_id"])).size < own.length) shared++;
  }
  assert(shared < byAccount.size / 2);
});

Deno.test("VEHICLE takes nobody without work to it", () => {
  const plan = { seed: 20260101n, records: 1000, options: {} };
  const persons = openMadeRows([PERSON], plan, 1000).next(1000);
  const jobs = new Map(
    persons.flatMap((batch) => [...batchRows(batch)])
      .map((row) => [row["person_id"], row["occupation"] as string]),
  );
  const uses = new Set<unknown>();
  const [batch] = openMadeRows([VEHICLE], plan, 1000).next(1000);
  for (const row of batchRows(batch!)) {
    const isIdle = isWithoutWork(jobs.get(row["person_id"])!);
    if (isIdle && isHousehold(row)) uses.add(row["vehicle_use"]);
  }
  assertEquals(uses, new Set(["pleasure", "farm"]));
});

Deno.test("VEHICLE rows are the same in chunks of any size, from any account", () => {
  const expected = rowsOf(0, 700, 700);
  const ids = expected.map((row) => row["account_id"]);
  const accounts = [...new Set(ids)];
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 699 }),
      fc.integer({ min: 0, max: 600 }),
      (chunk, first) => {
        const actual = rowsOf(first, 700, chunk);
        // Every account has a vehicle, so the rows behind `first` accounts are known.
        assertEquals(actual, expected.slice(ids.indexOf(accounts[first]!)));
      },
    ),
    { numRuns: 12 },
  );
});

Deno.test("VEHICLE rows far behind are made alone, and numbers end where VINs do", () => {
  const far = rowsOf(VIN_ACCOUNTS - 3, VIN_ACCOUNTS, 3);
  assertEquals(far.slice(-1), rowsOf(VIN_ACCOUNTS - 1, VIN_ACCOUNTS, 1).slice(-1));
  assert(far.every((row) => vinCheckDigit(row["vin"] as string) === (row["vin"] as string)[8]));
});

Deno.test("VEHICLE numbers can't be issued where the plan says so, and all else stays", () => {
  const issuable = rowsOf(0, 300);
  rowsOf(0, 300, 300, { identifiers: "non-issuable" }).forEach((row, at) => {
    const vin = row["vin"] as string;
    assertEquals(vin[0], "0");
    assertEquals(vinCheckDigit(vin), vin[8]);
    assertEquals({ ...row, vin: "" }, { ...issuable[at]!, vin: "" });
  });
});

Deno.test("VEHICLE is of the market of another day where the plan says so", () => {
  for (const row of rowsOf(0, 500, 500, { "as-of": "2018-03-01" })) {
    assert((row["model_year"] as number) <= 2018);
    assert((row["purchased_on"] as string) < "2018-03-01");
  }
});

Deno.test("VEHICLE gives a million vehicles a VIN of their own, without the first character too", () => {
  const chunk = 8192;
  // Two columns alone, which is what they cost.
  const fields = VEHICLE.fields.filter(({ name }) => name === "vin" || name === "make");
  const plan = { seed: 7n, records: 1e6, options: {} };
  const source = openMadeRows([{ ...VEHICLE, fields }], plan, chunk, 65_000);
  const decoder = new TextDecoder();
  const seen = new Set<string>();
  const makes = new Set<number>();
  let count = 0;
  while (count < 1_000_000) {
    const [batch] = source.next(chunk);
    const { bytes, offsets } = batch!.columns[0] as TextColumn;
    const text = decoder.decode(bytes.subarray(0, offsets[batch!.count]!));
    for (let row = 0; row < batch!.count; row++) seen.add(text.slice(17 * row + 1, 17 * row + 17));
    (batch!.columns[1] as WordColumn).codes.subarray(0, batch!.count)
      .forEach((code) => makes.add(code));
    count += batch!.count;
  }
  assertEquals(seen.size, count);
  assert(makes.size > 60);
});

import { assert, assertEquals } from "@std/assert";
import { batchRows, parseDay, type Row } from "../../core/batch.ts";
import type { BytesRule, RowRule, TableRule, ValuesRule, WordsRule } from "../../core/rule.ts";
import { openMadeRows } from "./entity.ts";
import { VEHICLE } from "./vehicle.ts";
import { VEHICLE_PROOFS, VEHICLE_RULES, VEHICLE_UNPROVEN } from "./vehicle_rules.ts";

function rowsOf(options: Record<string, string> = {}): Row[] {
  const source = openMadeRows([VEHICLE], { seed: 5n, records: 1500, options }, 1500);
  return [...batchRows(source.next(1500)[0]!)];
}

const rows = rowsOf();

function ruleOf<T extends RowRule>(code: string): T {
  return VEHICLE_RULES.find((rule) => rule.code === code) as T;
}

/** Whether a row is among those a table allows. */
function isInTable(rule: TableRule, row: Row, allowed: ReadonlySet<string>): boolean {
  const [from, to] = (rule.part ?? "[0:99]").slice(1, -1).split(":").map(Number);
  const value = `${row[rule.field]}`.slice(from, to);
  return allowed.has([value, ...rule.inputs.map((input) => row[input])].join("|"));
}

function allowedBy(rule: TableRule): Set<string> {
  return new Set(Array.from(rule.rows(), (cells) => cells.join("|")));
}

Deno.test("VEHICLE_RULES tables hold every row, whether its VIN can be issued or not", () => {
  const tables = VEHICLE_RULES.filter((rule): rule is TableRule => rule.kind === "table");
  assertEquals(tables.length, 7);
  for (const made of [rows, rowsOf({ identifiers: "non-issuable", "as-of": "2016-05-01" })]) {
    for (const rule of tables) {
      const allowed = allowedBy(rule);
      for (const row of made) assert(isInTable(rule, row, allowed), `${rule.code} ${row["vin"]}`);
    }
  }
});

Deno.test("VEHICLE_RULES tables refuse what does not go together", () => {
  const row = rows[0]!;
  const vin = row["vin"] as string;
  const next = (row["model_year"] as number) + 1;
  const wrong: readonly [string, Row][] = [
    ["vin-model-year", { ...row, model_year: next }],
    ["vin-year-cycle", { ...row, vin: vin.replace(/^(.{6})./, next > 2010 ? "$15" : "$1B") }],
    ["vin-maker", { ...row, vin: `ZZZ${vin.slice(3)}` }],
    ["vin-line", { ...row, vin: `${vin.slice(0, 3)}ZZ${vin.slice(5)}` }],
    ["model-sold", { ...row, model_year: 2031 }],
    ["propulsion-sold", {
      ...row,
      make: "Ford",
      model: "F-150",
      model_year: 2019,
      propulsion: "hybrid",
    }],
    ["model-body", { ...row, body_style: "Tractor" }],
  ];
  for (const [code, changed] of wrong) {
    const rule = ruleOf<TableRule>(code);
    assert(!isInTable(rule, changed, allowedBy(rule)), code);
  }
});

Deno.test("VEHICLE_RULES test of check digits fails when any character but one changes", () => {
  const rule = ruleOf<BytesRule>("vin-check-digit");
  const vin = rows[0]!["vin"] as string;
  const holds = (text: string) =>
    rule.test(new TextEncoder().encode(`,${text},`), 1, 1 + text.length);
  assert(holds(vin));
  for (let at = 0; at < 17; at++) {
    const other = vin[at] === "5" ? "6" : "5";
    const changed = vin.slice(0, at) + other + vin.slice(at + 1);
    // Letters and digits of the same value can't be told apart: E and N are 5.
    const isAlike = "EN".includes(vin[at]!) || (other === "6" && "FW".includes(vin[at]!)) ||
      vin[at] === "V";
    assert(isAlike || !holds(changed), changed);
  }
  assert(!holds(vin.slice(1)) && !holds(`${vin}0`));
  assert(rule.expected(vin).startsWith(vin[8]!));
});

Deno.test("VEHICLE_RULES checks of values and words hold every row and name what is wanted", () => {
  const symbol = ruleOf<ValuesRule>("symbol-msrp");
  const purchase = ruleOf<ValuesRule>("purchase-model-year");
  const use = ruleOf<WordsRule>("use-lob");
  const weight = ruleOf<WordsRule>("weight-lob");
  for (const row of rows) {
    const text = (name: string) => row[name] as string;
    assertEquals(symbol.check(text("symbol"), row["msrp"] as number), undefined);
    const day = parseDay(text("purchased_on"))!;
    assertEquals(purchase.check(day, row["model_year"] as number), undefined);
    assertEquals(use.check(text("vehicle_use"), text("lob_type")), undefined);
    assertEquals(weight.check(`${row["gvwr_class"]}`, text("lob_type")), undefined);
  }
  assertEquals(symbol.check("S01", 250_000), "S12");
  assertEquals(purchase.check(parseDay("2019-07-31")!, 2020), "2019-08-01 or later");
  assert(use.check("pleasure", "Commercial") !== undefined);
  assert(weight.check("4", "Personal") !== undefined);
});

Deno.test("VEHICLE_PROOFS hold VINs that can't be issued, and no others", () => {
  const [proof] = VEHICLE_PROOFS;
  const pattern = new RegExp(proof!.pattern);
  assert(rows.every((row) => !pattern.test(row["vin"] as string)));
  const made = rowsOf({ [proof!.option!.name]: proof!.option!.value });
  assert(made.every((row) => pattern.test(row["vin"] as string)));
  assertEquals(
    VEHICLE_UNPROVEN.map(({ field }) => field),
    VEHICLE_PROOFS.map(({ field }) => field),
  );
});

import { assertEquals, assertStringIncludes } from "@std/assert";
import { runDeno } from "./_house.ts";
import { isFinding, rowCheck, runChecks, uniqueCheck } from "./audit/check.ts";
import { describeOddity } from "./audit/column_facts.ts";
import type { AuditedSnapshot } from "./audit/open_snapshot.ts";
import { DuckDBInstance } from "@duckdb/node-api";

for (
  const [title, args] of [
    ["in all states", []],
    ["with identifiers that nobody issues", [
      ...["--identifiers", "non-issuable", "--ssn", "none", "--footprint", "CA,AZ,NV,OR,WA"],
    ]],
  ] as const
) {
  Deno.test(`audit finds nothing wrong ${title}`, async () => {
    const { code, out, err } = await runDeno([
      ...["run", "-A", "-q", "--no-check", "scripts/audit.ts", "--rows", "330000"],
      ...args,
    ]);
    assertEquals(code, 0, out + err);
    assertStringIncludes(out, " 0 failed");
  });
}

Deno.test("runChecks() finds rows that break a rule, and checks that looked at nothing", async () => {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    const query = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
    await query(
      "CREATE TABLE cars AS SELECT * FROM (VALUES (1, 'a'), (1, 'b'), (2, NULL)) t(id, vin)",
    );
    const snapshot: AuditedSnapshot = { entities: ["cars"], manifest: {}, query, close: () => {} };
    const results = await runChecks(snapshot, [
      uniqueCheck("cars", ["id"]),
      uniqueCheck("cars", ["vin"]),
      rowCheck("cars", "has a VIN", "vin <> ''"),
      rowCheck("cars", "is new", "true", "id > 7"),
    ]);
    assertEquals(results.map(({ lookedAt, broken }) => [lookedAt, broken]), [
      [3, 1],
      [2, 0],
      [3, 1],
      [0, 0],
    ]);
    assertEquals(results.map(isFinding), [true, false, true, true]);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
});

Deno.test("describeOddity() tells columns that say nothing", () => {
  const facts = { table: "cars", column: "color", rows: 9, nullShare: 0, distinct: 4 };
  const texts = { top: "red", least: "blue", greatest: "red" };
  const describe = (more: Partial<Parameters<typeof describeOddity>[0]>) =>
    describeOddity({ ...facts, ...texts, topShare: 0.5, ...more }, new Set(["country"]));
  assertEquals(describe({}), undefined);
  assertEquals(describe({ distinct: 1, topShare: 1 }), "cars.color is always red");
  assertEquals(describe({ distinct: 1, topShare: 1, column: "country" }), undefined);
  assertEquals(describe({ distinct: 0, nullShare: 1 }), "cars.color never has a value");
  assertEquals(describe({ distinct: 5000, topShare: 0.03 }), undefined);
  assertEquals(
    describe({ distinct: 5000, topShare: 0.03, top: "7", least: "1", greatest: "9" }),
    "cars.color has a heap at 7: 3.00 % of rows",
  );
});

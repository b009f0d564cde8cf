import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Entity } from "../core/entity.ts";
import { checkTables, MemorySpill, type TestRow } from "./_fixture.ts";
import { PARTITIONS, RecordStore } from "./record_store.ts";

/** Words that look drawn. */
function hashOf(row: number): number {
  return Math.imul(row ^ (row >>> 3), 0x9e3779b1) >>> 0;
}

Deno.test("RecordStore gives back all records in order, however little fits into memory", () => {
  for (const budgetBytes of [0, 5_000, 100_000, 1 << 24]) {
    const spill = new MemorySpill();
    const store = new RecordStore({ budgetBytes, openSpill: () => spill });
    const streams = [store.open(3), store.open(5)];
    const count = 9000;
    for (let first = 0; first < count; first += 700) {
      for (const stream of streams) {
        const rows = Array.from({ length: Math.min(700, count - first) }, (_, at) => first + at);
        const words = rows.flatMap((row) => {
          const record = new Array<number>(stream.width).fill(row);
          record[0] = hashOf(row);
          return record;
        });
        stream.append(Uint32Array.from(words), words.length);
      }
    }
    for (const stream of streams) {
      let total = 0;
      for (let partition = 0; partition < PARTITIONS; partition++) {
        let last = -1;
        for (const run of stream.runs(partition)) {
          for (let at = 0; at < run.length; at += stream.width) {
            const row = run[at + 2]!;
            assertEquals(run[at], hashOf(row));
            assertEquals(run[at + stream.width - 1], row);
            assert(row > last, "out of order");
            last = row;
            total++;
          }
        }
      }
      assertEquals([stream.count, total], [count, count]);
    }
    assertEquals(store.spilledBytes > 0, budgetBytes < count * 32);
    store.close();
    assertEquals(spill.isClosed, store.spilledBytes > 0);
  }
});

const field = (name: string, kind: "text" | "integer") => (
  { name, kind, description: "", plain: true }
);
const PARENT: Entity = {
  name: "owner",
  plural: "owners",
  description: "",
  fields: [{ ...field("owner_id", "text"), key: true }, field("cars", "integer")],
};
const CHILD: Entity = {
  name: "car",
  plural: "cars",
  description: "",
  fields: [
    { ...field("car_id", "text"), key: true },
    { ...field("owner_id", "text"), reference: { entity: "owners", field: "owner_id" } },
    field("vin", "text"),
  ],
};

/** Rows with faults of every kind that lies between rows, in places that the drawn numbers decide. */
function makeRows(count: number, faults: readonly number[]): [TestRow[], TestRow[]] {
  const owners = Array.from({ length: count }, (_, at) => [`o${at}`, "2"]);
  const cars = Array.from({ length: count * 2 }, (_, at) => [`c${at}`, `o${at >> 1}`, `v${at}`]);
  for (const fault of faults) {
    const row = fault % count;
    if (fault % 5 === 0) owners[row]![0] = owners[(row + 7) % count]![0]!;
    if (fault % 5 === 1) cars[row]![0] = cars[(row + 500) % count]![0]!;
    if (fault % 5 === 2) cars[row]![1] = "nobody";
    if (fault % 5 === 3) cars[row]![2] = cars[(row * 3) % count]![2]!;
    if (fault % 5 === 4) owners[row]![1] = "7";
  }
  return [owners, cars];
}

Deno.test("checkTables() finds the same with any budget, any size of blocks and any limit of findings", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(100_000), { maxLength: 12 }),
      fc.constantFrom(0, 3000, 20_000),
      fc.constantFrom(13, 400),
      async (faults, budgetBytes, blockRows) => {
        const [owners, cars] = makeRows(600, faults);
        const check = (options: object) =>
          checkTables([PARENT, CHILD], [
            {
              ...{ kind: "count", code: "car-count", entity: "owners", field: "cars", message: "" },
              of: { entity: "cars", by: "owner_id" },
            },
            { kind: "unique", code: "vin-unique", entity: "cars", field: "vin", message: "" },
          ], [
            { name: "owners", path: "owners.csv", rows: owners },
            { name: "cars", path: "cars.csv", rows: cars },
          ], options);
        const whole = await check({});
        const small = await check({ budgetBytes, blockRows });
        assertEquals(whole.spilledBytes, 0);
        assert(small.spilledBytes > 0 && small.isClosed);
        assertEquals(small.issues, whole.issues);
        assertEquals(small.codes, whole.codes);
        const few = await check({ budgetBytes, blockRows, maxIssues: 3 });
        assertEquals(few.codes, whole.codes);
        assertEquals(few.issues, whole.issues.slice(0, 3));
      },
    ),
    { numRuns: 10 },
  );
});

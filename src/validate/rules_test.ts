import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { formatDay, parseDay } from "../core/batch.ts";
import type { Entity, Field } from "../core/entity.ts";
import type { RowRule } from "../core/rule.ts";
import { checkTables, type TestRow } from "./_fixture.ts";
import { planLayout } from "./layout.ts";
import { addMonths } from "./rules/calendar.ts";

const field = (name: string, kind: Field["kind"], options: Partial<Field> = {}): Field => ({
  ...{ name, kind, description: "", nullable: true, plain: true },
  ...options,
});

const OWNER: Entity = {
  name: "owner",
  plural: "owners",
  description: "",
  fields: [
    field("owner_id", "text", { key: true }),
    field("state", "word"),
    field("born", "day"),
    field("licensed", "day"),
    field("licence", "text"),
    field("first", "word"),
    field("full", "text"),
    field("cars", "integer"),
    field("kind", "word"),
    field("prices", "decimal", { scale: 2 }),
  ],
};
const CAR: Entity = {
  name: "car",
  plural: "cars",
  description: "",
  fields: [
    field("car_id", "text", { key: true }),
    field("owner_id", "text", { reference: { entity: "owners", field: "owner_id" } }),
    field("vin", "text"),
    field("make", "word"),
    field("year", "integer"),
    field("bought", "day"),
    field("label", "text"),
    field("price", "decimal", { scale: 2 }),
    field("value", "decimal", { scale: 1 }),
  ],
};

const GOOD_OWNERS: readonly TestRow[] = [
  ["o1", "CA", "1980-02-29", "1996-02-29", "A1234567", "Ann", "Ann A", "2", "person", "200.10"],
  ["o2", "NV", "1990-06-01", "2006-01-01", "1234567890", "Bob", "Bob B", "1", "person", "0.00"],
  ["o3", "OR", null, null, null, null, "Firm", "0", "firm", null],
];
const GOOD_CARS: readonly TestRow[] = [
  ["c1", "o1", "1HG45", "Honda", "2020", "2019-05-05", "Ann's Honda", "100.00", "90.5"],
  ["c2", "o1", "1FT46", "Ford", "2021", "2022-05-05", "Ann's Ford", "100.10", "100.1"],
  ["c3", "o2", "1HG47", "Honda", "2021", "2022-05-05", "Bob's Honda", null, "5.0"],
];

const owners = { entity: "owners" } as const;
const cars = { entity: "cars" } as const;
const RULES: readonly RowRule[] = [
  {
    ...owners,
    kind: "form",
    code: "licence-form",
    field: "licence",
    input: "state",
    forms: { CA: "^[A-Z][0-9]{7}$", NV: "^([0-9]{10}|X[0-9]{8})$" },
    message: "the licence has its state's form",
  },
  {
    ...owners,
    kind: "compare",
    code: "licence-age",
    field: "licensed",
    operator: ">=",
    input: "born",
    shift: { monthsBy: { field: "state", months: { CA: 192, NV: 186 } } },
    message: "the first licence is not before the least age",
  },
  {
    ...owners,
    kind: "joined",
    code: "full-name",
    field: "full",
    parts: [{ input: "first" }, " ", { input: "first[0:1]" }],
    message: "the full name is made of its parts",
  },
  {
    ...owners,
    kind: "presence",
    code: "firm-unborn",
    field: "born",
    when: { field: "kind", values: ["firm"] },
    isPresent: false,
    message: "firms are not born",
  },
  {
    ...owners,
    kind: "count",
    code: "car-count",
    field: "cars",
    of: { entity: "cars", by: "owner_id" },
    message: "cars is the number of cars",
  },
  {
    ...owners,
    kind: "sum",
    code: "price-sum",
    field: "prices",
    of: { entity: "cars", by: "owner_id", field: "price" },
    message: "prices is the sum of the cars' prices",
  },
  {
    ...owners,
    kind: "count",
    code: "few-hondas",
    field: "owner_id",
    of: { entity: "cars", by: "owner_id", when: { field: "make", values: ["Honda"] } },
    when: { field: "kind", values: ["person"] },
    least: 1,
    most: 1,
    severity: "warning",
    message: "each person has one Honda",
  },
  {
    ...owners,
    kind: "unique",
    code: "licence-unique",
    field: "licence",
    inputs: ["state"],
    message: "a licence number of a state is one person's",
  },
  {
    ...cars,
    kind: "unique",
    code: "vin-unique",
    field: "vin",
    message: "a VIN is one car's",
  },
  {
    ...cars,
    kind: "table",
    code: "make-wmi",
    field: "make",
    inputs: ["vin[0:3]"],
    rows: () => [["Honda", "1HG"], ["Honda", "2HG"], ["Ford", "1FT"]],
    message: "the make is that of the VIN",
  },
  {
    ...cars,
    kind: "bytes",
    code: "vin-check",
    field: "vin",
    test: (bytes, start, end) => bytes[start + 3] === 52 && end - start === 5,
    expected: (text) => `a 4 in ${text}`,
    message: "the VIN's check digit is right",
  },
  {
    ...cars,
    kind: "words",
    code: "vin-year",
    field: "vin",
    part: "[4:5]",
    inputs: ["year"],
    check: (code, year) => Number(code) < Number(year) - 2010 ? undefined : `less in ${year}`,
    message: "the VIN fits the year",
  },
  {
    ...cars,
    kind: "compare",
    code: "bought-after-birth",
    field: "bought",
    operator: ">",
    input: "owner_id.born",
    shift: { months: 12, add: 1 },
    message: "a car is bought a year after its owner's birth",
  },
  {
    ...cars,
    kind: "compare",
    code: "value-price",
    field: "value",
    operator: "<=",
    input: "price",
    shift: { add: 1 },
    message: "the value is at most the price and 1",
  },
  {
    ...cars,
    kind: "joined",
    code: "label",
    field: "label",
    parts: [{ input: "owner_id.first" }, "'s ", { input: "owner_id.kind[0:0]" }, "Honda"],
    when: { field: "make", values: ["Honda"] },
    message: "the label names owner and make",
  },
  {
    ...cars,
    kind: "values",
    code: "bought-year",
    field: "year",
    inputs: ["bought"],
    check: (year, bought) =>
      Number(formatDay(Number(bought)).slice(0, 4)) >= Number(year) - 1 ? undefined : "earlier",
    message: "a car is bought at the earliest in the year before its own",
  },
];

/** Checks the good rows after a change; gives `code row expected` of each finding. */
async function findAfter(
  change: (owners: (string | null)[][], cars: (string | null)[][]) => void,
): Promise<string[]> {
  const ownerRows = GOOD_OWNERS.map((row) => [...row]);
  const carRows = GOOD_CARS.map((row) => [...row]);
  change(ownerRows, carRows);
  const { issues } = await checkTables([OWNER, CAR], RULES, [
    { name: "owners", path: "owners.csv", rows: ownerRows },
    { name: "cars", path: "cars.csv", rows: carRows },
  ]);
  return issues.map(({ code, index, field, actual, expected }) =>
    `${code} ${field}[${index}] ${actual} -> ${expected}`
  );
}

Deno.test("rules of every kind hold for rows they are meant for", async () => {
  assertEquals(await findAfter(() => {}), []);
  const kinds = new Set(RULES.map(({ kind }) => kind));
  assertEquals(kinds.size, 11);
});

const BREAKS: readonly [
  string,
  (owners: (string | null)[][], cars: (string | null)[][]) => void,
][] = [
  [
    "licence-form licence[0] 1234567 -> a text matching ^[A-Z][0-9]{7}$",
    ([o]) => o![4] = "1234567",
  ],
  [
    "licence-age licensed[1] 2005-11-30 -> at the earliest 2005-12-01",
    ([, o]) => o![3] = "2005-11-30",
  ],
  ["full-name full[0] Ann  A -> Ann A", ([o]) => o![6] = "Ann  A"],
  ["firm-unborn born[2] 2000-01-01 -> no value", ([, , o]) => o![2] = "2000-01-01"],
  ["car-count cars[1] 3 -> 1", ([, o]) => o![7] = "3"],
  ["price-sum prices[0] 200.11 -> 200.10", ([o]) => o![9] = "200.11"],
  ["price-sum prices[0] 200.10 -> 200.00", (_, [, c]) => c![7] = "100.00"],
  ["few-hondas owner_id[1] 0 rows -> 1", (_, [, , c]) => (c![3] = "Ford", c![2] = "1FT47")],
  [
    "licence-unique licence[3] A1234567 -> a value of its own",
    (list) => list.push(["o4", "CA", null, null, "A1234567", null, null, "0", "firm", "0.00"]),
  ],
  ["vin-unique vin[2] 1HG45 -> a value of its own", (_, [, , c]) => c![2] = "1HG45"],
  ["make-wmi make[1] Kia -> Ford", (_, [, c]) => c![3] = "Kia"],
  [
    "make-wmi make[1] Ford -> other values of vin[0:3]: no make goes with 9ZZ",
    (_, [, c]) => c![2] = "9ZZ46",
  ],
  ["vin-check vin[0] 1HG55 -> a 4 in 1HG55", (_, [c]) => c![2] = "1HG55"],
  ["vin-year vin[0] 1HG49 -> less in 2019", (_, [c]) => (c![2] = "1HG49", c![4] = "2019")],
  [
    "bought-after-birth bought[2] 1991-06-02 -> after 1991-06-02",
    (_, [, , c]) => (c![5] = "1991-06-02", c![4] = "1990", c![2] = null),
  ],
  ["value-price value[0] 101.1 -> at most 101.0", (_, [c]) => c![8] = "101.1"],
  ["label label[0] Ann's Ford -> Ann's Honda", (_, [c]) => c![6] = "Ann's Ford"],
  ["bought-year year[2] 2024 -> earlier", (_, [, , c]) => c![4] = "2024"],
  [
    "car-owner-missing owner_id[2] o9 -> a owner_id of owners",
    ([, o], [, , c]) => (c![1] = "o9", o![7] = "0", o![8] = "firm", o![2] = null),
  ],
  ["key-duplicate car_id[2] c1 -> a key of its own", (_, [, , c]) => c![0] = "c1"],
];

for (const [wanted, change] of BREAKS) {
  Deno.test(`rules find ${wanted} and nothing else`, async () => {
    assertEquals(await findAfter(change), [wanted]);
  });
}

Deno.test("rules pass over rows that lack a value", async () => {
  assertEquals(await findAfter(([o]) => (o![4] = null, o![3] = null, o![6] = null)), []);
});

Deno.test("planLayout() rejects a rule that looks at what there is not", () => {
  const rule = { ...cars, kind: "equal", code: "x", message: "" } as const;
  const plan = (rule: RowRule) => () => planLayout([OWNER, CAR], [rule]);
  assertThrows(plan({ ...rule, field: "nothing", input: "make" }), TypeError, "nothing");
  assertThrows(plan({ ...rule, field: "make", input: "vin.state" }), TypeError, "no reference");
  assertThrows(plan({ ...rule, field: "make", input: "owner_id.nothing" }), TypeError, "nothing");
  const words = { ...rule, kind: "words", field: "make", check: () => undefined } as const;
  assertThrows(
    plan({ ...words, inputs: ["owner_id.state"] }),
    TypeError,
    "can't look at other rows",
  );
});

Deno.test("addMonths() gives the same day of a later month, or its last day", () => {
  const plus = (text: string, months: number) => formatDay(addMonths(parseDay(text)!, months));
  assertEquals(plus("2024-01-31", 1), "2024-02-29");
  assertEquals(plus("2024-02-29", 12), "2025-02-28");
  assertEquals(plus("2024-12-31", 2), "2025-02-28");
  assertEquals(plus("2024-03-31", -1), "2024-02-29");
  fc.assert(
    fc.property(fc.integer({ min: -200_000, max: 200_000 }), fc.nat(2000), (day, months) => {
      const [year, month, date] = formatDay(day + 300_000).split("-").map(Number);
      const [a, b, c] = formatDay(addMonths(day + 300_000, months)).split("-").map(Number);
      assertEquals(a! * 12 + b!, year! * 12 + month! + months);
      assert(c === date || (c! < date! && c! >= 28));
    }),
  );
});

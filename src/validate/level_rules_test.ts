import { assertEquals, assertThrows } from "@std/assert";
import type { Entity, Field } from "../core/entity.ts";
import type { LevelRule, LevelTable } from "../core/rule.ts";
import { checkTables, type TestOptions } from "./_fixture.ts";
import { classesOf } from "./rules/level_classes.ts";

const field = (name: string, rest: Partial<Field> = {}): Field => ({
  ...{ name, description: `The ${name}.`, kind: "word" },
  ...rest,
} as Field);

const ZONE = {
  ...{ name: "zone", plural: "zones", description: "Zones." },
  fields: [field("zone_id", { key: true }), field("band", { kind: "integer" })],
} as unknown as Entity;
const ITEM = {
  ...{ name: "item", plural: "items", description: "Items." },
  fields: [
    field("item_id", { key: true }),
    field("zone_id", { reference: { entity: "zones", field: "zone_id" } }),
    field("cover", { values: ["A", "B"] }),
    field("factor", { kind: "decimal", scale: 2, nullable: true }),
  ],
} as unknown as Entity;

const VALUES: Readonly<Record<string, readonly (number | null)[]>> = {
  A: [90, 100, 110],
  B: [80, null, 120],
};
const TABLE: LevelTable = {
  count: 3,
  values: (level, word) => [VALUES[word]![level]!],
  levelOf: (band) => Number(band) < 3 ? Number(band) : undefined,
};
const rule = (table: LevelTable): LevelRule => ({
  ...{ kind: "level", code: "item-factor", entity: "items", field: "factor" },
  ...{ message: "the factor is that of the zone", column: "cover" },
  ...{ via: "zone_id", facts: ["band"], table: () => table },
});

/** Checks items of zones of the bands 0 to 3; gives `code[row] message -> expected`. */
async function check(items: readonly (string | null)[][], options?: TestOptions) {
  const zones = ["0", "1", "2", "3"].map((band) => [`z${band}`, band]);
  const rows = items.map((item, at) => [`i${at}`, ...item]);
  const { issues, codes } = await checkTables([ZONE, ITEM], [rule(TABLE)], [
    { name: "zones", path: "zones.csv", rows: zones },
    { name: "items", path: "items.csv", rows },
  ], options);
  const told = issues.filter(({ code }) => code === "item-factor")
    .map(({ index, message, expected }) =>
      `${index}${message.replace("it does not hold that", "")} -> ${expected}`
    );
  return { told, codes };
}

Deno.test("a level rule names the value of the row's own level, wherever the table has the value it found", async () => {
  const { told, codes } = await check([
    ["z1", "A", "1.00"],
    ["z0", "A", "1.10"],
    ["z0", "A", "7.00"],
    ["z1", "B", "7.00"],
    ["z2", "B", "0.90"],
  ]);
  const text = "the factor is that of the zone";
  assertEquals(told.toSorted(), [
    `1 ${text}: band 0 -> 0.90`,
    `2 ${text}: band 0 -> 0.90`,
    `3 ${text}: band 1 -> no value`,
    `4 ${text}: band 2 -> 1.20`,
  ]);
  assertEquals(codes, ["item-factor 4"]);
});

Deno.test("a level rule names all values of the column where the row's level can't be told", async () => {
  const { told, codes } = await check([["z3", "B", "7.00"], ["z9", "A", "7.00"]]);
  const text = "the factor is that of the zone";
  assertEquals(told, [
    `0 ${text} -> 0.80 or no value or 1.20`,
    `1 ${text} -> 0.90 or 1.00 or 1.10`,
  ]);
  assertEquals(codes.toSorted(), ["item-factor 2", "item-zone-missing 1"]);
});

Deno.test("a level rule counts findings that are not kept", async () => {
  const rows = Array.from({ length: 9 }, (_, at) => ["z0", "A", at % 2 === 0 ? "7.00" : "1.10"]);
  const { told, codes } = await check(rows, { maxIssues: 3, blockRows: 2 });
  assertEquals([told.length, told.every((text) => text.endsWith("band 0 -> 0.90"))], [3, true]);
  assertEquals(codes, ["item-factor 9"]);
});

Deno.test("classesOf() refuses a table whose values have no number", () => {
  const refuse = (value: number, count: number) => {
    const values = (level: number) => [value + level];
    assertThrows(() => classesOf(rule({ ...TABLE, count, values }), ITEM), RangeError, "item-fac");
  };
  refuse(-1, 1);
  refuse(0.5, 1);
  refuse(0, 65_534);
  const most = { ...TABLE, count: 5, values: (level: number) => [level + 65_528] };
  assertEquals(classesOf(rule(most), ITEM).ordinalCount, 7);
});

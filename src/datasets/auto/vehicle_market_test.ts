import { assert, assertEquals, assertThrows } from "@std/assert";
import { parseDay } from "../../core/batch.ts";
import { businesses } from "./businesses.ts";
import { BODIES, fleetOf, readLines, readMakers } from "./vehicle_lines.ts";
import {
  businessGroups,
  DRAW_RANGE,
  findModels,
  groupNames,
  type Market,
  openMarket,
} from "./vehicle_market.ts";

const NOW = parseDay("2026-01-01")!;
const market = openMarket(NOW);
const lines = readLines();

/** First place of a combination in a group's share of the range. */
function startOf(group: number, at: number, from: Market = market): number {
  return from.shares[2 * (group * (from.molds.length + 1) + at)]!;
}

/** Part of the range that the combinations for which something holds have in a group. */
function shareOf(group: number, holds: (at: number) => boolean, from: Market = market): number {
  let sum = 0;
  from.molds.forEach((_, at) => {
    if (holds(at)) sum += startOf(group, at + 1, from) - startOf(group, at, from);
  });
  return sum / DRAW_RANGE;
}

Deno.test("readLines() reads lines whose makers exist and bear their make", () => {
  const makers = readMakers();
  assertEquals(lines.length, 516);
  assertEquals(makers.length, 298);
  const used = new Set<number>();
  for (const line of lines) {
    assert(line.body in BODIES, line.body);
    assertEquals(line.propulsions.reduce((sum, share) => sum + share, 0), 100);
    assert(line.years.length > 0 && line.weight > 0 && line.msrp > 5000, line.model);
    for (const { year, makers: places } of line.years) {
      assert(year >= 1981 && year <= 2026, `${year}`);
      for (const place of places) {
        used.add(place);
        assert(makers[place]!.makes.includes(line.make), `${line.make} ${makers[place]!.wmi}`);
      }
    }
  }
  assertEquals(used.size, makers.length);
});

Deno.test("readLines() has no line twice in a model year", () => {
  const seen = new Set<string>();
  for (const { make, model, body, years } of lines) {
    for (const { year } of years) {
      const key = `${make} ${model} ${body} ${year}`;
      assert(!seen.has(key), key);
      seen.add(key);
    }
  }
});

Deno.test("businessGroups() knows the group of every kind of business", () => {
  const { ofKind, straightOfKind, tractor } = businessGroups();
  const names = groupNames();
  assertEquals(ofKind.length, businesses().kinds.length);
  const groupOf = (kind: string) => names[ofKind[businesses().kinds.indexOf(kind)]!];
  assertEquals(groupOf("Plumbing contractor"), "trades");
  assertEquals(groupOf("Limousine service"), "passenger");
  assertEquals(groupOf("Crop farm"), "farm");
  assertEquals(
    names[straightOfKind[businesses().kinds.indexOf("Waste hauler")]!],
    "refuse_truck",
  );
  assertEquals(names[tractor], "tractor");
});

Deno.test("openMarket() gives households the makes of the table, and no truck above 14,000 lb", () => {
  const kept = lines.filter((line) => line.gvwr <= 3);
  const total = kept.reduce((sum, line) => sum + line.weight * line.personal, 0);
  assertEquals(shareOf(0, (at) => lines[market.lines[at]!]!.gvwr > 3), 0);
  for (const make of ["Ford", "Toyota", "Chevrolet", "Honda", "Tesla", "Panoz"]) {
    const wanted = kept.filter((line) => line.make === make)
      .reduce((sum, line) => sum + line.weight * line.personal, 0) / total;
    const share = shareOf(0, (at) => lines[market.lines[at]!]!.make === make);
    assert(Math.abs(share - wanted) < 1e-6, `${make}: ${share}, not ${wanted}`);
  }
});

Deno.test("openMarket() ages the fleet about as the table does", () => {
  // The table of ages is met within what lines that began or ended allow.
  const bands = [[2020, 2026, 0.31], [2011, 2019, 0.4], [1981, 2010, 0.29]] as const;
  for (const [first, last, wanted] of bands) {
    const share = shareOf(0, (at) => market.years[at]! >= first && market.years[at]! <= last);
    assert(Math.abs(share - wanted) < 0.07, `${first}-${last}: ${share}, not ${wanted}`);
  }
});

Deno.test("openMarket() gives tractors to the group of tractors, and no heavy truck to light groups", () => {
  const names = groupNames();
  assertEquals(
    shareOf(names.indexOf("tractor"), (at) => fleetOf(lines[market.lines[at]!]!) === "tractor"),
    1,
  );
  for (const group of ["office", "trades", "passenger", "farm"]) {
    const heavy = shareOf(names.indexOf(group), (at) => lines[market.lines[at]!]!.gvwr >= 7);
    assertEquals(heavy, 0);
  }
});

Deno.test("openMarket() holds only what was sold by its day", () => {
  const early = openMarket(parseDay("2012-03-01")!);
  assert(early.years.every((year) => year <= 2012));
  assert(
    early.molds.every(({ line, year, wmi }) =>
      lines[line]!.years.some((entry) =>
        entry.year === year && entry.makers.some((at) => readMakers()[at]!.wmi === wmi)
      )
    ),
  );
  assert(!early.lines.some((line) => lines[line]!.model === "Cybertruck"));
  const autumn = openMarket(parseDay("2025-10-15")!);
  assert(shareOf(0, (at) => autumn.years[at] === 2026, autumn) > 0.005);
});

Deno.test("findModels() finds the combination whose share holds the place, and numbers no two alike", () => {
  const groups = groupNames().length;
  const size = market.molds.length;
  // Both ends of every share of every group.
  const users: number[] = [];
  const places: number[] = [];
  const wanted: number[] = [];
  for (let group = 0; group < groups; group++) {
    for (let at = 0; at < size; at++) {
      const start = startOf(group, at);
      const end = startOf(group, at + 1);
      if (end === start) continue;
      for (const place of [start, end - 1]) {
        users.push(group);
        places.push(place);
        wanted.push(at);
      }
    }
  }
  const numbers = Float64Array.from(places);
  const out = new Int32Array(places.length);
  findModels(market, Uint8Array.from(users), numbers, places.length, out);
  assertEquals([...out], wanted);
  // Shares of a line and year lie one behind the other: no two overlap.
  const spans = new Map<number, [number, number][]>();
  for (let i = 0; i < out.length; i += 2) {
    const lineYear = market.lineYears[out[i]!]!;
    const list = spans.get(lineYear) ?? [];
    list.push([numbers[i]!, numbers[i + 1]!]);
    spans.set(lineYear, list);
  }
  for (const list of spans.values()) {
    let next = 0;
    for (const [first, last] of list.sort(([a], [b]) => a - b)) {
      assertEquals(first, next);
      next = last + 1;
    }
  }
});

Deno.test("openMarket() of a day before all models has nothing to deal", () => {
  assertThrows(() => {
    const empty = openMarket(parseDay("1970-01-01")!);
    findModels(empty, new Uint8Array(1), new Float64Array(1), 1, new Int32Array(1));
  }, RangeError);
});

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { parseDay } from "../../core/batch.ts";
import { findDataset } from "../../datasets/mod.ts";
import { type KeptRows, MAX_KEPT_ROWS, rowTally, thinRows } from "../row_tally.ts";
import {
  asOfDay,
  CODES,
  coverCell,
  FIRST_YEAR,
  stateCodes,
  TERM_CELLS,
  yearOf,
  YEARS,
} from "./_book.ts";
import { bookMeasures } from "./book.ts";
import { claimMeasures } from "./claims.ts";
import type { Measure } from "./measure.ts";
import { triangleMeasures } from "./triangles.ts";

const CONTEXT = {
  dataset: findDataset("auto"),
  options: { footprint: "all", "as-of": "2026-01-01" },
};

const day = (text: string) => parseDay(text)!;

function keep(rows: readonly (readonly number[])[]): KeptRows {
  const width = rows[0]!.length;
  const columns = Array.from(
    { length: width },
    (_, place) => Float64Array.from(rows, (row) => row[place]!),
  );
  return { shift: 0, count: rows.length, columns };
}

function measureOf(
  source: { plan(context: typeof CONTEXT): readonly Measure[] },
  name: string,
): Measure {
  return source.plan(CONTEXT).find((measure) => measure.name === name)!;
}

Deno.test("asOfDay() takes the day that a plan gives, or the dataset's default", () => {
  const { dataset } = CONTEXT;
  assertEquals(asOfDay({ dataset, options: { "as-of": "2025-06-30" } }), day("2025-06-30"));
  assertEquals(asOfDay({ dataset, options: {} }), day("2026-01-01"));
});

Deno.test("rowTally() keeps the rows of the same keys in every table, and no more than it may", () => {
  const tally = rowTally({
    id: "x",
    entity: "x",
    fields: [],
    width: 2,
    read: () => () => false,
  });
  let sum: unknown;
  const part = new Float64Array(2 * 400_000);
  for (let round = 0; round < 6; round++) {
    for (let row = 0; row < 400_000; row++) part.set([round * 400_000 + row, row], row * 2);
    sum = tally.merge(sum, part);
  }
  const kept = sum as KeptRows;
  assertEquals([kept.shift, kept.count], [1, 1_200_000]);
  assert(kept.count <= MAX_KEPT_ROWS);
  for (let row = 0; row < kept.count; row++) assertEquals(kept.columns[0]![row]! % 2, 0);
  // No room for more, and an end where all rows have one key.
  assert(kept.columns.every(({ length }) => length <= MAX_KEPT_ROWS * 1.05));
  let same: unknown;
  for (let round = 0; round < 6; round++) same = tally.merge(same, new Float64Array(2 * 400_000));
  assertEquals((same as KeptRows).count, MAX_KEPT_ROWS);
  const thin = thinRows(keep([[1, 10], [4, 40], [6, 60], [8, 80]]), 2);
  assertEquals([thin.count, thin.columns[1]!.slice(0, 2)], [2, Float64Array.of(40, 80)]);
});

Deno.test("yearOf() counts calendar years from the first", () => {
  assertEquals(yearOf(day("2022-12-31")), -1);
  assertEquals(yearOf(day("2024-01-01")), 2024 - FIRST_YEAR);
  assertEquals(yearOf(day("2023-12-31")), 2023 - FIRST_YEAR);
});

Deno.test("triangles sum up by quarter of the loss and quarters since", () => {
  const { tables } = measureOf(triangleMeasures, "triangles").conclude({
    claims: keep([
      [1, 9, day("2024-02-10"), day("2024-02-20"), 0, 0],
      [2, 9, day("2025-12-30"), day("2025-12-31"), 0, 0],
      // A loss of a year without a row.
      [3, 9, day("2023-12-31"), day("2024-01-31"), 0, 0],
    ]),
    payments: keep([[1, day("2024-05-01"), 10_000], [1, day("2025-01-01"), 5_000], [3, 0, 99]]),
    reserves: keep([[1, day("2024-02-20"), 30_000], [1, day("2024-05-01"), -10_000], [
      2,
      day("2025-12-31"),
      700,
    ]]),
  }, CONTEXT);
  const [counts, paid, incurred] = tables!;
  assertEquals(counts!.rows.map(([name]) => name).length, 8);
  assertEquals(counts!.rows[0], ["2024 Q1", "1", "1", "1", "1", "1", "1", "1", "1"]);
  assertEquals(paid!.rows[0]!.slice(0, 6), ["2024 Q1", "$0.00", "$100", "$100", "$100", "$150"]);
  assertEquals(incurred!.rows[0]!.slice(0, 4), ["2024 Q1", "$300", "$300", "$300"]);
  assertEquals(incurred!.rows[7]!.slice(0, 3), ["2025 Q4", "$7.00", ""]);
});

function daysOf(code: string, state: string, days: number): Float64Array {
  const cells = new Float64Array(coverCell(YEARS + 1, 0, 0));
  const [place, at] = [stateCodes().indexOf(state), CODES.indexOf(code)];
  cells[coverCell(2024 - FIRST_YEAR, place, at)] = days;
  cells[coverCell(YEARS, place, at)] = days;
  return cells;
}

Deno.test("claims measure households in the states and causes of the published figures", () => {
  const collision = CODES.indexOf("COLL");
  const lines = new Float64Array(2 * CODES.length);
  lines[collision] = 3;
  lines[CODES.length + collision] = 1;
  const [ohio, michigan] = [stateCodes().indexOf("OH"), stateCodes().indexOf("MI")];
  const loss = day("2024-06-01");
  const { figures } = measureOf(claimMeasures, "claims").conclude({
    coverages: daysOf("COLL", "OH", 365.25 * 100),
    lines,
    terms: keep([[90]]),
    claims: keep([
      [1, 10, loss, loss, ohio, 0],
      [2, 10, loss, loss, michigan, 0],
      [3, 90, loss, loss, ohio, 0],
      [4, 10, loss, loss, ohio, 1],
      [5, 10, loss, loss, ohio, 0],
      [6, 10, loss, loss, ohio, 0],
    ]),
    exposures: keep([
      ...[1, 2, 3, 4].map((claim) => [claim, collision, 500_000, 500_000, 0, 1, 1, 500_000, 0]),
      // Closed with expense alone; open without payment yet.
      [5, collision, 10_000, 10_000, 0, 1, 0, 0, 0],
      [6, collision, 0, 300_000, 0, 0, 0, 0, 0],
    ]),
  }, CONTEXT);
  const figure = (key: string) => figures!.find((figure) => figure.key === key)!;
  // One paid, and what is paid in the end of the open one: 82 of 100 reported, over 75 car years of households.
  const frequency = figure("claims.frequency.COLL.2024");
  assertAlmostEquals(frequency.achieved, 1.82 / 75 * 100, 1e-9);
  assertEquals([frequency.grade, frequency.published], ["A", 4.54]);
  assertAlmostEquals(
    figure("claims.severity.COLL.2024").achieved,
    (5000 + 0.82 * 3000) / 1.82,
    1e-6,
  );
  assertEquals(figure("claims.total_loss").achieved, 1);
});

Deno.test("claims that stand for others widen chance, and count as the rows that they are", () => {
  const collision = CODES.indexOf("COLL");
  const lines = new Float64Array(2 * CODES.length);
  lines[collision] = 1;
  const [ohio, loss] = [stateCodes().indexOf("OH"), day("2024-06-01")];
  const claims = Array.from({ length: 100 }, (_, at) => [at * 2, 10, loss, loss, ohio, 0]);
  const exposures = claims.map(([claim], at) => {
    const paid = 400_000 + at * 1000;
    return [claim!, collision, paid, paid, 0, 1, 0, paid, 0];
  });
  const figuresOf = (shift: number) => {
    const { figures } = measureOf(claimMeasures, "claims").conclude({
      ...{ coverages: daysOf("COLL", "OH", 365.25 * 1000), lines, terms: keep([[90]]) },
      claims: { ...keep(claims), shift },
      exposures: { ...keep(exposures), shift },
    }, CONTEXT);
    return ["frequency", "severity"].map((name) =>
      figures!.find(({ key }) => key === `claims.${name}.COLL.2024`)!
    );
  };
  const [[frequency, severity], [twice, sameSeverity]] = [figuresOf(0), figuresOf(1)];
  assertAlmostEquals(twice!.achieved, frequency!.achieved * 2, 1e-9);
  assertAlmostEquals(twice!.standardError, frequency!.standardError * 2, 1e-9);
  assertEquals([twice!.sampleSize, frequency!.sampleSize], [100, 100]);
  assertEquals(sameSeverity, severity);
});

Deno.test("premium is set beside the national mean for the whole country only", () => {
  const terms = new Float64Array(TERM_CELLS.size);
  terms[TERM_CELLS.written + stateCodes().indexOf("OH")] = 84_000 * 100;
  const measure = measureOf(bookMeasures, "premium");
  const sums = { terms, coverages: daysOf("PD", "OH", 365.25 * 100) };
  const { figures } = measure.conclude(sums, CONTEXT);
  assertEquals(figures!.map(({ key, grade }) => [key, grade]), [
    ["premium.mean", "A"],
    ["premium.OH", "C"],
  ]);
  assertAlmostEquals(figures![1]!.achieved, 840, 1e-9);
  const part = measure.conclude(sums, { ...CONTEXT, options: { footprint: "OH,CA" } });
  assertEquals(part.figures!.map(({ key }) => key), ["premium.OH"]);
});

Deno.test("premium_sums tells by how much sums differ", () => {
  const { figures } = measureOf(bookMeasures, "premium_sums").conclude({
    terms: Float64Array.of(1000, 600, 400, ...new Float64Array(TERM_CELLS.size - 3)),
    costs: Float64Array.of(1000, 599, 7),
    changes: Float64Array.of(1000, 3),
  }, CONTEXT);
  assertEquals(figures!.map(({ key, achieved, sampleSize }) => [key, achieved, sampleSize]), [
    ["sums.written_costs", 0, 7],
    ["sums.written_changes", 0, 7],
    ["sums.earned_costs", 0.01, 7],
    ["sums.written_parts", 0, 7],
  ]);
});

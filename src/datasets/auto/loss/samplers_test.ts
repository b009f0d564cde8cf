import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { openStream, RowStates } from "../../../random/stream.ts";
import { openWorld } from "../world.ts";
import { CATASTROPHES, catastropheWords, monthOf, PERILS } from "./catastrophes.ts";
import { relativities, TIME, TIMES, times } from "./claim_relativities.ts";
import { amountSampler, countLevels, reportSampler, UNIT } from "./samplers.ts";

const words = (() => {
  const stream = openStream(3n, "test", "loss");
  const rows = new RowStates(50_000);
  stream.fillRange(rows, 0, rows.capacity);
  const out = new Int32Array(rows.capacity);
  stream.field("word").fill(rows, rows.capacity, out);
  return out;
})();

Deno.test("countLevels() gives numbers of events with the mean of their level", () => {
  const levels = countLevels();
  for (const wanted of [0.004, 0.2, 1.7]) {
    const level = levels.find(wanted);
    assert(levels.means[level]! >= wanted && levels.means[level]! <= wanted * 1.2501);
    const mean = words.reduce((sum, word) => sum + levels.pick(level, word), 0) / words.length;
    const sd = Math.sqrt(levels.means[level]! / words.length);
    assertAlmostEquals(mean, levels.means[level]!, 4 * sd);
  }
  assertThrows(() => levels.find(1e9), RangeError);
});

Deno.test("samplers give amounts and delays in units of their scale", () => {
  const median = [...words].map((word) => amountSampler(false, 1.35).at(word)).sort((a, b) =>
    a - b
  )[words.length / 2]!;
  assertAlmostEquals(median / UNIT, 1, 0.03);
  const mean = words.reduce((sum, word) => sum + reportSampler().at(word), 0) / words.length;
  // Gamma(1 + 1 / 1.4513) of a Weibull law.
  assertAlmostEquals(mean / UNIT, 0.9066, 0.01);
});

Deno.test("relativities() rise with density and for the young", () => {
  const { ages, places, states } = relativities();
  assert(ages[16 * 6]! > ages[40 * 6]! && ages[90 * 6]! > ages[40 * 6]!);
  assertEquals(states.length, 51 * 6);
  assert(places.every((value) => value > 0.3 && value < 3));
});

Deno.test("times() have a mean of one over the year and the week", () => {
  const { months, weekdays, greatest } = times();
  for (const [column, name] of TIMES.entries()) {
    const mean = (rows: Float64Array, count: number) =>
      Array.from({ length: count }, (_, at) => rows[at * TIMES.length + column]!)
        .reduce((sum, value) => sum + value, 0) / count;
    assertAlmostEquals(mean(months, 12), 1, 0.01, name);
    assertAlmostEquals(mean(weekdays, 7), 1, 0.01, name);
    assert(greatest[column]! >= 1);
  }
});

Deno.test("catastrophes are on a day of their month, more in the season, the same for a seed", () => {
  const plan = (seed: bigint) => openWorld({ seed, records: 1, options: {} });
  const { days, find } = plan(1n).get(CATASTROPHES);
  assertEquals(days, plan(1n).get(CATASTROPHES).days);
  assert(days.some((day, at) => day !== plan(2n).get(CATASTROPHES).days[at]));
  const hail = [0, 0];
  days.forEach((day, at) => {
    if (day < 0) return;
    const code = catastropheWords()[at]!;
    const month = monthOf(day);
    const text = `${Math.floor(month / 12)}-${`${month % 12 + 1}`.padStart(2, "0")}`;
    assertEquals(code.slice(4, 11), text);
    if (code.includes("HAIL")) hail[month % 12 === 4 ? 0 : month % 12 === 0 ? 1 : 0]! += 1;
    const state = Math.floor(at / 72) % 51;
    const peril = PERILS.findIndex((name) => code.includes(name.toUpperCase()));
    assertEquals(find(peril, state, day), at);
  });
  assert(hail[0]! > 10 * hail[1]!);
  assert(times().months[4 * TIMES.length + TIME.HAIL]! > 2);
});

import { assert, assertEquals } from "@std/assert";
import { VEHICLE_DRAWS, VEHICLE_ROWS } from "./account.ts";
import { Chunk } from "./chunk.ts";
import { PROPULSIONS, readLines } from "./vehicle_lines.ts";
import { MARKET } from "./vehicle_market.ts";
import { MODEL_COLUMNS } from "./vehicle_models.ts";
import { PROPULSION_CODES, symbolPrices, SYMBOLS, TRIM_CODES } from "./vehicle_prices.ts";
import { trims, VERSION_TABLES } from "./vehicle_versions.ts";
import { openWorld } from "./world.ts";

const world = openWorld({ seed: 3n, records: 1e6, options: {} });
const lines = readLines();

Deno.test("VERSION_TABLES give every combination a propulsion that its line has", () => {
  const { molds } = world.get(MARKET);
  const { choices, thresholds } = world.get(VERSION_TABLES);
  molds.forEach(({ line, year }, at) => {
    const { propulsions, make, model } = lines[line]!;
    const choice = choices[at]!;
    if (choice < PROPULSIONS.length) {
      assert(propulsions[choice]! > 0, `${year} ${make} ${model}`);
      return;
    }
    // Bounds ascend; a propulsion without a share has none between its bounds.
    const bounds = [0, ...thresholds.subarray(4 * (choice - 5), 4 * (choice - 4)), 2 ** 32];
    for (let code = 0; code < PROPULSIONS.length; code++) {
      assert(bounds[code]! <= bounds[code + 1]!);
      if (propulsions[code] === 0) assertEquals(bounds[code], bounds[code + 1]);
    }
  });
});

Deno.test("VERSION_TABLES give no line a propulsion in a year in which it was not sold", () => {
  const { molds } = world.get(MARKET);
  const { choices, thresholds } = world.get(VERSION_TABLES);
  molds.forEach(({ line, year }, at) => {
    const { propulsionYears, make, model } = lines[line]!;
    const choice = choices[at]!;
    const first = 4 * (choice - PROPULSIONS.length);
    const bounds = [0, ...thresholds.subarray(first, first + 4), 2 ** 32];
    PROPULSIONS.forEach((propulsion, code) => {
      const isMade = first < 0 ? choice === code : bounds[code] !== bounds[code + 1];
      const about = `${propulsion} ${year} ${make} ${model}`;
      assertEquals(isMade, propulsionYears[code]!.includes(year), about);
    });
  });
});

Deno.test("VERSION_TABLES know when hybrids and others came", () => {
  const first = (model: string, propulsion: typeof PROPULSIONS[number]) =>
    lines.filter((line) => line.model === model)
      .flatMap((line) => line.propulsionYears[PROPULSIONS.indexOf(propulsion)]!)[0];
  assertEquals(first("F-150", "hybrid"), 2021);
  assertEquals(first("CR-V", "hybrid"), 2020);
  assertEquals(first("Silverado 1500", "diesel"), 2020);
  assertEquals(first("Wrangler", "plug_in"), 2021);
  assertEquals(first("ProMaster", "electric"), 2024);
  assertEquals(first("GTI", "diesel"), undefined);
  const sienna = lines.find(({ model }) => model === "Sienna")!;
  assertEquals(sienna.propulsionYears[0]!.at(-1), 2020);
  for (const line of lines.filter(({ gvwr }) => gvwr === 8)) {
    assertEquals(line.propulsions[0], 0, `${line.make} ${line.model}`);
  }
});

Deno.test("PROPULSION_CODES and TRIM_CODES come up by their shares", () => {
  const chunk = new Chunk(world, 16_384);
  const counts = new Float64Array(4);
  let all = 0, hybrids = 0, wanted = 0;
  for (let at = 0; at < 5; at++) {
    chunk.move(at * 16_384, 16_384);
    const { count } = chunk.get(VEHICLE_ROWS);
    const columns = chunk.get(MODEL_COLUMNS);
    const levels = chunk.get(TRIM_CODES);
    const codes = chunk.get(PROPULSION_CODES);
    const { thresholds } = world.get(VERSION_TABLES);
    for (let row = 0; row < count; row++) {
      if (columns.trimClasses[row] === 0) {
        counts[levels[row]!]!++;
        all++;
      }
      const choice = columns.choices[row]! - PROPULSIONS.length;
      if (choice < 0) continue;
      if (codes[row] === 2) hybrids++;
      wanted += (thresholds[4 * choice + 2]! - thresholds[4 * choice + 1]!) / 2 ** 32;
    }
  }
  [0.3, 0.36, 0.24, 0.1].forEach((share, level) => {
    assert(Math.abs(counts[level]! / all - share) < 0.01, `${level}: ${counts[level]! / all}`);
  });
  assert(Math.abs(hybrids / wanted - 1) < 0.03, `${hybrids} hybrids, not ${wanted}`);
  assertEquals(trims().prices.length, 24);
});

Deno.test("SYMBOLS begin at ascending prices", () => {
  const from = symbolPrices();
  assertEquals(from.length, SYMBOLS.length);
  assertEquals([...from], [...from].sort((a, b) => a - b));
  assertEquals(SYMBOLS.slice(0, 2).concat(SYMBOLS.slice(-1)), ["S01", "S02", "S12"]);
});

Deno.test("VEHICLE_DRAWS of a chunk are those of its rows wherever it begins", () => {
  const wide = new Chunk(world, 100);
  wide.move(50, 100);
  const narrow = new Chunk(world, 10);
  narrow.move(60, 10);
  const first = wide.get(VEHICLE_ROWS).offsets[10]!;
  const { count } = narrow.get(VEHICLE_ROWS);
  const words = wide.get(VEHICLE_DRAWS).words("trim").slice(first, first + count);
  assertEquals(narrow.get(VEHICLE_DRAWS).words("trim").slice(0, count), words);
});

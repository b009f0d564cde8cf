/**
 * Measures what households pay for a vehicle and a year in each state over a generated book, and writes the
 * levels by which the rates of the states are multiplied so that it is what the table of expenditures says:
 * `deno run -A scripts/calibration/rate_levels.ts [accounts of each state]`. Whoever changes a relativity, a
 * choice of coverages or a base rate runs it again, until the levels stay.
 *
 * @module
 */
import { Chunk } from "../../src/datasets/auto/chunk.ts";
import { states } from "../../src/datasets/auto/places.ts";
import { openWorld } from "../../src/datasets/auto/world.ts";
import { measurePremiums, readExpenditures } from "../../src/datasets/auto/book/expenditures.ts";
import { parseLines } from "../../src/datasets/auto/tables.ts";

const ROOT = new URL("../../", import.meta.url);
const PATH = new URL("data/auto/rate_levels.csv", ROOT);
const CHUNK = 1024;

const accounts = Number(Deno.args[0] ?? 20_000);
const before = new Map(
  parseLines(Deno.readTextFileSync(PATH)).map((line) => [line["state"]!, Number(line["personal"])]),
);
const expenditures = readExpenditures();
const lines = states().codes.map((state) => {
  const plan = { seed: 20260101n, records: accounts, options: { footprint: state } };
  const chunk = new Chunk(openWorld(plan), CHUNK);
  let [premium, years] = [0, 0];
  for (let start = 0; start < accounts; start += CHUNK) {
    chunk.move(start, Math.min(CHUNK, accounts - start));
    const part = measurePremiums(chunk);
    premium += part.premium;
    years += part.years;
  }
  const mean = premium / years;
  const wanted = expenditures.get(state)!;
  const level = before.get(state)! * wanted / mean;
  console.log(state, mean.toFixed(2), wanted, (mean / wanted - 1).toFixed(4), level.toFixed(4));
  return `${state},${level.toFixed(4)}`;
});
Deno.writeTextFileSync(PATH, `state,personal\n${lines.join("\n")}\n`);

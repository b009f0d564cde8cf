/**
 * Measures what random words and what is made of them cost, as a table of Markdown.
 *
 *     deno run -A scripts/random/costs.ts
 *
 * Nanoseconds a value, in columns of 4,096 that stay in the cache: the best of many short runs, so that other
 * programs disturb little.
 *
 * @module
 */
import { openIdentifiers } from "../../src/random/identifiers.ts";
import { fillBelow } from "../../src/random/integers.ts";
import { openPermutation } from "../../src/random/permutation.ts";
import { buildChoice } from "../../src/random/sampler_choice.ts";
import { buildGamma } from "../../src/random/sampler_gamma.ts";
import { buildNormal } from "../../src/random/sampler_normal.ts";
import { buildPoisson } from "../../src/random/sampler_poisson.ts";
import { openStream, RowStates } from "../../src/random/stream.ts";

const COUNT = 4096;
const RUNS = 4000;

function measureNs(run: () => void): number {
  let best = Infinity;
  for (let turn = 0; turn < RUNS; turn++) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return best * 1e6 / COUNT;
}

function measureBuildMs(build: () => unknown): number {
  let best = Infinity;
  for (let turn = 0; turn < 10; turn++) {
    const start = performance.now();
    build();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

function printCosts(): void {
  const stream = openStream(1n, "costs/1", "row");
  const field = stream.field("value");
  const states = new RowStates(COUNT);
  const words = new Int32Array(COUNT);
  const low = new Int32Array(COUNT);
  const out = new Int32Array(COUNT);
  const wide = new Float64Array(COUNT);
  const indices = Float64Array.from({ length: COUNT }, (_, i) => i * 256);
  const ids = [0, 0, 0, 0].map(() => new Uint32Array(COUNT));
  const [a, b, c, d] = ids;
  const million = openPermutation(stream, "million", 1_000_003);
  const largest = openPermutation(stream, "largest", 2 ** 53);
  const identifiers = openIdentifiers(stream, "id");
  const normal = buildNormal({ mean: 0, sd: 1000 });
  const few = buildChoice([5, 3, 2, 1]);
  const many = buildChoice(Array.from({ length: 30_000 }, (_, i) => 1 + i % 97));
  stream.fillRange(states, 0, COUNT);
  field.fill(states, COUNT, words);
  const cases: [string, () => void][] = [
    ["row state, consecutive", () => stream.fillRange(states, 0, COUNT)],
    ["row state, any index", () => stream.fillIndices(states, indices, COUNT)],
    ["word", () => field.fill(states, COUNT, words)],
    ["two words", () => field.fillPair(states, COUNT, words, low)],
    ["word, one by one", () => {
      for (let i = 0; i < COUNT; i++) out[i] = field.at(states, i);
    }],
    ["word, draws of one row", () => field.fillDraws(states, 0, 0, COUNT, words)],
    ["whole number below 1000", () => fillBelow(words, COUNT, 1000, out)],
    ["permutation of 1,000,003", () => million.fillRange(0, COUNT, wide)],
    ["permutation of 2^53", () => largest.fillRange(0, COUNT, wide)],
    ["identifier", () => identifiers.fillRange(0, COUNT, [a!, b!, c!, d!])],
    ["choice of 4", () => few.fill(words, COUNT, out)],
    ["choice of 30,000", () => many.fill(words, COUNT, out)],
    ["normal number", () => normal.fill(words, COUNT, out)],
  ];
  console.log("| value | ns |\n| ----- | -- |");
  for (const [name, run] of cases) console.log(`| ${name} | ${measureNs(run).toFixed(1)} |`);
  const builds: [string, () => unknown][] = [
    ["normal", () => buildNormal({ mean: 0, sd: 1000 })],
    ["normal, cut", () => buildNormal({ mean: 0, sd: 1000, min: -500 })],
    ["gamma", () => buildGamma({ shape: 2, scale: 1000 })],
    ["Poisson, mean 10", () => buildPoisson({ mean: 10 })],
    ["choice of 30,000", () => buildChoice(new Float64Array(30_000).fill(7))],
  ];
  console.log("\n| building | ms |\n| -------- | -- |");
  for (const [name, build] of builds) {
    console.log(`| ${name} | ${measureBuildMs(build).toFixed(1)} |`);
  }
}

if (import.meta.main) printCosts();

import { assert, assertEquals, assertThrows } from "@std/assert";
import { measureError } from "../../scripts/random/exact.ts";
import { SAMPLER_CASES } from "../../scripts/random/errors.ts";
import { digestOf } from "../core/digest.ts";
import type { Sampler } from "./sampler.ts";
import { buildGamma } from "./sampler_gamma.ts";
import { buildMixture } from "./sampler_mixture.ts";
import { buildLognormal, buildNormal } from "./sampler_normal.ts";
import { buildPoisson } from "./sampler_poisson.ts";
import { QuantileSampler, SIDE_KNOTS } from "./sampler_quantile.ts";
import { buildUniform } from "./sampler_uniform.ts";
import { buildWeibull } from "./sampler_weibull.ts";
import { buildChoice } from "./sampler_choice.ts";
import { openStream, RowStates } from "./stream.ts";

const COUNT = 50_000;

function readWords(name: string): Int32Array {
  const stream = openStream(9n, "test/1", "row");
  const states = new RowStates(COUNT);
  stream.fillRange(states, 0, COUNT);
  const words = new Int32Array(COUNT);
  stream.field(name).fill(states, COUNT, words);
  return words;
}

const words = readWords("value");

for (const { name, build, tails, bound } of SAMPLER_CASES) {
  Deno.test(`sampler of ${name} is as near to the exact distribution as stated`, () => {
    const sampler = build();
    const { distance, tailShare } = measureError((word) => sampler.at(word), tails);
    assert(distance <= bound, `${distance} is above ${bound}`);
    assert(tailShare <= 20 * bound, `${tailShare} of a tail is above ${20 * bound}`);
  });
}

const SAMPLERS: Readonly<Record<string, Sampler>> = {
  normal: buildNormal({ mean: 100, sd: 15 }),
  lognormal: buildLognormal({ median: 1000, sigma: 0.8 }),
  gamma: buildGamma({ shape: 2, scale: 50 }),
  weibull: buildWeibull({ shape: 1.5, scale: 1000 }),
  poisson: buildPoisson({ mean: 3.5 }),
  uniform: buildUniform({ min: -3, max: 1000 }),
  choice: buildChoice([1, 0, 2, 3]),
};

for (const [name, sampler] of Object.entries(SAMPLERS)) {
  Deno.test(`sampler of ${name} fills both kinds of columns with what it gives one by one`, () => {
    const integers = new Int32Array(COUNT);
    const floats = new Float64Array(COUNT);
    sampler.fill(words, COUNT, integers);
    sampler.fill(words, COUNT, floats);
    const expected = Array.from(words, (word) => sampler.at(word));
    assertEquals([...integers], expected);
    assertEquals([...floats], expected);
    assert(expected.every((value) => value >= sampler.min && value <= sampler.max));
    assertEquals(sampler.at(-5), sampler.at(2 ** 32 - 5));
    assertThrows(() => sampler.fill(words, COUNT + 1, integers), RangeError);
  });
}

Deno.test("samplers give the values they always gave", () => {
  const golden = Object.fromEntries(
    Object.entries(SAMPLERS).map(([name, sampler]) => [
      name,
      [0, 1, 0x12345678, 0x7fffffff, 0x80000000, 0xcafebabe, 0xffffffff].map((word) =>
        sampler.at(word)
      ),
    ]),
  );
  assertEquals(golden, {
    normal: [5, 8, 78, 100, 100, 112, 195],
    lognormal: [6, 7, 309, 1000, 1000, 1922, 159_233],
    gamma: [0, 0, 22, 84, 84, 147, 1309],
    weibull: [0, 0, 176, 783, 783, 1354, 8058],
    poisson: [0, 0, 3, 2, 16, 4, 6],
    uniform: [-3, -3, 68, 498, 499, 793, 1000],
    choice: [0, 0, 0, 3, 2, 3, 3],
  });
});

Deno.test("samplers of fine units give all digits they always gave, on every machine", () => {
  const digests = [
    buildNormal({ mean: 1e12, sd: 1e12 }),
    buildLognormal({ median: 1e9, sigma: 0.8 }),
    buildGamma({ shape: 2, scale: 1e12 }),
    buildWeibull({ shape: 1.5, scale: 1e12 }),
  ].map((sampler) => {
    const values = Array.from({ length: 65_536 }, (_, i) => sampler.at(i * 65_537));
    return digestOf(values.join()).slice(0, 16);
  });
  assertEquals(digests, [
    "28990864f863c90e",
    "56c77b1fd6ac752e",
    "d15e8e8fe4e37493",
    "3b60e492eb8ff0f8",
  ]);
});

Deno.test("samplers of quantiles grow with the word, across both halves", () => {
  for (const name of ["normal", "lognormal", "gamma", "weibull", "uniform"]) {
    const sampler = SAMPLERS[name]!;
    let before = -Infinity;
    for (let word = 0; word < 2 ** 32; word += 99_991) {
      const value = sampler.at(word);
      if (value < before) assertEquals(`${name} falls at ${word}`, "grows");
      before = value;
    }
    assertEquals(sampler.max, sampler.at(2 ** 32 - 1));
  }
});

Deno.test("samplers that are cut to a range reach both ends and no further, without a heap there", () => {
  const age = buildNormal({ mean: 45, sd: 18, min: 16, max: 90 });
  assertEquals([age.min, age.max, age.at(0), age.at(-1)], [16, 90, 16, 90]);
  const out = new Int32Array(COUNT);
  age.fill(words, COUNT, out);
  const counts = new Float64Array(120);
  for (const value of out) counts[value]!++;
  for (const [end, next] of [[16, 17], [90, 89]] as const) {
    const ratio = Math.exp(((next - 45) ** 2 - (end - 45) ** 2) / 2 / 18 ** 2);
    const expected = counts[next]! * ratio;
    assert(Math.abs(counts[end]! - expected) < 5 * Math.sqrt(2 * expected), `${counts[end]}`);
  }
  const one = buildGamma({ shape: 2, scale: 3, min: 4, max: 4 });
  assertEquals([one.min, one.max], [4, 4]);
});

Deno.test("samplers give the mean and the deviation of the distribution", () => {
  const cases: [Sampler, number, number][] = [
    [buildNormal({ mean: 1e6, sd: 1e5 }), 1e6, 1e5],
    [
      buildLognormal({ median: 1e6, sigma: 0.5 }),
      1e6 * Math.exp(0.125),
      1e6 * Math.exp(0.125) * Math.sqrt(Math.exp(0.25) - 1),
    ],
    [buildGamma({ shape: 4, scale: 1e5 }), 4e5, 2e5],
    [buildWeibull({ shape: 2, scale: 1e6 }), 1e6 * Math.sqrt(Math.PI) / 2, 463_251.4],
    [buildPoisson({ mean: 400 }), 400, 20],
    [buildUniform({ min: 0, max: 999 }), 499.5, Math.sqrt(999_999 / 12)],
  ];
  for (const [sampler, mean, sd] of cases) {
    const out = new Float64Array(COUNT);
    sampler.fill(words, COUNT, out);
    const average = out.reduce((sum, value) => sum + value, 0) / COUNT;
    const variance = out.reduce((sum, value) => sum + (value - average) ** 2, 0) / COUNT;
    assert(Math.abs(average - mean) < 5 * sd / Math.sqrt(COUNT), `mean ${average}, not ${mean}`);
    assert(Math.abs(Math.sqrt(variance) / sd - 1) < 0.03, `${Math.sqrt(variance)}, not ${sd}`);
  }
});

Deno.test("buildMixture() takes each part as often as its weight says", () => {
  const mixture = buildMixture([
    { weight: 1, sampler: buildUniform({ min: 5, max: 5 }) },
    { weight: 0, sampler: buildUniform({ min: -1, max: -1 }) },
    { weight: 3, sampler: buildNormal({ mean: 1e6, sd: 1000 }) },
  ]);
  const out = new Int32Array(COUNT);
  mixture.fill(readWords("choice"), words, COUNT, out);
  const first = out.filter((value) => value === 5).length;
  assert(Math.abs(first - COUNT / 4) < 5 * Math.sqrt(COUNT * 3 / 16), `${first}`);
  assert(out.every((value) => value === 5 || Math.abs(value - 1e6) < 6400));
  assertEquals(out[3], mixture.at(readWords("choice")[3]!, words[3]!));
  assertEquals(mixture.min, 5);
});

Deno.test("builders refuse what they can't honour", () => {
  const refused: (() => unknown)[] = [
    () => buildNormal({ mean: NaN, sd: 1 }),
    () => buildNormal({ mean: 0, sd: 0 }),
    () => buildNormal({ mean: 0, sd: -1 }),
    () => buildNormal({ mean: 1, sd: Infinity }),
    () => buildNormal({ mean: 1e15, sd: 9e15 }),
    () => buildNormal({ mean: 0, sd: 1, min: 0.5 }),
    () => buildNormal({ mean: 0, sd: 1, min: 5, max: 4 }),
    () => buildNormal({ mean: 0, sd: 1, min: 8 }),
    () => buildGamma({ shape: 1, scale: 1, max: -1 }),
    () => buildLognormal({ median: 0, sigma: 1 }),
    () => buildLognormal({ median: 1, sigma: 6 }),
    () => buildLognormal({ median: 1e15, sigma: 5 }),
    () => buildGamma({ shape: 0, scale: 1 }),
    () => buildGamma({ shape: 1e5, scale: 1 }),
    () => buildGamma({ shape: 1, scale: NaN }),
    () => buildWeibull({ shape: -1, scale: 1 }),
    () => buildWeibull({ shape: 0.1, scale: 1e9 }),
    () => buildPoisson({ mean: -1 }),
    () => buildPoisson({ mean: NaN }),
    () => buildPoisson({ mean: 2e6 }),
    () => buildUniform({ min: 2, max: 1 }),
    () => buildUniform({ min: 0.5, max: 1 }),
    () => buildUniform({ min: 0, max: 2 ** 31 }),
    () => buildMixture([]),
    () => new QuantileSampler(new Float64Array(2 * SIDE_KNOTS).map((_, i) => -i)),
    () => new QuantileSampler(new Float64Array(2 * SIDE_KNOTS).fill(NaN)),
  ];
  for (const build of refused) assertThrows(build, RangeError, undefined, `${build}`);
  const wide = buildNormal({ mean: 0, sd: 1e12 });
  assertThrows(() => wide.fill(words, 1, new Int32Array(1)), RangeError, "32 bits");
});

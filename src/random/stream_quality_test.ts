/**
 * Statistical tests over every part of an address. Seeds are fixed, so a pass stays a pass; limits are
 * 5 standard deviations or more of what chance gives, corrected for the number of looks.
 */
import { assert, assertThrows } from "@std/assert";
import { openStream, RowStates } from "./stream.ts";

const DATASET = "test/1";

/** Words under a way to read the address from a number. */
type Reader = (place: number) => number;

interface Address {
  readonly seed?: bigint;
  readonly dataset?: string;
  readonly entity?: string;
  readonly name?: string;
  readonly index?: number;
  readonly draw?: number;
}

function wordAt(address: Address): number {
  const { seed = 1n, dataset = DATASET, entity = "row", name = "value" } = address;
  const stream = openStream(seed, dataset, entity);
  const states = new RowStates(1);
  stream.fillRange(states, address.index ?? 0, 1);
  return stream.field(name).at(states, 0, address.draw);
}

/** Rows of one field, read many at a time. */
function readRows(count: number, step = 1, name = "value", seed = 1n, draw = 0): Int32Array {
  const stream = openStream(seed, DATASET, "row");
  const states = new RowStates(count);
  stream.fillIndices(states, Float64Array.from({ length: count }, (_, i) => i * step), count);
  const out = new Int32Array(count);
  stream.field(name).fill(states, count, out, draw);
  return out;
}

function readDraws(count: number, index = 0): Int32Array {
  const stream = openStream(1n, DATASET, "row");
  const states = new RowStates(1);
  stream.fillRange(states, index, 1);
  const out = new Int32Array(count);
  stream.field("value").fillDraws(states, 0, 0, count, out);
  return out;
}

/** Chi-square of equal cells as standard deviations from its mean. */
function judgeCells(counts: Float64Array, total: number): number {
  const expected = total / counts.length;
  const chi = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const freedom = counts.length - 1;
  // Wilson and Hilferty: the cube root of chi-square is nearly normal.
  return (Math.cbrt(chi / freedom) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom));
}

/** Largest deviation of chi-square over the four bytes of words, and over pairs of them. */
function judgeWords(words: Int32Array): number {
  let worst = 0;
  for (const [shift, bits] of [[0, 8], [8, 8], [16, 8], [24, 8], [0, 12], [20, 12]] as const) {
    const counts = new Float64Array(2 ** bits);
    for (const word of words) counts[(word >>> shift) & (2 ** bits - 1)]!++;
    worst = Math.max(worst, Math.abs(judgeCells(counts, words.length)));
  }
  return worst;
}

/** Chi-square of the top (and of the lowest) 6 bits of two words in a table of 64 x 64. */
function judgePairs(first: Int32Array, second: Int32Array): number {
  const high = new Float64Array(4096);
  const low = new Float64Array(4096);
  for (let i = 0; i < first.length; i++) {
    high[((first[i]! >>> 26) << 6) | (second[i]! >>> 26)]!++;
    low[((first[i]! & 63) << 6) | (second[i]! & 63)]!++;
  }
  return Math.max(
    Math.abs(judgeCells(high, first.length)),
    Math.abs(judgeCells(low, first.length)),
  );
}

/** Largest deviation over all 32 x 32 pairs of bits that agree as often as not. */
function judgeBits(first: Int32Array, second: Int32Array): number {
  let worst = 0;
  for (let turn = 0; turn < 32; turn++) {
    const agree = new Float64Array(32);
    for (let i = 0; i < first.length; i++) {
      const word = second[i]!;
      const same = first[i]! ^ ((word << turn) | (word >>> ((32 - turn) & 31)) & -(turn && 1));
      for (let bit = 0; bit < 32; bit++) agree[bit]! += (same >>> bit) & 1;
    }
    for (const count of agree) {
      const deviation = Math.abs(count - first.length / 2) / Math.sqrt(first.length / 4);
      worst = Math.max(worst, deviation);
    }
  }
  return worst;
}

const COUNT = 200_000;
/** Chance passes this in 1 of 1.7 million looks. */
const LIMIT = 5;

Deno.test("words are spread evenly over rows, rows in steps, fields, draws and seeds", () => {
  const fields = new Int32Array(COUNT);
  const seeds = new Int32Array(COUNT / 10);
  const stream = openStream(1n, DATASET, "row");
  const states = new RowStates(100);
  const column = new Int32Array(100);
  stream.fillRange(states, 0, 100);
  for (let place = 0; place < COUNT / 100; place++) {
    stream.field(`f${place}`).fill(states, 100, column);
    column.forEach((word, row) => fields[row * (COUNT / 100) + place] = word);
  }
  for (let i = 0; i < seeds.length; i++) seeds[i] = wordAt({ seed: BigInt(i - 1000) });
  const sets: Record<string, Int32Array> = {
    rows: readRows(COUNT),
    "rows by 64": readRows(COUNT, 64),
    "rows by 2^32": readRows(COUNT, 2 ** 32),
    "another draw": readRows(COUNT, 1, "value", 1n, 1),
    fields,
    draws: readDraws(COUNT),
    seeds,
  };
  for (const [name, words] of Object.entries(sets)) {
    const deviation = judgeWords(words);
    assert(deviation < LIMIT, `${name}: ${deviation} standard deviations`);
  }
});

Deno.test("neighbouring rows, fields, draws and seeds do not depend on each other", () => {
  const rows = readRows(COUNT);
  const draws = readDraws(COUNT);
  const pairs: Record<string, [Int32Array, Int32Array]> = {
    "row and next row": [rows.subarray(0, -1), rows.subarray(1)],
    "row and next but one": [rows.subarray(0, -2), rows.subarray(2)],
    "row and row + 2^32": [
      readRows(COUNT / 2, 2 ** 33),
      readRows(COUNT, 2 ** 32).filter((_, i) => i % 2 === 1),
    ],
    "field and field": [rows, readRows(COUNT, 1, "valuf")],
    "seed and next seed": [rows, readRows(COUNT, 1, "value", 2n)],
    "seed and minus seed": [rows, readRows(COUNT, 1, "value", -1n)],
    "draw and draw of all rows": [rows, readRows(COUNT, 1, "value", 1n, 1)],
    "draw and next draw of a row": [draws.subarray(0, -1), draws.subarray(1)],
    "draws of a row and the next": [draws, readDraws(COUNT, 1)],
  };
  for (const [name, [first, second]] of Object.entries(pairs)) {
    const cells = judgePairs(first, second);
    assert(cells < LIMIT, `${name}: ${cells} standard deviations`);
    // 1,024 looks a pair: chance passes 5.5 in 1 of 26,000 pairs.
    const bits = judgeBits(first.subarray(0, 20_000), second.subarray(0, 20_000));
    assert(bits < 5.5, `${name}: ${bits} standard deviations in one pair of bits`);
  }
});

Deno.test("three fields of a row do not depend on each other, nor their sum and xor", () => {
  const [x, y, z] = ["x", "y", "z"].map((name) => readRows(COUNT, 1, name)) as [
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  const mixed = [
    x.map((word, i) => word ^ y[i]! ^ z[i]!),
    x.map((word, i) => word + y[i]! + z[i]!),
    x.map((word, i) => word - y[i]!),
    x.map((word, i) => word ^ y[i]!),
    x.map((word, i) => ((word >>> 21) << 21) | ((y[i]! >>> 21) << 10) | (z[i]! >>> 22)),
  ];
  for (const words of mixed) assert(judgeWords(words) < LIMIT, `${judgeWords(words)}`);
});

/** Turns each bit of a word in about half of the trials, whichever bit: the share of turned bits. */
function judgeAvalanche(name: string, trials: number, read: (trial: number) => [number, number]) {
  const turned = new Float64Array(32);
  let squares = 0;
  for (let trial = 0; trial < trials; trial++) {
    const [word, other] = read(trial);
    let count = 0;
    for (let bit = 0; bit < 32; bit++) {
      const isTurned = ((word ^ other) >>> bit) & 1;
      turned[bit]! += isTurned;
      count += isTurned;
    }
    squares += (count - 16) ** 2;
  }
  for (const [bit, count] of turned.entries()) {
    const deviation = Math.abs(count - trials / 2) / Math.sqrt(trials / 4);
    assert(deviation < LIMIT, `${name}: output bit ${bit} turns ${count} times of ${trials}`);
  }
  // The number of turned bits is binomial, of variance 8.
  const spread = Math.abs(squares / trials - 8) / Math.sqrt((2 * 64 - 4) / trials);
  assert(spread < LIMIT, `${name}: ${squares / trials} instead of 8`);
}

Deno.test("each bit of the seed and each letter of a name turns half of the bits of the word", () => {
  const base = 0x1234_5678_9abc_def0_1357_9bdf_0246_8acen;
  const word = (address: Address): Reader => (trial) => wordAt({ ...address, index: trial });
  const cases: [string, Reader, Reader][] = [];
  for (const bit of [0n, 1n, 31n, 32n, 63n, 64n, 127n, 128n, 400n]) {
    cases.push([`seed bit ${bit}`, word({ seed: base }), word({ seed: base ^ (1n << bit) })]);
  }
  cases.push(["sign", word({ seed: base }), word({ seed: -base })]);
  cases.push(["dataset", word({ dataset: "auto/1.0" }), word({ dataset: "auto/1.1" })]);
  cases.push(["entity", word({ entity: "person" }), word({ entity: "persoo" })]);
  cases.push(["field", word({ name: "age" }), word({ name: "agf" })]);
  cases.push([
    "moved letter",
    word({ entity: "ab", name: "c" }),
    word({ entity: "a", name: "bc" }),
  ]);
  for (const [name, first, second] of cases) {
    judgeAvalanche(name, 500, (trial) => [first(trial), second(trial)]);
  }
});

Deno.test("each bit of the row index and of the draw turns half of the bits of the word", () => {
  const trials = 4000;
  const stream = openStream(1n, DATASET, "row");
  const field = stream.field("value");
  const states = new RowStates(trials);
  const bases = Float64Array.from({ length: trials }, (_, i) => (i * 2251799813 + 12345) % 2 ** 53);
  const words = new Int32Array(trials);
  const others = new Int32Array(trials);
  stream.fillIndices(states, bases, trials);
  field.fill(states, trials, words);
  for (let bit = 0; bit < 53; bit++) {
    const isSet = (index: number) => Math.floor(index / 2 ** bit) % 2 === 1;
    stream.fillIndices(
      states,
      bases.map((index) => isSet(index) ? index - 2 ** bit : index + 2 ** bit),
      trials,
    );
    field.fill(states, trials, others);
    judgeAvalanche(`index bit ${bit}`, trials, (trial) => [words[trial]!, others[trial]!]);
  }
  stream.fillIndices(states, bases, trials);
  for (let bit = 0; bit < 32; bit++) {
    field.fill(states, trials, others, (1 << bit) >>> 0);
    judgeAvalanche(`draw bit ${bit}`, trials, (trial) => [words[trial]!, others[trial]!]);
  }
});

Deno.test("the judges of these tests refuse words that are not random", () => {
  const counter = Int32Array.from({ length: COUNT }, (_, i) => Math.imul(i, 0x9e3779b1));
  const words = readRows(COUNT);
  // One bit set in 52 of 100 words; fields that share their low bits; a copy with one bit turned.
  const biased = words.map((word, i) => i % 25 === 0 ? word | 1 : word);
  const related = words.map((word, i) => (word & 63) | (counter[i]! << 6));
  assert(judgeWords(counter) > LIMIT);
  assert(judgeWords(biased) > LIMIT);
  assert(judgePairs(words, related) > LIMIT);
  assert(judgeBits(words.subarray(0, 20_000), related.subarray(0, 20_000)) > 5.5);
  assertThrows(
    () => judgeAvalanche("add", 4000, (i) => [words[i]!, words[i]! + 1]),
    Error,
  );
  assertThrows(() => judgeAvalanche("flip", 4000, (i) => [words[i]!, ~words[i]!]), Error);
});

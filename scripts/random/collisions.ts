/**
 * Looks for two addresses with one row state among 100 million.
 *
 *     deno run -A scripts/random/collisions.ts [ADDRESSES]
 *
 * Within an entity there can be none, whatever the key. The block of a row is (index mod 2^32, index div
 * 2^32, 0, 0), so two rows have two blocks. The state is the block, xored with a key, put through rounds,
 * xored with another key. Every step of a round changes one word alone and can be undone from what it leaves:
 * `v0 += v1` by subtracting `v1`, a rotation by the opposite one, `v1 ^= v0` by doing it again. Maps that can
 * be undone send two blocks to two states. (`src/random/_block_test.ts` undoes them.) Between entities, datasets
 * and seeds keys differ, and states meet by chance: any two with 2^-128.
 *
 * What is run here shows that the program does what the proof says, and that states of different keys do not
 * meet more often: half of the addresses are consecutive rows, half are in steps of 2^28, over five keys. States
 * are told apart by 57 of their bits first, in 16 passes, so that 100 million need 60 MB; those that
 * agree in them (0.03 pairs are expected by chance) are compared whole.
 *
 * @module
 */
import { EsdhError } from "../../src/core/error.ts";
import { type EntityStream, openStream, RowStates } from "../../src/random/stream.ts";
import { runScript } from "../_house.ts";

const PASSES = 16;
const BLOCK = 8192;
const STEP = 2 ** 28;

function openStreams(): EntityStream[] {
  return [
    openStream(1n, "test/1", "row"),
    openStream(-1n, "test/1", "row"),
    openStream(2n, "test/1", "row"),
    openStream(1n, "test/2", "row"),
    openStream(1n, "test/1", "rox"),
  ];
}

/** Calls with the states of all addresses, a block at a time; the number is that of the first address. */
function visitStates(addresses: number, visit: (states: RowStates, first: number) => void): void {
  const streams = openStreams();
  const share = Math.ceil(addresses / streams.length / 2);
  const states = new RowStates(BLOCK);
  const indices = new Float64Array(BLOCK);
  let first = 0;
  for (const stream of streams) {
    for (let start = 0; start < 2 * share && first < addresses; start += BLOCK) {
      const count = Math.min(BLOCK, 2 * share - start, addresses - first);
      for (let i = 0; i < count; i++) {
        const place = start + i;
        // Steps begin at 1, so that no address is there twice; they stay below 2^53.
        indices[i] = place < share ? place : (place - share + 1) * STEP;
      }
      stream.fillIndices(states, indices, count);
      visit(states, first);
      first += count;
    }
  }
}

/** Keys that come twice in one pass: 53 bits of the states whose first bits are the pass's number. */
function findPairs(addresses: number, pass: number): Set<number> {
  const keys = new Float64Array(Math.ceil(addresses / PASSES * 1.05) + 10_000);
  let keyCount = 0;
  visitStates(addresses, ({ a, b, count }) => {
    for (let i = 0; i < count; i++) {
      if (a[i]! >>> 28 === pass) keys[keyCount++] = (a[i]! & 0x1fffff) * 2 ** 32 + (b[i]! >>> 0);
    }
  });
  if (keyCount > keys.length) throw new RangeError("First bits are not spread evenly");
  const sorted = keys.subarray(0, keyCount).sort();
  const pairs = new Set<number>();
  for (let i = 1; i < keyCount; i++) if (sorted[i] === sorted[i - 1]) pairs.add(sorted[i]!);
  return pairs;
}

function countRepeats(addresses: number, pass: number, pairs: ReadonlySet<number>): number {
  const seen = new Set<string>();
  let repeats = 0;
  visitStates(addresses, ({ a, b, c, d, count }) => {
    for (let i = 0; i < count; i++) {
      if (a[i]! >>> 28 !== pass) continue;
      if (!pairs.has((a[i]! & 0x1fffff) * 2 ** 32 + (b[i]! >>> 0))) continue;
      const state = [a[i], b[i], c[i], d[i]].join();
      if (seen.has(state)) repeats++;
      seen.add(state);
    }
  });
  return repeats;
}

function findCollisions(args: readonly string[]): void {
  const addresses = Number(args[0] ?? 1e8);
  if (!Number.isInteger(addresses) || addresses < 1 || addresses > 3e8) {
    throw new EsdhError("USAGE", `can't look at "${args[0]}" addresses`, {
      hint: "a whole number up to 300000000",
    });
  }
  let pairCount = 0, repeats = 0;
  for (let pass = 0; pass < PASSES; pass++) {
    const pairs = findPairs(addresses, pass);
    pairCount += pairs.size;
    if (pairs.size > 0) repeats += countRepeats(addresses, pass, pairs);
  }
  const expected = (addresses * addresses / 2 / 2 ** 57).toPrecision(2);
  console.log(
    `${addresses} addresses: ${repeats} repeated states; ${pairCount} pairs agree in 57 bits, ` +
      `${expected} expected by chance`,
  );
  if (repeats > 0) Deno.exitCode = 1;
}

if (import.meta.main) {
  await runScript(() => {
    findCollisions(Deno.args);
    return Promise.resolve();
  });
}

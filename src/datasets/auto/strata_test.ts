import { assert, assertEquals } from "@std/assert";
import { Chunk } from "./chunk.ts";
import { states } from "./places.ts";
import { BLOCK_SIZE, CLASS_COUNT, PERSONAL_SHARE, POSITIONS } from "./strata.ts";
import { openWorld } from "./world.ts";

function positionsOf(seed: bigint, start: number, footprint: string) {
  const chunk = new Chunk(openWorld({ seed, records: 1, options: { footprint } }), BLOCK_SIZE);
  chunk.move(start, BLOCK_SIZE);
  return chunk.get(POSITIONS);
}

Deno.test("POSITIONS permute the accounts of a block, each block in another order", () => {
  const first = positionsOf(7n, 0, "all").positions.slice();
  const second = positionsOf(7n, BLOCK_SIZE, "all").positions.slice();
  for (const positions of [first, second]) {
    assertEquals(new Set(positions).size, BLOCK_SIZE);
  }
  const same = first.reduce((sum, position, i) => sum + (position === second[i] ? 1 : 0), 0);
  assert(same < 20, `${same} accounts kept their position`);
  // Neighbours are not related: a permutation of this size has about one such pair.
  const pairs = first.reduce(
    (sum, position, i) => sum + (position + 1 === first[i + 1] ? 1 : 0),
    0,
  );
  assert(pairs < 20, `${pairs} neighbours stayed neighbours`);
});

Deno.test("POSITIONS are those of the block wherever a chunk begins", () => {
  const whole = positionsOf(-3n, 0, "NV,WA");
  const next = positionsOf(-3n, BLOCK_SIZE, "NV,WA");
  const half = positionsOf(-3n, BLOCK_SIZE / 2, "NV,WA");
  assertEquals(half.positions[BLOCK_SIZE / 2 - 1], whole.positions[BLOCK_SIZE - 1]);
  assertEquals(half.positions[BLOCK_SIZE / 2], next.positions[0]);
  assertEquals(half.blocks[BLOCK_SIZE / 2], 1);
});

Deno.test("STRATA share a block out by population and class, exact to a row", () => {
  const { populations, codes } = states();
  const total = populations.reduce((sum, count) => sum + count, 0);
  const { strata } = positionsOf(1n, 0, "all");
  const counts = new Float64Array(codes.length);
  let households = 0;
  for (const stratum of strata) {
    counts[Math.floor(stratum / CLASS_COUNT)]!++;
    if (stratum % CLASS_COUNT === 0) households++;
  }
  codes.forEach((code, state) => {
    const wanted = BLOCK_SIZE * populations[state]! / total;
    assert(Math.abs(counts[state]! - wanted) <= 1, `${code}: ${counts[state]}, not ${wanted}`);
  });
  assert(Math.abs(households - BLOCK_SIZE * PERSONAL_SHARE) <= codes.length);
});

import { assertEquals } from "@std/assert";
import { MersenneTwister } from "./mersenne_twister.ts";

function firstOutputs(seed: bigint, count: number): number[] {
  const stream = new MersenneTwister(seed);
  return Array.from({ length: count }, () => stream.nextBits(32));
}

Deno.test("MersenneTwister gives the outputs CPython gives for small, huge and negative seeds", () => {
  // python3 -c "import random; r = random.Random(SEED); print([r.getrandbits(32) for _ in range(3)])"
  const expected: [bigint, number[]][] = [
    [0n, [3626764237, 1654615998, 3255389356]],
    [1n, [577090037, 2444712010, 3639700191]],
    [42n, [2746317213, 478163327, 107420369]],
    [-42n, [2746317213, 478163327, 107420369]],
    [20251101n, [2914040333, 2882661497, 2800205228]],
    [4294967296n, [485306839, 1508871100, 1794561286]],
    [18446744073709551617n, [437050517, 3681013637, 3113036029]],
    [-123456789012345678901234567890n, [3124625047, 947073620, 685135262]],
  ];
  for (const [seed, outputs] of expected) {
    assertEquals(firstOutputs(seed, 3), outputs, `seed ${seed}`);
  }
});

Deno.test("MersenneTwister.nextFraction() takes 53 bits from two outputs", () => {
  // python3 -c "import random; print(random.Random(42).random())"
  assertEquals(new MersenneTwister(42n).nextFraction(), 0.6394267984578837);
});

Deno.test("MersenneTwister.below() stays in its range and reaches both ends", () => {
  const stream = new MersenneTwister(7n);
  const seen = new Set<number>();
  for (let i = 0; i < 1000; i++) seen.add(stream.below(5));
  assertEquals([...seen].sort(), [0, 1, 2, 3, 4]);
  assertEquals(stream.below(1), 0);
});

Deno.test("MersenneTwister crosses refills with the 10,000th output CPython gives", () => {
  // python3 -c "import random; r = random.Random(42); print([r.getrandbits(32) for _ in range(10000)][-1])"
  assertEquals(firstOutputs(42n, 10_000).at(-1), 3981887252);
});

import { assert, assertEquals } from "@std/assert";
import { MAX_FLEET } from "../businesses.ts";
import { CLASS_VEHICLES } from "../vehicle_models.ts";
import { Chunk } from "../chunk.ts";
import { autoDataset } from "../mod.ts";
import { openWorld } from "../world.ts";
import { POLICY_BIT } from "./choices.ts";
import { BOOK_STRIDES, COVERAGES, POLICY_COVERAGES, POLICY_PLACE } from "./codes.ts";
import { HISTORY_END, HISTORY_START, TERM_MONTHS } from "./lifecycle.ts";
import { CANDIDATES, POLICIES } from "./policies.ts";

Deno.test("BOOK_STRIDES leaves room for the largest fleet before the policy itself", () => {
  // Vehicles have the places from 0 on.
  assert(Math.max(MAX_FLEET, ...CLASS_VEHICLES) <= POLICY_PLACE);
  assertEquals(POLICY_PLACE, BOOK_STRIDES.risk - 1);
});

Deno.test("BOOK_STRIDES leaves room for both parts of every coverage", () => {
  assert(2 * (COVERAGES.length - 1) + 1 < BOOK_STRIDES.cover);
});

Deno.test("BOOK_STRIDES leaves room for the terms of the shortest kind", () => {
  const months = (HISTORY_END - HISTORY_START) / 28;
  // One that runs already when the history begins, and one that is written for after its end.
  assert(Math.ceil(months / Math.min(...TERM_MONTHS)) + 2 <= BOOK_STRIDES.period);
  const plan = { seed: 42n, records: 2000, options: { footprint: "all", "as-of": "2027-12-31" } };
  const chunk = new Chunk(openWorld(plan), 2000);
  chunk.move(0, 2000);
  const { counts } = chunk.get(POLICIES);
  assert(Math.max(...counts.subarray(0, 2000)) <= BOOK_STRIDES.period);
  const { ordinals, count } = chunk.get(CANDIDATES);
  assert(Math.max(...ordinals.subarray(0, count)) < BOOK_STRIDES.period);
});

Deno.test("POLICY_BIT gives each coverage of the policy itself a bit of a byte", () => {
  const bits = POLICY_COVERAGES.map((code) => POLICY_BIT[code]);
  assertEquals(new Set(bits).size, POLICY_COVERAGES.length);
  assertEquals([...Uint8Array.from(bits)], bits);
});

Deno.test("BOOK_STRIDES are powers of two whose product is an exact number for every account", () => {
  const { policy, period, risk, cover } = BOOK_STRIDES;
  for (const stride of [policy, period, risk, cover]) assertEquals(Math.log2(stride) % 1, 0);
  assert(Number.isSafeInteger(autoDataset.maxRecords * period * risk * cover));
});

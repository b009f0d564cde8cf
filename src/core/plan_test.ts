import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { EsdhError } from "./error.ts";
import { type Plan, planDigest, planFromJson, planToJson } from "./plan.ts";

const PLAN: Plan = {
  dataset: "v0.1",
  version: "v0.1",
  seed: -(2n ** 80n),
  records: 7,
  outputs: [{ format: "csv", entities: ["persons", "vehicles"] }],
  options: { mode: "x" },
};

Deno.test("planFromJson() reads what planToJson() wrote, alone or in a manifest", () => {
  assertEquals(planFromJson(planToJson(PLAN), "plan.json"), PLAN);
  assertEquals(planFromJson({ esdh: { plan: planToJson(PLAN) } }, "manifest.json"), PLAN);
});

Deno.test("planFromJson() names all that is wrong at once", () => {
  const value = { dataset: 1, version: "v0.1", seed: "4x", records: -1, outputs: [{ format: 3 }] };
  const error = assertThrows(() => planFromJson(value, "p.json"), EsdhError);
  assertEquals([error.code, error.path], ["INVALID_PLAN", "p.json"]);
  for (const name of ['"dataset"', '"seed"', '"records"', '"outputs"']) {
    assert(error.message.includes(name), `${name} in: ${error.message}`);
  }
});

Deno.test("planFromJson() rejects a seed that is no number's digits", () => {
  for (const seed of ["", "random", "1.0", 42, null, "9".repeat(4001)]) {
    const error = assertThrows(() => planFromJson({ ...planToJson(PLAN), seed }, "p"), EsdhError);
    assertEquals(error.message.startsWith('can\'t read a plan from "p": "seed" must be'), true);
  }
});

Deno.test("planFromJson() rejects JSON that is no object", () => {
  for (const value of [null, 3, "plan", [], 2n ** 70n]) {
    assertEquals(assertThrows(() => planFromJson(value, "p"), EsdhError).code, "INVALID_PLAN");
  }
});

Deno.test("planDigest() changes with every member", () => {
  const others: Plan[] = [
    { ...PLAN, dataset: "v0.2" },
    { ...PLAN, version: "v0.2" },
    { ...PLAN, seed: PLAN.seed + 1n },
    { ...PLAN, records: 8 },
    { ...PLAN, outputs: [{ format: "csv", entities: ["persons"] }] },
    { ...PLAN, options: {} },
  ];
  for (const other of others) assertNotEquals(planDigest(other), planDigest(PLAN));
});

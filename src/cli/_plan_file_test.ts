import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { EsdhError } from "../core/error.ts";
import { type JsonValue, stringifyJson } from "../core/json.ts";
import { makeManifest } from "../core/manifest.ts";
import { planDigest, planToJson } from "../core/plan.ts";
import { planRun } from "../planning.ts";
import { parsePlanFile } from "./_plan_file.ts";

const PLAN = planRun({ dataset: "v0.1", seed: 7n, records: 3 });
const MANIFEST = makeManifest({ record_counts: { persons: 3 } }, PLAN, []);
const ESDH = MANIFEST["esdh"] as { readonly [name: string]: JsonValue };

const parse = (value: JsonValue) => parsePlanFile(stringifyJson(value), "m.json");
const refusal = (value: JsonValue) => assertRejects(() => parse(value), EsdhError);

Deno.test("parsePlanFile() takes a plan alone, in a manifest, and as --json prints it", async () => {
  const printed = { dry_run: true, plan: planToJson(PLAN), plan_digest: planDigest(PLAN) };
  for (const value of [planToJson(PLAN), MANIFEST, printed]) {
    assertEquals(await parse(value), PLAN);
  }
});

Deno.test("parsePlanFile() refuses a plan that does not match the digests beside it", async () => {
  const plan = planToJson({ ...PLAN, records: 4 });
  const cases: [JsonValue, string][] = [
    [{ ...MANIFEST, esdh: { ...ESDH, plan } }, "esdh.plan_digest and esdh.manifest_digest do not"],
    [{ ...MANIFEST, notes: "x" }, "(esdh.manifest_digest does not match)"],
    [{ esdh: { plan } }, "esdh.plan_digest and esdh.manifest_digest do not"],
    [{ plan, plan_digest: planDigest(PLAN) }, "(plan_digest does not match)"],
  ];
  for (const [value, words] of cases) {
    const error = await refusal(value);
    assertEquals([error.code, error.path], ["INVALID_PLAN", "m.json"]);
    assertStringIncludes(error.message, words);
    assertStringIncludes(error.hint!, "take the file as it was written");
  }
});

Deno.test("parsePlanFile() says how to make the data of another producer's manifest", async () => {
  const told = await refusal({ record_counts: { persons: 5, vehicles: 5 }, notes: "(seed=-42)." });
  assertStringIncludes(told.message, "another producer");
  assertStringIncludes(told.hint!, "esdh generate --dataset v0.1 --seed -42 --records 5");
  const untold = await refusal({ record_counts: { persons: 5, vehicles: 6 } });
  assertStringIncludes(untold.hint!, "--seed S --records N");
});

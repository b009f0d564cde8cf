import { assert, assertEquals } from "@std/assert";
import type { JsonValue } from "../../core/json.ts";
import { makeSnapshot, planDataset, planRun } from "../../run.ts";
import { makeApp } from "../../server/app.ts";
import type { RunningServer } from "../../server/listen.ts";
import { withFolder } from "../_fixture.ts";
import { type DemoOptions, Scene } from "../scene.ts";
import type { SmokeCheck, SmokeScope } from "./check.ts";
import { SMOKE_CHECKS } from "./mod.ts";
import { readSnapshotRows } from "./snapshot_rows.ts";

/** Changes an answer of the real API. */
type Spoil = (text: string, path: string) => string | Response;

/** Runs checks against the real API, with its answers spoiled on the way. */
async function runChecks(
  names: readonly string[],
  spoil: Spoil,
  change: (scope: SmokeScope) => SmokeScope = (scope) => scope,
  name = "v0.1",
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  await withFolder(async (root) => {
    const app = makeApp({ dataset: name });
    const server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      async (request) => {
        const answer = await app.fetch(request);
        const text = await answer.text();
        const spoiled = spoil(text, new URL(request.url).pathname);
        if (typeof spoiled !== "string") return spoiled;
        const headers = new Headers(answer.headers);
        headers.delete("content-length");
        return new Response(spoiled, { status: answer.status, headers });
      },
    );
    const plan = planRun({ dataset: name, seed: 42n, records: 12 });
    await makeSnapshot(plan, `${root}/run`, { workerCount: 0 });
    const dataset = planDataset(plan);
    const profile = { name: "baseline", dataset: name };
    const options = { settings: { profile } } as unknown as DemoOptions;
    const control = { port: 1, secret: "" };
    const scene = new Scene(options, new Date(0), new AbortController().signal, control);
    scene.seed = 42n;
    scene.records = 12;
    scene.server = { port: server.addr.port } as RunningServer;
    const rows = await readSnapshotRows(`${root}/run`, dataset.entities, dataset.slug, {});
    const scope = change({ scene, records: 12, rows, marker: dataset.marker });
    try {
      for (const check of SMOKE_CHECKS.filter(({ name }) => names.includes(name))) {
        counts[check.name] = (await check.run(scope)).issues.length;
      }
    } finally {
      await server.shutdown();
    }
  });
  return counts;
}

const ALL = SMOKE_CHECKS.map(({ name }: SmokeCheck) => name);

Deno.test("smoke checks find nothing wrong with the real API", async () => {
  const counts = await runChecks(ALL, (text) => text);
  assertEquals(counts, Object.fromEntries(ALL.map((name) => [name, 0])));
});

Deno.test("smoke checks find nothing wrong where accounts have several rows and references may be null", async () => {
  let nullCount = 0;
  const names = ["served-rows", "joined-rows"];
  const counts = await runChecks(names, (text) => text, (scope) => {
    const { persons = [], policy_transactions: transactions = [] } = scope.rows;
    assert(persons.length > scope.records, `${persons.length} persons`);
    nullCount = transactions.filter((row) => row["vehicle_id"] === null).length;
    return scope;
  }, "auto");
  assertEquals(counts, { "served-rows": 0, "joined-rows": 0 });
  assert(nullCount > 0);
});

Deno.test("smoke check served-rows finds a row that the API serves beside those of the files", async () => {
  const counts = await runChecks(["served-rows"], (text) => text, (scope) => ({
    ...scope,
    rows: { ...scope.rows, claims: scope.rows["claims"]!.slice(0, -1) },
  }), "auto");
  assertEquals(counts, { "served-rows": 1 });
});

Deno.test("smoke check joined-rows finds a null that no reference may be", async () => {
  const counts = await runChecks(["joined-rows"], (text) => text, (scope) => {
    const [first, ...rest] = scope.rows["vehicles"]!;
    return {
      ...scope,
      rows: { ...scope.rows, vehicles: [{ ...first, person_id: null }, ...rest] },
    };
  });
  assertEquals(counts, { "joined-rows": 1 });
});

let turn = 0;
const SPOILS: Record<string, Spoil> = {
  "served-rows": (text) => text.replace(/"first_name":"\w+"/, '"first_name":"Eve"'),
  "marked-rows": (text) => text.replace("enterprise-synthetic-data-hub v0.1", "real data"),
  "same-seed": (text) => text.replace(/"first_name":"\w+"/, `"first_name":"Eve${turn++}"`),
  "huge-seed": (text) => text.replace(/"seed":\d{20,}/, '"seed":3.402823669209385e+38'),
  "random-seed": (text) => text.replace(/"seed":\d+/, '"seed":7'),
  "error-answers": (text, path) =>
    path === "/no-such-page" ? new Response("<h1>Not Found</h1>", { status: 404 }) : text,
};

for (const [name, spoil] of Object.entries(SPOILS)) {
  Deno.test(`smoke check ${name} finds a spoiled answer`, async () => {
    const counts = await runChecks([name], spoil);
    assert(counts[name]! > 0, JSON.stringify(counts));
  });
}

Deno.test("smoke check joined-rows finds a reference to nobody", async () => {
  const counts = await runChecks(["joined-rows"], (text) => text, (scope) => {
    const [first, ...rest] = scope.rows["vehicles"]!;
    const broken: Record<string, JsonValue> = { ...first, person_id: "nobody" };
    return { ...scope, rows: { ...scope.rows, vehicles: [broken, ...rest] } };
  });
  assertEquals(counts, { "joined-rows": 1 });
});

Deno.test("every smoke check has a test in which it fails", () => {
  assertEquals([...Object.keys(SPOILS), "joined-rows"].sort(), [...ALL].sort());
});

/**
 * The check of rooms and of light starts, on bad examples it must find and good ones it must pass.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  type Edge,
  findHeavyStarts,
  findRings,
  findWorkerEdges,
  judgeEdges,
  readGraph,
} from "../../scripts/check_layers.ts";
import { ROOMS } from "../../scripts/_rooms.ts";
import { showFinding } from "../../scripts/_house.ts";
import { withTree } from "./_tree.ts";

function edge(from: string, to: string, kind: Edge["kind"] = "static"): Edge {
  return { from, line: 3, to, kind };
}

Deno.test("judgeEdges() finds an import that goes upwards, lazy and type ones too", () => {
  for (const kind of ["static", "lazy", "type"] as const) {
    const findings = judgeEdges([edge("src/core/a.ts", "src/run.ts", kind)]);
    assertEquals(findings.length, 1, kind);
    assertStringIncludes(showFinding(findings[0]!), "src/core/a.ts:3: core must not import run");
  }
});

Deno.test("judgeEdges() finds rooms that must not see each other, and places outside of rooms", () => {
  const bad = [
    edge("src/export/csv.ts", "src/import/csv.ts"),
    edge("src/run.ts", "src/server/app.ts"),
    edge("src/server/app.ts", "src/cli/mod.ts"),
    edge("src/cli/a.ts", "scripts/a.ts"),
    edge("src/cli/a.ts", "src/server/_private.ts"),
    edge("src/cli/a.ts", "src/core/a_test.ts"),
    edge("src/extras/a.ts", "src/core/a.ts"),
    edge("src/core/a.ts", "src/extras/a.ts"),
  ];
  for (const one of bad) assertEquals(judgeEdges([one]).length, 1, `${one.from} ${one.to}`);
});

Deno.test("judgeEdges() passes imports that go downwards", () => {
  const good = [
    edge("main.ts", "src/cli/mod.ts"),
    edge("src/cli/a.ts", "src/demo/a.ts"),
    edge("src/check.ts", "src/run.ts"),
    edge("src/core/a.ts", "src/core/_private.ts"),
    edge("src/profiles/a.ts", "config/demo.yaml"),
    edge("src/core/a.ts", "npm:/zod@4.6.7"),
    edge("src/core/a.ts", "node:crypto"),
  ];
  assertEquals(judgeEdges(good), []);
});

Deno.test("the table of rooms has no ring", () => {
  const edges = Object.entries(ROOMS).flatMap(([from, targets]) =>
    targets.map((to) => edge(from === "main" ? "main.ts" : `src/${from}/a.ts`, `src/${to}/a.ts`))
  );
  assertEquals(findRings(edges), []);
});

Deno.test("findRings() finds a ring of rooms and passes a diamond", () => {
  const ring = [
    edge("src/server/a.ts", "src/run.ts"),
    edge("src/run.ts", "src/export/a.ts"),
    edge("src/export/b.ts", "src/server/b.ts"),
  ];
  const findings = findRings(ring);
  assertEquals(findings.length, 1);
  assertStringIncludes(findings[0]!.message, "server -> run -> export -> server");
  const diamond = [
    edge("src/cli/a.ts", "src/server/a.ts"),
    edge("src/cli/a.ts", "src/run.ts"),
    edge("src/server/a.ts", "src/core/a.ts"),
    edge("src/run.ts", "src/core/a.ts"),
  ];
  assertEquals(findRings(diamond), []);
});

Deno.test("findHeavyStarts() finds a heavy package that is reached at once", () => {
  const edges = [
    edge("main.ts", "src/cli/mod.ts"),
    edge("src/cli/mod.ts", "src/core/a.ts"),
    edge("src/core/a.ts", "npm:/zod@4.6.7"),
  ];
  assertEquals(findHeavyStarts(edges).map((finding) => finding.path), ["src/core/a.ts"]);
});

Deno.test("findHeavyStarts() finds tables that are reached at once, or ever by a light command", () => {
  const atOnce = [
    edge("src/cli/generate.ts", "src/core/a.ts"),
    edge("src/core/a.ts", "data/auto/names.csv"),
  ];
  assertEquals(findHeavyStarts(atOnce).map((finding) => finding.path), ["src/core/a.ts"]);
  const lazy = (command: string) => [
    edge(`src/cli/${command}.ts`, "src/core/a.ts", "lazy"),
    edge("src/core/a.ts", "src/datasets/mod.ts"),
  ];
  assertEquals(findHeavyStarts(lazy("version")).map((finding) => finding.path), ["src/core/a.ts"]);
  assertEquals(findHeavyStarts(lazy("doctor/program")).length, 1);
  assertEquals(findHeavyStarts(lazy("generate")), []);
});

Deno.test("findHeavyStarts() passes light, lazy and type imports", () => {
  const edges = [
    edge("main.ts", "src/cli/mod.ts"),
    edge("src/cli/mod.ts", "npm:/@stricli/core@1.3.0"),
    edge("src/cli/mod.ts", "src/server/app.ts", "lazy"),
    edge("src/cli/mod.ts", "npm:/hono@4.13.19", "type"),
    edge("src/server/app.ts", "npm:/hono@4.13.19"),
  ];
  assertEquals(findHeavyStarts(edges), []);
});

Deno.test("findWorkerEdges() finds a module named by URL", () => {
  const text = [
    "const a = 1;",
    'new Worker(new URL("../worker.ts", import.meta.url), { type: "module" });',
    'new Worker(new URL("../../main.ts", import.meta.url), { type: "module" });',
  ].join("\n");
  assertEquals(findWorkerEdges("src/generate/lane.ts", text), [
    { from: "src/generate/lane.ts", line: 2, to: "src/worker.ts", kind: "lazy" },
  ]);
});

Deno.test("readGraph() reads static, dynamic and type imports of a tree", async () => {
  await withTree({
    "deno.json": "{}",
    "src/core/a.ts":
      'export type A = import("../run.ts").Run;\nexport const b = await import("../run.ts");\n',
    "src/run.ts": 'import type { A } from "./core/a.ts";\nexport type Run = A;\n',
    "src/generate/b.ts": 'import "./gone.ts";\n',
  }, async (root) => {
    const { edges, findings } = await readGraph(root);
    assertEquals(findings.map((finding) => finding.path), ["src/generate/gone.ts"]);
    const seen = edges.map(({ from, line, to, kind }) => `${from}:${line} ${to} ${kind}`);
    assertEquals(seen.includes("src/core/a.ts:2 src/run.ts lazy"), true, seen.join("; "));
    assertEquals(seen.includes("src/run.ts:1 src/core/a.ts type"), true, seen.join("; "));
  });
});

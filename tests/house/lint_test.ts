/**
 * The project's own lint rules, each on code it must refuse and on code it must leave alone.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { INNER_ROOMS, placeOf, PURE_ROOMS, roomOf } from "../../scripts/lint/_places.ts";
import { judgeFileName } from "../../scripts/lint/file_name.ts";
import plugin from "../../scripts/lint/mod.ts";

/** Lints a text as if it were the file, and gives the messages of one rule. */
function lintText(rule: string, fileName: string, source: string): string[] {
  return Deno.lint.runPlugin(plugin, fileName, source)
    .filter((finding) => finding.id === `house/${rule}`)
    .map((finding) => finding.message);
}

const INNER = "src/core/a.ts";

Deno.test("purity holds in all rooms that decide rows, defects, schema, changes and verdicts", () => {
  for (const room of PURE_ROOMS) {
    assertEquals(lintText("purity", `src/${room}/a.ts`, "Date.now()").length, 1, room);
  }
  assertEquals(INNER_ROOMS.every((room) => PURE_ROOMS.includes(room)), true);
  assertEquals(PURE_ROOMS.includes("defects"), true);
});

const IMPURE = [
  "Date.now()",
  "new Date()",
  "Date()",
  "Math.random()",
  'Math["random"]()',
  "performance.now()",
  "crypto.randomUUID()",
  "Deno.env.get('A')",
  "new Intl.NumberFormat()",
  "'a'.localeCompare('b')",
  "(1).toLocaleString()",
  "fetch('/')",
  "setTimeout(() => {}, 1)",
  "globalThis.Math.random()",
  "const { random } = Math",
  'import { randomUUID } from "node:crypto"',
  'import { readFileSync } from "node:fs"',
  'import "node:process"',
];

for (const source of IMPURE) {
  Deno.test(`purity refuses ${source} in an inner room`, () => {
    assertEquals(lintText("purity", INNER, source).length, 1);
  });
}

Deno.test("purity leaves pure code of an inner room alone", () => {
  const source = `
    import { createHash } from "node:crypto";
    import type { Buffer } from "node:buffer";
    const day = new Date(86_400_000 * 3).toISOString();
    const row = { performance: 1, fetch: 2, now: 3 };
    export const all = [day, row.performance, Math.imul(3, 4), Date.UTC(2025, 1), createHash("sha1")];
    export type { Buffer };
  `;
  assertEquals(lintText("purity", INNER, source), []);
});

Deno.test("purity leaves outer rooms and tests alone", () => {
  assertEquals(lintText("purity", "src/server/app.ts", "Date.now()"), []);
  assertEquals(lintText("purity", "src/core/a_test.ts", "Date.now()"), []);
});

Deno.test("purity knows a file of this project by its absolute name", () => {
  const root = decodeURIComponent(new URL("../../", import.meta.url).pathname);
  assertEquals(lintText("purity", `${root}src/random/a.ts`, "Date.now()").length, 1);
});

Deno.test("placeOf() makes paths of Windows and of other systems relative", () => {
  assertEquals(placeOf("C:\\p\\src\\core\\a.ts", "/C:/p/"), "src/core/a.ts");
  assertEquals(placeOf("/p/src/core/a.ts", "/p/"), "src/core/a.ts");
  assertEquals(placeOf("/q/a.ts", "/p/"), "/q/a.ts");
  assertEquals([roomOf("src/core/a.ts"), roomOf("src/run.ts")], ["core", undefined]);
});

Deno.test("bare-error refuses Error in src, scripts and main.ts", () => {
  for (const file of ["src/cli/a.ts", "scripts/a.ts", "main.ts"]) {
    assertEquals(lintText("bare-error", file, 'throw new Error("a")').length, 1, file);
    assertEquals(lintText("bare-error", file, 'throw Error("a")').length, 1, file);
  }
});

Deno.test("bare-error leaves other errors and tests alone", () => {
  assertEquals(lintText("bare-error", "src/cli/a.ts", 'throw new TypeError("a")'), []);
  assertEquals(lintText("bare-error", "src/cli/a.ts", "e instanceof Error"), []);
  assertEquals(lintText("bare-error", "src/cli/a_test.ts", 'throw new Error("a")'), []);
  assertEquals(lintText("bare-error", "tests/e2e/a.ts", 'throw new Error("a")'), []);
});

const NAME_QUESTIONS = [
  'if (format.name === "csv") f();',
  'if (option.name === "as-of") f();',
  'if (defect.name === "row-dup") f();',
  'if ("csv" !== plan.format.name) f();',
  'if (outputFormat?.name == "csv") f();',
  "if (entity.name === `persons`) f();",
  'if (batch.entity.plural === "persons") f();',
  'switch (dataset.name) { case "v0.1": f(); }',
  'if (file.reader.name === "parquet") f();',
  'if (["csv", "json"].includes(format.name)) f();',
];

for (const source of NAME_QUESTIONS) {
  Deno.test(`cross-name refuses ${source}`, () => {
    assertEquals(lintText("cross-name", "src/run.ts", source).length, 1);
  });
}

Deno.test("cross-name leaves names that are compared with names alone", () => {
  const source = `
    formats.find((format) => format.name === wanted);
    if (error.name === "NotFound") f();
    if (format.isStreamable) f();
    if (column.name === "state") f();
  `;
  assertEquals(lintText("cross-name", "src/run.ts", source), []);
});

Deno.test("cross-name leaves the members' own rooms alone", () => {
  assertEquals(lintText("cross-name", "src/export/csv.ts", 'format.name === "csv"'), []);
});

Deno.test("file-name refuses names that say nothing", () => {
  assertEquals(lintText("file-name", "src/core/utils.ts", "export {};").length, 1);
  for (
    const place of [
      "src/core/utils.ts",
      "src/core/string_utils.ts",
      "src/helpers/a.ts",
      "src/core/types.ts",
      "src/core/job_manager_test.ts",
      "src/core/rowWriter.ts",
    ]
  ) assertEquals(typeof judgeFileName(place), "string", place);
});

Deno.test("file-name leaves good names alone", () => {
  for (const place of ["src/core/plan.ts", "src/core/_row_writer_test.ts", "src/core/std.d.ts"]) {
    assertEquals(judgeFileName(place), undefined, place);
  }
});

const BAD_TESTS = [
  'Deno.test("works", () => {})',
  'Deno.test(" two words", () => {})',
  'Deno.test({ name: "", fn() {} })',
  "Deno.test(() => {})",
  "Deno.test(function named() {})",
  "Deno.test({ fn() {} })",
  'await t.step("one", () => {})',
  'Deno.test.only("a real sentence", () => {})',
  'Deno.test({ name: "a real sentence", only: true, fn() {} })',
  'Deno.test({ name: "a real sentence", ignore: true, fn() {} })',
  'Deno.test.ignore("a real sentence", () => {})',
];

for (const source of BAD_TESTS) {
  Deno.test(`test-name refuses ${source}`, () => {
    assertEquals(lintText("test-name", "src/core/a_test.ts", source).length, 1);
  });
}

Deno.test("test-name leaves sentences and explained ignores alone", () => {
  const source = `
    Deno.test("planRun() rejects an unknown format", () => {});
    Deno.test("it waits", { permissions: "none" }, () => {});
    Deno.test({ name: "it runs on Windows", ignore: Deno.build.os !== "windows", fn() {} });
    Deno.test(\`\${format.name} writes zero rows\`, () => {});
    // Ignored because the peer answers on odd days only.
    Deno.test.ignore("the peer answers", () => {});
    /x/.test("word");
  `;
  assertEquals(lintText("test-name", "src/core/a_test.ts", source), []);
});

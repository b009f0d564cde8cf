import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { EsdhError } from "../core/error.ts";
import type { ValidationReport } from "../core/report.ts";
import { textWidth } from "../core/text.ts";
import { renderReport, REPORT_FORMATS } from "./mod.ts";

const report: ValidationReport = {
  subject: "out/snapshot",
  dataset: "v0.1",
  ok: false,
  facts: { producer: "esdh 0.1.0", seed: "42", records: "3" },
  checks: [
    {
      name: "schema",
      title: "values",
      status: "fail",
      detail: "1,950 values, 14 + 12 + 13 fields",
      errorCount: 1200,
      warningCount: 0,
      durationMs: 12.3,
    },
    {
      name: "agreement",
      title: "formats",
      status: "skip",
      detail: "each entity is in one file only",
      errorCount: 0,
      warningCount: 0,
      durationMs: 0,
    },
    {
      name: "keys",
      title: "keys",
      status: "pass",
      detail: "9 keys",
      errorCount: 0,
      warningCount: 0,
      durationMs: 1.4,
    },
  ],
  issues: [{
    check: "schema",
    code: "invalid-day",
    severity: "error",
    message: "date_of_birth is no calendar day YYYY-MM-DD",
    path: "persons_v0_1.csv",
    line: 3,
    entity: "persons",
    field: "date_of_birth",
    index: 1,
    actual: "2023-02-29",
    expected: "a day from 1970-01-01 to 2024-10-04",
  }],
  omittedCount: 1199,
  errorCount: 1200,
  warningCount: 0,
  codes: [
    { check: "schema", code: "invalid-day", severity: "error", count: 700 },
    { check: "schema", code: "too-long", severity: "error", count: 500 },
  ],
  rows: { persons: 3 },
  readRows: 3,
  sizeBytes: 4040,
  durationMs: 85,
};

Deno.test("renderReport() lays a report out as text", () => {
  assertEquals(
    renderReport(report),
    [
      "out/snapshot",
      "dataset v0.1, seed 42, 3 records, producer esdh 0.1.0",
      "",
      "  FAIL  schema     1,200 errors; 1,950 values, 14 + 12 + 13 fields  12 ms",
      "  SKIP  agreement  each entity is in one file only",
      "  PASS  keys       9 keys                                            1 ms",
      "",
      "Findings",
      "",
      "  error invalid-day  persons_v0_1.csv:3  persons.date_of_birth of row 2",
      "      date_of_birth is no calendar day YYYY-MM-DD",
      "      found     2023-02-29",
      "      expected  a day from 1970-01-01 to 2024-10-04",
      "",
      "  and 1,199 more (--max-issues shows them): 699 invalid-day, 500 too-long",
      "",
      "FAIL  1 of 2 checks failed, 1 skipped, 1,200 errors, 3 rows, 4.0 kB, 85 ms",
      "",
    ].join("\n"),
  );
});

Deno.test("renderReport() keeps text within the width asked for, also in colour", () => {
  for (const columns of [40, 60, 100]) {
    const text = renderReport(report, "text", { columns, hasColor: true });
    assert(text.includes("\x1b[31mFAIL"));
    for (const line of text.split("\n")) {
      const isPlace = line.includes("persons_v0_1.csv:3");
      assert(isPlace || textWidth(line) <= columns, line);
    }
  }
});

Deno.test("renderReport() gives JSON with every finding and count", () => {
  const json = JSON.parse(renderReport(report, "json"));
  assertEquals([json.ok, json.errors, json.omitted_issues, json.duration_ms], [
    false,
    1200,
    1199,
    85,
  ]);
  assertEquals(json.issues[0].line, 3);
  assertEquals(json.checks.map((check: { status: string }) => check.status), [
    "fail",
    "skip",
    "pass",
  ]);
});

for (const { name } of REPORT_FORMATS) {
  Deno.test(`renderReport() ends ${name} with one line end`, () => {
    assert(/[^\n]\n$/.test(renderReport(report, name)));
  });
}

Deno.test("renderReport() proposes the nearest format", () => {
  const error = assertThrows(() => renderReport(report, "jsn"), EsdhError);
  assertStringIncludes(error.hint!, 'did you mean "json"');
});

Deno.test("renderReport() shows what foreign files say without what a terminal would obey", () => {
  const foreign = "\x1b[2J\x07\u202e\u2028\x9b";
  const issue = report.issues[0]!;
  const issues = [{
    ...issue,
    message: foreign,
    path: foreign,
    entity: foreign,
    field: foreign,
    actual: foreign,
    expected: foreign,
    hint: foreign,
  }];
  const text = renderReport({ ...report, subject: foreign, facts: { producer: foreign }, issues });
  // deno-lint-ignore no-control-regex
  assertEquals(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]/.exec(text), null);
});

import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { textWidth } from "../core/text.ts";
import { checkGates, type Gates, gateWord } from "./gates.ts";
import {
  BIN_COUNT,
  binOf,
  binStart,
  DAY_BIN_COUNT,
  dayBinOf,
  dayBinStart,
  quantileOf,
} from "./histogram.ts";
import type { Figure } from "./measures/measure.ts";
import { distanceOf, meanError, shareFigure } from "./measures/published.ts";
import type { QualityReport } from "./quality.ts";
import { countFigures, judgeFigure, sayCounts } from "./verdict.ts";
import { QUALITY_FORMS } from "./quality_forms.ts";
import { formatFailedGates } from "./quality_text.ts";
import { showNumber, showUnit } from "./show.ts";

const FIGURE: Figure = {
  key: "fleet.mean_age",
  label: "Mean age",
  unit: "years",
  achieved: 12,
  published: 12.6,
  tolerance: 0.5,
  standardError: 0.01,
  sampleSize: 900,
  grade: "B",
  source: "a survey",
};

Deno.test("binOf() gives bins that rise with their numbers and are 1.6 % wide at most", () => {
  fc.assert(fc.property(fc.maxSafeInteger(), (value) => {
    const bin = binOf(value);
    assert(bin >= 0 && bin < BIN_COUNT);
    const start = binStart(bin);
    assert(Math.abs(start) <= Math.abs(value));
    assert(Math.abs(value) - Math.abs(start) <= Math.abs(value) / 64);
  }));
  for (let value = -3000; value < 3000; value++) assert(binOf(value) <= binOf(value + 1));
});

Deno.test("dayBinOf() keeps all days within the histogram", () => {
  for (const day of [-1e6, -29_224, 0, 20_454, 47_480, 1e6]) {
    const bin = dayBinOf(day);
    assert(bin >= 0 && bin < DAY_BIN_COUNT);
  }
  assert(dayBinStart(dayBinOf(20_454)) <= 20_454 && dayBinStart(dayBinOf(20_454) + 1) > 20_454);
});

Deno.test("quantileOf() is 0.8 % off at most", () => {
  const bins = new Float64Array(BIN_COUNT);
  for (let value = 1; value <= 100_000; value++) bins[binOf(value)]!++;
  const binned = { bins, count: 100_000, min: 1, max: 100_000 };
  for (const part of [0.001, 0.05, 0.25, 0.5, 0.9, 0.999]) {
    const wanted = part * 100_000;
    assertAlmostEquals(quantileOf(binned, part), wanted, Math.max(1, wanted * 0.0081));
  }
  assertEquals([quantileOf(binned, 0), quantileOf(binned, 1)], [1, 100_000]);
});

Deno.test("distanceOf() is nothing for equal shares and one for disjoint ones", () => {
  assertEquals(distanceOf([30, 70], [0.3, 0.7]).distance, 0);
  assertAlmostEquals(distanceOf([100, 0], [0, 1]).distance, 1);
});

Deno.test("judgeFigure() claims nothing of estimates and of another basis", () => {
  assertEquals(judgeFigure(FIGURE).status, "outside");
  assertEquals(judgeFigure({ ...FIGURE, achieved: 12.2 }).status, "within");
  assertEquals(judgeFigure({ ...FIGURE, standardError: 0.04 }).status, "chance");
  const thin = judgeFigure({ ...FIGURE, achieved: 12.5, standardError: 1 });
  assertEquals([thin.status, thin.growth], ["few", 4]);
  assertEquals(judgeFigure({ ...FIGURE, achieved: 20, standardError: 1 }).status, "outside");
  assertEquals(judgeFigure({ ...FIGURE, grade: "C" }).status, "parameter");
  assertEquals(judgeFigure({ ...FIGURE, basis: "registered" }).status, "basis");
});

const GATES: Gates = {
  validation: true,
  proof: true,
  grades: ["B"],
  tolerances: {},
  ignored: [],
};

function reportOf(figure: Figure): QualityReport {
  const validation = {
    subject: "out/snapshot",
    dataset: "auto",
    ok: true,
    facts: { seed: "42" },
    checks: [],
    issues: [],
    omittedCount: 0,
    errorCount: 0,
    warningCount: 0,
    codes: [],
    rows: { accounts: 500, vehicles: 900 },
    readRows: 900,
    sizeBytes: 1,
    durationMs: 5,
  };
  const sections = [{
    name: "fleet",
    title: "Fleet",
    chapter: "calibration" as const,
    figures: [judgeFigure(figure)],
    tables: [],
    charts: [{
      kind: "bars" as const,
      title: "Makes & <models>",
      unit: "share" as const,
      series: ["vehicles", "sales"] as const,
      points: [{ label: "<b>", value: 0.5, mark: 0.4 }, { label: "c", value: 0.5 }],
    }],
    notes: [],
  }];
  const parts = { sections, validation, rows: validation.rows, isChecked: true };
  return {
    subject: "out/snapshot",
    dataset: "auto",
    facts: validation.facts,
    unmeasured: [{ name: "claims", title: "Claims", reason: "the snapshot holds no claims" }],
    ...parts,
    gates: checkGates(GATES, parts),
  };
}

Deno.test("sayCounts() counts no figure that deviates as one that agrees, and says how many it takes", () => {
  const figures = [
    FIGURE,
    { ...FIGURE, achieved: 12.3 },
    { ...FIGURE, standardError: 0.04 },
    { ...FIGURE, standardError: 1 },
    { ...FIGURE, standardError: 2, achieved: 12.5 },
  ].map(judgeFigure);
  const counts = countFigures(figures);
  assertEquals(counts, { total: 5, within: 1, chance: 1, few: 2, outside: 1, growth: 16 });
  assertEquals(
    sayCounts(counts, 500),
    "1 of 5 figures within tolerance, 1 deviates but not significantly, 1 outside, " +
      "2 with too few accounts to judge (500; 8,000 needed)",
  );
  assertStringIncludes(sayCounts(counts, 0), "(16 times as many needed)");
});

Deno.test("checkGates() doubts a gate that passes for want of rows, and says what would do", () => {
  const [, , grade] = checkGates(GATES, reportOf({ ...FIGURE, standardError: 1 }));
  assertEquals([grade!.isPassed, gateWord(grade!)], [true, "warn"]);
  assertStringIncludes(grade!.detail, "0 of 1 figures within tolerance, 1 with too few accounts");
  const none = checkGates({ ...GATES, grades: ["A"] }, reportOf(FIGURE)).at(-1)!;
  assertEquals(gateWord(none), "warn");
  for (const { name, format } of QUALITY_FORMS) {
    const output = { columns: 80, hasColor: false, isTerminal: false };
    const text = format(reportOf({ ...FIGURE, standardError: 1 }), output);
    assert(/too few accounts/.test(text), name);
    assert(/warn/i.test(text), name);
  }
});

Deno.test("checkGates() fails a grade that can't be judged, where that is asked for", () => {
  const strict: Gates = { ...GATES, tooFew: "fail" };
  const gateOf = (gates: Gates, figure: Figure) =>
    checkGates(gates, reportOf(figure)).find(({ name }) => name.startsWith("grade-"))!;
  const thin = gateOf(strict, { ...FIGURE, achieved: 12.5, standardError: 1 });
  assertEquals(gateWord(thin), "fail");
  assertStringIncludes(thin.detail, "1 with too few accounts to judge");
  assertStringIncludes(thin.detail, "fails by too_few");
  assertEquals(gateWord(gateOf({ ...strict, grades: ["A"] }, FIGURE)), "fail");
  assertEquals(gateWord(gateOf(strict, { ...FIGURE, achieved: 12.5 })), "pass");
  assertEquals(gateWord(gateOf(strict, { ...FIGURE, standardError: 0.04 })), "pass");
});

Deno.test("checkGates() warns of a tolerance that nothing asks for, and says why", () => {
  const told = (figure: Figure, gates: Partial<Gates> = {}, key = "fleet.mean_age") =>
    checkGates({ ...GATES, tolerances: { [key]: 1 }, ...gates }, reportOf(figure))
      .filter(({ name }) => name === "tolerance")
      .map((gate) => [gateWord(gate), gate.detail]);
  assertEquals(told(FIGURE), []);
  assertEquals(told(FIGURE, {}, "fleet."), []);
  const because = (reason: string, key = "fleet.mean_age") => [[
    "warn",
    `${key} has no effect: ${reason}`,
  ]];
  assertEquals(
    told({ ...FIGURE, basis: "registered" }),
    because("the published figure counts something else, so it is not judged"),
  );
  assertEquals(
    told({ ...FIGURE, grade: "C" }, {}, "fleet."),
    because("the published side is an estimate of ours (grade C), never judged", "fleet."),
  );
  assertEquals(told(FIGURE, { grades: ["A"] }), because("no gate asks for grade B"));
  assertEquals(told(FIGURE, { ignored: ["fleet."] }), because("it is ignored"));
  assertEquals(
    told(FIGURE, {}, "geography.TX"),
    because("no such figure was measured", "geography.TX"),
  );
});

Deno.test("formatQualityText() ends with a line a grade, none of which is long", () => {
  const pipe = { columns: 80, hasColor: false, isTerminal: false };
  const text = QUALITY_FORMS.find(({ name }) => name === "text")!.format(reportOf(FIGURE), pipe);
  const end = text.slice(text.lastIndexOf("\nFAIL")).trim().split("\n");
  assertEquals(end.length, 2);
  assert(end[1]!.startsWith("      B: 0 of 1 figures within tolerance"));
  assert(end.every((line) => textWidth(line) <= 100));
});

Deno.test("checkGates() doubts the gate of proof where no value was there to check", () => {
  const report = reportOf(FIGURE);
  const proofGate = (checkedCount: number, failedCount = 0) => {
    const of = { code: "ssn", entity: "persons", field: "ssn", range: "9xx", source: "SSA" };
    const proof = { proofs: [{ ...of, checkedCount, failedCount }], unproven: [] };
    const validation = { ...report.validation, proof };
    return checkGates(GATES, { ...report, validation }).find(({ name }) => name === "proof")!;
  };
  assertEquals([0, 5].map((count) => gateWord(proofGate(count))), ["warn", "pass"]);
  assertEquals(gateWord(proofGate(5, 1)), "fail");
  assertEquals(gateWord(checkGates(GATES, report)[1]!), "warn");
});

Deno.test("checkGates() takes tolerances and exceptions by key and by its beginning", () => {
  const failed = (gates: Partial<Gates>) =>
    checkGates({ ...GATES, ...gates }, reportOf(FIGURE)).filter(({ isPassed }) => !isPassed)
      .map(({ name }) => name);
  assertEquals(failed({}), ["grade-B", "fleet.mean_age"]);
  assertEquals(failed({ grades: ["A"] }), []);
  assertEquals(failed({ tolerances: { "fleet.": 0.7 } }), []);
  assertEquals(failed({ tolerances: { "fleet.": 0.7, "fleet.mean_age": 0.1 } }), [
    "grade-B",
    "fleet.mean_age",
  ]);
  assertEquals(failed({ ignored: ["fleet."] }), []);
  assertEquals(failed({ ignored: ["fleet"] }), ["grade-B", "fleet.mean_age"]);
});

for (const { name, format } of QUALITY_FORMS) {
  Deno.test(`format() of ${name} ends with one line end and tells figures, gates and what lacks`, () => {
    const output = { columns: 80, hasColor: false, isTerminal: false };
    const text = format(reportOf(FIGURE), output);
    assert(/[^\n]\n$/.test(text));
    for (const part of ["Mean age", "grade-B", "the snapshot holds no claims"]) {
      assertStringIncludes(text, part);
    }
  });
}

Deno.test("format() of html escapes what stands in data", () => {
  const { format } = QUALITY_FORMS.find(({ name }) => name === "html")!;
  const text = format(reportOf(FIGURE), { columns: 80, hasColor: false, isTerminal: false });
  assertEquals(text.includes("<b>:"), false);
  assertStringIncludes(text, "&lt;b&gt;");
});

Deno.test("format() of text keeps within a narrow terminal", () => {
  const { format } = QUALITY_FORMS.find(({ name }) => name === "text")!;
  for (const columns of [40, 60, 100]) {
    const text = format(reportOf(FIGURE), { columns, hasColor: false, isTerminal: true });
    for (const line of text.split("\n")) assert(textWidth(line) <= columns, line);
  }
});

Deno.test("showUnit() writes numbers in their units", () => {
  assertEquals(showUnit(0.12345, "share"), "12.35%");
  assertEquals(showUnit(-1234.5, "usd"), "-$1,235");
  assertEquals(showUnit(12.5, "usd"), "$12.50");
  assertEquals(showNumber(-1234.56, 2), "-1,234.56");
  assertEquals(showUnit(NaN, "years"), "-");
});

Deno.test("shareFigure() takes a share of nothing in few rows for too few, not for a deviation", () => {
  const published = { published: 0.08, tolerance: 0.005, grade: "A", source: "a count" } as const;
  const name = { key: "first_names.1930.F", label: "Mary" };
  assertEquals(judgeFigure(shareFigure(name, 0, 9, published)).status, "few");
  assertEquals(judgeFigure(shareFigure(name, 0, 900, published)).status, "outside");
});

Deno.test("meanError() does not trust the variance of few values", () => {
  assertEquals(meanError({ count: 1, mean: 5, squares: 25 }, 4), 4);
  assertEquals(meanError({ count: 100, mean: 5, squares: 29 }, 4), 0.2);
});

Deno.test("format() of html hides no number on a telephone: each is named where rows are stacked", () => {
  const { format } = QUALITY_FORMS.find(({ name }) => name === "html")!;
  const text = format(reportOf(FIGURE), { columns: 80, hasColor: false, isTerminal: false });
  for (const name of ["achieved", "published", "tolerance", "sample", "grade"]) {
    assertStringIncludes(text, `data-title="${name}"`);
  }
  const narrow = /@media screen and \(max-width[^@]*/.exec(text)![0];
  const hidden = narrow.match(/[^{}]*\{ display: none; \}/g)!.map((rule) =>
    rule.trim().split(" {")[0]
  );
  assertEquals(hidden, [".stack thead", ".stack td:empty"]);
});

Deno.test("formatFailedGates() tells failed gates alone, and counts no figure as a gate", () => {
  const output = { columns: 80, hasColor: false, isTerminal: false };
  const passing = reportOf({ ...FIGURE, achieved: FIGURE.published });
  assertEquals(formatFailedGates(passing, output), "");
  const failing = reportOf({ ...FIGURE, achieved: FIGURE.published + 20 });
  const text = formatFailedGates(failing, output);
  assertEquals(text.split("\n").length, 4);
  assertStringIncludes(text, FIGURE.key);
  assertEquals(text.split("\n").at(-2), "FAIL  1 gate failed (1 figure outside)");
});

Deno.test("format() of html keeps years whole, hints at columns beyond the edge and at far dots", () => {
  const report = reportOf({ ...FIGURE, achieved: FIGURE.published + 20 });
  const number = (title: string) => ({ title, isNumber: true });
  const tables = [
    { title: "By year", columns: [{ title: "year" }, number("n")], rows: [["2024", "1"]] },
    {
      title: "Sums",
      columns: [{ title: "identity" }, ...["left", "right", "difference"].map(number)],
      rows: [["what is paid and what was to be paid", "1", "1", "0"]],
    },
  ];
  const sections = report.sections.map((section) => ({ ...section, tables }));
  const output = { columns: 80, hasColor: false, isTerminal: false };
  const page = QUALITY_FORMS.find(({ name }) => name === "html")!
    .format({ ...report, sections }, output);
  assertStringIncludes(page, '<td class="name short">2024</td>');
  assertStringIncludes(page, '<td class="name">what is paid');
  assertEquals(page.match(/class="scroll many"/g)?.length, 1);
  assertStringIncludes(page, "1 dot further than 2.5 tolerances: shown at the edge.");
});

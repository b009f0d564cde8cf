import { assertEquals } from "@std/assert";
import { type AnswerLine, type FoundRow, scoreFindings } from "./score.ts";

function answer(defect: string, key: string, rule: string | null, rest = {}): AnswerLine {
  return { defect, rule, entity: "cars", key, also: [], follows: false, ...rest };
}

function found(code: string, key: string | undefined, entity = "cars"): FoundRow {
  return { key, finding: { check: "c", code, severity: "error", message: "m", entity } };
}

Deno.test("scoreFindings() counts what was found, missed and found beside", () => {
  const answers = [
    answer("a", "1", "r", { also: ["s"] }),
    answer("a", "2", "r"),
    answer("b", "3", "q"),
    answer("b", "4", "q", { follows: true, entity: "trips" }),
    answer("c", "5", null),
  ];
  const score = scoreFindings(answers, [
    found("r", "1"),
    found("s", "1"),
    found("q", "3"),
    found("q", "4", "trips"),
    found("r", "9"),
    found("s", "2"),
    found("row-count", undefined),
  ]);
  const [a, b, c] = score.defects;
  assertEquals([a?.planted, a?.found, a?.missed, a?.recall], [2, 1, 1, 0.5]);
  assertEquals([a?.findings, a?.extra, a?.precision], [2, 1, 2 / 3]);
  assertEquals([b?.recall, b?.precision, b?.findings], [1, 1, 2]);
  assertEquals([c?.planted, c?.findable, c?.recall], [1, 0, null]);
  assertEquals(score.extra.map(({ code, count }) => `${code} ${count}`), [
    "r 1",
    "s 1",
    "row-count 1",
  ]);
  assertEquals([score.planted, score.findable, score.found, score.extraCount], [4, 3, 2, 3]);
  assertEquals([score.isPerfect, score.missedLines.length], [false, 1]);
});

Deno.test("scoreFindings() counts a row of several files once", () => {
  const score = scoreFindings([answer("a", "1", "r")], [found("r", "1"), found("r", "1")]);
  assertEquals([score.found, score.findings, score.isPerfect], [1, 2, true]);
});

Deno.test("scoreFindings() of nothing is perfect", () => {
  const score = scoreFindings([], []);
  assertEquals([score.isPerfect, score.recall, score.precision], [true, null, null]);
});

Deno.test("scoreFindings() does not count what no rule could be asked of", () => {
  const score = scoreFindings(
    [answer("a", "1", "r"), answer("b", "2", "q")],
    [found("q", "2")],
    new Set(["r"]),
  );
  assertEquals([score.planted, score.findable, score.found, score.isPerfect], [2, 1, 1, true]);
});

Deno.test("scoreFindings() counts as many findings of a rule as there may be, and keeps the first", () => {
  const count = 1_000_000;
  function* findings() {
    for (let row = 0; row < count; row++) yield found("r", `${row}`);
  }
  const { extra, extraCount } = scoreFindings([answer("a", "none", "r")], findings());
  assertEquals([extra.length, extraCount, extra[0]!.first.key], [1, count, "0"]);
});

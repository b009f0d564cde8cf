import { assertEquals, assertMatch, assertNotMatch, assertStringIncludes } from "@std/assert";
import { EsdhError } from "../core/error.ts";
import type { Output } from "./command.ts";
import { formatFailure, formatFailureJson, formatIssue } from "./failure.ts";

const pipe: Output = { isTerminal: false, hasColor: false, columns: 80, write: () => {} };
const narrow: Output = { ...pipe, isTerminal: true, columns: 40 };
const colored: Output = { ...pipe, isTerminal: true, hasColor: true };
const plain = { hasStack: false };

const ERROR = new EsdhError("INVALID_CONFIG", "the configuration has 2 problems", {
  path: "team.yaml",
  hint: "mend the file",
  issues: [
    {
      code: "x",
      severity: "error",
      message: "first is wrong",
      path: "team.yaml",
      line: 3,
      hint: "a hint",
    },
    { code: "x", severity: "error", message: "second is wrong" },
  ],
});

Deno.test("formatFailure() writes the message, an issue a line, then the hint", () => {
  assertEquals(
    formatFailure(ERROR, pipe, plain),
    "error: team.yaml: the configuration has 2 problems\n" +
      "  - team.yaml:3: first is wrong\n    a hint\n  - second is wrong\n" +
      "hint: mend the file\n",
  );
});

Deno.test("formatFailure() wraps on a terminal and stays one line a message in a pipe", () => {
  const error = new EsdhError(
    "IO",
    "can't write into the folder that was given because it is a file",
  );
  assertEquals(formatFailure(error, pipe, plain).split("\n").length, 2);
  const lines = formatFailure(error, narrow, plain).trimEnd().split("\n");
  assertEquals(lines.every((line) => line.length <= 40), true);
  assertMatch(lines[1]!, /^ {7}\S/);
});

Deno.test("formatFailure() colours the labels alone", () => {
  assertMatch(formatFailure(ERROR, colored, plain), /^\x1b\[31merror:\x1b\[39m team/);
});

Deno.test("formatFailure() shows a stack and its causes only when asked", () => {
  const cause = new TypeError("inner words");
  const error = new EsdhError("INTERNAL", "unexpected", { cause });
  assertNotMatch(formatFailure(error, pipe, plain), /failure_test\.ts/);
  const text = formatFailure(error, pipe, { hasStack: true });
  assertMatch(text, /failure_test\.ts/);
  assertStringIncludes(text, "caused by: TypeError: inner words");
});

Deno.test("formatFailureJson() writes one document with every member", () => {
  const { error } = JSON.parse(formatFailureJson(ERROR, plain));
  assertEquals(Object.keys(error), ["code", "message", "hint", "path", "line", "issues"]);
  assertEquals([error.code, error.line, error.issues.length], ["INVALID_CONFIG", null, 2]);
});

Deno.test("formatIssue() begins with the place", () => {
  const issue = { code: "x", severity: "error", message: "is wrong" } as const;
  assertEquals(formatIssue({ ...issue, path: "a.csv", line: 7 }), "a.csv:7: is wrong");
  assertEquals(formatIssue({ ...issue, path: "a.csv" }), "a.csv: is wrong");
});

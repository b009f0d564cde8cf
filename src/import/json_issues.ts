/**
 * What can be wrong with JSON, as findings.
 *
 * @module
 */
import type { Issue } from "../core/issue.ts";
import { showText } from "../core/show.ts";
import { describeNames } from "../core/suggest.ts";
import type { IssueEvent } from "../core/table.ts";
import { tellRowError } from "./issue_event.ts";
import type { JsonParser, RowProblem } from "./json_parser.ts";

/** Where a finding is. */
export type Place = Pick<Issue, "path" | "entity" | "index" | "line">;

/**
 * JSON that can't be read.
 *
 * @param parser The parser that answered `wrong`.
 * @param at Where.
 * @param hint What becomes of the rest.
 * @returns A `json-syntax` issue.
 */
export function syntaxIssue(parser: JsonParser, at: Place, hint: string): Issue {
  const actual = parser.showProblem();
  return {
    ...at,
    line: parser.line,
    code: "json-syntax",
    severity: "error",
    message: parser.problem,
    actual: actual === "" ? "end of the text" : actual,
    hint,
  };
}

/**
 * JSON of another shape than a dataset's.
 *
 * @param message What is wrong.
 * @param at Where.
 * @param actual What stands there.
 * @param expected What should.
 * @returns A `json-shape` issue.
 */
export function shapeIssue(message: string, at: Place, actual: string, expected: string): Issue {
  return { ...at, code: "json-shape", severity: "error", message, actual, expected };
}

/**
 * A member of a row that is not as it should be.
 *
 * @param problem What the parser noted.
 * @param at Where.
 * @param names The members a row has.
 * @returns A `field-missing`, `field-unexpected` or `field-twice` event.
 */
export function tellMember(problem: RowProblem, at: Place, names: readonly string[]): IssueEvent {
  return tellRowError(`field-${problem.kind}`, () => describeMember(problem, at, names));
}

function describeMember(
  problem: RowProblem,
  at: Place,
  names: readonly string[],
): Omit<Issue, "code" | "severity"> {
  const name = showText(problem.name);
  switch (problem.kind) {
    case "missing":
      return {
        ...at,
        field: name,
        message: `the row has no "${name}"`,
        expected: name,
      };
    case "twice":
      return {
        ...at,
        field: name,
        message: `the row has "${name}" twice`,
      };
    case "unexpected":
      return {
        ...at,
        message: `the row has the unknown member "${name}"`,
        actual: name,
        hint: describeNames(problem.name.slice(0, 100), names),
      };
  }
}

/**
 * Which cell of a file's row is which field.
 *
 * @module
 */
import type { Issue } from "../core/issue.ts";
import { showText } from "../core/show.ts";
import { describeNames } from "../core/suggest.ts";

/** Where the cells of a row belong. */
export interface ColumnPlaces {
  /** Place in the row's fields for each column of the file; -1 for a column nobody asked for. */
  readonly places: Int32Array;
  /** What is wrong with the columns. */
  readonly issues: readonly Issue[];
}

/**
 * Matches the columns a file has with the fields that are wanted, by name.
 *
 * @param given Names in the file, in order.
 * @param wanted Names of the fields, in order.
 * @param at Where the columns are named: file, table and line.
 * @returns Places and findings: `column-missing`, `column-unexpected`, `column-twice` and, as a warning, `column-order`.
 *
 * @example
 * ```ts
 * import { matchColumns } from "./columns.ts";
 * const { places, issues } = matchColumns(["b", "a"], ["a", "b"], { path: "x.csv" });
 * if (places[0] !== 1 || issues[0]?.code !== "column-order") throw new RangeError();
 * ```
 */
export function matchColumns(
  given: readonly string[],
  wanted: readonly string[],
  at: Pick<Issue, "path" | "entity" | "line">,
): ColumnPlaces {
  const issues: Issue[] = [];
  const places = new Int32Array(given.length).fill(-1);
  const found = new Set<number>();
  given.forEach((name, column) => {
    const place = wanted.indexOf(name);
    const shown = showText(name);
    if (place === -1) {
      issues.push({
        ...at,
        code: "column-unexpected",
        severity: "error",
        message: `column ${column + 1} has the unknown name "${shown}"`,
        actual: shown,
        hint: describeNames(name.slice(0, 100), wanted),
      });
    } else if (found.has(place)) {
      issues.push({
        ...at,
        code: "column-twice",
        severity: "error",
        field: name,
        message: `column ${column + 1} has the name "${shown}" again`,
        actual: shown,
      });
    } else {
      found.add(place);
      places[column] = place;
    }
  });
  wanted.forEach((name, place) => {
    if (found.has(place)) return;
    issues.push({
      ...at,
      code: "column-missing",
      severity: "error",
      field: name,
      message: `there is no column "${name}"`,
      expected: name,
    });
  });
  const isInOrder = places.every((place, column) => place === column);
  if (issues.length === 0 && !isInOrder) {
    issues.push({
      ...at,
      code: "column-order",
      severity: "warning",
      message: "the columns stand in another order than the dataset's",
      actual: given.join(","),
      expected: wanted.join(","),
    });
  }
  return { places, issues };
}

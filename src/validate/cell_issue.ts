/**
 * Findings about a cell of a block.
 *
 * @module
 */
import type { Issue, Severity } from "../core/issue.ts";
import { showBytes } from "../core/show.ts";
import { CELL, type RowBlock, showCells } from "../core/table.ts";
import type { RowScope } from "./check.ts";

/** What a finding about a cell says beside where it is. */
export interface CellFinding {
  readonly code: string;
  readonly severity?: Severity;
  readonly message: string;
  readonly expected?: string;
  readonly hint?: string;
}

/**
 * A finding about a cell: with file, line, index, field and value.
 *
 * @param scope Where the rows are.
 * @param block The rows.
 * @param row The row in the block.
 * @param place The field's place.
 * @param finding What it says.
 * @returns The issue.
 */
export function cellIssue(
  scope: Pick<RowScope, "path" | "entity">,
  block: RowBlock,
  row: number,
  place: number,
  finding: CellFinding,
): Issue {
  const line = block.lines?.[row];
  return {
    code: finding.code,
    severity: finding.severity ?? "error",
    message: finding.message,
    path: scope.path,
    ...(line === undefined ? {} : { line }),
    entity: scope.entity.plural,
    field: scope.entity.fields[place]!.name,
    index: block.start + row,
    actual: cellText(block, row, place),
    ...(finding.expected === undefined ? {} : { expected: finding.expected }),
    ...(finding.hint === undefined ? {} : { hint: finding.hint }),
  };
}

/**
 * What stands in a cell, for people.
 *
 * @param block The rows.
 * @param row The row in the block.
 * @param place The field's place.
 * @returns Text of at most 80 characters; `(missing)` and `(null)` where there is none.
 */
export function cellText(block: RowBlock, row: number, place: number): string {
  showCells(block, place);
  const { kinds, bytes, starts, ends, width } = block;
  const cell = row * width + place;
  if (kinds[cell] === CELL.absent) return "(missing)";
  if (kinds[cell] === CELL.null) return "(null)";
  return showBytes(bytes, starts[cell]!, ends[cell]!);
}

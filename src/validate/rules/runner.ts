/**
 * What a rule at work on the rows of its entity is.
 *
 * @module
 */
import type { RowBlock } from "../../core/table.ts";

/** Takes a row for which a rule is broken, and what makes the text of the value or form wanted. */
export type Fail = (row: number, expected: () => string) => void;

/** A rule that looks at one row at a time. */
export interface RowRunner {
  /**
   * Asks the rule of the rows of a block whose columns were decoded.
   *
   * @param block The rows.
   * @param fail Takes the rows for which it is broken, in order.
   * @returns Number of rows it was asked of.
   */
  run(block: RowBlock, fail: Fail): number;
}

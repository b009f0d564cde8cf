/**
 * Collects the cells of certain rows while a table is read again.
 *
 * @module
 */
import { showBytes } from "../core/show.ts";
import { CELL, type RowBlock } from "../core/table.ts";
import type { RowTexts } from "../validate/suspects.ts";

/** Collects the rows it is asked for. */
export class RowCollector {
  /** What was found, by index. */
  readonly texts = new Map<number, RowTexts>();
  readonly #rows: readonly number[];
  #next = 0;

  /** @param rows Indices of rows, in order. */
  constructor(rows: readonly number[]) {
    this.#rows = rows;
  }

  /**
   * Takes the rows of a block that are wanted.
   *
   * @param block The rows; blocks come in order.
   * @returns Whether no further rows are wanted.
   */
  take(block: RowBlock): boolean {
    while (this.#next < this.#rows.length && this.#rows[this.#next]! < block.start + block.count) {
      const index = this.#rows[this.#next++]!;
      this.texts.set(index, readRow(block, index - block.start));
    }
    return this.#next === this.#rows.length;
  }
}

function readRow(block: RowBlock, row: number): RowTexts {
  const { width, kinds, bytes, starts, ends } = block;
  const cells = Array.from({ length: width }, (_, place) => {
    const cell = row * width + place;
    if (kinds[cell] === CELL.absent || kinds[cell] === CELL.null) return null;
    return showBytes(bytes, starts[cell]!, ends[cell]!);
  });
  return { line: block.lines?.[row], cells };
}

/**
 * Collects what is wanted of certain rows while a table is read again.
 *
 * @module
 */
import { showBytes } from "../core/show.ts";
import { CELL, type RowBlock } from "../core/table.ts";
import type { RowTexts } from "../validate/suspects.ts";

/** Collects the rows it is asked for. Memory: what is kept of each. */
export class RowCollector<T> {
  /** What was kept, by index. */
  readonly found = new Map<number, T>();
  readonly #rows: readonly number[];
  readonly #keep: (block: RowBlock, row: number) => T;
  #next = 0;

  /**
   * @param rows Indices of rows, in order.
   * @param keep Says what is kept of a row, given its block and its place in it.
   */
  constructor(rows: readonly number[], keep: (block: RowBlock, row: number) => T) {
    this.#rows = rows;
    this.#keep = keep;
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
      this.found.set(index, this.#keep(block, index - block.start));
    }
    return this.#next === this.#rows.length;
  }
}

/**
 * The cells of a row as texts.
 *
 * @param block Its block.
 * @param row Its place in the block.
 * @returns Line and cells, those without a value as null.
 */
export function readRow(block: RowBlock, row: number): RowTexts {
  const cells = Array.from({ length: block.width }, (_, place) => readCell(block, row, place));
  return { line: block.lines?.[row], cells };
}

/**
 * A cell as text.
 *
 * @param block The block it is in.
 * @param row Its row in the block.
 * @param place Its place in the row.
 * @returns The text, cut as findings show it; null where there is no value.
 */
export function readCell(
  { width, kinds, bytes, starts, ends }: RowBlock,
  row: number,
  place: number,
): string | null {
  const cell = row * width + place;
  if (kinds[cell] === CELL.absent || kinds[cell] === CELL.null) return null;
  return showBytes(bytes, starts[cell]!, ends[cell]!);
}

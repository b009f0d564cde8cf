/**
 * The cells of the rows a reader has come upon, until it hands them on as a block.
 *
 * @module
 */
import { CELL, type RowBlock } from "../core/table.ts";

/** Rows of one block at most. */
export const BLOCK_ROWS = 512;

/**
 * Fills a {@link RowBlock}, row by row. Room for {@link BLOCK_ROWS} rows is taken once.
 */
export class RowBuffer {
  /** First byte of each cell. */
  readonly starts: Int32Array;
  /** Byte behind the last of each cell. */
  readonly ends: Int32Array;
  /** What each cell is. */
  readonly kinds: Uint8Array;
  /** Line of each row. */
  readonly lines: Float64Array = new Float64Array(BLOCK_ROWS);
  /** Rows in the buffer. */
  count = 0;
  /** Rows handed on before. */
  start = 0;

  /** @param width Number of cells of a row. */
  constructor(readonly width: number) {
    const size = Math.max(1, width) * BLOCK_ROWS;
    this.starts = new Int32Array(size);
    this.ends = new Int32Array(size);
    this.kinds = new Uint8Array(size);
  }

  /** Whether no further row fits. */
  get isFull(): boolean {
    return this.count === BLOCK_ROWS;
  }

  /**
   * Number of the first cell of the row that comes next.
   *
   * @returns An index into the cells.
   */
  nextCell(): number {
    return this.count * this.width;
  }

  /**
   * Adds a row whose cells are not known.
   *
   * @param line Line it starts on, from 1.
   */
  addAbsent(line: number): void {
    const first = this.nextCell();
    this.starts.fill(0, first, first + this.width);
    this.ends.fill(0, first, first + this.width);
    this.kinds.fill(CELL.absent, first, first + this.width);
    this.lines[this.count++] = line;
  }

  /**
   * The rows so far, as a block over the buffer's own arrays.
   *
   * @param bytes What the spans point into.
   * @param hasLines Whether the lines mean anything.
   * @returns A block that holds until the next row is added.
   */
  take(bytes: Uint8Array, hasLines = true): RowBlock {
    const { starts, ends, kinds, width, start, count } = this;
    this.start += count;
    this.count = 0;
    return {
      start,
      count,
      width,
      bytes,
      starts,
      ends,
      kinds,
      ...(hasLines ? { lines: this.lines } : {}),
    };
  }
}

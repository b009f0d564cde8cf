/**
 * Columns of formats that keep them apart, turned into rows.
 *
 * @module
 */
import { CELL } from "../core/table.ts";
import type { RowBuffer } from "./row_buffer.ts";

/** The spans of one column of a run of rows. */
export interface ColumnSpans {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly kinds: Uint8Array;
}

/**
 * Fills an empty buffer of rows.
 *
 * @param rows The buffer.
 * @param spans The column of each field; undefined where the file has none.
 * @param first The first row of the columns.
 * @param count Number of rows; they fit.
 * @param isLeft Whether the cells of a place are left as they are; default: none.
 */
export function fillRows(
  rows: RowBuffer,
  spans: readonly (ColumnSpans | undefined)[],
  first: number,
  count: number,
  isLeft?: (place: number) => boolean,
): void {
  const { width } = rows;
  spans.forEach((column, place) => {
    if (isLeft?.(place) === true) return;
    if (column !== undefined) return fillColumn(rows, column, place, first, count);
    for (let row = 0, cell = place; row < count; row++, cell += width) {
      rows.kinds[cell] = CELL.absent;
    }
  });
  rows.count = count;
}

function fillColumn(
  { width, starts, ends, kinds }: RowBuffer,
  column: ColumnSpans,
  place: number,
  first: number,
  count: number,
): void {
  for (let row = 0, cell = place; row < count; row++, cell += width) {
    starts[cell] = column.starts[first + row]!;
    ends[cell] = column.ends[first + row]!;
    kinds[cell] = column.kinds[first + row]!;
  }
}

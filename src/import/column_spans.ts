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
 */
export function fillRows(
  rows: RowBuffer,
  spans: readonly (ColumnSpans | undefined)[],
  first: number,
  count: number,
): void {
  const { width, starts, ends, kinds } = rows;
  spans.forEach((column, place) => {
    for (let row = 0, cell = place; row < count; row++, cell += width) {
      if (column === undefined) {
        kinds[cell] = CELL.absent;
      } else {
        starts[cell] = column.starts[first + row]!;
        ends[cell] = column.ends[first + row]!;
        kinds[cell] = column.kinds[first + row]!;
      }
    }
  });
  rows.count = count;
}

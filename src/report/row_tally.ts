/**
 * Tallies that keep rows: a few numbers of each, so that rows of several tables can be joined by a key. Where
 * there are too many, rows of some keys are kept, the same keys in every table.
 *
 * @module
 */
import type { DecodedColumn } from "../validate/decoded_column.ts";
import type { Tally, TallyScope } from "./measures/measure.ts";

/** Rows that are kept of a table: 8 bytes for each number. */
export const MAX_KEPT_ROWS = 2_000_000;

/** Rows by column; entry 0 of `columns` is the key by which rows are chosen. */
export interface KeptRows {
  /** One row in 2 to the power of it is kept, by its key. */
  readonly shift: number;
  readonly count: number;
  readonly columns: readonly Float64Array[];
}

/**
 * An identifier as one number: 53 of its 128 bits.
 *
 * @param column A column of identifiers.
 * @param row The row.
 * @returns A whole number.
 */
export function keyOf({ ids }: DecodedColumn, row: number): number {
  return (ids[row * 4]! >>> 0) * 0x200000 + (ids[row * 4 + 3]! >>> 11);
}

/** What a tally of rows is about. */
export interface RowTallyOptions extends Pick<Tally, "id" | "entity" | "fields" | "wordFields"> {
  /** Numbers of a row, the key among them. */
  readonly width: number;
  /**
   * Starts to read rows.
   *
   * @param scope The columns.
   * @returns Writes a row's numbers, the key first; answers whether the row counts.
   */
  read(scope: TallyScope): (row: number, out: Float64Array) => boolean;
}

/**
 * A tally that keeps rows.
 *
 * @param options What it reads.
 * @returns A tally whose sum is {@link KeptRows}.
 */
export function rowTally({ width, read, ...rest }: RowTallyOptions): Tally {
  return {
    ...rest,
    open(scope) {
      const take = read(scope);
      const out = new Float64Array(width);
      let rows = new Float64Array(1024 * width);
      let used = 0;
      return {
        rows(count) {
          for (let row = 0; row < count; row++) {
            if (!take(row, out)) continue;
            if (used + width > rows.length) {
              const larger = new Float64Array(rows.length * 2);
              larger.set(rows);
              rows = larger;
            }
            rows.set(out, used);
            used += width;
          }
        },
        take() {
          const part = rows.slice(0, used);
          used = 0;
          return part;
        },
      };
    },
    merge(sum, part): KeptRows {
      const rows = part as Float64Array;
      let kept = sum as KeptRows | undefined ??
        {
          shift: 0,
          count: 0,
          columns: Array.from({ length: width }, () => new Float64Array(1024)),
        };
      const columns = [...kept.columns];
      let { count } = kept;
      for (let at = 0; at < rows.length; at += width) {
        if (!isKept(rows[at]!, kept.shift)) continue;
        if (count === columns[0]!.length) {
          columns.forEach((column, place) => {
            const larger = new Float64Array(column.length * 2);
            larger.set(column);
            columns[place] = larger;
          });
        }
        for (let place = 0; place < width; place++) columns[place]![count] = rows[at + place]!;
        count++;
      }
      kept = { shift: kept.shift, count, columns };
      while (kept.count > MAX_KEPT_ROWS) kept = thinRows(kept, kept.shift + 1);
      return kept;
    },
  };
}

function isKept(key: number, shift: number): boolean {
  return shift === 0 || key % 2 ** shift === 0;
}

/**
 * Keeps the rows of fewer keys.
 *
 * @param kept The rows; they are moved in place.
 * @param shift How many keys are left out.
 * @returns One row in 2 to the power of `shift`.
 */
export function thinRows(kept: KeptRows, shift: number): KeptRows {
  if (shift <= kept.shift) return kept;
  let count = 0;
  for (let row = 0; row < kept.count; row++) {
    if (!isKept(kept.columns[0]![row]!, shift)) continue;
    for (const column of kept.columns) column[count] = column[row]!;
    count++;
  }
  return { shift, count, columns: kept.columns };
}

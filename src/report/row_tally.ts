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

/** Thinning ends here: where rows are too many even so, they have few keys, and those that come last are left out. */
const MAX_SHIFT = 20;

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
 * A tally that keeps rows. Memory: {@link MAX_KEPT_ROWS} rows, and up to 5 % more room.
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
      const kept = sum as KeptRows | undefined ??
        {
          shift: 0,
          count: 0,
          columns: Array.from({ length: width }, () => new Float64Array(1024)),
        };
      const columns = [...kept.columns];
      let { count, shift } = kept;
      for (let at = 0; at < rows.length; at += width) {
        const key = rows[at]!;
        // At once, so that room is never made for more rows than are kept.
        while (count === MAX_KEPT_ROWS && shift < MAX_SHIFT && isKept(key, shift)) {
          ({ count, shift } = thinRows({ shift, count, columns }, shift + 1));
        }
        if (!isKept(key, shift) || count === MAX_KEPT_ROWS) continue;
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
      return { shift, count, columns };
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
  const keys = kept.columns[0]!;
  const divisor = 2 ** shift;
  let count = 0;
  for (let row = 0; row < kept.count; row++) {
    if (keys[row]! % divisor !== 0) continue;
    for (const column of kept.columns) column[count] = column[row]!;
    count++;
  }
  return { shift, count, columns: kept.columns };
}

/**
 * Tallies of cells that a measure fills itself, and how it reads rows.
 *
 * @module
 */
import { type DecodedColumn, STATE } from "../validate/decoded_column.ts";
import type { Interner } from "../validate/interner.ts";
import type { Tally, TallyScope } from "./measures/measure.ts";

/** What a tally of cells is about. */
export interface CellTallyOptions extends Pick<Tally, "id" | "entity" | "fields" | "wordFields"> {
  /** Number of cells. */
  readonly size: number;
  /**
   * Starts to fill the cells.
   *
   * @param scope The columns.
   * @returns Adds the rows of a block to the cells.
   */
  fill(scope: TallyScope): (count: number, cells: Float64Array) => void;
}

/**
 * A tally of numbered cells, which add up.
 *
 * @param options What it reads and how it fills the cells.
 * @returns A tally whose sum is a Float64Array.
 */
export function cellTally({ size, fill, ...rest }: CellTallyOptions): Tally {
  return {
    ...rest,
    open(scope) {
      const cells = new Float64Array(size);
      const add = fill(scope);
      return {
        rows: (count) => add(count, cells),
        take() {
          const part = cells.slice();
          cells.fill(0);
          return part;
        },
      };
    },
    merge(sum, part): Float64Array {
      const added = part as Float64Array;
      if (sum === undefined) return added;
      const known = sum as Float64Array;
      for (let at = 0; at < size; at++) known[at]! += added[at]!;
      return known;
    },
  };
}

/**
 * Finds the place of a word in a list by its number.
 *
 * @param words Gives words their texts.
 * @param list The list.
 * @returns A function from a number of the interner to a place; -1 for other words and where there is none.
 */
export function placesIn(words: Interner, list: readonly string[]): (code: number) => number {
  const places = new Map(list.map((word, place) => [word, place]));
  let known = new Int32Array(256).fill(-2);
  return (code) => {
    if (code < 0) return -1;
    if (code >= known.length) {
      const larger = new Int32Array(code * 2 + 1).fill(-2);
      larger.set(known);
      known = larger;
    }
    const place = known[code]!;
    return place !== -2 ? place : known[code] = places.get(words.text(code)) ?? -1;
  };
}

/**
 * The number of a cell, to be added up.
 *
 * @param column Its column.
 * @param row Its row.
 * @returns The number; 0 where the cell has none or is not of its form.
 */
export function amountAt(
  { states, numbers }: Pick<DecodedColumn, "states" | "numbers">,
  row: number,
): number {
  return states[row] === STATE.value ? numbers[row]! : 0;
}

/**
 * Whether cells hold values, so that what follows from all of them can be told.
 *
 * @param columns Their columns.
 * @param row Their row.
 * @returns Whether all do.
 */
export function haveValues(
  columns: readonly Pick<DecodedColumn, "states">[],
  row: number,
): boolean {
  return columns.every(({ states }) => states[row] === STATE.value);
}

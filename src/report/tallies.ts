/**
 * The kinds of tallies: counts of words, histograms of numbers, and cells that a measure fills itself.
 *
 * @module
 */
import type { Field } from "../core/entity.ts";
import { type DecodedColumn, STATE } from "../validate/decoded_column.ts";
import type { Interner } from "../validate/interner.ts";
import { BIN_COUNT, binOf, DAY_BIN_COUNT, dayBinOf } from "./histogram.ts";
import type { Tally, TallyScope } from "./measures/measure.ts";
import { ValueCounts, type ValueList } from "./value_counts.ts";

/** Counts of words by text. */
export interface WordCounts {
  readonly counts: Map<string, number>;
  readonly nulls: number;
}

/** Words of a field that are counted apart; all further ones are counted together. */
export const MAX_COUNTED_WORDS = 20_000;

/** Stands for all words beyond {@link MAX_COUNTED_WORDS}: no word has a line end. */
export const OTHER_WORDS = "\n";

interface WordPart {
  readonly words: string[];
  readonly counts: Float64Array;
  readonly nulls: number;
}

/**
 * Counts the words of a field.
 *
 * @param entity Plural name of the entity.
 * @param field The field; one of few words.
 * @returns A tally whose sum is {@link WordCounts}.
 */
export function wordTally(entity: string, field: string): Tally {
  return {
    id: `words ${entity} ${field}`,
    entity,
    fields: [field],
    wordFields: [field],
    open(scope) {
      const column = scope.column(field);
      let counts = new Float64Array(256);
      let nulls = 0;
      let others = 0;
      return {
        rows(count) {
          const { states, codes } = column;
          for (let row = 0; row < count; row++) {
            if (states[row] !== STATE.value) {
              if (states[row] === STATE.null) nulls++;
              continue;
            }
            const code = codes[row]!;
            if (code < 0) {
              others++;
              continue;
            }
            if (code >= counts.length) {
              const larger = new Float64Array(code * 2 + 1);
              larger.set(counts);
              counts = larger;
            }
            counts[code]!++;
          }
        },
        take(): WordPart {
          const words: string[] = [];
          const numbers: number[] = [];
          counts.forEach((count, code) => {
            if (count === 0) return;
            words.push(scope.words.text(code));
            numbers.push(count);
          });
          if (others > 0) {
            words.push(OTHER_WORDS);
            numbers.push(others);
          }
          const part = { words, counts: Float64Array.from(numbers), nulls };
          counts.fill(0);
          nulls = others = 0;
          return part;
        },
      };
    },
    merge(sum, part): WordCounts {
      const { words, counts, nulls } = part as WordPart;
      const known = sum as WordCounts | undefined;
      const all = known?.counts ?? new Map<string, number>();
      words.forEach((word, at) => {
        const key = all.has(word) || all.size < MAX_COUNTED_WORDS ? word : OTHER_WORDS;
        all.set(key, (all.get(key) ?? 0) + counts[at]!);
      });
      return { counts: all, nulls: (known?.nulls ?? 0) + nulls };
    },
  };
}

/** A histogram of a field's numbers, with what can be told exactly. */
export interface NumberCounts {
  /** Counts by value, where there are few; then `bins` are empty. */
  readonly exact?: ValueCounts;
  /** Counts by bin of `histogram.ts`: of days, or of numbers in units of their last place. */
  readonly bins: Float64Array;
  readonly count: number;
  readonly nulls: number;
  readonly sum: number;
  readonly squares: number;
  readonly min: number;
  readonly max: number;
}

interface NumberPart extends Omit<NumberCounts, "exact"> {
  readonly exact?: ValueList;
  /** Bin of the first entry of `bins`. */
  readonly first: number;
}

/**
 * Counts the numbers, days or truth values of a field: value by value while there are few, else in bins.
 *
 * @param entity Plural name of the entity.
 * @param field The field.
 * @returns A tally whose sum is {@link NumberCounts}.
 */
export function numberTally(entity: string, field: Pick<Field, "name" | "kind">): Tally {
  const isDay = field.kind === "day";
  const binCount = isDay ? DAY_BIN_COUNT : BIN_COUNT;
  const place = isDay ? dayBinOf : binOf;
  const spill = (bins: Float64Array, { values, counts }: ValueList) =>
    values.forEach((value, at) => bins[place(value)]! += counts[at]!);
  return {
    id: `numbers ${entity} ${field.name}`,
    entity,
    fields: [field.name],
    open(scope) {
      const column = scope.column(field.name);
      const bins = new Float64Array(binCount);
      const exact = new ValueCounts();
      let isExact = true;
      let sums = newSums();
      return {
        rows(count) {
          const { states, numbers } = column;
          let { min, max, sum, squares, nulls, count: values } = sums;
          for (let row = 0; row < count; row++) {
            if (states[row] !== STATE.value) {
              if (states[row] === STATE.null) nulls++;
              continue;
            }
            const value = numbers[row]!;
            values++;
            sum += value;
            squares += value * value;
            if (value < min) min = value;
            if (value > max) max = value;
            if (isExact) {
              if (exact.add(value, 1)) continue;
              isExact = false;
              spill(bins, exact.list());
            }
            bins[isDay ? dayBinOf(value) : binOf(value)]!++;
          }
          sums = { min, max, sum, squares, nulls, count: values };
        },
        take(): NumberPart {
          // Bins rise with their values: most fields need few, and only those are sent.
          const [first, end] = isExact ? [0, 0] : [place(sums.min), place(sums.max) + 1];
          const part = {
            ...sums,
            first,
            bins: bins.slice(first, end),
            ...(isExact ? { exact: exact.list() } : {}),
          };
          bins.fill(0, first, end);
          exact.clear();
          isExact = true;
          sums = newSums();
          return part;
        },
      };
    },
    merge(sum, part): NumberCounts {
      const added = part as NumberPart;
      const known = sum as NumberCounts | undefined ??
        { ...newSums(), bins: new Float64Array(binCount), exact: new ValueCounts() };
      added.bins.forEach((count, at) => known.bins[added.first + at]! += count);
      const exact = addExact(known.exact, added.exact, (list) => spill(known.bins, list));
      return {
        ...(exact === undefined ? {} : { exact }),
        bins: known.bins,
        count: known.count + added.count,
        nulls: known.nulls + added.nulls,
        sum: known.sum + added.sum,
        squares: known.squares + added.squares,
        min: Math.min(known.min, added.min),
        max: Math.max(known.max, added.max),
      };
    },
  };
}

/** Adds up counts by value; what can't be told apart, of either side, is spilled. In any order, one result. */
function addExact(
  known: ValueCounts | undefined,
  added: ValueList | undefined,
  spill: (list: ValueList) => void,
): ValueCounts | undefined {
  if (known === undefined || added === undefined) {
    if (known !== undefined) spill(known.list());
    if (added !== undefined) spill(added);
    return undefined;
  }
  const { values, counts } = added;
  for (let at = 0; at < values.length; at++) {
    if (known.add(values[at]!, counts[at]!)) continue;
    spill(known.list());
    spill({ values: values.subarray(at), counts: counts.subarray(at) });
    return undefined;
  }
  return known;
}

function newSums(): Omit<NumberCounts, "bins" | "exact"> {
  return { count: 0, nulls: 0, sum: 0, squares: 0, min: Infinity, max: -Infinity };
}

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

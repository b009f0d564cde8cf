/**
 * The tally of the numbers of a field: how they are spread.
 *
 * @module
 */
import type { Field } from "../core/entity.ts";
import type { ValueCounter } from "../core/value_file.ts";
import { STATE } from "../validate/decoded_column.ts";
import { BIN_COUNT, binOf, DAY_BIN_COUNT, dayBinOf } from "./histogram.ts";
import type { Tally } from "./measures/measure.ts";
import { ValueCounts, type ValueList } from "./value_counts.ts";

/** A histogram of a field's numbers, with what can be told exactly. */
export interface NumberCounts {
  /** Counts by value, where there are few; then `bins` are empty. */
  readonly exact?: ValueCounts;
  /** Counts by bin of `histogram.ts`: of days, or of numbers in units of their last place. */
  readonly bins: Float64Array;
  readonly count: number;
  readonly nulls: number;
  readonly sum: number;
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
      let dense = new Float64Array(0);
      const counter: ValueCounter = {
        add(values, counts, size) {
          addSums(sums, values, counts, size);
          let done = 0;
          if (isExact) {
            done = exact.addAll(values, counts, size);
            if (done < size) {
              isExact = false;
              spill(bins, exact.list());
              exact.clear();
            }
          }
          for (; done < size; done++) {
            const value = values[done]!;
            bins[isDay ? dayBinOf(value) : binOf(value)]! += counts === undefined
              ? 1
              : counts[done]!;
          }
        },
        addNulls: (count) => sums.nulls += count,
      };
      return {
        counter,
        rows(count) {
          const { states, numbers } = column;
          if (dense.length < count) dense = new Float64Array(count);
          let size = 0;
          let nulls = 0;
          for (let row = 0; row < count; row++) {
            if (states[row] === STATE.value) dense[size++] = numbers[row]!;
            else if (states[row] === STATE.null) nulls++;
          }
          counter.addNulls(nulls);
          counter.add(dense, undefined, size);
        },
        take(): NumberPart {
          // Bins rise with their values: most fields need few, and only those are sent.
          const isBinned = !isExact && sums.count > 0;
          const [first, end] = isBinned ? [place(sums.min), place(sums.max) + 1] : [0, 0];
          const part = {
            ...sums,
            first,
            bins: bins.slice(first, end),
            ...(isExact ? { exact: exact.list() } : {}),
          };
          bins.fill(0, first, end);
          // Where one part has too many values to be counted apart, so has the whole: the next is not begun in vain.
          exact.clear();
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
  const done = known.addAll(values, counts, values.length);
  if (done === values.length) return known;
  spill(known.list());
  spill({ values: values.subarray(done), counts: counts.subarray(done) });
  return undefined;
}

interface Sums {
  count: number;
  nulls: number;
  sum: number;
  min: number;
  max: number;
}

function newSums(): Sums {
  return { count: 0, nulls: 0, sum: 0, min: Infinity, max: -Infinity };
}

function addSums(
  sums: Sums,
  values: Float64Array | Int32Array,
  counts: Uint32Array | undefined,
  size: number,
): void {
  let { count, sum, min, max } = sums;
  if (counts === undefined) {
    count += size;
    for (let at = 0; at < size; at++) {
      const value = values[at]!;
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  } else {
    for (let at = 0; at < size; at++) {
      const rows = counts[at]!;
      if (rows === 0) continue;
      const value = values[at]!;
      count += rows;
      sum += value * rows;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  sums.count = count;
  sums.sum = sum;
  sums.min = min;
  sums.max = max;
}

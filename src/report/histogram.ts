/**
 * Histograms of fixed size for numbers of any size: exact below 128, else 64 bins an octave, so that a quantile
 * is at most 0.8 % off; days lie in bins of eight.
 *
 * @module
 */
import type { ValueCounts } from "./value_counts.ts";

const EXACT = 128;
const STEPS = 64;
const OCTAVES = 46;

/** Bins of one sign. */
const SIDE = EXACT + OCTAVES * STEPS;

/** Number of bins for numbers: negative ones, then zero and positive ones. */
export const BIN_COUNT = SIDE * 2;

/**
 * The bin of a whole number.
 *
 * @param value At most 2^53 away from 0.
 * @returns From 0; bins rise with their values.
 *
 * @example
 * ```ts
 * import { binOf, binStart } from "./histogram.ts";
 * if (binStart(binOf(100)) !== 100 || binStart(binOf(1000)) > 1000) throw new RangeError();
 * ```
 */
export function binOf(value: number): number {
  const size = Math.abs(value);
  let bin: number;
  if (size < EXACT) bin = size | 0;
  else if (size < 0x80000000) {
    const octave = 31 - Math.clz32(size);
    bin = EXACT + (octave - 7) * STEPS + ((size >>> (octave - 6)) - STEPS);
  } else {
    const octave = Math.min(52, Math.floor(Math.log2(size)));
    const step = Math.min(STEPS - 1, Math.floor(size / 2 ** (octave - 6)) - STEPS);
    bin = EXACT + (octave - 7) * STEPS + Math.max(0, step);
  }
  return value < 0 ? SIDE - 1 - bin : SIDE + bin;
}

/**
 * The least number of a bin.
 *
 * @param bin The bin.
 * @returns The number that is nearest to 0 in it, with its sign.
 */
export function binStart(bin: number): number {
  const side = bin < SIDE ? SIDE - 1 - bin : bin - SIDE;
  const sign = bin < SIDE ? -1 : 1;
  if (side < EXACT) return sign * side;
  const octave = Math.floor((side - EXACT) / STEPS) + 7;
  return sign * (STEPS + (side - EXACT) % STEPS) * 2 ** (octave - 6);
}

/** Days that share a bin. */
export const DAY_BIN = 8;

const FIRST_DAY = -29_224; // 1889-12-27
const LAST_DAY = 47_481; // 2099-12-31

/** Number of bins for days; earlier and later ones lie in the first and last. */
export const DAY_BIN_COUNT = Math.ceil((LAST_DAY - FIRST_DAY) / DAY_BIN);

/**
 * The bin of a day.
 *
 * @param day Days from 1970-01-01.
 * @returns From 0.
 */
export function dayBinOf(day: number): number {
  const bin = Math.floor((day - FIRST_DAY) / DAY_BIN);
  return bin < 0 ? 0 : bin >= DAY_BIN_COUNT ? DAY_BIN_COUNT - 1 : bin;
}

/**
 * The first day of a bin.
 *
 * @param bin The bin.
 * @returns Days from 1970-01-01.
 */
export function dayBinStart(bin: number): number {
  return FIRST_DAY + bin * DAY_BIN;
}

/** What quantiles are read from. */
export interface Binned {
  /** Counts by value, in place of bins. */
  readonly exact?: ValueCounts;
  /** The same from the least, where several quantiles are asked for. */
  readonly sorted?: readonly (readonly [value: number, count: number])[];
  readonly bins: Float64Array;
  readonly count: number;
  readonly min: number;
  readonly max: number;
}

/**
 * A quantile of a histogram.
 *
 * @param binned The histogram.
 * @param part From 0 to 1.
 * @param isDay Whether its bins are those of days.
 * @returns The quantile itself where values are counted apart, else the middle of the bin that holds it, within
 *   least and greatest value; NaN where there is none.
 */
export function quantileOf(binned: Binned, part: number, isDay = false): number {
  const { exact, sorted, bins, count, min, max } = binned;
  if (count === 0) return NaN;
  if (part <= 0 || part >= 1) return part <= 0 ? min : max;
  const wanted = Math.max(1, Math.ceil(part * count));
  let seen = 0;
  if (exact !== undefined) {
    for (const [value, rows] of sorted ?? sortedValues(exact)) {
      seen += rows;
      if (seen >= wanted) return value;
    }
    return max;
  }
  for (let bin = 0; bin < bins.length; bin++) {
    seen += bins[bin]!;
    if (seen < wanted) continue;
    const middle = isDay ? dayBinStart(bin) + DAY_BIN / 2 - 1 : middleOf(bin);
    return Math.min(max, Math.max(min, middle));
  }
  return max;
}

/**
 * Values with their counts, from the least.
 *
 * @param exact The counts.
 * @returns Pairs of a value and its rows.
 */
export function sortedValues(exact: ValueCounts): [value: number, count: number][] {
  const { values, counts } = exact.list();
  return Array.from(values, (value, at): [number, number] => [value, counts[at]!])
    .sort((a, b) => a[0] - b[0]);
}

function middleOf(bin: number): number {
  const start = binStart(bin);
  if (Math.abs(start) < EXACT) return start;
  return Math.round(start + (binStart(bin < SIDE ? bin - 1 : bin + 1) - start) / 2);
}

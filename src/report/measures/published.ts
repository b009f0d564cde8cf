/**
 * Published figures and how achieved ones are set beside them.
 *
 * @module
 */
import targetsText from "../../../data/auto/targets.csv" with { type: "text" };
import { once, parseLines } from "../../datasets/auto/tables.ts";
import type { Figure, Grade, Unit } from "./measure.ts";

/** A published figure of the table of targets. */
export interface Published {
  readonly published: number;
  readonly tolerance: number;
  readonly grade: Grade;
  readonly source: string;
}

const targets: () => ReadonlyMap<string, Published> = once(() =>
  new Map(
    parseLines(targetsText).map((line) => [line["key"]!, {
      published: Number(line["value"]),
      tolerance: Number(line["tolerance"]),
      grade: line["grade"] as Grade,
      source: line["source"]!,
    }]),
  )
);

/**
 * A published figure.
 *
 * @param key Its key in `data/auto/targets.csv`.
 * @returns Value, tolerance, grade and source.
 * @throws {RangeError} If the table has none.
 */
export function publishedOf(key: string): Published {
  const found = targets().get(key);
  if (found === undefined) throw new RangeError(`no target is called "${key}"`);
  return found;
}

/**
 * Sets a share beside a published one.
 *
 * @param name Key and label.
 * @param count Rows that have what is asked for.
 * @param sampleSize Rows that were looked at.
 * @param published What was published; default: the target of that key.
 * @returns The figure, with the standard error of a share of independent rows.
 */
export function shareFigure(
  name: { readonly key: string; readonly label: string },
  count: number,
  sampleSize: number,
  published: Published = publishedOf(name.key),
): Figure {
  const achieved = count / sampleSize;
  // Of the published share too: a share of nothing in a few rows is no proof of anything.
  const variance = Math.max(spreadOf(achieved), spreadOf(published.published));
  return {
    ...name,
    unit: "share",
    achieved,
    ...published,
    standardError: Math.sqrt(variance / sampleSize),
    sampleSize,
  };
}

function spreadOf(share: number): number {
  return Math.max(0, share * (1 - share));
}

/** Values below which a sample's own variance says too little. */
const FEW_VALUES = 30;

/**
 * The standard error of a mean of independent values.
 *
 * @param sums Count, mean and mean of squares of the values.
 * @param published The published mean: of fewer than 30 values, the deviation is taken to be no less.
 * @returns In the unit of the values.
 */
export function meanError(
  { count, mean, squares }: {
    readonly count: number;
    readonly mean: number;
    readonly squares: number;
  },
  published: number,
): number {
  const own = Math.max(0, squares - mean ** 2);
  const variance = count < FEW_VALUES ? Math.max(own, published ** 2) : own;
  return Math.sqrt(variance / count);
}

/**
 * Sets a mean beside a published one.
 *
 * @param name Key, label and unit.
 * @param sums Count, sum and sum of squares of the values.
 * @param published What was published; default: the target of that key.
 * @returns The figure, with the standard error of a mean of independent rows.
 */
export function meanFigure(
  name: { readonly key: string; readonly label: string; readonly unit: Unit },
  sums: { readonly count: number; readonly sum: number; readonly squares: number },
  published: Published = publishedOf(name.key),
): Figure {
  const { count, sum, squares } = sums;
  const achieved = sum / count;
  return {
    ...name,
    achieved,
    ...published,
    standardError: meanError(
      { count, mean: achieved, squares: squares / count },
      published.published,
    ),
    sampleSize: count,
  };
}

/**
 * The total variation between two distributions, and what chance alone makes of it.
 *
 * @param counts Rows of each class.
 * @param shares Published share of each class.
 * @returns Half the sum of absolute differences; `chance` is its mean for as many independent rows.
 */
export function distanceOf(
  counts: readonly number[],
  shares: readonly number[],
): { readonly distance: number; readonly chance: number; readonly total: number } {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let distance = 0;
  let chance = 0;
  shares.forEach((share, at) => {
    distance += Math.abs(counts[at]! / total - share) / 2;
    chance += Math.sqrt(share * (1 - share) / total * 2 / Math.PI) / 2;
  });
  return { distance, chance, total };
}

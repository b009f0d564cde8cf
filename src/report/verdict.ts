/**
 * Verdicts: how an achieved figure stands to a published one, and how many have which.
 *
 * @module
 */
import { formatCount } from "../core/units.ts";
import type { Figure } from "./measures/measure.ts";

/** How an achieved figure stands to a published one. */
export type FigureStatus =
  /** No further away than the tolerance. */
  | "within"
  /** Beyond the tolerance, by no more than three standard errors: it deviates, but not significantly. */
  | "chance"
  /** The standard error alone is more than the tolerance: the sample is too small to judge. */
  | "few"
  /** Further away than tolerance and chance allow. */
  | "outside"
  /** The published figure counts something else, so the two are not judged. */
  | "basis"
  /** The published figure is an estimate of ours, so nothing is claimed. */
  | "parameter";

/** A figure with its verdict. */
export interface JudgedFigure extends Figure {
  /** Achieved minus published. */
  readonly difference: number;
  readonly status: FigureStatus;
  /** How many times as many rows it takes to judge it; 1 where there are enough. */
  readonly growth: number;
}

/**
 * Judges a figure.
 *
 * @param figure The figure; one that is no number is outside.
 * @returns It with its difference and status.
 */
export function judgeFigure(figure: Figure): JudgedFigure {
  const { achieved, published, tolerance, standardError, grade, basis } = figure;
  const difference = achieved - published;
  const distance = Math.abs(difference);
  // Four times the size halves a standard error.
  const growth = tolerance > 0 ? Math.max(1, (standardError / tolerance) ** 2) : 1;
  const status = grade === "C"
    ? "parameter"
    : basis !== undefined
    ? "basis"
    : !(distance <= tolerance + 3 * standardError)
    ? "outside"
    : growth > 1
    ? "few"
    : distance <= tolerance
    ? "within"
    : "chance";
  return { ...figure, difference, status, growth };
}

/**
 * Whether a figure is judged: the published side is no estimate of ours and counts the same.
 *
 * @param figure The figure.
 * @returns True for those that are within, outside, beyond without significance, or of too few rows.
 */
export function isJudged({ status }: JudgedFigure): boolean {
  return status !== "parameter" && status !== "basis";
}

/** How many figures have which status. */
export interface FigureCounts {
  readonly total: number;
  readonly within: number;
  /** Beyond tolerance, but not significantly. */
  readonly chance: number;
  /** Not judged: the sample is too small. */
  readonly few: number;
  readonly outside: number;
  /** How many times as many accounts it takes to judge all; 1 where there are enough. */
  readonly growth: number;
}

/**
 * Counts figures by status.
 *
 * @param figures Figures that are judged.
 * @returns The counts.
 */
export function countFigures(figures: readonly JudgedFigure[]): FigureCounts {
  const count = (name: FigureStatus) => figures.filter(({ status }) => status === name).length;
  const few = figures.filter(({ status }) => status === "few");
  return {
    total: figures.length,
    within: count("within"),
    chance: count("chance"),
    few: few.length,
    outside: count("outside"),
    growth: Math.max(1, ...few.map(({ growth }) => growth)),
  };
}

/**
 * Says how many figures have which status, so that none that deviates is counted as one that agrees.
 *
 * @param counts The counts.
 * @param accountCount Accounts of the snapshot; 0 where they are not known.
 * @returns For example `46 of 53 figures within tolerance, 2 deviate but not significantly, 5 not judged: too
 * few accounts to judge (500; 93,000 needed)`.
 */
export function sayCounts(counts: FigureCounts, accountCount: number): string {
  const { total, within, chance, few, outside, growth } = counts;
  const parts = [`${within} of ${total} figures within tolerance`];
  if (chance > 0) {
    parts.push(`${chance} ${pick(chance, "deviates", "deviate")} but not significantly`);
  }
  if (outside > 0) parts.push(`${outside} outside`);
  if (few > 0) {
    const needed = accountCount === 0
      ? `${formatCount(Math.ceil(growth))} times as many needed`
      : `${formatCount(accountCount)}; ${formatCount(roundUp(accountCount * growth))} needed`;
    parts.push(`${few} with too few accounts to judge (${needed})`);
  }
  return parts.join(", ");
}

/**
 * Rows that it takes to judge a figure.
 *
 * @param figure The figure.
 * @returns A count with two digits that count.
 */
export function rowsNeeded({ sampleSize, growth }: JudgedFigure): number {
  return roundUp(sampleSize * growth);
}

function roundUp(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);
  return Math.ceil(value / unit) * unit;
}

const pick = (count: number, one: string, many: string) => count === 1 ? one : many;

/**
 * The words that the forms of a report of quality share.
 *
 * @module
 */
import { showText } from "../core/show.ts";
import { formatItems } from "../core/units.ts";
import type { GateResult } from "./gates.ts";
import type { CHAPTERS } from "./measures/measure.ts";
import { figuresOf, type QualityReport } from "./quality.ts";
import {
  countFigures,
  type FigureStatus,
  isJudged,
  type JudgedFigure,
  sayCounts,
} from "./verdict.ts";

/** Titles of the chapters. */
export const CHAPTER_TITLES: Readonly<Record<typeof CHAPTERS[number], string>> = {
  calibration: "Achieved against published",
  book: "The book",
  distributions: "Distributions",
};

/** What a status is called. */
export const STATUS_WORDS: Readonly<Record<FigureStatus, string>> = {
  within: "within",
  chance: "not significant",
  few: "too few",
  outside: "outside",
  basis: "other basis",
  parameter: "parameter",
};

/** What a status means. */
export const STATUS_MEANINGS: Readonly<Record<FigureStatus, string>> = {
  within: "no further from the published figure than its tolerance",
  chance: "beyond the tolerance, by less than three standard errors of the sample",
  few: "the standard error alone is more than the tolerance: too few accounts to judge",
  outside: "further away than tolerance and chance allow",
  basis: "the published figure counts something else, so the two are not judged",
  parameter: "the published side is an estimate of ours (grade C): nothing is claimed",
};

/** What a grade means. */
export const GRADE_MEANINGS: Readonly<Record<JudgedFigure["grade"], string>> = {
  A: "an official figure, or an exact one",
  B: "a good secondary source, or an official figure not looked up again",
  C: "an estimate of ours",
};

/**
 * What was measured, in a line.
 *
 * @param report The report.
 * @returns For example `dataset auto, seed 42, 1,000 records, 9,432 rows, by esdh 0.1.0`.
 */
export function sayFacts({ dataset, facts, rows }: QualityReport): string {
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
  return [
    `dataset ${dataset}`,
    ...(facts["seed"] === undefined ? [] : [`seed ${showText(facts["seed"])}`]),
    ...(facts["records"] === undefined ? [] : [formatItems(Number(facts["records"]), "record")]),
    formatItems(total, "row"),
    ...(facts["producer"] === undefined ? [] : [`by ${facts["producer"]}`]),
  ].join(", ");
}

/**
 * How many gates passed.
 *
 * @param gates The gates.
 * @returns For example `4 gates passed, 1 of them could not judge all` or `2 gates failed (1 figure outside)`.
 */
export function sayGates(gates: readonly GateResult[]): string {
  const failed = gates.filter(({ isPassed }) => !isPassed).length;
  if (failed > 0) {
    // A figure that fails is told beside the gate of its grade, and is no further gate.
    const figures = gates.filter(({ isPassed, name }) => !isPassed && name.includes(".")).length;
    const because = figures === 0 ? "" : ` (${formatItems(figures, "figure")} outside)`;
    return `${formatItems(failed - figures, "gate")} failed${because}`;
  }
  const doubtful = gates.filter(({ isDoubtful }) => isDoubtful).length;
  return `${formatItems(gates.length, "gate")} passed${
    doubtful === 0 ? "" : `, ${doubtful} of them could not judge all`
  }`;
}

/**
 * How many figures are where they should be, by grade.
 *
 * @param report Its figures and rows.
 * @returns A text a grade, such as `A: 51 of 52 figures within tolerance, 1 deviates but not significantly` and
 * `C: 31 not judged`.
 */
export function sayFigures(report: Pick<QualityReport, "sections" | "rows">): string[] {
  const figures = figuresOf(report);
  const parts = (["A", "B"] as const).flatMap((grade) => {
    const own = figures.filter((figure) => figure.grade === grade && isJudged(figure));
    if (own.length === 0) return [];
    return [`${grade}: ${sayCounts(countFigures(own), report.rows["accounts"] ?? 0)}`];
  });
  const parameters = figures.filter(({ grade }) => grade === "C").length;
  if (parameters > 0) parts.push(`C: ${parameters} not judged`);
  return parts.length === 0 ? ["no published figure applies"] : parts;
}

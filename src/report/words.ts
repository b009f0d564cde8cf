/**
 * The words that the forms of a report of quality share.
 *
 * @module
 */
import { showText } from "../core/show.ts";
import { formatItems } from "../core/units.ts";
import type { CHAPTERS } from "./measures/measure.ts";
import { type FigureStatus, isJudged, type JudgedFigure, type QualityReport } from "./quality.ts";

/** Titles of the chapters. */
export const CHAPTER_TITLES: Readonly<Record<typeof CHAPTERS[number], string>> = {
  calibration: "Achieved against published",
  book: "The book",
  distributions: "Distributions",
};

/** What a status is called. */
export const STATUS_WORDS: Readonly<Record<FigureStatus, string>> = {
  within: "within",
  chance: "by chance",
  outside: "outside",
  basis: "other basis",
  parameter: "parameter",
};

/** What a status means. */
export const STATUS_MEANINGS: Readonly<Record<FigureStatus, string>> = {
  within: "no further from the published figure than its tolerance",
  chance:
    "beyond the tolerance by less than three standard errors: the sample is too small to tell",
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
 * How many figures are where they should be, by grade.
 *
 * @param figures The figures.
 * @returns For example `A: 51 of 52 within tolerance, B: 20 of 20, C: 31 not judged`.
 */
export function sayFigures(figures: readonly JudgedFigure[]): string {
  const parts = (["A", "B"] as const).flatMap((grade) => {
    const own = figures.filter((figure) => figure.grade === grade && isJudged(figure));
    if (own.length === 0) return [];
    const within = own.filter(({ status }) => status === "within").length;
    const chance = own.filter(({ status }) => status === "chance").length;
    return [
      `${grade}: ${within} of ${own.length} figures within tolerance${
        chance === 0 ? "" : `, ${chance} beyond it by chance`
      }`,
    ];
  });
  const parameters = figures.filter(({ grade }) => grade === "C").length;
  if (parameters > 0) parts.push(`C: ${parameters} not judged`);
  return parts.length === 0 ? "no published figure applies" : parts.join("; ");
}

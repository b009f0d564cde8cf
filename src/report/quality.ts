/**
 * What a report of quality comes to: what measures concluded, what the checks of the same reading found, and
 * which gates failed.
 *
 * @module
 */
import type { ValidationReport } from "../core/report.ts";
import type { CHAPTERS, Chart, Measure, MeasureContext, ReportTable } from "./measures/measure.ts";
import { checkGates, type GateResult, type Gates } from "./gates.ts";
import { type JudgedFigure, judgeFigure } from "./verdict.ts";
import { MEASURES, planMeasures, type TallySums } from "./tally_check.ts";

/** A measure that was taken. */
export interface MeasuredSection {
  readonly name: string;
  readonly title: string;
  readonly chapter: typeof CHAPTERS[number];
  readonly figures: readonly JudgedFigure[];
  readonly tables: readonly ReportTable[];
  readonly charts: readonly Chart[];
  readonly notes: readonly string[];
}

/** A measure that could not be taken. */
export interface UnmeasuredSection {
  readonly name: string;
  readonly title: string;
  readonly reason: string;
}

/** A report of quality, ready to be rendered. It holds no time and no duration: one snapshot, one report. */
export interface QualityReport {
  readonly subject: string;
  readonly dataset: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly rows: Readonly<Record<string, number>>;
  readonly sections: readonly MeasuredSection[];
  readonly unmeasured: readonly UnmeasuredSection[];
  /** Checks, findings and the proof of the same reading. */
  readonly validation: ValidationReport;
  /** Whether checks and proof were asked for. */
  readonly isChecked: boolean;
  readonly gates: readonly GateResult[];
}

/** What a report of quality is made of. */
export interface QualityInput {
  readonly context: MeasureContext;
  readonly sums: TallySums;
  readonly validation: ValidationReport;
  readonly gates: Gates;
  /** Whether checks and proof were asked for. Default true. */
  readonly isChecked?: boolean;
}

/**
 * Draws the conclusions of all measures.
 *
 * @param input Sums, findings and gates.
 * @returns The report; a function of the input alone.
 */
export function concludeQuality(
  { context, sums, validation, gates, isChecked = true }: QualityInput,
): QualityReport {
  const sections: MeasuredSection[] = [];
  const unmeasured: UnmeasuredSection[] = [];
  for (const measure of planMeasures(context)) {
    const { name, title, chapter } = measure;
    const reason = lackOf(measure, sums, validation.rows);
    if (reason !== undefined) {
      unmeasured.push({ name, title, reason });
      continue;
    }
    const own = Object.fromEntries(
      Object.entries(measure.tallies).map(([key, { id }]) => [key, sums.get(id)]),
    );
    const { figures = [], tables = [], charts = [], notes = [] } = measure.conclude(own, context);
    if (figures.length + tables.length + charts.length + notes.length === 0) continue;
    sections.push({
      name,
      title,
      chapter,
      figures: figures.filter(({ sampleSize }) => sampleSize > 0).map(judgeFigure),
      tables,
      charts,
      notes,
    });
  }
  const checks = validation.checks.filter((check) => check.name !== MEASURES);
  const report = {
    subject: validation.subject,
    dataset: validation.dataset,
    facts: validation.facts,
    rows: validation.rows,
    sections,
    unmeasured,
    validation: { ...validation, checks },
    isChecked,
  };
  return { ...report, gates: checkGates(gates, report) };
}

/** Why a measure can't be taken of this snapshot; undefined where it can. */
function lackOf(
  { tallies }: Measure,
  sums: TallySums,
  rows: Readonly<Record<string, number>>,
): string | undefined {
  const all = Object.values(tallies);
  const missing = [...new Set(all.map(({ entity }) => entity))]
    .filter((entity) => (rows[entity] ?? 0) === 0);
  if (missing.length > 0) {
    const absent = missing.filter((entity) => rows[entity] === undefined);
    return absent.length > 0
      ? `the snapshot holds no ${absent.join(" and no ")}`
      : `there is no row of ${missing.join(" and ")}`;
  }
  return all.some(({ id }) => !sums.has(id)) ? "no row of them could be read" : undefined;
}

/**
 * All figures of a report.
 *
 * @param report Its sections.
 * @returns Figures in order.
 */
export function figuresOf({ sections }: Pick<QualityReport, "sections">): JudgedFigure[] {
  return sections.flatMap(({ figures }) => figures);
}

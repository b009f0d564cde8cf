/**
 * A report of quality as one JSON document.
 *
 * @module
 */
import { type JsonValue, stringifyJson } from "../core/json.ts";
import { reportToJson } from "./json.ts";
import type { Chart } from "./measures/measure.ts";
import { type GateResult, gateWord } from "./gates.ts";
import type { MeasuredSection, QualityReport } from "./quality.ts";
import { type JudgedFigure, rowsNeeded } from "./verdict.ts";

/**
 * Writes a report as JSON: snake case keys in a fixed order, numbers rounded to ten digits, no time.
 *
 * @param report The report.
 * @returns The document with a final newline.
 */
export function formatQualityJson(report: QualityReport): string {
  const { duration_ms: _, ...validation } = reportToJson(report.validation);
  const document: JsonValue = {
    subject: report.subject,
    dataset: report.dataset,
    facts: report.facts,
    rows: report.rows,
    ok: report.gates.every(({ isPassed }) => isPassed),
    gates: report.gates.map(gateToJson),
    sections: report.sections.map(sectionToJson),
    not_measured: report.unmeasured.map(({ name, title, reason }) => ({ name, title, reason })),
    validation: report.isChecked ? validation as JsonValue : null,
  };
  return `${stringifyJson(document, 2)}\n`;
}

function gateToJson(gate: GateResult): JsonValue {
  const { name, isPassed, detail, figures } = gate;
  return {
    name,
    passed: isPassed,
    status: gateWord(gate),
    detail,
    ...(figures === undefined ? {} : {
      figures: {
        total: figures.total,
        within: figures.within,
        not_significant: figures.chance,
        too_few: figures.few,
        outside: figures.outside,
      },
    }),
  };
}

function round(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(10)) : null;
}

function sectionToJson(section: MeasuredSection): JsonValue {
  const { name, title, chapter, figures, tables, charts, notes } = section;
  return {
    name,
    title,
    chapter,
    figures: figures.map(figureToJson),
    charts: charts.map(chartToJson),
    tables: tables.map(({ title, columns, rows }) => ({
      title,
      columns: columns.map((column) => column.title),
      rows: rows.map((row) => [...row]),
    })),
    notes: [...notes],
  };
}

function figureToJson(figure: JudgedFigure): JsonValue {
  return {
    key: figure.key,
    label: figure.label,
    unit: figure.unit,
    achieved: round(figure.achieved),
    published: round(figure.published),
    difference: round(figure.difference),
    tolerance: round(figure.tolerance),
    standard_error: round(figure.standardError),
    sample_size: round(figure.sampleSize),
    ...(figure.status === "few" ? { sample_needed: rowsNeeded(figure) } : {}),
    grade: figure.grade,
    status: figure.status,
    source: figure.source,
    ...(figure.basis === undefined ? {} : { basis: figure.basis }),
  };
}

function chartToJson(chart: Chart): JsonValue {
  const { kind, title, unit } = chart;
  if (chart.kind === "lines") {
    return {
      kind,
      title,
      unit,
      labels: [...chart.labels],
      lines: chart.lines.map(({ name, values }) => ({ name, values: values.map(round) })),
    };
  }
  return {
    kind,
    title,
    unit,
    series: chart.series.flatMap((name) => name === undefined ? [] : [name]),
    points: chart.points.map(({ label, value, mark }) => ({
      label,
      value: round(value),
      ...(mark === undefined ? {} : { mark: round(mark) }),
    })),
  };
}

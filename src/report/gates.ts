/**
 * Gates: which deviations a report may not have.
 *
 * @module
 */
import type { ValidationReport } from "../core/report.ts";
import type { MeasuredSection } from "./quality.ts";
import {
  countFigures,
  type FigureCounts,
  type JudgedFigure,
  judgeFigure,
  sayCounts,
} from "./verdict.ts";
import { formatItems } from "../core/units.ts";

/** What gates ask for. */
export interface Gates {
  /** Whether errors of validation fail. */
  readonly validation: boolean;
  /** Whether values that are not proven to be nobody's, in fields under proof, fail. */
  readonly proof: boolean;
  /** Grades whose figures must lie within their tolerances. */
  readonly grades: readonly ("A" | "B")[];
  /** What becomes of the gate of a grade that has figures of too few rows to judge, or none at all. Default `warn`. */
  readonly tooFew?: "warn" | "fail";
  /** Tolerances in place of the figures' own; by key, or by the beginning of keys that ends in `.`. */
  readonly tolerances: Readonly<Record<string, number>>;
  /** Keys of figures that are shown and never fail. */
  readonly ignored: readonly string[];
}

/** What became of a gate. */
export interface GateResult {
  readonly name: string;
  readonly isPassed: boolean;
  /** Whether it passed only because there was nothing or too little to judge. */
  readonly isDoubtful: boolean;
  /** How many figures have which status, of a gate that looks at figures. */
  readonly figures?: FigureCounts;
  /** What was asked for and, where it failed, by how much it was missed. */
  readonly detail: string;
}

/**
 * The word for what became of a gate.
 *
 * @param gate The gate.
 * @returns `warn` for one that passed because there was too little to judge.
 */
export function gateWord({ isPassed, isDoubtful }: GateResult): "pass" | "warn" | "fail" {
  return !isPassed ? "fail" : isDoubtful ? "warn" : "pass";
}

/** What gates look at. */
interface GateSubject {
  readonly sections: readonly MeasuredSection[];
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
  readonly validation: ValidationReport;
  readonly isChecked: boolean;
}

/**
 * Asks all gates.
 *
 * @param gates What they ask for.
 * @param subject Figures and findings.
 * @returns A result for each gate; one for each figure that fails.
 */
export function checkGates(
  gates: Gates,
  { sections, validation, rows, isChecked }: GateSubject,
): GateResult[] {
  const results: GateResult[] = [];
  const add = (name: string, isPassed: boolean, detail: string) =>
    results.push({ name, isPassed, isDoubtful: false, detail });
  if (!isChecked) {
    for (const name of ["validation", "proof"] as const) {
      const detail = "not asked: checks were left out";
      if (gates[name]) results.push({ name, isPassed: true, isDoubtful: true, detail });
    }
  }
  if (gates.validation && isChecked) {
    const { errorCount } = validation;
    const detail = errorCount === 0
      ? "no error was found"
      : `${formatItems(errorCount, "error")}, 0 allowed`;
    add("validation", errorCount === 0, detail);
  }
  if (gates.proof && isChecked) {
    const proofs = validation.proof?.proofs ?? [];
    const failed = proofs.reduce((sum, { failedCount }) => sum + failedCount, 0);
    const checked = proofs.reduce((sum, { checkedCount }) => sum + checkedCount, 0);
    results.push({
      name: "proof",
      isPassed: failed === 0,
      isDoubtful: checked === 0,
      detail: failed > 0
        ? `${formatItems(failed, "value")} outside of the ranges, 0 allowed`
        : checked === 0
        ? "no value under proof was there to check"
        : "no value under proof can belong to anyone",
    });
  }
  const figures = sections.flatMap((section) => section.figures);
  for (const grade of gates.grades) {
    const own = figures.filter((figure) =>
      figure.grade === grade && figure.basis === undefined && !isNamed(gates.ignored, figure.key)
    ).map((figure) => judgeFigure({ ...figure, tolerance: toleranceOf(figure, gates) }));
    const failed = own.filter(({ status }) => status === "outside");
    const counts = countFigures(own);
    const isDoubtful = own.length === 0 || counts.few > 0;
    const isRefused = isDoubtful && gates.tooFew === "fail";
    const said = own.length === 0
      ? "no such figure was measured"
      : sayCounts(counts, rows["accounts"] ?? 0);
    results.push({
      name: `grade-${grade}`,
      isPassed: failed.length === 0 && !isRefused,
      isDoubtful,
      figures: counts,
      detail: isRefused ? `${said}: fails by too_few` : said,
    });
    for (const { key, achieved, published, difference, tolerance, standardError } of failed) {
      const excess = Math.abs(difference) - tolerance - 3 * standardError;
      add(
        key,
        false,
        `${text(achieved)} instead of ${text(published)}: ${
          text(excess)
        } beyond tolerance and chance`,
      );
    }
  }
  for (const name of Object.keys(gates.tolerances)) {
    const named = figures.filter(({ key }) => isNamed([name], key));
    const reasons = named.map((figure) => whyNotAsked(figure, gates));
    if (reasons.includes(undefined)) continue;
    results.push({
      name: "tolerance",
      isPassed: true,
      isDoubtful: true,
      detail: `${name} has no effect: ${reasons[0] ?? "no such figure was measured"}`,
    });
  }
  return results;
}

/** Why no gate asks for a figure; undefined where one does. */
function whyNotAsked({ key, grade, basis }: JudgedFigure, gates: Gates): string | undefined {
  if (grade === "C") return "the published side is an estimate of ours (grade C), never judged";
  if (basis !== undefined) return "the published figure counts something else, so it is not judged";
  if (!gates.grades.includes(grade)) return `no gate asks for grade ${grade}`;
  return isNamed(gates.ignored, key) ? "it is ignored" : undefined;
}

function isNamed(names: readonly string[], key: string): boolean {
  return names.some((name) => name === key || (name.endsWith(".") && key.startsWith(name)));
}

function toleranceOf(figure: JudgedFigure, { tolerances }: Gates): number {
  const own = Object.keys(tolerances)
    .filter((name) => isNamed([name], figure.key))
    .sort((a, b) => b.length - a.length)[0];
  return own === undefined ? figure.tolerance : tolerances[own]!;
}

const text = (value: number) => `${Number(value.toPrecision(4))}`;

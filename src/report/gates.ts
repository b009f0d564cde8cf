/**
 * Gates: which deviations a report may not have.
 *
 * @module
 */
import type { ValidationReport } from "../core/report.ts";
import type { JudgedFigure, MeasuredSection } from "./quality.ts";

/** What gates ask for. */
export interface Gates {
  /** Whether errors of validation fail. */
  readonly validation: boolean;
  /** Whether values that are not proven to be nobody's, in fields under proof, fail. */
  readonly proof: boolean;
  /** Grades whose figures must lie within their tolerances. */
  readonly grades: readonly ("A" | "B")[];
  /** Tolerances in place of the figures' own; by key, or by the beginning of keys that ends in `.`. */
  readonly tolerances: Readonly<Record<string, number>>;
  /** Keys of figures that are shown and never fail. */
  readonly ignored: readonly string[];
}

/** What became of a gate. */
export interface GateResult {
  readonly name: string;
  readonly isPassed: boolean;
  /** What was asked for and, where it failed, by how much it was missed. */
  readonly detail: string;
}

/** What gates look at. */
interface GateSubject {
  readonly sections: readonly MeasuredSection[];
  readonly validation: ValidationReport;
}

/**
 * Asks all gates.
 *
 * @param gates What they ask for.
 * @param subject Figures and findings.
 * @returns A result for each gate; one for each figure that fails.
 */
export function checkGates(gates: Gates, { sections, validation }: GateSubject): GateResult[] {
  const results: GateResult[] = [];
  if (gates.validation) {
    const { errorCount } = validation;
    const detail = errorCount === 0 ? "no error was found" : `${errorCount} errors, 0 allowed`;
    results.push({ name: "validation", isPassed: errorCount === 0, detail });
  }
  if (gates.proof) {
    const failed = (validation.proof?.proofs ?? [])
      .reduce((sum, { failedCount }) => sum + failedCount, 0);
    results.push({
      name: "proof",
      isPassed: failed === 0,
      detail: failed === 0
        ? "no value under proof can belong to anyone"
        : `${failed} values are outside of their ranges, 0 allowed`,
    });
  }
  const figures = sections.flatMap((section) => section.figures);
  for (const grade of gates.grades) {
    const own = figures.filter((figure) =>
      figure.grade === grade && figure.basis === undefined && !isNamed(gates.ignored, figure.key)
    );
    const failed = own.filter((figure) => excessOf(figure, gates) > 0);
    results.push({
      name: `grade-${grade}`,
      isPassed: failed.length === 0,
      detail: own.length === 0
        ? "no such figure was measured"
        : `${own.length - failed.length} of ${own.length} figures within tolerance`,
    });
    for (const figure of failed) {
      results.push({
        name: figure.key,
        isPassed: false,
        detail: `${text(figure.achieved)} instead of ${text(figure.published)}: ` +
          `${text(excessOf(figure, gates))} beyond tolerance and chance`,
      });
    }
  }
  return results;
}

function isNamed(names: readonly string[], key: string): boolean {
  return names.some((name) => name === key || (name.endsWith(".") && key.startsWith(name)));
}

/** How far a figure lies beyond its tolerance and three standard errors. */
function excessOf(figure: JudgedFigure, { tolerances }: Gates): number {
  const own = Object.keys(tolerances)
    .filter((name) => isNamed([name], figure.key))
    .sort((a, b) => b.length - a.length)[0];
  const tolerance = own === undefined ? figure.tolerance : tolerances[own]!;
  return Math.abs(figure.difference) - tolerance - 3 * figure.standardError;
}

const text = (value: number) => `${Number(value.toPrecision(4))}`;

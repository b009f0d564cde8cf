/**
 * Prints the figures of grades A and B of a report as a table in Markdown, as docs/report.md shows it:
 *
 *     deno task esdh report DIR --json > report.json
 *     deno run --allow-read scripts/calibration/report_table.ts report.json
 *
 * @module
 */
import { EsdhError } from "../../src/core/error.ts";
import { formatCount } from "../../src/core/units.ts";
import type { Unit } from "../../src/report/measures/measure.ts";
import { showUnit } from "../../src/report/show.ts";
import type { FigureStatus } from "../../src/report/verdict.ts";
import { STATUS_WORDS } from "../../src/report/words.ts";
import { runScript } from "../_house.ts";

/** What is read of a figure in the document of `esdh report --json`. */
interface PrintedFigure {
  readonly key: string;
  readonly label: string;
  readonly unit: Unit;
  readonly achieved: number;
  readonly published: number;
  readonly tolerance: number;
  readonly sample_size: number;
  readonly grade: string;
  readonly status: FigureStatus;
}

interface PrintedSection {
  readonly name: string;
  readonly title: string;
  readonly figures: readonly PrintedFigure[];
}

/** Sections whose figures are many and alike: told of in one row, by the one furthest away. */
const SUMMED_UP = "geography";

/** Sums that agree to the cent need no row each. */
const SUMS = /_sums$/;

const count = (value: number) => formatCount(Math.round(value));

function row(name: string, figure: PrintedFigure): string {
  const { achieved, published, tolerance, sample_size, unit, grade, status } = figure;
  const cells = [
    ...[name, showUnit(achieved, unit), showUnit(published, unit), showUnit(tolerance, unit)],
    ...[count(sample_size), grade, STATUS_WORDS[status]],
  ];
  return `| ${cells.join(" | ")} |`;
}

function rows({ name, title, figures }: PrintedSection): string[] {
  const judged = figures.filter(({ grade }) => grade === "A" || grade === "B");
  if (judged.length === 0 || SUMS.test(name)) return [];
  if (name !== SUMMED_UP) return judged.map((figure) => row(`${title}: ${figure.label}`, figure));
  const within = judged.filter(({ status }) => status === "within").length;
  const distance = ({ achieved, published, tolerance }: PrintedFigure) =>
    Math.abs(achieved - published) / tolerance;
  const furthest = judged.toSorted((a, b) => distance(b) - distance(a))[0]!;
  return [
    row(
      `${title}: ${within} of ${judged.length} states within; furthest: ${furthest.label}`,
      furthest,
    ),
  ];
}

if (import.meta.main) {
  await runScript(() => {
    const [path] = Deno.args;
    if (path === undefined) {
      throw new EsdhError("USAGE", "no report to print", {
        hint: "give the file of report --json",
      });
    }
    const { sections } = JSON.parse(Deno.readTextFileSync(path));
    console.log("| figure | achieved | published | tolerance | sample | grade | status |");
    console.log("| --- | ---: | ---: | ---: | ---: | --- | --- |");
    for (const section of sections as PrintedSection[]) {
      for (const line of rows(section)) console.log(line);
    }
    return Promise.resolve();
  });
}

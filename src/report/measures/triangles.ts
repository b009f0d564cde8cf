/**
 * Loss triangles: what was reported, paid and incurred of the losses of each quarter, by age.
 *
 * @module
 */
import { parseDay } from "../../core/batch.ts";
import { formatCount } from "../../core/units.ts";
import type { KeptRows } from "../row_tally.ts";
import { showUnit } from "../show.ts";
import { asOfDay, FIRST_YEAR, YEARS } from "./_book.ts";
import { alignRows, claimRows, eventRows } from "./_claims.ts";
import type { Chart, Measure, MeasureContext, MeasureSource, ReportTable } from "./measure.ts";

/** First year whose losses have a row: terms that began in the one before are shown in part. */
const FIRST_LOSS_YEAR = FIRST_YEAR + 1;

const QUARTERS = (YEARS - 1) * 4;

const starts = Array.from({ length: QUARTERS + 1 }, (_, at) => {
  const month = `${(at % 4) * 3 + 1}`.padStart(2, "0");
  return parseDay(`${FIRST_LOSS_YEAR + Math.floor(at / 4)}-${month}-01`)!;
});

function quarterOf(day: number): number {
  let at = QUARTERS;
  while (at >= 0 && day < starts[at]!) at--;
  return Math.min(at, QUARTERS - 1);
}

/** Sums by quarter of the loss and quarters since. */
class Triangle {
  readonly #cells = new Float64Array(QUARTERS * QUARTERS);

  /** Adds an amount of a day to a loss of another. */
  add(loss: number, day: number, amount: number): void {
    const origin = quarterOf(loss);
    if (origin < 0) return;
    const age = Math.max(0, quarterOf(day) - origin);
    this.#cells[origin * QUARTERS + age]! += amount;
  }

  /** Sums up to each age, as far as a quarter had begun on a day. */
  rows(lastQuarter: number): number[][] {
    return Array.from({ length: lastQuarter + 1 }, (_, origin) => {
      let sum = 0;
      return Array.from({ length: lastQuarter - origin + 1 }, (_, age) => {
        sum += this.#cells[origin * QUARTERS + age]!;
        return sum;
      });
    });
  }
}

const label = (quarter: number) =>
  `${FIRST_LOSS_YEAR + Math.floor(quarter / 4)} Q${quarter % 4 + 1}`;

function present(
  title: string,
  unit: "usd" | "count",
  rows: readonly (readonly number[])[],
): { readonly chart: Chart; readonly table: ReportTable } {
  const ages = rows.map((_, age) => `${age}`);
  return {
    chart: {
      kind: "lines",
      title: `${title} by quarters since the loss`,
      unit,
      labels: ages,
      lines: rows.map((values, origin) => ({ name: label(origin), values })),
    },
    table: {
      title: `${title}: quarter of the loss by quarters since`,
      columns: [{ title: "losses of" }, ...ages.map((title) => ({ title, isNumber: true }))],
      rows: rows.map((values, origin) => [
        label(origin),
        ...ages.map((_, age) =>
          age >= values.length
            ? ""
            : unit === "usd"
            ? showUnit(values[age]!, "usd")
            : formatCount(Math.round(values[age]!))
        ),
      ]),
    },
  };
}

const triangles = (_: MeasureContext): Measure => ({
  name: "triangles",
  title: "Loss triangles",
  chapter: "book",
  tallies: {
    claims: claimRows,
    payments: eventRows("payments", "paid_on", "amount"),
    reserves: eventRows("reserve_lines", "changed_on", "change"),
  },
  conclude(sums, context) {
    const { tables, weight } = alignRows(
      ["claims", "payments", "reserves"].map((name) => sums[name] as KeptRows),
    );
    const [claims, payments, reserves] = tables as [KeptRows, KeptRows, KeptRows];
    const counts = new Triangle();
    const paid = new Triangle();
    const incurred = new Triangle();
    const losses = new Map<number, number>();
    const [keys, , loss, reported] = claims.columns;
    for (let row = 0; row < claims.count; row++) {
      losses.set(keys![row]!, loss![row]!);
      counts.add(loss![row]!, reported![row]!, weight);
    }
    const addAll = ({ columns, count }: KeptRows, into: readonly Triangle[]) => {
      for (let row = 0; row < count; row++) {
        const day = losses.get(columns[0]![row]!);
        if (day === undefined) continue;
        for (const triangle of into) {
          triangle.add(day, columns[1]![row]!, columns[2]![row]! / 100 * weight);
        }
      }
    };
    addAll(payments, [paid, incurred]);
    addAll(reserves, [incurred]);
    // On the first day of a quarter nothing of it has gone by.
    const last = quarterOf(asOfDay(context) - 1);
    if (last < 0) return {};
    const parts = [
      present("Claims reported", "count", counts.rows(last)),
      present("Paid", "usd", paid.rows(last)),
      present("Incurred", "usd", incurred.rows(last)),
    ];
    return {
      charts: parts.map(({ chart }) => chart),
      tables: parts.map(({ table }) => table),
      notes: [
        "Sums up to each age, of all lines; paid and incurred with expense, before what was recovered.",
      ],
    };
  },
});

/** Loss triangles. */
export const triangleMeasures: MeasureSource = {
  name: "triangles",
  plan: (context) => [triangles(context)],
};

/**
 * Frequency and severity of households' claims by coverage and year, against ISO's figures; and the mix of
 * coverages.
 *
 * @module
 */
import lawsText from "../../../data/auto/claim_laws.csv" with { type: "text" };
import targetsText from "../../../data/auto/claim_targets.csv" with { type: "text" };
import { dayOf } from "../../core/dataset.ts";
import { once, parseLines } from "../../datasets/auto/tables.ts";
import { formatCount } from "../../core/units.ts";
import type { KeptRows } from "../row_tally.ts";
import { showUnit } from "../show.ts";
import {
  asOfDay,
  CODES,
  coverCell,
  coverTally,
  FIRST_YEAR,
  lineTally,
  stateCodes,
  yearOf,
  YEARS,
  yearStart,
} from "./_book.ts";
import { alignRows, businessTerms, claimRows, exposureRows, indexClaims } from "./_claims.ts";
import type { Figure, Measure, MeasureContext, MeasureResult, MeasureSource } from "./measure.ts";
import { meanError, shareFigure } from "./published.ts";

const ISO = "ISO (Verisk) through III: Private Passenger Auto Insurance Losses 2014-2023";

/** Coverages of households with published figures, and the states that those leave out. */
export const BASIS: Readonly<Record<string, readonly string[]>> = {
  BI: ["MA", "FL", "HI", "KS", "KY", "MI", "MN", "NJ", "NY", "ND", "PA", "UT"],
  PD: ["MA", "MI", "NJ"],
  COLL: ["MA", "MI"],
  COMP: ["MA", "MI"],
};

/** Coverages whose costs tell households from businesses. */
const SHOWN = ["BI", "PD", "COLL", "COMP"];

/** Coverages that not every vehicle has, whose shares have a figure. */
const MIXED = ["COLL", "COMP"];

/** Days that must have passed since a year's end before its claims are judged. */
const MATURE_DAYS = 360;

/** The last year of the published figures. */
const LAST_PUBLISHED = 2023;

interface Target {
  readonly frequency: number;
  readonly severity: number;
  /** Yearly growth of the severity. */
  readonly trend: number;
  /** Share of reported claims that close without payment. */
  readonly unpaid: number;
}

const targets = once(() => {
  const laws = parseLines(lawsText).filter((line) => line["line"] === "personal");
  const found = new Map<string, Target>();
  for (const line of parseLines(targetsText)) {
    const code = line["coverage"]!;
    if (line["line"] !== "personal" || line["grade"] !== "A") continue;
    if (Number(line["year"]) !== LAST_PUBLISHED) continue;
    const law = laws.find((law) => law["coverage"] === code)!;
    found.set(code, {
      frequency: Number(line["frequency"]) / 100,
      severity: Number(line["severity"]),
      trend: Number(law["trend"]),
      unpaid: Number(law["unpaid_share"]),
    });
  }
  return found;
});

/** What households' claims of a coverage and year come to. */
interface Cell {
  carYears: number;
  reported: number;
  paid: number;
  /** Claims that are paid or will be: open ones without a payment count as the share that is paid in the end. */
  expected: number;
  incurred: number;
  squares: number;
}

/** What the rows of claims come to. */
interface ClaimSums {
  readonly cells: Map<string, Cell>;
  /** How many claims each that was kept stands for; cells count it so often. */
  readonly weight: number;
  /** Total losses among paid collision claims that were kept. */
  readonly totalLosses: { count: number; of: number };
}

function countCells(sums: Readonly<Record<string, unknown>>): ClaimSums {
  const days = sums["coverages"] as Float64Array;
  const lines = sums["lines"] as Float64Array;
  const aligned = alignRows([sums["claims"] as KeptRows, sums["exposures"] as KeptRows]);
  const { tables } = aligned;
  const index = indexClaims(tables[0]!, sums["terms"] as KeptRows);
  const weight = aligned.weight * index.weight;
  const cells = new Map<string, Cell>();
  for (const [code, left] of Object.entries(BASIS)) {
    const at = CODES.indexOf(code);
    const personal = lines[at]! / Math.max(1, lines[at]! + lines[CODES.length + at]!);
    for (let year = 0; year < YEARS; year++) {
      let sum = 0;
      stateCodes().forEach((state, place) => {
        if (!left.includes(state)) sum += days[coverCell(year, place, at)]!;
      });
      cells.set(`${code} ${year}`, {
        carYears: sum * personal / 365.25,
        ...{ reported: 0, paid: 0, expected: 0, incurred: 0, squares: 0 },
      });
    }
  }
  const totalLosses = { count: 0, of: 0 };
  const [claim, code, , incurred, , closed, total, indemnity, salvage] = tables[1]!.columns;
  const [, , loss, , state, outside] = index.rows.columns;
  for (let row = 0; row < tables[1]!.count; row++) {
    const of = index.find(claim![row]!);
    const name = CODES[code![row]!];
    if (of < 0 || name === undefined || index.lines[of] !== 0 || outside![of] === 1) continue;
    if (BASIS[name]?.includes(stateCodes()[state![of]!]!) !== false) continue;
    const cell = cells.get(`${name} ${yearOf(loss![of]!)}`);
    if (cell === undefined) continue;
    const { unpaid } = targets().get(name)!;
    // Expense alone is no paid claim.
    const isPaid = indemnity![row]! > 0;
    // What is open and has no payment yet is paid in the end by the share that closes with one.
    const part = isPaid ? 1 : closed![row] === 1 ? 0 : 1 - unpaid;
    // Net of salvage, with expense.
    const amount = Math.max(0, incurred![row]! - salvage![row]!) / 100;
    cell.reported += weight;
    cell.paid += isPaid ? weight : 0;
    cell.expected += part * weight;
    cell.incurred += part * amount * weight;
    cell.squares += part * amount ** 2 * weight;
    if (name === "COLL" && isPaid) {
      totalLosses.of++;
      totalLosses.count += total![row]!;
    }
  }
  return { cells, weight, totalLosses };
}

function concludeClaims(
  sums: Readonly<Record<string, unknown>>,
  context: MeasureContext,
): MeasureResult {
  const { cells, weight, totalLosses } = countCells(sums);
  const asOf = asOfDay(context);
  const figures: Figure[] = [];
  const rows: string[][] = [];
  for (const code of Object.keys(BASIS)) {
    const target = targets().get(code)!;
    for (let year = 1; year < YEARS; year++) {
      const cell = cells.get(`${code} ${year}`)!;
      if (cell.carYears < 1 || cell.expected === 0) continue;
      const calendar = FIRST_YEAR + year;
      const severity = target.severity * (1 + target.trend) ** (calendar - LAST_PUBLISHED);
      const isMature = asOf - yearStart(year + 1) >= MATURE_DAYS;
      rows.push([
        code,
        `${calendar}${isMature ? "" : " (young)"}`,
        formatCount(Math.round(cell.carYears)),
        formatCount(Math.round(cell.reported)),
        formatCount(Math.round(cell.paid)),
        showUnit(cell.expected / cell.carYears * 100, "per100"),
        showUnit(target.frequency * 100, "per100"),
        showUnit(cell.incurred / cell.expected, "usd"),
        showUnit(severity, "usd"),
      ]);
      if (!isMature) continue;
      const mean = cell.incurred / cell.expected;
      // Chance is that of the claims that were kept, not of those that they stand for.
      const sampleSize = cell.expected / weight;
      const expected = Math.max(cell.expected, target.frequency * cell.carYears);
      figures.push({
        key: `claims.frequency.${code}.${calendar}`,
        label: `${code}: paid claims of 100 car years, losses of ${calendar}`,
        unit: "per100",
        achieved: cell.expected / cell.carYears * 100,
        published: target.frequency * 100,
        tolerance: target.frequency * 5,
        standardError: Math.sqrt(weight * expected) / cell.carYears * 100,
        sampleSize,
        grade: "A",
        source: `${ISO}; ${LAST_PUBLISHED}'s figure`,
      }, {
        key: `claims.severity.${code}.${calendar}`,
        label: `${code}: mean of a paid claim, losses of ${calendar}`,
        unit: "usd",
        achieved: mean,
        published: severity,
        tolerance: severity * 0.1,
        standardError: meanError(
          { count: sampleSize, mean, squares: cell.squares / cell.expected },
          severity,
        ),
        sampleSize,
        grade: "B",
        source: `${ISO}; ${LAST_PUBLISHED}'s figure, carried on by its growth since 2014`,
      });
    }
  }
  if (totalLosses.of > 0) {
    figures.push(shareFigure(
      { key: "claims.total_loss", label: "Total losses among paid collision claims" },
      totalLosses.count,
      totalLosses.of,
    ));
  }
  const number = (title: string) => ({ title, isNumber: true });
  return {
    figures,
    notes: [
      "Households, in the states and causes that the published figures are of. Open claims without a payment count by the " +
      "share that is paid in the end (grade C). A year is judged when it lies a year back: until then its claims are not all reported.",
    ],
    tables: [{
      title: "By coverage and year of loss",
      columns: [
        { title: "coverage" },
        { title: "losses of" },
        ...["car years", "reported", "paid so far", "per 100", "published", "mean", "published"]
          .map(number),
      ],
      rows,
    }],
  };
}

const claims = (context: MeasureContext): Measure => ({
  name: "claims",
  title: "Frequency and severity",
  chapter: "book",
  tallies: {
    coverages: coverTally(asOfDay(context)),
    lines: lineTally(),
    terms: businessTerms,
    claims: claimRows,
    exposures: exposureRows,
  },
  conclude: concludeClaims,
});

const mix = (context: MeasureContext): Measure => ({
  name: "coverages",
  title: "Mix of coverages",
  chapter: "book",
  tallies: { lines: lineTally() },
  conclude(sums) {
    const days = sums["lines"] as Float64Array;
    const all = days[CODES.indexOf("PD")]!;
    if (all === 0) return {};
    const shareOf = (code: string) => days[CODES.indexOf(code)]! / all;
    return {
      figures: MIXED.map((code): Figure => {
        const figure = shareFigure(
          { key: `coverages.${code}`, label: `Households' vehicle years with ${code}` },
          days[CODES.indexOf(code)]!,
          all,
        );
        // Years of one vehicle are no independent rows: about one policy a year and a half is.
        const sampleSize = all / 365.25;
        const { achieved } = figure;
        return {
          ...figure,
          sampleSize,
          standardError: Math.sqrt(achieved * (1 - achieved) / (sampleSize / 4)),
        };
      }),
      charts: [{
        kind: "bars",
        title: "Coverages of households' vehicles",
        unit: "share",
        series: ["vehicle years"],
        points: SHOWN.filter((code) => shareOf(code) > 0).map((code) => ({
          label: code,
          value: shareOf(code),
        })).sort((a, b) => b.value - a.value),
      }],
      notes: [`As of ${dayOf(context.dataset, context.options)}, by days gone by.`],
    };
  },
});

/** Claims and coverages. */
export const claimMeasures: MeasureSource = {
  name: "claims",
  plan: (context) => [mix(context), claims(context)],
  keys: () => [
    ...MIXED.map((code) => `coverages.${code}`),
    ...["frequency", "severity"].flatMap((name) =>
      Object.keys(BASIS).flatMap((code) =>
        Array.from(
          { length: YEARS - 1 },
          (_, at) => `claims.${name}.${code}.${FIRST_YEAR + 1 + at}`,
        )
      )
    ),
    "claims.total_loss",
  ],
};

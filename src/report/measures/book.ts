/**
 * The money of the book: premium by state, sums that must agree, loss ratios and loss triangles.
 *
 * @module
 */
import expendituresText from "../../../data/auto/expenditures.csv" with { type: "text" };
import { formatCount } from "../../core/units.ts";
import { once, parseLines } from "../../datasets/auto/tables.ts";
import type { KeptRows } from "../row_tally.ts";
import { showUnit } from "../show.ts";
import {
  asOfDay,
  CODES,
  coverCell,
  coverTally,
  FIRST_YEAR,
  stateCodes,
  sumTally,
  TERM_CELLS,
  termTally,
  yearOf,
  YEARS,
} from "./_book.ts";
import { alignRows, businessTerms, claimRows, exposureRows, indexClaims } from "./_claims.ts";
import type { Figure, Measure, MeasureContext, MeasureResult, MeasureSource } from "./measure.ts";
import { publishedOf } from "./published.ts";

const expenditures = once(() =>
  new Map(
    parseLines(expendituresText).map((line) => [
      line["state"]!,
      Number(line["usd_per_vehicle_year"]),
    ]),
  )
);

/** Spread of premiums of vehicles about their mean, for standard errors: as wide as the mean. */
const PREMIUM_SPREAD = 0.8;

function concludePremium(
  sums: Readonly<Record<string, unknown>>,
  { options }: MeasureContext,
): MeasureResult {
  const terms = sums["terms"] as Float64Array;
  const days = sums["coverages"] as Float64Array;
  const pd = CODES.indexOf("PD");
  const states = stateCodes().flatMap((code, place) => {
    const years = days[coverCell(YEARS, place, pd)]! / 365.25;
    const dollars = terms[TERM_CELLS.written + place]! / 100;
    return years < 1 ? [] : [{ code, years, dollars, published: expenditures().get(code)! }];
  });
  const figures = states.map(({ code, years, dollars, published }): Figure => ({
    key: `premium.${code}`,
    label: `Premium of a vehicle and year in ${code}`,
    unit: "usd",
    achieved: dollars / years,
    published,
    tolerance: published * 0.05,
    standardError: dollars / years * PREMIUM_SPREAD / Math.sqrt(years / 4),
    sampleSize: years,
    grade: "C",
    source: "state levels of ours about the NAIC mean of 2022",
  }));
  const years = states.reduce((sum, state) => sum + state.years, 0);
  const dollars = states.reduce((sum, state) => sum + state.dollars, 0);
  if (years === 0) return {};
  const isWhole = (options["footprint"] ?? "all") === "all";
  if (isWhole) {
    figures.unshift({
      key: "premium.mean",
      label: "Premium of a household's vehicle and year",
      unit: "usd",
      achieved: dollars / years,
      ...publishedOf("premium.mean"),
      standardError: dollars / years * PREMIUM_SPREAD / Math.sqrt(years / 4),
      sampleSize: years,
    });
  }
  return {
    figures,
    charts: [{
      kind: states.length > 12 ? "columns" : "bars",
      title: "Written premium of a household's vehicle and year",
      unit: "usd",
      series: ["written premium", "average expenditure (C by state)"],
      points: states.map(({ code, years, dollars, published }) => ({
        label: code,
        value: dollars / years,
        mark: published,
      })).sort((a, b) => b.mark - a.mark),
    }],
  };
}

const premium = (context: MeasureContext): Measure => ({
  name: "premium",
  title: "Premium",
  chapter: "book",
  tallies: {
    terms: termTally(asOfDay(context)),
    coverages: coverTally(asOfDay(context)),
  },
  conclude: concludePremium,
});

/** Identities, by the second part of the keys of their figures. */
const IDENTITIES = [
  "written_costs",
  "written_changes",
  "earned_costs",
  "written_parts",
  "paid_exposures",
  "paid_payments",
  "outstanding_exposures",
  "outstanding_reserves",
  "incurred_parts",
  "recovered_exposures",
  "recovered_recoveries",
] as const;

/** An identity between sums of two tables, in cents. */
interface Identity {
  readonly key: typeof IDENTITIES[number];
  readonly label: string;
  readonly left: number;
  readonly right: number;
  readonly rows: number;
}

function concludeIdentities(identities: readonly Identity[]): MeasureResult {
  const money = (cents: number) => showUnit(cents / 100, "usd");
  return {
    figures: identities.map(({ key, label, left, right, rows }): Figure => ({
      key: `sums.${key}`,
      label,
      unit: "usd",
      achieved: (left - right) / 100,
      published: 0,
      tolerance: 0.005,
      standardError: 0,
      sampleSize: rows,
      grade: "A",
      source: "an identity: the two sums are equal to the cent",
    })),
    tables: [{
      title: "Sums that must agree",
      columns: [
        { title: "identity" },
        ...["left", "right", "difference"].map((title) => ({ title, isNumber: true })),
      ],
      rows: identities.map(({ label, left, right }) => [
        label,
        money(left),
        money(right),
        money(left - right),
      ]),
    }],
  };
}

const premiumSums = (context: MeasureContext): Measure => ({
  name: "premium_sums",
  title: "Reconciliation of premium",
  chapter: "book",
  tallies: {
    terms: termTally(asOfDay(context)),
    costs: sumTally("costs", ["written_premium", "earned_premium"]),
    changes: sumTally("policy_transactions", ["premium_change"]),
  },
  conclude(sums) {
    const [written, earned, unearned] = sums["terms"] as Float64Array;
    const [costs, costsEarned, rows = 0] = sums["costs"] as Float64Array;
    const [changes] = sums["changes"] as Float64Array;
    return concludeIdentities([
      {
        key: "written_costs",
        label: "Written premium of terms = of their costs",
        left: written!,
        right: costs!,
        rows,
      },
      {
        key: "written_changes",
        label: "Written premium of terms = changes by transactions",
        left: written!,
        right: changes!,
        rows,
      },
      {
        key: "earned_costs",
        label: "Earned premium of terms = of their costs",
        left: earned!,
        right: costsEarned!,
        rows,
      },
      {
        key: "written_parts",
        label: "Written = earned + unearned",
        left: written!,
        right: earned! + unearned!,
        rows,
      },
    ]);
  },
});

const lossSums: Measure = {
  name: "loss_sums",
  title: "Reconciliation of losses",
  chapter: "book",
  tallies: {
    claims: sumTally("claims", ["paid", "outstanding", "incurred", "recovered"]),
    exposures: sumTally("exposures", ["paid", "outstanding", "incurred", "recovered"]),
    payments: sumTally("payments", ["amount"]),
    reserves: sumTally("reserve_lines", ["change"]),
    recoveries: sumTally("recoveries", ["amount"]),
  },
  conclude(sums) {
    const [paid, outstanding, incurred, recovered] = sums["claims"] as Float64Array;
    const of = sums["exposures"] as Float64Array;
    const [payments] = sums["payments"] as Float64Array;
    const [changes] = sums["reserves"] as Float64Array;
    const [received] = sums["recoveries"] as Float64Array;
    const same = (key: Identity["key"], label: string, left: number, right: number) => ({
      ...{ key, label, left, right },
      rows: of[4]!,
    });
    return concludeIdentities([
      same("paid_exposures", "Paid of claims = of their exposures", paid!, of[0]!),
      same("paid_payments", "Paid of exposures = payments", of[0]!, payments!),
      same("outstanding_exposures", "Outstanding of claims = of exposures", outstanding!, of[1]!),
      same(
        "outstanding_reserves",
        "Outstanding of exposures = changes of reserves",
        of[1]!,
        changes!,
      ),
      same("incurred_parts", "Incurred = paid + outstanding", incurred!, paid! + outstanding!),
      same("recovered_exposures", "Recovered of claims = of exposures", recovered!, of[3]!),
      same("recovered_recoveries", "Recovered of exposures = recoveries", of[3]!, received!),
    ]);
  },
};

const LINES = ["personal", "commercial"];

const ratio = (context: MeasureContext): Measure => ({
  name: "loss_ratio",
  title: "Loss ratio",
  chapter: "book",
  tallies: {
    sums: termTally(asOfDay(context)),
    terms: businessTerms,
    claims: claimRows,
    exposures: exposureRows,
  },
  conclude(sums) {
    const premiums = sums["sums"] as Float64Array;
    const aligned = alignRows([sums["claims"] as KeptRows, sums["exposures"] as KeptRows]);
    const index = indexClaims(aligned.tables[0]!, sums["terms"] as KeptRows);
    const weight = aligned.weight * index.weight;
    const losses = new Float64Array(LINES.length * YEARS);
    const counts = new Float64Array(LINES.length * YEARS);
    const [claim, , , incurred, recovered] = aligned.tables[1]!.columns;
    const loss = index.rows.columns[2]!;
    for (let row = 0; row < aligned.tables[1]!.count; row++) {
      const of = index.find(claim![row]!);
      const year = of < 0 ? -1 : yearOf(loss[of]!);
      if (year < 0) continue;
      const cell = index.lines[of]! * YEARS + year;
      losses[cell]! += (incurred![row]! - recovered![row]!) * weight;
      counts[cell]! += weight;
    }
    const rows: string[][] = [];
    const points: { label: string; value: number }[] = [];
    LINES.forEach((name, line) => {
      for (let year = 1; year < YEARS; year++) {
        const earned = premiums[TERM_CELLS.earned + line * YEARS + year]!;
        if (earned <= 0) continue;
        const lost = losses[line * YEARS + year]!;
        rows.push([
          name,
          `${FIRST_YEAR + year}`,
          showUnit(earned / 100, "usd"),
          formatCount(counts[line * YEARS + year]!),
          showUnit(lost / 100, "usd"),
          showUnit(lost / earned, "share"),
        ]);
        points.push({ label: `${name} ${FIRST_YEAR + year}`, value: lost / earned });
      }
    });
    if (rows.length === 0) return {};
    const number = (title: string) => ({ title, isNumber: true });
    return {
      charts: [{
        kind: "bars",
        title: "Incurred losses, less what was recovered, over earned premium",
        unit: "share",
        series: ["loss ratio"],
        points,
      }],
      tables: [{
        title: "By line and year",
        columns: [
          { title: "line" },
          { title: "year" },
          ...["earned premium", "exposures", "incurred, net", "loss ratio"].map(number),
        ],
        rows,
      }],
      notes: [
        "Losses by the year in which they happened, as known on the day of the book, with expense; earned premium by calendar year, each term's spread evenly over its days.",
      ],
    };
  },
});

/** The money of the book. */
export const bookMeasures: MeasureSource = {
  name: "book",
  plan: (context) => [premium(context), premiumSums(context), lossSums, ratio(context)],
  keys: () => [
    "premium.mean",
    ...stateCodes().map((code) => `premium.${code}`),
    ...IDENTITIES.map((key) => `sums.${key}`),
  ],
};

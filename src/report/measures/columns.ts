/**
 * How the values of each field are spread, of any dataset: words by frequency, numbers and days by quantiles.
 *
 * @module
 */
import { formatDay } from "../../core/batch.ts";
import type { Entity, Field } from "../../core/entity.ts";
import { formatCount } from "../../core/units.ts";
import { showText } from "../../core/show.ts";
import { showNumber } from "../show.ts";
import {
  type Binned,
  binStart,
  DAY_BIN,
  dayBinStart,
  quantileOf,
  sortedValues,
} from "../histogram.ts";
import { type NumberCounts, numberTally } from "../number_tally.ts";
import { OTHER_WORDS, type WordCounts, wordTally } from "../word_tally.ts";
import type { Chart, Measure, MeasureResult, MeasureSource, Tally } from "./measure.ts";

/** Words that are drawn of a field. */
const MAX_BARS = 8;

/** Columns that are drawn of a field's numbers. */
const MAX_COLUMNS = 24;

const QUANTILES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

function tallyOf(entity: Entity, field: Field): Tally | undefined {
  switch (field.kind) {
    case "word":
      return wordTally(entity.plural, field.name);
    case "integer":
    case "day":
    case "decimal":
    case "boolean":
      return numberTally(entity.plural, field);
    default:
      // Texts and identifiers are looked at by the checks of keys, not by their spread.
      return undefined;
  }
}

function measureOf(entity: Entity): Measure {
  const fields = entity.fields.flatMap((field) => {
    const tally = tallyOf(entity, field);
    return tally === undefined || field.name === "synthetic_source" ? [] : [{ field, tally }];
  });
  return {
    name: `columns.${entity.plural}`,
    title: entity.plural,
    chapter: "distributions",
    tallies: Object.fromEntries(fields.map(({ field, tally }) => [field.name, tally])),
    conclude: (sums) => concludeColumns(fields.map(({ field }) => field), sums),
  };
}

function concludeColumns(
  fields: readonly Field[],
  sums: Readonly<Record<string, unknown>>,
): MeasureResult {
  const words: string[][] = [];
  const numbers: string[][] = [];
  const charts: Chart[] = [];
  for (const field of fields) {
    const sum = sums[field.name];
    if (sum === undefined) continue;
    if (field.kind === "word") {
      words.push(wordRow(field, sum as WordCounts));
      const chart = wordChart(field, sum as WordCounts);
      if (chart !== undefined) charts.push(chart);
    } else {
      const spread = sortCounts(sum as NumberCounts);
      numbers.push(numberRow(field, spread));
      const chart = numberChart(field, spread);
      if (chart !== undefined) charts.push(chart);
    }
  }
  const number = (title: string) => ({ title, isNumber: true });
  return {
    charts,
    tables: [
      ...(numbers.length === 0 ? [] : [{
        title: "Numbers and days",
        columns: [
          { title: "field" },
          ...["none", "min", "1%", "5%", "25%", "50%", "75%", "95%", "99%", "max", "mean"]
            .map(number),
        ],
        rows: numbers,
      }]),
      ...(words.length === 0 ? [] : [{
        title: "Words",
        columns: [
          { title: "field" },
          number("none"),
          number("distinct"),
          { title: "most frequent" },
        ],
        rows: words,
      }]),
    ],
  };
}

const shareOf = (count: number, total: number) =>
  total === 0 ? "-" : `${(count / total * 100).toFixed(1)}%`;

/** Words that were counted apart, the most frequent first. */
function sorted({ counts }: WordCounts): [string, number][] {
  return [...counts].filter(([word]) => word !== OTHER_WORDS).sort((a, b) =>
    b[1] - a[1] || (a[0] < b[0] ? -1 : 1)
  );
}

function wordRow(field: Field, sum: WordCounts): string[] {
  const total = [...sum.counts.values()].reduce((before, count) => before + count, 0);
  const distinct = sum.counts.has(OTHER_WORDS)
    ? `${formatCount(sum.counts.size - 1)}+`
    : formatCount(sum.counts.size);
  const top = sorted(sum).slice(0, 3).map(([word, count]) =>
    `${showText(word)} ${shareOf(count, total)}`
  );
  return [field.name, shareOf(sum.nulls, total + sum.nulls), distinct, top.join(", ")];
}

function wordChart(field: Field, sum: WordCounts): Chart | undefined {
  const total = [...sum.counts.values()].reduce((before, count) => before + count, 0);
  if (sum.counts.size < 2) return undefined;
  const further = sum.counts.get(OTHER_WORDS) ?? 0;
  const order = sorted(sum);
  const shown = order.slice(0, order.length > MAX_BARS ? MAX_BARS - 1 : MAX_BARS);
  const rest = order.slice(shown.length).reduce((before, [, count]) => before + count, further);
  const others = `${formatCount(order.length - shown.length)}${further === 0 ? "" : "+"}`;
  return {
    kind: "bars",
    // What is rare is told, not drawn: its bar would dwarf all others.
    title: rest === 0 ? field.name : `${field.name} (${others} others: ${shareOf(rest, total)})`,
    unit: "share",
    series: ["rows"],
    points: shown.map(([word, count]) => ({ label: showText(word), value: count / total })),
  };
}

/** Counts of numbers; those that are counted apart also in their order. */
type Spread = NumberCounts & Pick<Binned, "sorted">;

function sortCounts(counts: NumberCounts): Spread {
  const { exact } = counts;
  return exact === undefined ? counts : { ...counts, sorted: sortedValues(exact) };
}

function numberRow(field: Field, sum: Spread): string[] {
  const isDay = field.kind === "day";
  const show = (value: number) => showValue(field, value);
  const total = sum.count + sum.nulls;
  if (sum.count === 0) return [field.name, shareOf(sum.nulls, total), ...Array(10).fill("-")];
  return [
    field.name,
    shareOf(sum.nulls, total),
    show(sum.min),
    ...QUANTILES.map((part) => show(quantileOf(sum, part, isDay))),
    show(sum.max),
    field.kind === "boolean"
      ? (sum.sum / sum.count).toFixed(3)
      : isDay
      ? show(Math.round(sum.sum / sum.count))
      : isYear(field)
      ? (sum.sum / sum.count).toFixed(1)
      : showNumber(sum.sum / sum.count / 10 ** (field.scale ?? 0)),
  ];
}

/** A year takes no comma of thousands. */
const isYear = ({ name }: Field) => name === "year" || name.endsWith("_year");

function showValue(field: Field, value: number): string {
  if (field.kind === "day") return formatDay(Math.round(value));
  if (field.kind === "boolean") return `${value}`;
  if (field.scale !== undefined) return showNumber(value / 10 ** field.scale, field.scale);
  return isYear(field) ? `${value}` : formatCount(value);
}

/** Columns of equal width between the 0.5% and the 99.5% quantile. */
function numberChart(field: Field, sum: Spread): Chart | undefined {
  if (sum.count === 0 || sum.min === sum.max || field.kind === "boolean") return undefined;
  const isDay = field.kind === "day";
  const low = quantileOf(sum, 0.005, isDay);
  const high = quantileOf(sum, 0.995, isDay);
  const span = Math.max(1, high - low + 1);
  const width = Math.max(
    isDay && sum.sorted === undefined ? DAY_BIN : 1,
    Math.ceil(span / MAX_COLUMNS),
  );
  const counts = new Float64Array(Math.max(1, Math.ceil(span / width)));
  for (const [value, count] of sum.sorted ?? []) {
    const place = Math.floor((value - low) / width);
    if (place >= 0 && place < counts.length) counts[place]! += count;
  }
  sum.bins.forEach((count, bin) => {
    if (count === 0) return;
    const start = isDay ? dayBinStart(bin) : binStart(bin);
    const end = isDay ? start + DAY_BIN : Math.max(start + 1, binStart(bin + 1));
    // A bin of the histogram may lie in two columns: its rows are shared out by its width.
    for (let at = start; at < end;) {
      const place = Math.floor((at - low) / width);
      const until = Math.min(end, low + (place + 1) * width);
      if (place >= 0 && place < counts.length) {
        counts[place]! += count * (until - at) / (end - start);
      }
      at = until;
    }
  });
  return {
    kind: "columns",
    title: field.unit === undefined ? field.name : `${field.name}, ${field.unit}`,
    unit: "share",
    series: ["rows"],
    points: Array.from(counts, (count, place) => ({
      label: showValue(field, low + place * width),
      value: count / sum.count,
    })),
  };
}

/** How fields are spread. */
export const columnMeasures: MeasureSource = {
  name: "columns",
  plan: ({ dataset }) => dataset.entities.map(measureOf),
};

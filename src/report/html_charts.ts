/**
 * The drawings of a report of quality, as SVG that takes its colours from the page.
 *
 * @module
 */
import { type Html, html, joinHtml } from "../core/html.ts";
import { px } from "../core/html_page.ts";
import { cutText, textWidth } from "../core/text.ts";
import type { Chart } from "./measures/measure.ts";
import { isJudged, type JudgedFigure } from "./verdict.ts";
import { showUnit } from "./show.ts";
import { STATUS_WORDS } from "./words.ts";

/** Width of a drawing in its own units: the page never makes it much wider, so that letters keep their size. */
const WIDTH = 360;

/** Says what a drawing shows, for those who do not see it. */
function frame(
  height: number,
  title: string,
  description: string,
  content: Html,
  width = WIDTH,
): Html {
  return html`
    <svg viewBox="0 0 ${px(width)} ${px(height)}"
      role="img"><title>${title}</title><desc>${description}</desc>${content}</svg>
  `;
}

/**
 * Draws a chart.
 *
 * @param chart The chart.
 * @returns SVG; nothing where there is nothing to draw.
 */
export function drawChart(chart: Chart): Html {
  switch (chart.kind) {
    case "bars":
      return drawBars(chart);
    case "columns":
      return drawColumns(chart);
    case "lines":
      return drawLines(chart);
  }
}

type PointChart = Extract<Chart, { readonly points: unknown }>;
type LineChart = Extract<Chart, { readonly lines: unknown }>;

function describe({ title, unit, points, series }: PointChart): string {
  const most = points.reduce((best, point) => point.value > best.value ? point : best);
  const marks = points.filter(({ mark }) => mark !== undefined);
  const far = marks.reduce(
    (worst, point) => Math.max(worst, Math.abs(point.value - point.mark!)),
    0,
  );
  const marked = marks.length === 0
    ? ""
    : ` Furthest from ${series[1] ?? "the marks"}: ${showUnit(far, unit)}.`;
  return `${title}: ${points.length} values of ${series[0]}. Greatest: ${most.label}, ${
    showUnit(most.value, unit)
  }.${marked}`;
}

function drawBars(chart: PointChart): Html {
  const { points, unit, title } = chart;
  if (points.length === 0) return html``;
  const most = Math.max(...points.flatMap(({ value, mark = 0 }) => [value, mark]), 1e-9);
  const left = 108;
  const room = WIDTH - left - 52;
  const rows = points.map(({ label, value, mark }, place) => {
    const y = place * 20 + 2;
    const width = Math.max(1, value / most * room);
    const at = mark === undefined ? 0 : left + mark / most * room;
    const end = Math.max(left + width, at) + 6;
    const tick = mark === undefined ? html`` : html`
      <line class="mark" x1="${px(at)}" x2="${px(at)}" y1="${px(y)}" y2="${px(y + 15)}" />
    `;
    return html`<g><title>${label}: ${showUnit(value, unit)}${
      mark === undefined ? "" : `, published ${showUnit(mark, unit)}`
    }</title><text x="${px(left - 8)}" y="${px(y + 11.5)}" text-anchor="end">${
      cutText(label, 15)
    }</text><rect class="bar" x="${px(left)}" y="${px(y + 2)}" width="${
      px(width)
    }" height="11" rx="2"/>${tick}<text class="n" x="${px(end)}" y="${px(y + 11.5)}">${
      showBrief(value, unit)
    }</text></g>`;
  });
  return frame(points.length * 20 + 4, title, describe(chart), joinHtml(rows));
}

/** A number for the room beside a bar. */
function showBrief(value: number, unit: Chart["unit"]): string {
  if (unit !== "share") return showUnit(value, unit);
  const percent = value * 100;
  return `${percent.toFixed(percent >= 10 ? 1 : 2)}%`;
}

function drawColumns(chart: PointChart): Html {
  const { points, unit, title } = chart;
  if (points.length === 0) return html``;
  const most = Math.max(...points.flatMap(({ value, mark = 0 }) => [value, mark]), 1e-9);
  const [left, top, height] = [44, 10, 128];
  const step = (WIDTH - left - 6) / points.length;
  const base = top + height;
  const y = (value: number) => base - value / most * height;
  const gap = step > 6 ? Math.min(4, step * 0.22) : 0.6;
  const columns = points.map(({ label, value, mark }, place) =>
    html`
      <g>
        <title>${label}: ${showUnit(value, unit)}${mark === undefined
          ? ""
          : `, published ${showUnit(mark, unit)}`}</title>
        <rect class="bar" x="${px(left + place * step + gap / 2)}" y="${px(y(value))}" width="${px(
          Math.max(0.8, step - gap),
        )}" height="${px(Math.max(0.5, base - y(value)))}" />
      </g>
    `
  );
  const marks = points.map(({ mark }, place) =>
    mark === undefined ? html`` : html`
      <line class="mark" x1="${px(left + place * step)}" x2="${px(
        left + (place + 1) * step,
      )}" y1="${px(y(mark))}" y2="${px(y(mark))}" />
    `
  );
  const widest = Math.max(...points.map(({ label }) => label.length)) * 6.2 + 10;
  const every = Math.max(1, Math.ceil(widest / step));
  const labels = points.flatMap(({ label }, place) => {
    if (place % every !== 0) return [];
    const x = left + (place + 0.5) * step;
    const isLast = x + widest / 2 > WIDTH;
    return [
      html`<text x="${px(isLast ? WIDTH : x)}" y="${px(base + 14)}" text-anchor="${
        isLast ? "end" : "middle"
      }">${label}</text>`,
    ];
  });
  return frame(
    base + 20,
    title,
    describe(chart),
    joinHtml([...scale(most, unit, left, y), ...columns, ...marks, axis(left, base), ...labels]),
  );
}

function axis(left: number, base: number): Html {
  return html`
    <line class="axis" x1="${px(left)}" x2="${px(WIDTH - 4)}" y1="${px(base)}" y2="${px(base)}" />
  `;
}

/** Lines across at round numbers. */
function scale(
  most: number,
  unit: Chart["unit"],
  left: number,
  y: (value: number) => number,
): Html[] {
  const rough = most / 3.5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power)
    .find((value) => value >= rough) ?? rough;
  const lines: Html[] = [];
  for (let at = step; at <= most * 1.001; at += step) {
    lines.push(
      html`
        <line class="grid" x1="${px(left)}" x2="${px(WIDTH - 4)}" y1="${px(y(at))}" y2="${px(
          y(at),
        )}" />
        <text class="n" x="${px(left - 5)}" y="${px(y(at) + 3.5)}" text-anchor="end">${showTick(
          at,
          unit,
          step,
        )}</text>
      `,
    );
  }
  return lines;
}

function showTick(value: number, unit: Chart["unit"], step: number): string {
  if (unit === "share") {
    const digits = step * 100 >= 1 && Number.isInteger(Math.round(step * 1000) / 10) ? 0 : 1;
    return `${(value * 100).toFixed(digits)}%`;
  }
  const short = value >= 1e6
    ? `${Number((value / 1e6).toPrecision(3))}M`
    : value >= 1e3
    ? `${Number((value / 1e3).toPrecision(3))}k`
    : `${Number(value.toPrecision(3))}`;
  return unit === "usd" ? `$${short}` : short;
}

function drawLines(chart: LineChart): Html {
  const { labels, lines, title, unit } = chart;
  const values = lines.flatMap(({ values }) => values.filter(Number.isFinite));
  if (values.length === 0) return html``;
  const most = Math.max(...values, 1e-9);
  const [left, top, height] = [44, 10, 150];
  const base = top + height;
  const step = (WIDTH - left - 16) / Math.max(1, labels.length - 1);
  const y = (value: number) => base - value / most * height;
  const paths = lines.map(({ name, values }, at) => {
    const points = values.flatMap((value, place) =>
      Number.isFinite(value) ? [`${px(left + place * step)},${px(y(value))}`] : []
    );
    const [x, lastY] = (points.at(-1) ?? "0,0").split(",") as [string, string];
    return html`
      <g class="series s${String(at % 8)}">
        <title>${name}</title>
        <polyline points="${points.join(" ")}" />
        <circle cx="${x}" cy="${lastY}" r="2.5" />
      </g>
    `;
  });
  const every = Math.max(1, Math.ceil(34 / step));
  const marks = labels.flatMap((label, place) =>
    place % every === 0
      ? [
        html`<text x="${px(left + place * step)}" y="${
          px(base + 14)
        }" text-anchor="middle">${label}</text>`,
      ]
      : []
  );
  return frame(
    base + 20,
    title,
    `${title}: ${lines.length} lines over ${labels.length} steps. Greatest value ${
      showUnit(most, unit)
    }.`,
    joinHtml([...scale(most, unit, left, y), axis(left, base), ...marks, ...paths]),
  );
}

/** A measure's figures in the overview. */
export interface OverviewRow {
  readonly title: string;
  readonly figures: readonly JudgedFigure[];
}

/** Width of the overview, whose titles are longer than those of other charts. */
const OVERVIEW_WIDTH = 430;

/** Tolerances to each side that the overview reaches. */
export const REACH = 2.5;

/** Characters of a title in the overview. */
const MAX_TITLE = 30;

/**
 * Draws how far all judged figures lie from what was published, in tolerances.
 *
 * @param rows A line of dots each.
 * @returns SVG; nothing where no figure is judged.
 */
export function drawOverview(rows: readonly OverviewRow[]): Html {
  const shown = rows.map(({ title, figures }) => ({
    title,
    figures: figures.filter(isJudged),
  })).filter(({ figures }) => figures.length > 0);
  if (shown.length === 0) return html``;
  const longest = Math.max(...shown.map(({ title }) => Math.min(MAX_TITLE, textWidth(title))));
  const [left, right, top] = [longest * 5.9 + 12, 12, 24];
  const middle = left + (OVERVIEW_WIDTH - left - right) / 2;
  const unit = (OVERVIEW_WIDTH - left - right) / 2 / REACH;
  const height = top + shown.length * 24;
  const lines = shown.map(({ title, figures }, place) => {
    const y = top + place * 24 + 12;
    const dots = figures.map((figure) => {
      const off = figure.difference / figure.tolerance;
      const x = middle + Math.max(-REACH, Math.min(REACH, off)) * unit;
      return html`
        <circle class="dot ${figure.status}" cx="${px(x)}" cy="${px(y)}" r="3.6">
          <title>${figure.label}: ${showUnit(figure.achieved, figure.unit)}, published ${showUnit(
            figure.published,
            figure.unit,
          )} (${figure.grade}, ${STATUS_WORDS[figure.status]})</title>
        </circle>
      `;
    });
    return html`
      <text x="0" y="${px(y + 4)}">${cutText(title, MAX_TITLE)}</text><line class="grid" x1="${px(
        left,
      )}" x2="${px(OVERVIEW_WIDTH - right)}"
        y1="${px(y)}" y2="${px(y)}" />${joinHtml(dots)}
    `;
  });
  const ticks = [-2, -1, 0, 1, 2].map((at) =>
    html`<text class="n" x="${px(middle + at * unit)}" y="12" text-anchor="middle">${
      at > 0 ? `+${at}` : `${at}`
    }</text>`
  );
  const judged = shown.flatMap(({ figures }) => figures);
  return frame(
    height + 4,
    "Distance of figures from what was published, in tolerances",
    `${judged.length} figures of grades A and B; ${
      judged.filter(({ status }) => status === "within").length
    } lie within their tolerance.`,
    joinHtml([
      html`
        <rect class="band" x="${px(middle - unit)}" y="18" width="${px(2 * unit)}" height="${px(
          height - 18,
        )}" rx="3" />
        <line class="axis" x1="${px(middle)}" x2="${px(middle)}" y1="18" y2="${px(height)}" />
      `,
      ...ticks,
      ...lines,
    ]),
    OVERVIEW_WIDTH,
  );
}

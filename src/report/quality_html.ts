/**
 * A report of quality as one page of HTML: no script, no request, a policy that allows its own style sheet alone.
 *
 * @module
 */
import { type Html, html, joinHtml, trusted } from "../core/html.ts";
import { formatPage } from "../core/html_page.ts";
import { formatCount, formatItems } from "../core/units.ts";
import { drawChart, drawOverview, REACH } from "./html_charts.ts";
import { formatChecks, formatLacks } from "./html_checks.ts";
import { REPORT_STYLE } from "./html_style.ts";
import { CHAPTERS, type Chart, type ReportTable } from "./measures/measure.ts";
import { figuresOf, type MeasuredSection, type QualityReport } from "./quality.ts";
import { countFigures, type FigureStatus, isJudged, type JudgedFigure } from "./verdict.ts";
import { gateWord } from "./gates.ts";
import { showUnit } from "./show.ts";
import { MAX_DISTINCT } from "./value_counts.ts";
import {
  CHAPTER_TITLES,
  GRADE_MEANINGS,
  sayFacts,
  sayGates,
  STATUS_MEANINGS,
  STATUS_WORDS,
} from "./words.ts";

/**
 * Writes a report as a page.
 *
 * @param report The report.
 * @returns The whole document; a function of the report alone.
 */
export function formatQualityHtml(report: QualityReport): string {
  const chapters = CHAPTERS.filter((name) =>
    report.sections.some(({ chapter }) => chapter === name)
  );
  const links = [
    ...chapters.map((name) => [name, CHAPTER_TITLES[name]] as const),
    ...(report.isChecked ? [["checks", "Checks and proof"] as const] : []),
    ...(report.unmeasured.length === 0 ? [] : [["lack", "Not measured"] as const]),
  ];
  const content = html`
    <header>
      <h1>Quality report</h1>
      <p class="facts"><code>${report.subject}</code><br><span class="soft">${sayFacts(
        report,
      )}</span></p>
      <nav aria-label="Chapters">${joinHtml(
        links.map(([id, title]) => html`<a href="#${id}">${title}</a>`),
      )}</nav>
    </header>
    ${tiles(report)}
    <div class="top">${overview(report)}<div>${gates(report)}${legend(
      figuresOf(report),
    )}</div></div>
    ${joinHtml(chapters.map((name) => chapter(report, name)))}
    ${report.isChecked ? formatChecks(report) : ""}
    ${formatLacks(report)}
  `;
  return formatPage({ title: `Quality of ${report.subject}`, style: REPORT_STYLE, content });
}

function tile(value: string, label: string, mood = ""): Html {
  return html`<div class="tile"><b class="${mood}">${value}</b><span>${label}</span></div>`;
}

function tiles(report: QualityReport): Html {
  const { gates, rows, validation } = report;
  const words = gates.map(gateWord);
  const word = (["fail", "warn"] as const).find((name) => words.includes(name)) ?? "pass";
  const asked = gates.filter(({ isPassed, name }) => isPassed || !name.includes("."));
  const passed = asked.filter(({ isPassed }) => isPassed).length;
  const figures = figuresOf(report);
  const grades = (["A", "B"] as const).flatMap((grade) => {
    const own = figures.filter((figure) => figure.grade === grade && isJudged(figure));
    if (own.length === 0) return [];
    const counts = countFigures(own);
    const label = [
      `figures of grade ${grade} within tolerance`,
      ...(counts.chance > 0 ? [`${counts.chance} beyond it, not significantly`] : []),
      ...(counts.few > 0 ? [`${counts.few} with too few accounts to judge`] : []),
      ...(counts.outside > 0 ? [`${counts.outside} outside`] : []),
    ].join("; ");
    const mood = counts.outside > 0 ? "bad" : counts.few > 0 ? "warn" : "good";
    return [tile(`${counts.within} / ${own.length}`, label, mood)];
  });
  const proven = validation.proof?.proofs ?? [];
  const checked = proven.reduce((sum, { checkedCount }) => sum + checkedCount, 0);
  const missed = proven.reduce((sum, { failedCount }) => sum + failedCount, 0);
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
  return html`<section class="tiles" aria-label="Summary">${
    joinHtml([
      tile(
        `${passed} / ${asked.length}`,
        sayGates(gates),
        { pass: "good", warn: "warn", fail: "bad" }[word],
      ),
      ...grades,
      tile(formatCount(total), `rows in ${formatItems(Object.keys(rows).length, "table")}`),
      ...(report.isChecked
        ? [tile(
          formatCount(validation.errorCount),
          "errors found",
          validation.errorCount === 0 ? "good" : "bad",
        )]
        : []),
      ...(checked === 0 ? [] : [
        tile(
          formatCount(checked),
          missed === 0
            ? "values proven to be nobody's"
            : `values under proof, ${formatCount(missed)} failed`,
          missed === 0 ? "good" : "bad",
        ),
      ]),
    ])
  }</section>`;
}

/** Figures of a section that are shown at once; of more, the others open. */
const MAX_OPEN = 8;

/** Charts that stand in one column, with the figures beside them. */
const MAX_BESIDE = 2;

/** Columns of charts where there are more. */
const COLUMNS = 3;

const GATE_CLASSES = { pass: "pass", warn: "chance", fail: "fail" } as const;

function overview({ sections }: QualityReport): Html {
  const drawn = drawOverview(sections.map(({ title, figures }) => ({ title, figures })));
  if (drawn.text === "") return html``;
  const isFar = ({ difference, tolerance }: JudgedFigure) =>
    Math.abs(difference) > REACH * tolerance;
  const far = sections.flatMap(({ figures }) => figures.filter(isJudged).filter(isFar)).length;
  const pinned = far === 0
    ? ""
    : ` ${formatItems(far, "dot")} further than ${REACH} tolerances: shown at the edge.`;
  return html`
    <section
      class="card"><h4>Distance from what was published</h4><p class="legend">In tolerances, grades A and B; a dot a figure, the green band is what counts as the same.${pinned}</p>${drawn}</section>
  `;
}

function gates({ gates }: QualityReport): Html {
  if (gates.length === 0) return html``;
  return html`
    <section class="card">
      <h4>Gates</h4>
      <div class="scroll">
        <table class="gates stack">
          <tbody>${joinHtml(gates.map((gate) =>
            html`
              <tr>
                <td><span class="tag ${GATE_CLASSES[gateWord(gate)]}">${gateWord(gate)}</span></td>
                <td class="head"><code>${gate.name}</code></td>
                <td>${gate.detail}</td>
              </tr>
            `
          ))}</tbody>
        </table>
      </div>
    </section>
  `;
}

function chapter(report: QualityReport, name: typeof CHAPTERS[number]): Html {
  const sections = report.sections.filter((section) => section.chapter === name);
  return html`<section id="${name}"><h2>${CHAPTER_TITLES[name]}</h2>${
    name === "distributions"
      ? html`
        <p
          class="soft screen">Numbers in columns of equal width from the 0.5% to the 99.5% quantile; quantiles are exact where a field has up to ${formatCount(
            MAX_DISTINCT,
          )} values, else at most 0.8% off, of days four days.</p>
        <p class="soft paper">Left to the page itself and to esdh report --json.</p>
      `
      : ""
  }${joinHtml(sections.map(section))}</section>`;
}

function legend(figures: readonly JudgedFigure[]): Html {
  const statuses = (Object.keys(STATUS_MEANINGS) as FigureStatus[])
    .filter((name) => figures.some(({ status }) => status === name));
  const grades = (["A", "B", "C"] as const).filter((name) =>
    figures.some(({ grade }) => grade === name)
  );
  if (statuses.length === 0) return html``;
  return html`
    <section class="card legend-card">
      <h4>What the words mean</h4>
      <table>
        <tbody>${joinHtml([
          ...statuses.map((name) =>
            html`
              <tr>
                <td><span class="tag ${name}">${STATUS_WORDS[name]}</span></td>
                <td>${STATUS_MEANINGS[name]}</td>
              </tr>
            `
          ),
          ...grades.map((name) =>
            html`
              <tr>
                <td>grade ${name}</td>
                <td>${GRADE_MEANINGS[name]}</td>
              </tr>
            `
          ),
        ])}</tbody>
      </table>
    </section>
  `;
}

function section({ title, figures, tables, charts, notes, chapter }: MeasuredSection): Html {
  const drawn = joinHtml(charts.map(card));
  const shown = tables.map((table) =>
    chapter === "distributions"
      ? html`<details><summary>${table.title}</summary>${dataTable(table)}</details>`
      : html`<div class="card figures"><h4>${table.title}</h4>${dataTable(table)}</div>`
  );
  // Without figures, a table takes the room that one or two charts leave.
  const isTabled = figures.length === 0 && chapter === "book" && charts.length > 0 &&
    charts.length <= MAX_BESIDE;
  const beside = figures.length > 0 ? figureTable(figures) : isTabled ? shown.shift() : undefined;
  return html`<section><h3>${title}</h3>${
    joinHtml(notes.map((note) => html`<p class="soft small">${note}</p>`))
  }${arrange(charts.length, drawn, beside)}${joinHtml(shown)}</section>`;
}

/** Puts figures where charts leave room: beside one or two, or behind the last of more. */
function arrange(chartCount: number, charts: Html, figures: Html | undefined): Html {
  if (figures === undefined) {
    return chartCount === 0 ? html`` : html`<div class="grid">${charts}</div>`;
  }
  if (chartCount === 0) return figures;
  if (chartCount <= MAX_BESIDE) {
    return html`<div class="pair"><div class="charts">${charts}</div>${figures}</div>`;
  }
  const room = chartCount % COLUMNS === 1 ? " beside" : "";
  return html`<div class="cells${room}">${charts}${figures}</div>`;
}

function card(chart: Chart): Html {
  return html`
    <figure
      class="card"><h4>${chart.title}</h4>${chartLegend(chart)}${drawChart(
        chart,
      )}<details><summary>numbers</summary>${dataTable(chartTable(chart))}</details></figure>
  `;
}

function chartLegend(chart: Chart): Html {
  if (chart.kind === "lines") {
    return html`<p class="legend">${
      joinHtml(chart.lines.map(({ name }, at) =>
        html`<span><span class="swatch s${String(at % 8)}"></span>${name}</span>`
      ))
    }</p>`;
  }
  const [own, marks] = chart.series;
  if (marks === undefined) return html``;
  return html`
    <p
      class="legend"><span><span class="swatch"></span>${own}</span><span><span class="swatch line"></span>${marks}</span></p>
  `;
}

function chartTable(chart: Chart): ReportTable {
  const number = (title: string) => ({ title, isNumber: true });
  const { unit, title } = chart;
  if (chart.kind === "lines") {
    return {
      title,
      columns: [{ title: "" }, ...chart.labels.map(number)],
      rows: chart.lines.map(({ name, values }) => [
        name,
        ...chart.labels.map((_, at) => at < values.length ? showUnit(values[at]!, unit) : ""),
      ]),
    };
  }
  const [own, marks] = chart.series;
  return {
    title,
    columns: [{ title: "" }, number(own), ...(marks === undefined ? [] : [number(marks)])],
    rows: chart.points.map(({ label, value, mark }) => [
      label,
      showUnit(value, unit),
      ...(marks === undefined ? [] : [mark === undefined ? "" : showUnit(mark, unit)]),
    ]),
  };
}

/** Characters of texts that are never broken: years, codes. */
const MAX_SHORT = 12;

function dataTable({ columns, rows }: ReportTable): Html {
  const isShort = columns.map(({ title }, place) =>
    [title, ...rows.map((row) => row[place] ?? "")].every((text) => text.length <= MAX_SHORT)
  );
  const mark = (place: number) =>
    columns[place]?.isNumber ? "n" : isShort[place] ? "name short" : "name";
  const isWide = columns.length > 4 || columns.filter(({ isNumber }) => isNumber).length > 2;
  return html`
    <div class="scroll${isWide ? " many" : ""}">
      <table>
        <thead>
          <tr>${joinHtml(
            columns.map(({ title }, place) =>
              html`<th scope="col" class="${mark(place)}">${title}</th>`
            ),
          )}</tr>
        </thead>
        <tbody>${joinHtml(
          rows.map((row) =>
            html`<tr>${
              joinHtml(row.map((cell, place) => html`<td class="${mark(place)}">${cell}</td>`))
            }</tr>`
          ),
        )}</tbody>
      </table>
    </div>
  `;
}

function figureTable(figures: readonly JudgedFigure[]): Html {
  const shown = figures.slice(0, MAX_OPEN);
  // One that would be alone behind its line is shown at once.
  const more = figures.length > MAX_OPEN + 1 ? figures.slice(MAX_OPEN) : [];
  const isOpen = more.some(({ status }) => status === "outside");
  return html`
    <div class="card figures">
      ${figureRows(more.length > 0 ? shown : figures, true)}${more.length === 0 ? "" : html`
        <details class="more" ${trusted(isOpen ? " open" : "")}>
          <summary>${formatItems(more.length, "more figure")}: ${countStatuses(more)}</summary>
          ${figureRows(more, false)}
        </details>
      `}
    </div>
  `;
}

/** How many figures have which status, most frequent first as the statuses are listed. */
function countStatuses(figures: readonly JudgedFigure[]): string {
  return (Object.keys(STATUS_WORDS) as FigureStatus[]).flatMap((name) => {
    const count = figures.filter(({ status }) => status === name).length;
    return count === 0 ? [] : [`${formatCount(count)} ${STATUS_WORDS[name]}`];
  }).join(", ");
}

function figureRows(figures: readonly JudgedFigure[], hasHead: boolean): Html {
  const number = (title: string, text: string) =>
    html`<td class="n" data-title="${title}">${text}</td>`;
  const rows = figures.map((figure) =>
    html`
      <tr class="${figure.grade === "C" ? "estimate" : "judged"}">
        <td class="head">${figure.label}<span class="source">${figure.source}</span></td>
        <td><span class="tag ${figure.status}">${STATUS_WORDS[figure.status]}</span></td>
        ${number("achieved", showUnit(figure.achieved, figure.unit))}
        ${number("published", showUnit(figure.published, figure.unit))}
        ${number("tolerance", showUnit(figure.tolerance, figure.unit))}
        ${number("sample", formatCount(Math.round(figure.sampleSize)))}
        <td data-title="grade">${figure.grade}</td>
      </tr>
    `
  );
  return html`
    <div class="scroll">
      <table class="stack">
        <thead${trusted(hasHead ? "" : ' class="again"')}>
          <tr>
            <th scope="col">figure, source</th>
            <th scope="col">status</th>
            <th scope="col" class="n">achieved</th>
            <th scope="col" class="n">published</th>
            <th scope="col" class="n">tolerance</th>
            <th scope="col" class="n">sample</th>
            <th scope="col">grade</th>
          </tr>
          </thead>
          <tbody>${joinHtml(rows)}</tbody>
          </table>
          </div>
  `;
}

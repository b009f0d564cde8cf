/**
 * A difference as one page of HTML: no script, no request, a policy that allows its own style sheet alone.
 *
 * @module
 */
import { formatCount, formatItems } from "../core/units.ts";
import { drawRows, drawShift } from "./html_charts.ts";
import { DIFF_STYLE } from "./html_style.ts";
import type { Difference } from "./diff.ts";
import { CHANCE, THRESHOLDS } from "./shift.ts";
import type { Subject } from "./subject.ts";
import type { FieldDiff, RowTexts, TableDiff } from "./table_diff.ts";
import { type Html, html, joinHtml } from "../core/html.ts";
import { formatPage } from "../core/html_page.ts";
import {
  MEASURE_NAMES,
  sayChange,
  sayMeasures,
  sayResult,
  sayShift,
  saySide,
  sayStatus,
  shiftedFields,
} from "./words.ts";
import type { Measure } from "./shift.ts";

/** Changes of schema on the page. */
const MAX_CHANGES = 500;

/**
 * Writes a difference as a page.
 *
 * @param difference The difference.
 * @returns The whole document; a function of the difference alone.
 */
export function formatDiffHtml(difference: Difference): string {
  const { a, b, isEqual, notes, tables } = difference;
  const content = html`
    <h1>What changed, and why</h1>
    <p class="result"><span class="tag ${isEqual ? "good" : "changed"}">${isEqual
      ? "same"
      : "different"}</span> ${sayResult(difference)}</p>
    <div class="sides">${side("A", a)}${side("B", b)}</div>
    ${reasons(difference)}
    ${schema(difference)}
    ${counts(tables)}
    ${joinHtml(tables.map(details))}
    ${tables.some(({ basis }) => basis === "rows") ? measures() : ""}
    ${notes.length === 0 ? "" : html`
      <h2>Notes</h2>
      <ul>${joinHtml(notes.map((note) => html`<li>${note}</li>`))}</ul>
    `}
  `;
  return formatPage({ title: `Difference: ${sayResult(difference)}`, style: DIFF_STYLE, content });
}

function side(letter: string, subject: Subject): Html {
  return html`
    <div
      class="side ${letter.toLowerCase()}"><b>${letter}</b><code>${subject
        .name}</code><br><span class="soft">${saySide(subject)}</span></div>
  `;
}

function reasons({ reasons }: Difference): Html {
  if (reasons.length === 0) return html``;
  return html`
    <h2>Why: what differs in the plans</h2>
    <div class="scroll">
      <table class="stack">
    <tr class="titles"><th>part</th><th class="ta">A</th><th class="tb">B</th><th>meaning</th></tr>
    ${joinHtml(reasons.map(({ part, a, b, meaning }) =>
      html`
        <tr>
          <td class="name">${part}</td>
          <td class="v" data-title="A">${a}</td>
          <td class="v" data-title="B">${b}</td>
          <td class="soft">${meaning}</td>
        </tr>
      `
    ))}</table>
    </div>
  `;
}

function schema({ schema }: Difference): Html {
  if (schema.length === 0) return html``;
  const marks = { "+": "added", "-": "removed", "~": "changed" } as const;
  const left = schema.length - MAX_CHANGES;
  return html`
    <h2>Schema: ${formatItems(schema.length, "change")}</h2><div class="scroll">
      <table>
    ${joinHtml(
      schema.slice(0, MAX_CHANGES).map(sayChange).map(({ mark, name, text }) =>
        html`
          <tr>
            <td class="${marks[mark]}">${mark}</td>
            <td class="name">${name}</td>
            <td class="v">${text}</td>
          </tr>
        `
      ),
    )}</table>
    </div>${left > 0 ? html`<p class="soft">${formatCount(left)} more are in --json.</p>` : ""}
  `;
}

function counts(tables: readonly TableDiff[]): Html {
  if (tables.length === 0) return html``;
  const count = (value: number | null) => value === null ? "?" : formatCount(value);
  const words = (["added", "changed", "removed"] as const)
    .filter((word) => tables.some(({ rows }) => rows[word] > 0));
  const legend = [...words, "equal"].map((word) =>
    html`<span><span class="${word}">&#9632;</span> ${word}</span>`
  );
  const head = words.map((word) => html`<th class="n">${word}</th>`);
  const lines = tables.map((table) => {
    const { name, rows, status } = table;
    const cells = words.map((word) =>
      html`<td class="n ${word}" data-title="${word}">${
        rows[word] === 0 ? "" : formatCount(rows[word])
      }</td>`
    );
    return html`
      <tr><td class="name">${name}</td><td class="status ${status === "equal"
        ? "good"
        : "changed"}">${sayStatus(table)}</td><td class="n" data-title="A">${count(
          rows.a,
        )}</td><td class="n" data-title="B">${count(rows.b)}</td>${joinHtml(
          cells,
        )}<td class="wide">${drawRows(
          rows,
        )}</td></tr>
    `;
  });
  return html`
    <h2>Rows</h2>
    <p class="legend soft">${joinHtml(legend)}</p>
    <div class="scroll">
      <table class="counts stack">
    <tr class="titles"><th>table</th><th>status</th><th class="n ta">A</th><th class="n tb">B</th>${joinHtml(
      head,
    )}<th class="wide"></th></tr>
    ${joinHtml(lines)}</table>
    </div>
  `;
}

function details(table: TableDiff): Html {
  const changed = table.fields.filter((field) => field.changed > 0);
  const shifts = shiftedFields(table);
  const { added, removed, repeated } = table.rows;
  const spare = repeated[0] + repeated[1];
  const spareText = `${formatCount(repeated[0])} in A, ${formatCount(repeated[1])} in B`;
  const isSilent = changed.length + shifts.length + table.notes.length + table.addedRows.length +
      table.removedRows.length + spare === 0;
  if (isSilent) return html``;
  return html`<h2><code>${table.name}</code></h2>
${joinHtml(table.notes.map((note) => html`<p class="changed">${note}</p>`))}
${
    spare === 0
      ? ""
      : html`<p class="changed">Rows whose key the other side has less often: ${spareText}.</p>`
  }
${changed.length === 0 ? "" : changes(changed)}
${samples("added", "+", added, table.addedRows)}
${samples("removed", "-", removed, table.removedRows)}
${
    shifts.length === 0 ? "" : html`
      <h3>Distributions that moved</h3>
      <div class="shifts">${joinHtml(shifts.map(({ name, shift }) =>
        html`
          <div
            class="shift"><h4><code>${name}</code><span class="tag ${shift.level}">${shift
              .level}</span></h4>${drawShift(shift)}<p>${sayShift(
                shift,
              )}</p><p class="soft">${sayMeasures(shift)}</p></div>
        `
      ))}</div>
    `
  }`;
}

function changes(fields: readonly FieldDiff[]): Html {
  return html`
    <h3>Fields that changed</h3>
    <div class="scroll">
      <table class="stack">
    <tr class="titles"><th>field</th><th class="n">rows</th><th>key</th><th class="ta">before</th><th class="tb">after</th></tr>
    ${joinHtml(
      fields.flatMap(({ name, changed, samples }) =>
        samples.slice(0, 3).map(({ key, a, b }, place) =>
          html`
            <tr>
              <td class="name">${place === 0 ? name : ""}</td>
              ${place === 0
                ? html`<td class="n" data-title="rows">${formatCount(changed)}</td>`
                : html`<td class="n"></td>`}
              <td class="key soft" data-title="key">${key}</td>
              <td class="v removed" data-title="before">${a ?? "(none)"}</td>
              <td class="v added" data-title="after">${b ?? "(none)"}</td>
            </tr>
          `
        )
      ),
    )}</table>
    </div>
  `;
}

function samples(word: string, mark: string, count: number, rows: readonly RowTexts[]): Html {
  if (rows.length === 0) return html``;
  return html`<details><summary>${formatItems(count, "row")} ${word}, ${
    formatItems(rows.length, "sample")
  }</summary>
${
    joinHtml(rows.map((row) =>
      html`
        <p class="${word}">${mark} <code>${Object.entries(row).filter(([, value]) => value !== null)
          .map(([name, value]) => `${name}=${value}`).join("  ")}</code></p>
      `
    ))
  }</details>`;
}

function measures(): Html {
  return html`
    <h2>How shifts are measured</h2>
    <p
      class="soft">A shift is told where a measure is beyond what chance gives in ${String(
        CHANCE * 100,
      )}% of comparisons of two samples of one population. Its level begins at these values.</p>
    <div class="scroll">
      <table><tr><th>measure</th><th class="n">slight</th><th class="n">moderate</th><th class="n">large</th></tr>
    ${joinHtml(
      Object.entries(THRESHOLDS).map(([name, { slight, moderate, large }]) =>
        html`
          <tr>
            <td>${MEASURE_NAMES[name as Measure]}</td>
            <td class="n">${String(slight)}</td>
            <td class="n">${String(moderate)}</td>
            <td class="n">${String(large)}</td>
          </tr>
        `
      ),
    )}</table>
    </div>
  `;
}

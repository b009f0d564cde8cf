/**
 * The last chapters of the page of a report: checks, proof, findings, and what was not measured.
 *
 * @module
 */
import { type Html, html, joinHtml } from "../core/html.ts";
import { formatCount, formatItems } from "../core/units.ts";
import type { QualityReport } from "./quality.ts";

/** Findings on the page. */
const MAX_ISSUES = 50;

/**
 * The checks of the reading, the proof and the findings.
 *
 * @param report The report.
 * @returns A chapter.
 */
export function formatChecks({ validation }: QualityReport): Html {
  const { checks, issues, proof, errorCount, warningCount } = validation;
  return html`
    <section
      id="checks"><h2>Checks and proof</h2><div class="card"><div class="scroll"><table class="stack"><thead><tr><th scope="col">check</th><th scope="col"></th><th scope="col">what it makes sure of</th><th scope="col">what was checked</th></tr></thead><tbody>${joinHtml(
        checks.map(({ name, title, status, detail }) =>
          html`
            <tr>
              <td class="head"><code>${name}</code></td>
              <td><span class="tag ${status === "warn" ? "chance" : status}">${status}</span></td>
              <td>${title}</td>
              <td class="soft">${detail}</td>
            </tr>
          `
        ),
      )}</tbody></table></div></div>${proof === undefined ? "" : html`
        <h3>Proof that identifiers can't belong to anyone</h3>
        <div class="card">
          <div class="scroll">
            <table class="stack">
              <thead>
                <tr>
                  <th scope="col">field</th>
                  <th scope="col" class="n">checked</th>
                  <th scope="col" class="n">failed</th>
                  <th scope="col">range</th>
                  <th scope="col">source</th>
                </tr>
              </thead>
              <tbody>${joinHtml(
                proof.proofs.map(({ entity, field, range, source, checkedCount, failedCount }) =>
                  html`
                    <tr>
                      <td class="head"><code>${entity}.${field}</code></td>
                      <td class="n" data-title="checked">${formatCount(checkedCount)}</td>
                      <td class="n ${failedCount > 0
                        ? "bad"
                        : "good"}" data-title="failed">${formatCount(
                          failedCount,
                        )}</td>
                      <td data-title="range">${range}</td>
                      <td class="source" data-title="source">${source}</td>
                    </tr>
                  `
                ),
              )}${joinHtml(proof.unproven.map(({ entity, field, reason, valueCount }) =>
                html`
                  <tr>
                    <td class="head"><code>${entity}.${field}</code></td>
                    <td class="n" data-title="checked">${formatCount(valueCount)}</td>
                    <td class="n warn">open</td>
                    <td class="soft" data-title="reason">${reason}</td>
                    <td></td>
                  </tr>
                `
              ))}</tbody>
            </table>
          </div>
        </div>
      `}${issues.length === 0 ? "" : html`
        <h3>Findings: ${formatItems(errorCount, "error")}, ${formatItems(
          warningCount,
          "warning",
        )}</h3>
        <div
          class="card"><div class="scroll"><table><tbody>${joinHtml(
            issues.slice(0, MAX_ISSUES).map(({ code, severity, path, line, message }) =>
              html`
                <tr>
                  <td><span class="tag ${severity === "error"
                    ? "fail"
                    : "chance"}">${severity}</span></td>
                  <td><code>${code}</code></td>
                  <td><code>${path ?? ""}${line === undefined ? "" : `:${line}`}</code></td>
                  <td>${message}</td>
                </tr>
              `
            ),
          )}</tbody></table></div>${errorCount + warningCount > MAX_ISSUES
            ? html`<p class="soft small">esdh validate tells all.</p>`
            : ""}</div>
      `}</section>
  `;
}

/**
 * What could not be measured, and why.
 *
 * @param report The report.
 * @returns A chapter; nothing where all was measured.
 */
export function formatLacks({ unmeasured }: QualityReport): Html {
  if (unmeasured.length === 0) return html``;
  return html`
    <section id="lack">
      <h2>Not measured</h2>
      <div class="card">
        <table>
          <tbody>${joinHtml(unmeasured.map(({ title, reason }) =>
            html`
              <tr>
                <td>${title}</td>
                <td class="soft">${reason}</td>
              </tr>
            `
          ))}</tbody>
        </table>
      </div>
    </section>
  `;
}

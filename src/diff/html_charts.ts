/**
 * The drawings on the page of a difference, as SVG without styles of its own.
 *
 * @module
 */
import { cutText } from "../core/text.ts";
import { type Html, html, joinHtml } from "../core/html.ts";
import { px } from "../core/html_page.ts";
import type { NumberFigures, Shift } from "./shift.ts";
import type { RowCounts } from "./table_diff.ts";
import { showNumber, showShare } from "./words.ts";

/** Width of a drawing in its own units; it is scaled to the page. */
const WIDTH = 320;

/**
 * Draws what became of the rows of a table as one bar.
 *
 * @param rows The counts.
 * @returns SVG; nothing where there are no rows.
 */
export function drawRows({ equal: same, added, removed, changed }: RowCounts): Html {
  const equal = same ?? 0;
  const parts = [["equal", equal], ["changed", changed], ["added", added], ["removed", removed]];
  const total = equal + added + removed + changed;
  if (total === 0) return html``;
  let x = 0;
  const bars = (parts as [string, number][]).filter(([, count]) => count > 0).map(
    ([name, count]) => {
      // What is there is seen, however little it is.
      const width = Math.max(2, count / total * 200);
      const bar = html`
        <rect class="fill-${name}" x="${px(x)}" y="2" width="${px(width)}" height="10" />
      `;
      x += width;
      return bar;
    },
  );
  return html`
    <svg viewBox="0 0 ${px(x)} 14" preserveAspectRatio="none" height="14" role="img"
      aria-label="${parts.map(([name, count]) => `${name} ${count}`).join(", ")}">${joinHtml(
        bars,
      )}</svg>
  `;
}

/**
 * Draws a shift: two boxes of quantiles on one axis, or pairs of bars.
 *
 * @param shift The shift.
 * @returns SVG; nothing where there is nothing to draw.
 */
export function drawShift(shift: Shift): Html {
  if (shift.a !== undefined && shift.b !== undefined) return drawBoxes(shift, shift.a, shift.b);
  if (shift.words !== undefined && shift.words.length > 0) return drawBars(shift.words);
  return html``;
}

function drawBoxes(shift: Shift, a: NumberFigures, b: NumberFigures): Html {
  const [low, high] = [
    Math.min(a.quantiles[0]!, b.quantiles[0]!),
    Math.max(a.quantiles.at(-1)!, b.quantiles.at(-1)!),
  ];
  const span = high > low ? high - low : 1;
  const at = (value: number) => 18 + (value - low) / span * (WIDTH - 30);
  const show = (value: number) => showNumber(value, shift.kind);
  const box = ({ quantiles }: NumberFigures, y: number, side: "a" | "b") => {
    const [q5, q25, q50, , q95] = quantiles.map((value) => px(at(value)));
    const width = px(Math.max(1, at(quantiles[3]!) - at(quantiles[1]!)));
    return html`
      <text x="0" y="${px(y + 4)}">${side.toUpperCase()}</text>
      <line class="line-${side}" x1="${q5!}" x2="${q95!}" y1="${px(y)}" y2="${px(y)}"
        stroke-width="2" />
      <rect class="fill-${side}" x="${q25!}" y="${px(y - 7)}" width="${width}" height="14"
        rx="2" />
      <line class="ground" x1="${q50!}" x2="${q50!}" y1="${px(y - 7)}" y2="${px(y + 7)}"
        stroke-width="2" />
      <title>${side.toUpperCase()}: 5% ${show(quantiles[0]!)}, 25% ${show(
        quantiles[1]!,
      )}, median ${show(quantiles[2]!)}, 75% ${show(quantiles[3]!)}, 95% ${show(
        quantiles[4]!,
      )}</title>
    `;
  };
  return html`
    <svg viewBox="0 0 ${String(WIDTH)} 62"
      role="img">${joinHtml([
        html`<g>${box(a, 12, "a")}</g>`,
        html`<g>${box(b, 34, "b")}</g>`,
      ])}<line class="grid" x1="18" x2="${String(
        WIDTH - 12,
      )}" y1="47" y2="47"/><text x="18" y="59">${show(low)}</text><text x="${String(
        WIDTH - 12,
      )}" y="59" text-anchor="end">${show(high)}</text></svg>
  `;
}

function drawBars(words: NonNullable<Shift["words"]>): Html {
  const most = Math.max(...words.flatMap(({ a, b }) => [a, b]));
  const rows = words.map(({ word, a, b }, place) => {
    const y = place * 30;
    const bar = (share: number, side: "a" | "b", top: number) =>
      html`
        <rect class="fill-${side}" x="118" y="${px(top)}" width="${px(
          Math.max(0.5, share / most * 150),
        )}" height="10" rx="1" />
        <text x="${px(122 + share / most * 150)}" y="${px(top + 9)}">${showShare(share)}</text>
      `;
    return html`<text x="112" y="${px(y + 17)}" text-anchor="end">${cutText(word, 18)}</text>${
      bar(a, "a", y + 2)
    }${bar(b, "b", y + 13)}`;
  });
  return html`<svg viewBox="0 0 ${String(WIDTH)} ${px(words.length * 30)}" role="img">${
    joinHtml(rows)
  }</svg>`;
}

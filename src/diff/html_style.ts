/**
 * The style of the page of a difference: one sheet, light and dark, narrow and wide, and on paper.
 *
 * @module
 */

/** The sheet; the page's policy names its digest. */
export const DIFF_STYLE = `
:root { color-scheme: light dark; --ink: #1c2128; --soft: #5b6572; --line: #d9dee5; --ground: #ffffff;
  --card: #f5f7fa; --a: #3b6fd4; --b: #c2631a; --added: #1f7a4d; --removed: #b3372f; --changed: #96690a;
  --equal: #b6c0cc; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ee; --soft: #9aa5b3; --line: #343b45;
  --ground: #14181d; --card: #1c2229; --a: #7ba5f5; --b: #eb9a5a; --added: #5cc592; --removed: #ef8880;
  --changed: #dcb154; --equal: #4a545f; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 28px 20px 56px; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 4px; }
h2 { font-size: 18px; margin: 36px 0 10px; padding-top: 14px; border-top: 1px solid var(--line); }
h3 { font-size: 15px; margin: 20px 0 6px; }
p { margin: 4px 0 10px; }
.soft { color: var(--soft); }
.result { font-size: 17px; margin: 12px 0 18px; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
.side { background: var(--card); border-radius: 8px; padding: 12px 14px; overflow-wrap: anywhere; }
.side b { display: inline-block; min-width: 22px; }
.side.a b, .ta { color: var(--a); } .side.b b, .tb { color: var(--b); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; color: var(--soft); font-size: 13px; }
th, td { padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.n, th.n { text-align: right; white-space: nowrap; }
td.v { overflow-wrap: anywhere; }
td.name, td.key { white-space: nowrap; }
h2 code { font-size: 17px; }
td.name, td.key, code { font-family: ui-monospace, Consolas, "DejaVu Sans Mono", monospace; font-size: 13px; }
code { overflow-wrap: anywhere; }
.added { color: var(--added); } .removed { color: var(--removed); } .changed { color: var(--changed); }
.tag { display: inline-block; border: 1px solid currentColor; border-radius: 99px; padding: 0 9px;
  font-size: 12px; white-space: nowrap; }
.large { color: var(--removed); } .moderate { color: var(--changed); } .slight { color: var(--soft); }
.good { color: var(--added); }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--soft); font: 11px system-ui, sans-serif; }
.fill-a { fill: var(--a); } .fill-b { fill: var(--b); } .fill-equal { fill: var(--equal); }
.fill-added { fill: var(--added); } .fill-removed { fill: var(--removed); } .fill-changed { fill: var(--changed); }
.line-a { stroke: var(--a); } .line-b { stroke: var(--b); } .ground { stroke: var(--ground); }
.grid { stroke: var(--line); }
.shifts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(330px, 100%), 1fr)); gap: 14px; }
.shift { background: var(--card); border-radius: 8px; padding: 10px 14px 12px; min-width: 0; }
.shift h4 { margin: 0 0 6px; font-size: 14px; display: flex; justify-content: space-between; gap: 8px; }
.shift h4 code { font-size: 14px; }
.shift p { margin: 6px 0 0; font-size: 13px; overflow-wrap: anywhere; }
details { margin: 10px 0; } summary { cursor: pointer; color: var(--soft); }
.legend > span { margin-right: 16px; white-space: nowrap; }
.equal { color: var(--equal); }
@media (max-width: 640px) { main { padding: 18px 14px 40px; } .sides { grid-template-columns: 1fr; }
  h1 { font-size: 20px; }
  th, td { padding-right: 8px; font-size: 13px; } td.name, td.name code { font-size: 12px; }
  .stack, .stack tbody, .stack td { display: block; } .stack tr.titles { display: none; }
  .stack tr { display: flex; flex-wrap: wrap; gap: 0 16px; padding: 6px 0; border-bottom: 1px solid var(--line); }
  .stack td, .stack td.n { border: 0; padding: 0; text-align: left; white-space: normal; overflow-wrap: anywhere; }
  .stack td.name { font-weight: 600; flex: 1 1 50%; } .stack td.key, .stack td:not([data-title]):not(.name):not(.status) { flex: 1 1 100%; }
  .stack td:empty { display: none; } .stack [data-title]::before { content: attr(data-title) " "; color: var(--soft);
    font: 12px system-ui, sans-serif; }
  .counts.stack td.name { flex: 1 1 52%; } .counts.stack td.status { flex: 1 1 40%; text-align: right; } .counts.stack td.wide { display: none; } }
@media print { :root { color-scheme: light; } main { max-width: none; padding: 0; }
  h2 { break-after: avoid; } .shift, tr { break-inside: avoid; } .scroll { overflow: visible; } }
`;

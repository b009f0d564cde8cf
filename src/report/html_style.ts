/**
 * The style of the page of a report: one sheet, light and dark, narrow and wide, and on paper.
 *
 * @module
 */

/** The sheet; the page's policy names its digest. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --ink: #1b2330; --soft: #5a6676; --line: #dde3ea; --ground: #f4f6f9;
  --card: #ffffff; --bar: #3f74c9; --mark: #d9611e; --good: #1d7a4c; --bad: #b8332b; --warn: #8f6300;
  --band: #e3f2ea; --shade: #1b233038; --under: var(--ground); --s0: #3f74c9; --s1: #d9611e; --s2: #1d7a4c; --s3: #8a4fbf; --s4: #b8332b; --s5: #0f8594;
  --s6: #8f6300; --s7: #6b7480; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #9ba7b6; --line: #2f3843; --ground: #12161b;
  --card: #1a2027; --bar: #6f9eea; --mark: #f2975c; --good: #5fc896; --bad: #f08a81; --warn: #dfb44f;
  --band: #1c3329; --shade: #000000a8; --s0: #6f9eea; --s1: #f2975c; --s2: #5fc896; --s3: #bd93e8; --s4: #f08a81; --s5: #55c3d2;
  --s6: #dfb44f; --s7: #9ba7b6; } }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
main { max-width: 1200px; margin: 0 auto; padding: 28px 20px 64px; }
h1 { font-size: 26px; line-height: 1.2; margin: 0 0 6px; letter-spacing: -0.01em; }
h2 { font-size: 20px; margin: 44px 0 4px; }
h3 { font-size: 16px; margin: 26px 0 10px; }
h4 { font-size: 14px; margin: 0 0 2px; font-weight: 600; overflow-wrap: anywhere; }
p { margin: 4px 0 10px; }
a { color: var(--bar); }
nav { display: flex; flex-wrap: wrap; gap: 6px 16px; margin: 18px 0 0; font-size: 14px; }
code { font: 13px ui-monospace, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.small { font-size: 13px; }
figure { margin: 0; }
.facts { overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(168px, 100%), 1fr)); gap: 12px; margin: 20px 0; }
.tile, .card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px; min-width: 0; }
.tile b { display: block; font-size: 24px; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tile span { color: var(--soft); font-size: 13px; }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
.top { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); gap: 12px; align-items: start; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(330px, 100%), 1fr)); gap: 12px; align-items: start; }
.card .legend { margin: 0 0 8px; font-size: 12.5px; color: var(--soft); }
.legend span { margin-right: 14px; display: inline-block; }
.swatch { display: inline-block; width: 10px; height: 10px; border-radius: 2px; background: var(--bar); margin-right: 5px; }
.swatch.line { height: 3px; width: 14px; border-radius: 1px; vertical-align: middle; background: var(--mark); }
.swatch.s0 { background: var(--s0); } .swatch.s1 { background: var(--s1); } .swatch.s2 { background: var(--s2); }
.swatch.s3 { background: var(--s3); } .swatch.s4 { background: var(--s4); } .swatch.s5 { background: var(--s5); }
.swatch.s6 { background: var(--s6); } .swatch.s7 { background: var(--s7); }
svg { display: block; width: 100%; height: auto; max-width: 560px; }
svg text { fill: var(--ink); font: 11px system-ui, "Segoe UI", Roboto, sans-serif; }
svg text.n { fill: var(--soft); font-size: 10.5px; font-variant-numeric: tabular-nums; }
.bar { fill: var(--bar); } .mark { stroke: var(--mark); stroke-width: 2; }
line.grid { stroke: var(--line); } .axis { stroke: var(--soft); stroke-width: 1; }
.band { fill: var(--band); }
.dot { fill: var(--good); fill-opacity: 0.75; } .dot.chance, .dot.few { fill: var(--warn); } .dot.outside { fill: var(--bad); fill-opacity: 1; }
.series polyline { fill: none; stroke-width: 1.8; }
.s0 polyline { stroke: var(--s0); } .s0 circle { fill: var(--s0); } .s1 polyline { stroke: var(--s1); } .s1 circle { fill: var(--s1); }
.s2 polyline { stroke: var(--s2); } .s2 circle { fill: var(--s2); } .s3 polyline { stroke: var(--s3); } .s3 circle { fill: var(--s3); }
.s4 polyline { stroke: var(--s4); } .s4 circle { fill: var(--s4); } .s5 polyline { stroke: var(--s5); } .s5 circle { fill: var(--s5); }
.s6 polyline { stroke: var(--s6); } .s6 circle { fill: var(--s6); } .s7 polyline { stroke: var(--s7); } .s7 circle { fill: var(--s7); }
.card { --under: var(--card); }
/* The shadows at the sides tell that there is more to see; the covers above them move with what is scrolled. */
.scroll { overflow-x: auto; background: linear-gradient(90deg, var(--under) 40%, transparent) 0 0 / 28px 100% no-repeat local,
  linear-gradient(270deg, var(--under) 40%, transparent) 100% 0 / 28px 100% no-repeat local,
  linear-gradient(90deg, var(--shade), transparent) 0 0 / 12px 100% no-repeat scroll,
  linear-gradient(270deg, var(--shade), transparent) 100% 0 / 12px 100% no-repeat scroll; }
.paper { display: none; }
table { border-collapse: collapse; width: 100%; font-size: 13px; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; color: var(--soft); white-space: nowrap; }
th, td { padding: 5px 14px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
th:last-child, td:last-child { padding-right: 0; }
td.n, th.n { text-align: right; white-space: nowrap; }
.source { display: block; color: var(--soft); font-size: 12px; font-weight: 400; line-height: 1.35; }
@media (min-width: 761px) { .figures table.stack { table-layout: fixed; min-width: 700px; }
  .figures .stack th:nth-child(2) { width: 122px; } .figures .stack th.n { width: 84px; } .figures .stack th:nth-child(7) { width: 42px; }
  .figures .again { visibility: collapse; } }
.more { margin: 10px 0 0; } .more table { margin-top: 0; }
.gates code { white-space: nowrap; } .legend-card { margin-top: 12px; } .legend-card td:first-child { white-space: nowrap; width: 1%; }
.legend-card table { font-size: 12.5px; color: var(--soft); }
td.name { overflow-wrap: anywhere; } td.short { white-space: nowrap; }
.tag { display: inline-block; border: 1px solid currentColor; border-radius: 99px; padding: 0 8px; font-size: 12px; line-height: 18px; white-space: nowrap; }
.within, .pass { color: var(--good); } .chance, .few, .skip { color: var(--warn); } .outside, .fail { color: var(--bad); }
.parameter, .basis { color: var(--soft); }
.skip { color: var(--soft); }
details { margin: 8px 0 0; } summary { cursor: pointer; color: var(--soft); font-size: 13px; }
summary:focus-visible, a:focus-visible { outline: 2px solid var(--bar); outline-offset: 2px; border-radius: 3px; }
details table { margin-top: 6px; }
.figures { margin: 12px 0 0; }
.pair { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 7fr); gap: 12px; align-items: start; }
.pair > .figures, .cells > .figures { margin: 0; } .charts { display: grid; gap: 12px; min-width: 0; }
.cells { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 12px; align-items: start; } .cells > .figures { grid-column: 1 / -1; }
.cells.beside > .figures { grid-column: span 2; }
@media (max-width: 1080px) { .pair { grid-template-columns: minmax(0, 1fr); } .charts, .cells { grid-template-columns: repeat(2, minmax(0, 1fr)); align-items: start; }
  .cells.beside > .figures { grid-column: 1 / -1; } }
@media (max-width: 760px) { main { padding: 18px 12px 48px; } h1 { font-size: 22px; } .top, .pair, .charts, .cells { grid-template-columns: minmax(0, 1fr); }
  .tiles { grid-template-columns: 1fr 1fr; } .tile b { font-size: 20px; } .tile, .card { padding: 12px; }
  th, td { padding-right: 7px; }  }
@media screen and (max-width: 760px) {
  .stack, .stack tbody, .stack td { display: block; } .stack thead { display: none; }
  .stack tr { display: flex; flex-wrap: wrap; gap: 0 14px; padding: 8px 0; border-bottom: 1px solid var(--line); }
  .stack tr:last-child { border-bottom: 0; }
  .stack td, .stack td.n { border: 0; padding: 0; min-width: 0; text-align: left; white-space: normal; overflow-wrap: anywhere; }
  .gates.stack td.head { font-weight: 400; align-self: center; }
  .gates.stack tr > :first-child { flex: none; } .stack td.head { flex: 1 1 60%; font-weight: 600; } .stack td:not([data-title]):not(.head):not(:nth-child(2)) { flex: 1 1 100%; }
  .stack td:empty { display: none; } .stack [data-title]::before { content: attr(data-title) " "; color: var(--soft); font-size: 11.5px; }
  .scroll.many::before { content: "scroll sideways for all columns \\2192"; display: block; position: sticky; left: 0; width: max-content;
    color: var(--soft); font-size: 11.5px; padding-bottom: 2px; }
  .scroll.many th:first-child, .scroll.many td:first-child { position: sticky; left: 0; background: var(--card); padding-right: 10px; } }
@media print { :root { color-scheme: light; --ground: #fff; } body { font-size: 10.5px; line-height: 1.35; } main { max-width: none; padding: 0; }
  nav, .screen, summary, details:not(.more), #distributions > section { display: none; } .paper { display: block; }
  h1 { font-size: 18px; } h2 { font-size: 14px; margin: 14px 0 2px; } h3 { font-size: 12px; margin: 10px 0 4px; } h4 { font-size: 11px; }
  .tile, tr, figure, svg { break-inside: avoid; } h2, h3 { break-after: avoid; } .tile, .card { padding: 5px 8px; border-radius: 5px; }
  .tiles { grid-template-columns: repeat(6, 1fr); gap: 5px; margin: 8px 0; } .tile b { font-size: 14px; } .tile span { font-size: 9px; }
  .top { grid-template-columns: 5fr 6fr; gap: 6px; } .pair { grid-template-columns: 1fr 3fr; gap: 6px; } .grid, .cells { grid-template-columns: repeat(4, 1fr); gap: 6px; } .charts { gap: 6px; }
  .cells.beside > .figures { grid-column: 1 / -1; }
  .card.figures { break-inside: auto; margin-top: 5px; } .scroll { overflow: visible; background: none; } .figures table.stack { table-layout: auto; min-width: 0; } .figures .again { visibility: visible; } .figures .stack th { width: auto; }
  .card .legend { font-size: 8.5px; margin-bottom: 3px; } svg { max-width: 300px; }
  table, .legend-card table { font-size: 8.5px; line-height: 1.25; } th, td { padding: 1px 6px 1px 0; } .tag { font-size: 8px; line-height: 11px; padding: 0 4px; }
  code { font-size: 8.5px; } .stack td.head code { white-space: nowrap; } .figures .source { display: none; } .small { font-size: 9px; }
  .more { display: block; } .more::details-content { content-visibility: visible; display: block; height: auto; } }
`;

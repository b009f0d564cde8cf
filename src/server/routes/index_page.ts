/**
 * `GET /`: what there is to ask for, as a page for who opens the address in a browser, else as JSON.
 *
 * @module
 */
import { type Html, html, joinHtml, trusted } from "../../core/html.ts";
import { formatPage, styleSource } from "../../core/html_page.ts";
import { stringifyJson } from "../../core/json.ts";
import { formatItems } from "../../core/units.ts";
import { TOOL_VERSION } from "../../core/version.ts";
import { defineRoute, type Route, type RouteScope } from "../route.ts";

/** Where more is said. */
const HELP = "esdh serve --help";

/** The sheet of the page: the policy of the answer and of the page name its digest. */
const STYLE = `
:root { color-scheme: light dark; --ink: #1b2330; --soft: #5a6676; --line: #dde3ea; --ground: #f4f6f9; --card: #fff; --link: #2f62b5; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #9ba7b6; --line: #2f3843; --ground: #12161b; --card: #1a2027; --link: #6f9eea; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
main { max-width: 860px; margin: 0 auto; padding: 32px 20px 56px; }
h1 { font-size: 26px; line-height: 1.2; margin: 0 0 8px; } h1 small { font-size: 15px; font-weight: 400; color: var(--soft); }
h2 { font-size: 17px; margin: 30px 0 8px; }
a { color: var(--link); } .soft { color: var(--soft); }
code, pre { font: 13px/1.5 ui-monospace, Consolas, "DejaVu Sans Mono", monospace; }
ul, pre { background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin: 0; padding: 4px 16px; }
li { list-style: none; display: flex; flex-wrap: wrap; gap: 2px 16px; padding: 8px 0; border-bottom: 1px solid var(--line); }
li:last-child { border: 0; } li code { flex: 0 0 230px; font-weight: 600; } li span { flex: 1 1 260px; color: var(--soft); }
p code { white-space: nowrap; }
pre { padding: 12px 16px; white-space: pre-wrap; overflow-wrap: anywhere; }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
`;

/**
 * Makes the route.
 *
 * @param scope The dataset it tells of.
 * @param routes The other routes, in the order they are listed.
 * @returns The route, open to all: it tells of paths and of no data.
 */
export function makeIndexRoute(scope: RouteScope, routes: readonly Route[]): Route {
  const encoder = new TextEncoder();
  const json = encoder.encode(writeJson(scope, routes));
  const source = styleSource(STYLE);
  return defineRoute({
    method: "GET",
    path: "/",
    auth: "open",
    summary: "Lists the pages of this server, for a browser or as JSON.",
    handle: (_body, { prefersHtml, host }) =>
      prefersHtml
        ? {
          pieces: [encoder.encode(writePage(scope, routes, host))],
          mediaType: "text/html; charset=utf-8",
          styleSource: source,
        }
        : { pieces: [json.slice()] },
  });
}

function writeJson({ dataset }: RouteScope, routes: readonly Route[]): string {
  return stringifyJson({
    service: "esdh",
    version: TOOL_VERSION,
    dataset_version: dataset.version,
    endpoints: routes.map(({ method, path, auth, summary }) => ({
      method,
      path,
      is_open: auth === "open",
      summary,
    })),
    help: HELP,
  });
}

/** A call for a shell, in two lines. */
function sayExample(host: string, path: string): Html {
  const body = '{"records": 3, "seed": 42}';
  const first = `curl -X POST -H "Content-Type: application/json" -d '${body}' \\`;
  return html`${first}${trusted("\n  ")}http://${host}${path}`;
}

function writePage(
  { dataset, maxRecords }: RouteScope,
  routes: readonly Route[],
  host = "HOST:PORT",
): string {
  const example = routes.findLast(({ method }) => method === "POST");
  const lines = routes.map(({ method, path, summary }) =>
    html`<li><code>${method} ${
      method === "GET" ? html`<a href="${path}">${path}</a>` : path
    }</code><span>${summary}</span></li>`
  );
  const content = html`
    <h1>Enterprise Synthetic Data Hub <small>esdh ${TOOL_VERSION}</small></h1>
    <p>This server makes synthetic data, dataset ${dataset.version}: no row describes a real person,
    business or vehicle.</p>
    <h2>What it answers</h2>
    <ul>${joinHtml(lines)}</ul>
    ${example === undefined ? "" : html`
      <h2>For example</h2>
      <pre>${sayExample(host, example.path)}</pre>
      <p class="soft">At most ${formatItems(
        maxRecords,
        "record",
      )} a request. On a server with a token, add
          <code>-H "Authorization: Bearer TOKEN"</code>.</p>
    `}
    <h2>More</h2>
    <p><code>${HELP}</code> tells the options of this server. Snapshots in files, of every dataset, are made
    by <code>esdh generate</code>: also of <code>auto</code>, with its insurance book.</p>
  `;
  return formatPage({ title: `esdh ${TOOL_VERSION}`, style: STYLE, content });
}

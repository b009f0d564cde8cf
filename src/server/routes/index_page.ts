/**
 * `GET /`: what there is to ask for, as a page for who opens the address in a browser, else as JSON.
 *
 * @module
 */
import { html, joinHtml } from "../../core/html.ts";
import { formatPage } from "../../core/html_page.ts";
import { stringifyJson } from "../../core/json.ts";
import { TOOL_VERSION } from "../../core/version.ts";
import { defineRoute, type Route, type RouteScope } from "../route.ts";

/** Where more is said. */
const HELP = "esdh serve --help";

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
  const page = encoder.encode(writePage(scope, routes));
  return defineRoute({
    method: "GET",
    path: "/",
    auth: "open",
    summary: "Lists the pages of this server, for a browser or as JSON.",
    handle: (_body, { prefersHtml }) =>
      prefersHtml
        ? { pieces: [page.slice()], mediaType: "text/html; charset=utf-8" }
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

function writePage({ dataset, maxRecords }: RouteScope, routes: readonly Route[]): string {
  const example = routes.findLast(({ method }) => method === "POST");
  const lines = routes.map(({ method, path, summary }) =>
    html`<li><code>${method} ${
      method === "GET" ? html`<a href="${path}">${path}</a>` : path
    }</code> ${summary}</li>`
  );
  const content = html`
    <h1>esdh ${TOOL_VERSION}</h1>
    <p>This server makes synthetic data, dataset ${dataset.version}: no row describes a real person,
    business or vehicle. What it has:</p>
    <ul>${joinHtml(lines)}</ul>
    ${example === undefined ? "" : html`
      <p>For example, of at most ${String(maxRecords)} records:</p>
      <pre>curl -X POST -H "Content-Type: application/json" -d '{"records": 3, "seed": 42}' \\
      http://HOST:PORT${example.path}</pre>
      <p>On a server with a token, add <code>-H "Authorization: Bearer TOKEN"</code>.</p>
    `}
    <p>More: <code>${HELP}</code></p>
  `;
  return formatPage({ title: `esdh ${TOOL_VERSION}`, content });
}

/**
 * The server without a socket: a function from requests to responses, made of the registry of routes
 * and one middleware around them.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { EsdhError } from "../core/error.ts";
import { suggestName } from "../core/suggest.ts";
import { CONTRACT_DATASET, planDataset, planRun } from "../run.ts";
import { BODY_TIMEOUT_MS, readJsonBody } from "./json_body.ts";
import {
  answerError,
  answerPolicy,
  makeGuard,
  type RequestLog,
  type ServerEnv,
} from "./middleware/guard.ts";
import { prefersHtml } from "./accept_header.ts";
import { shownHost } from "./address.ts";
import { Ongoing } from "./ongoing.ts";
import type { Route } from "./route.ts";
import { makeRoutes } from "./routes/mod.ts";
import { sendPieces } from "./send.ts";

/** Greatest `records` of one request where nothing else is said. */
export const DEFAULT_MAX_RECORDS = 100_000;

/** Greatest size of a request body in bytes where nothing else is said. */
export const DEFAULT_MAX_BODY_BYTES = 65_536;

/** Bodies being read and answers being streamed at once, where nothing else is said. */
export const DEFAULT_MAX_ONGOING = 512;

/** What an app serves, to whom, and whom it tells. */
export interface AppOptions {
  /** Name of the dataset that `/generate/*` answers from. Default: v0.1, whose contract these paths are part of. */
  readonly dataset?: string | undefined;
  /** Greatest `records` of one request. Default: {@link DEFAULT_MAX_RECORDS}. */
  readonly maxRecords?: number | undefined;
  /** Greatest size of a request body in bytes. Default: {@link DEFAULT_MAX_BODY_BYTES}. */
  readonly maxBodyBytes?: number | undefined;
  /** Milliseconds a client has to send its body. Default: {@link BODY_TIMEOUT_MS}. */
  readonly bodyTimeoutMs?: number | undefined;
  /** Bodies being read and answers being streamed at once. Default: {@link DEFAULT_MAX_ONGOING}. */
  readonly maxOngoing?: number | undefined;
  /** Token that all routes but the open ones need. Default: none, but requests must name a loopback host. */
  readonly token?: string | undefined;
  /** Takes a line for each request. Default: nobody logs. */
  readonly onRequest?: ((entry: RequestLog) => void) | undefined;
  /** Told of each failure that is the server's own, with the id of its request. */
  readonly onDefect?: ((error: unknown, requestId: string) => void) | undefined;
}

/** An app. */
export interface App {
  /** Its routes, in the order of the registry. */
  readonly routes: readonly Route[];
  /** Bodies and answers under way that wait for a client. */
  readonly ongoing: Ongoing;
  /** Answers a request. Never rejects. */
  fetch(request: Request): Response | Promise<Response>;
}

/**
 * Makes an app.
 *
 * @param options What it serves.
 * @returns The app; it opens nothing and may be thrown away.
 * @throws {EsdhError} UNKNOWN_NAME if there is no such dataset.
 * @throws {RangeError} If a limit is not a positive whole number.
 *
 * @example
 * ```ts
 * import { makeApp } from "./app.ts";
 * const response = await makeApp().fetch(new Request("http://localhost/healthz"));
 * if (response.status !== 200) throw new RangeError();
 * ```
 */
export function makeApp(options: AppOptions = {}): App {
  const maxRecords = checkLimit("maxRecords", options.maxRecords ?? DEFAULT_MAX_RECORDS);
  const plan = planRun({ dataset: options.dataset ?? CONTRACT_DATASET });
  return routeApp(makeRoutes({ dataset: planDataset(plan), plan, maxRecords }), options);
}

/**
 * Makes an app of given routes: all that stands around them, and nothing of the registry.
 *
 * @param routes The routes, no two with the same method and path.
 * @param options Whom it serves, and whom it tells.
 * @returns The app.
 * @throws {RangeError} If a limit is not a positive whole number.
 */
export function routeApp(
  routes: readonly Route[],
  options: Omit<AppOptions, "dataset" | "maxRecords"> = {},
): App {
  const maxBodyBytes = checkLimit("maxBodyBytes", options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES);
  const timeoutMs = checkLimit("bodyTimeoutMs", options.bodyTimeoutMs ?? BODY_TIMEOUT_MS);
  const maxOngoing = checkLimit("maxOngoing", options.maxOngoing ?? DEFAULT_MAX_ONGOING);
  const ongoing = new Ongoing();
  const hono = new Hono<ServerEnv>();
  const tell = (error: unknown, c: Context<ServerEnv>) => {
    const isOurs = !(error instanceof EsdhError) || error.httpStatus === 500;
    if (isOurs) options.onDefect?.(error, c.get("requestId"));
  };

  hono.use(makeGuard({
    openPaths: new Set(routes.filter(({ auth }) => auth === "open").map(({ path }) => path)),
    token: options.token,
    onRequest: options.onRequest,
  }));
  for (const route of routes) {
    hono.on(route.method, route.path, async (c) => {
      let body: unknown;
      if (route.body !== undefined) {
        if (ongoing.count >= maxOngoing) throw tooBusy(maxOngoing);
        body = await readJsonBody(c.req.raw, route.body, { maxBodyBytes, timeoutMs, ongoing });
      }
      const client = {
        prefersHtml: prefersHtml(c.req.header("accept")),
        host: shownHost(c.req.header("host")),
      };
      const { pieces, mediaType, styleSource } = route.handle(body, client);
      const response = sendPieces(pieces, {
        ongoing,
        mediaType,
        onStreamEnd: c.get("onStreamEnd"),
        onDefect: (error) => tell(error, c),
      });
      if (styleSource !== undefined) {
        response.headers.set("content-security-policy", answerPolicy(styleSource));
      }
      return response;
    });
  }
  const paths = [...new Set(routes.map((route) => route.path))];
  for (const path of paths) {
    const allow = listMethods(routes.filter((route) => route.path === path));
    hono.all(path, (c) => answerOtherMethod(c, path, allow));
  }
  hono.notFound((c) => answerError(c, describeMissing(c.req.path, paths)));
  hono.onError((error, c) => {
    tell(error, c);
    return answerError(c, error);
  });
  return { routes, ongoing, fetch: (request) => hono.fetch(request) };
}

function tooBusy(count: number): EsdhError {
  return new EsdhError("BUSY", `this server works on ${count} requests already`, {
    hint: "try again in a moment",
  });
}

function listMethods(routes: readonly Route[]): string {
  const methods = routes.flatMap(({ method }) => method === "GET" ? ["GET", "HEAD"] : [method]);
  return [...methods, "OPTIONS"].join(", ");
}

function answerOtherMethod(c: Context<ServerEnv>, path: string, allow: string): Response {
  if (c.req.method === "OPTIONS") return new Response(null, { status: 204, headers: { allow } });
  const error = new EsdhError("METHOD_NOT_ALLOWED", `${path} does not know this method`, {
    hint: `it knows ${allow}`,
  });
  return answerError(c, error, { allow });
}

function describeMissing(path: string, paths: readonly string[]): EsdhError {
  const near = path.length > 100 ? undefined : suggestName(path, paths);
  const pages = `the pages are ${paths.join(", ")}`;
  return new EsdhError("NOT_FOUND", "there is no page of this path", {
    hint: near === undefined ? pages : `did you mean ${near}? ${pages}`,
  });
}

function checkLimit(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new RangeError(`${name} must be a positive whole number, is ${value}`);
}

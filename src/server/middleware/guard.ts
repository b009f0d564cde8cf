/**
 * All that stands around every route, in one function because each middleware of its own costs as
 * much as the routing does: request id, host and token, the security headers, the request log.
 *
 * @module
 */
import type { Context, MiddlewareHandler } from "hono";
import { EsdhError } from "../../core/error.ts";
import { namesLoopback } from "../address.ts";
import { errorBody, toTellableError } from "../error_body.ts";
import { makeTokenCheck } from "./token.ts";

/** What is logged of a request: never a header's value, a query or a body. */
export interface RequestLog {
  /** When the answer ended, ISO 8601 in UTC. */
  readonly time: string;
  /** Id, as in `x-request-id`. */
  readonly id: string;
  readonly method: string;
  /** Path without the query, at most 200 characters. */
  readonly path: string;
  readonly status: number;
  /** Bytes of the body that were handed to the connection. */
  readonly bytes: number;
  /** Milliseconds from the request's headers to the end of the answer. */
  readonly ms: number;
  /** Whether the client or a shutdown ended the answer early. */
  readonly aborted?: true;
}

/** How the guard is set up. */
export interface GuardOptions {
  /** Paths that need no token. */
  readonly openPaths: ReadonlySet<string>;
  /** Token that the other paths need. Without one, requests must name a loopback host instead. */
  readonly token?: string | undefined;
  /** Takes a line for each request. */
  readonly onRequest?: ((entry: RequestLog) => void) | undefined;
}

/** Variables that the guard leaves in a request's context. */
export interface GuardVariables {
  /** Id of the request. */
  requestId: string;
  /** Told by a streamed answer when it ends; undefined where nobody logs. */
  onStreamEnd: ((bytes: number, isAborted: boolean) => void) | undefined;
}

/** The environment of the app in Hono's types. */
export interface ServerEnv {
  Variables: GuardVariables;
}

/**
 * The content security policy of an answer.
 *
 * @param styleSource How it names the one style sheet that is allowed. Default: none is.
 * @returns The header's value.
 */
export function answerPolicy(styleSource?: string): string {
  const styles = styleSource === undefined ? "" : `style-src ${styleSource}; `;
  return `default-src 'none'; ${styles}frame-ancestors 'none'`;
}

const POLICY = "content-security-policy";

/** Headers of every answer; a page that has a style sheet brings its own policy, which allows that sheet. `no-transform` keeps the runtime and proxies from compressing it. */
export const SECURITY_HEADERS: readonly (readonly [name: string, value: string])[] = [
  ["cache-control", "no-store, no-transform"],
  [POLICY, answerPolicy()],
  ["cross-origin-resource-policy", "same-origin"],
  ["referrer-policy", "no-referrer"],
  ["x-content-type-options", "nosniff"],
  ["x-frame-options", "DENY"],
];

/**
 * Makes the middleware.
 *
 * @param options What it lets through, and where it logs.
 * @returns A handler to be put before all routes.
 */
export function makeGuard(options: GuardOptions): MiddlewareHandler<ServerEnv> {
  const { onRequest } = options;
  const isOpenedBy = options.token === undefined ? undefined : makeTokenCheck(options.token);
  const findRefusal = (c: Context<ServerEnv>): EsdhError | undefined => {
    const host = c.req.header("host");
    if (isOpenedBy === undefined) {
      if (host === undefined || namesLoopback(host)) return undefined;
      return new EsdhError("REFUSED", "this server answers only to loopback host names", {
        hint: "open it as 127.0.0.1, localhost or [::1]; with a token it answers to any name",
      });
    }
    if (options.openPaths.has(c.req.path)) return undefined;
    if (isOpenedBy(c.req.header("authorization"))) return undefined;
    return new EsdhError("UNAUTHORIZED", "this server wants a token", {
      hint: "send the header authorization: Bearer TOKEN",
    });
  };
  return async (c, next) => {
    const startMs = onRequest === undefined ? 0 : performance.now();
    const requestId = chooseRequestId(c.req.header("x-request-id"));
    c.set("requestId", requestId);
    const log = (bytes: number, isAborted: boolean) => {
      onRequest?.({
        time: new Date().toISOString(),
        id: requestId,
        method: c.req.method,
        path: c.req.path.slice(0, 200),
        status: c.res.status,
        bytes,
        ms: Math.round((performance.now() - startMs) * 1000) / 1000,
        ...(isAborted ? { aborted: true } : {}),
      });
    };
    c.set("onStreamEnd", onRequest === undefined ? undefined : log);
    const refusal = findRefusal(c);
    if (refusal === undefined) await next();
    else c.res = answerError(c, refusal);
    const { headers } = c.res;
    for (const [name, value] of SECURITY_HEADERS) {
      if (name !== POLICY || !headers.has(POLICY)) headers.set(name, value);
    }
    headers.set("x-request-id", requestId);
    if (onRequest === undefined) return;
    const size = headers.get("content-length");
    const isStreamed = size === null && c.res.body !== null;
    if (!isStreamed) log(c.req.method === "HEAD" ? 0 : Number(size), false);
  };
}

/**
 * Makes an error answer.
 *
 * @param c The request's context.
 * @param error What was thrown.
 * @param headers More headers.
 * @returns The response, in the one shape.
 */
export function answerError(
  c: Context<ServerEnv>,
  error: unknown,
  headers: Record<string, string> = {},
): Response {
  const known = toTellableError(error);
  const body = new TextEncoder().encode(errorBody(known, c.get("requestId")));
  return new Response(body, {
    status: known.httpStatus,
    headers: {
      "content-type": "application/json",
      "content-length": `${body.length}`,
      ...(known.code === "UNAUTHORIZED" ? { "www-authenticate": 'Bearer realm="esdh"' } : {}),
      ...(known.code === "BUSY" ? { "retry-after": "1" } : {}),
      ...headers,
    },
  });
}

function chooseRequestId(given: string | undefined): string {
  return given !== undefined && /^[\w.:-]{1,64}$/.test(given) ? given : crypto.randomUUID();
}

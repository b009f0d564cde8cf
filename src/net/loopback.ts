/**
 * Requests to this program's own servers on this machine. They never go through a proxy, whatever
 * `HTTP_PROXY` and `NO_PROXY` say.
 *
 * @module
 */
import { exchange, type ExchangeRequest } from "./exchange.ts";
import { explainFailure } from "./failure.ts";

/** A request to a server on 127.0.0.1. */
export interface LoopbackRequest extends ExchangeRequest {
  readonly port: number;
  /** Path and query, beginning with a slash. */
  readonly path: string;
}

/** A whole answer. */
export interface LoopbackAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * Sends a request to a server on this machine and takes its whole answer, whatever its status. No
 * redirect is followed.
 *
 * @param request What to send, and where.
 * @returns The answer.
 * @throws {EsdhError} NETWORK if nothing answers in time, or what answers is too large or is not HTTP;
 * INTERRUPTED if the signal ended it.
 */
export async function requestLoopback(request: LoopbackRequest): Promise<LoopbackAnswer> {
  const { port, path } = request;
  // A client of its own: it connects to that port alone, and leaves no connection open behind it.
  using client = Deno.createHttpClient({
    proxy: { transport: "tcp", hostname: "127.0.0.1", port },
    poolMaxIdlePerHost: 0,
    http2: false,
  });
  const answer = await exchange(new URL(`http://127.0.0.1:${port}${path}`), request, {
    client,
    redirect: "manual",
    explain: (name, cause) => explainFailure({ name, caFile: undefined, stores: "" }, cause),
  });
  const { status, headers } = answer;
  return { status, headers, text: await answer.text() };
}

/**
 * Requests to servers on this machine. They never go through a proxy, whatever `HTTP_PROXY` says:
 * behind a company's proxy a plain `fetch` of `127.0.0.1` would be answered by that proxy.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";

/** A request to a server on this machine. */
export interface LoopbackRequest {
  /** Whole address, `http` only. */
  readonly url: string;
  /** Default: GET, or POST where there is a body. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds until the request is given up, default 10000. */
  readonly timeoutMs?: number;
  /** Greatest number of bytes taken of the answer, default 64 MiB. */
  readonly maxSizeBytes?: number;
  /** Gives the request up early. */
  readonly signal?: AbortSignal;
}

/** A whole answer. */
export interface LoopbackAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Whether an address is plain HTTP to this machine.
 *
 * @param url The address.
 * @returns True for `http` to `localhost`, `127.0.0.0/8` and `::1`.
 *
 * @example
 * ```ts
 * import { isLoopbackUrl } from "./loopback.ts";
 * if (!isLoopbackUrl(new URL("http://127.0.0.1:5000/healthz"))) throw new RangeError();
 * if (isLoopbackUrl(new URL("http://127.0.0.1.example.com/"))) throw new RangeError();
 * ```
 */
export function isLoopbackUrl(url: URL): boolean {
  return url.protocol === "http:" && LOOPBACK_HOST.test(url.hostname);
}

/**
 * Sends a request to a server on this machine and takes its whole answer, whatever its status.
 *
 * @param request What to send.
 * @returns The answer.
 * @throws {EsdhError} NETWORK if nothing answers in time or the answer is too large; INTERRUPTED if
 * the signal ended it; USAGE if the address is not one of this machine.
 */
export async function requestLoopback(request: LoopbackRequest): Promise<LoopbackAnswer> {
  const url = new URL(request.url);
  if (!isLoopbackUrl(url)) {
    throw new EsdhError("USAGE", `"${request.url}" is not an address of this machine`);
  }
  const { request: open } = await import("node:http");
  const timeoutMs = request.timeoutMs ?? 10_000;
  const maxSizeBytes = request.maxSizeBytes ?? 64 * 1024 * 1024;
  const method = request.method ?? (request.body === undefined ? "GET" : "POST");
  const body = request.body === undefined ? undefined : new TextEncoder().encode(request.body);
  const answered = Promise.withResolvers<LoopbackAnswer>();
  const fail = (message: string, cause?: unknown) =>
    answered.reject(
      request.signal?.aborted
        ? new EsdhError("INTERRUPTED", `${method} ${request.url} was interrupted`)
        : new EsdhError("NETWORK", `${method} ${request.url} failed: ${message}`, {
          hint: "check that the server runs and that address and port are right",
          cause,
        }),
    );
  const headers: Record<string, string> = { connection: "close", ...request.headers };
  if (body !== undefined) headers["content-length"] = `${body.length}`;
  const sent = open({
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? 80 : Number(url.port),
    path: `${url.pathname}${url.search}`,
    method,
    headers,
    agent: false,
  }, (answer) => {
    const chunks: Uint8Array[] = [];
    let sizeBytes = 0;
    answer.on("data", (chunk: Uint8Array) => {
      sizeBytes += chunk.length;
      if (sizeBytes > maxSizeBytes) {
        fail(`the answer is larger than ${maxSizeBytes} bytes`);
        sent.destroy();
      } else chunks.push(chunk);
    });
    answer.on("end", () =>
      answered.resolve({
        status: answer.statusCode ?? 0,
        headers: Object.fromEntries(
          Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
        ),
        text: new TextDecoder().decode(joinBytes(chunks, sizeBytes)),
      }));
    answer.on("error", (error: Error) => fail(error.message, error));
  });
  sent.on("error", (error: Error) => fail(describeSocketError(error), error));
  const timer = setTimeout(() => {
    fail(`no answer within ${timeoutMs} ms`);
    sent.destroy();
  }, timeoutMs);
  const abort = () => {
    fail("interrupted");
    sent.destroy();
  };
  if (request.signal?.aborted) abort();
  request.signal?.addEventListener("abort", abort);
  try {
    sent.end(body);
    return await answered.promise;
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener("abort", abort);
  }
}

function describeSocketError(error: Error): string {
  const code = (error as { code?: string }).code;
  if (code === "ECONNREFUSED") return "nothing listens there (connection refused)";
  if (code === "ECONNRESET") return "the connection was reset";
  return error.message;
}

function joinBytes(chunks: readonly Uint8Array[], sizeBytes: number): Uint8Array {
  const whole = new Uint8Array(sizeBytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

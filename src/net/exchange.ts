/**
 * One request and its whole answer, within a time and a size.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";

/** What is sent, and what is taken of the answer. */
export interface ExchangeRequest {
  /** Default: GET, or POST where there is a body. */
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array<ArrayBuffer> | undefined;
  /** Milliseconds until the whole answer must be there, default 30000. */
  readonly timeoutMs?: number | undefined;
  /** Greatest size of the answer's body in bytes, default 64 MiB. */
  readonly maxBytes?: number | undefined;
  /** Gives the request up early. */
  readonly signal?: AbortSignal | undefined;
}

/** How it is sent. */
export interface ExchangeOptions {
  /** The client; undefined for the runtime's. */
  readonly client: Deno.HttpClient | undefined;
  readonly redirect: "follow" | "manual";
  /** Turns what the runtime threw for a request into an error. */
  explain(name: string, cause: unknown): EsdhError;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;

/**
 * Sends a request and takes its whole answer, whatever its status.
 *
 * @param url Where to.
 * @param request What to send.
 * @param options How it is sent.
 * @returns The answer; its body is there already.
 * @throws {EsdhError} NETWORK if the answer is too slow or too large; INTERRUPTED if the signal ended it;
 * what `explain` makes of other failures.
 */
export async function exchange(
  url: URL,
  request: ExchangeRequest,
  options: ExchangeOptions,
): Promise<Response> {
  const timeoutMs = request.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const method = request.method ?? (request.body === undefined ? "GET" : "POST");
  // Never the user's name and password, which an address may hold.
  const name = `${method} ${url.origin}${url.pathname}${url.search}`;
  const controller = new AbortController();
  const abort = () => controller.abort();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    abort();
  }, timeoutMs);
  request.signal?.addEventListener("abort", abort);
  if (request.signal?.aborted) abort();
  try {
    const answer = await fetch(url, {
      method,
      redirect: options.redirect,
      signal: controller.signal,
      ...(request.headers === undefined ? {} : { headers: request.headers }),
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(options.client === undefined ? {} : { client: options.client }),
    });
    return await takeAnswer(answer, request.maxBytes ?? DEFAULT_MAX_BYTES, name);
  } catch (error) {
    if (request.signal?.aborted) {
      throw new EsdhError("INTERRUPTED", `${name} was interrupted`, { cause: error });
    }
    if (isLate) {
      throw new EsdhError("NETWORK", `${name} failed: no whole answer within ${timeoutMs} ms`, {
        hint: "check that the server runs and the network lets it through; ask for fewer records",
        cause: error,
      });
    }
    throw error instanceof EsdhError ? error : options.explain(name, error);
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener("abort", abort);
  }
}

async function takeAnswer(answer: Response, maxBytes: number, name: string): Promise<Response> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let sizeBytes = 0;
  for await (const chunk of answer.body ?? []) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) {
      throw new EsdhError(
        "NETWORK",
        `${name} failed: the answer is larger than ${maxBytes} bytes`,
        {
          hint: "ask for fewer records, or check that the address is the right one",
        },
      );
    }
    chunks.push(chunk);
  }
  const { status, statusText, headers } = answer;
  return new Response(answer.body === null ? null : new Blob(chunks), {
    status,
    statusText,
    headers,
  });
}

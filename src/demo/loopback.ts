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
 * @throws {EsdhError} NETWORK if nothing answers in time, or what answers is too large or is not HTTP;
 * INTERRUPTED if the signal ended it; USAGE if the address is not one of this machine.
 */
export async function requestLoopback(request: LoopbackRequest): Promise<LoopbackAnswer> {
  const url = new URL(request.url);
  if (!isLoopbackUrl(url)) {
    throw new EsdhError("USAGE", `"${request.url}" is not an address of this machine`);
  }
  const timeoutMs = request.timeoutMs ?? 10_000;
  const method = request.method ?? (request.body === undefined ? "GET" : "POST");
  const name = `${method} ${request.url}`;
  const stopped = Promise.withResolvers<never>();
  const abort = () => stopped.reject(new EsdhError("INTERRUPTED", `${name} was interrupted`));
  const timer = setTimeout(
    () => stopped.reject(networkError(name, `no answer within ${timeoutMs} ms`)),
    timeoutMs,
  );
  // Nobody may be waiting for it when it rejects.
  stopped.promise.catch(() => {});
  request.signal?.addEventListener("abort", abort);
  if (request.signal?.aborted) abort();
  const opening = Deno.connect({
    hostname: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? 80 : Number(url.port),
  });
  try {
    const socket = await Promise.race([opening, stopped.promise]);
    const reader = new AnswerReader(name, request.maxSizeBytes ?? 64 * 1024 * 1024);
    // A server that refuses a body answers before it has read it: what counts is the answer.
    void writeAll(socket, formatRequest(method, url, request)).catch(() => {});
    const answer = await Promise.race([readAnswer(socket, reader), stopped.promise]);
    return answer;
  } catch (error) {
    if (error instanceof EsdhError) throw error;
    throw networkError(name, describeSocketError(error), error);
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener("abort", abort);
    opening.then((socket) => socket.close()).catch(() => {});
  }
}

function formatRequest(method: string, url: URL, request: LoopbackRequest): Uint8Array {
  const encoder = new TextEncoder();
  const body = encoder.encode(request.body ?? "");
  const headers: Record<string, string> = { ...request.headers, connection: "close" };
  if (request.body !== undefined) headers["content-length"] = `${body.length}`;
  const lines = [
    `${method} ${url.pathname}${url.search} HTTP/1.1`,
    `host: ${url.host}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return joinBytes([encoder.encode(`${lines.join("\r\n")}\r\n\r\n`), body]);
}

async function writeAll(socket: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let start = 0; start < bytes.length;) start += await socket.write(bytes.subarray(start));
}

async function readAnswer(socket: Deno.Conn, reader: AnswerReader): Promise<LoopbackAnswer> {
  for (;;) {
    const buffer = new Uint8Array(65_536);
    const length = await socket.read(buffer);
    const answer = length === null ? reader.end() : reader.take(buffer.subarray(0, length));
    if (answer !== undefined) return answer;
  }
}

interface AnswerHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Puts an answer of HTTP/1.1 together from the pieces that come. */
class AnswerReader {
  readonly #name: string;
  readonly #maxSizeBytes: number;
  #pieces: Uint8Array[] = [];
  #sizeBytes = 0;
  #head: AnswerHead | undefined;

  constructor(name: string, maxSizeBytes: number) {
    this.#name = name;
    this.#maxSizeBytes = maxSizeBytes;
  }

  /** Takes a piece; gives the answer when it is whole. */
  take(piece: Uint8Array): LoopbackAnswer | undefined {
    this.#pieces.push(piece);
    this.#sizeBytes += piece.length;
    this.#head ??= this.#takeHead();
    const limit = this.#head === undefined ? MAX_HEAD_BYTES : this.#maxSizeBytes;
    if (this.#sizeBytes > limit) {
      throw networkError(this.#name, `the answer is larger than ${limit} bytes`);
    }
    if (this.#head === undefined) return undefined;
    const lengthText = this.#head.headers["content-length"];
    if (lengthText !== undefined) {
      if (this.#sizeBytes < Number(lengthText)) return undefined;
      return this.#finish(this.#joined().subarray(0, Number(lengthText)));
    }
    if (!this.#isChunked()) return this.#head.status === 204 ? this.#finish(NO_BYTES) : undefined;
    // Only a piece that ends as the last chunk does is worth a look at the whole.
    const isLast = piece.length < 5 || piece[piece.length - 1] === 0x0a;
    const body = isLast ? joinChunks(this.#joined()) : undefined;
    return body === undefined ? undefined : this.#finish(body);
  }

  /** Gives the answer where it ends with the connection. */
  end(): LoopbackAnswer {
    const isWhole = this.#head !== undefined && !this.#isChunked() &&
      this.#head.headers["content-length"] === undefined;
    if (isWhole) return this.#finish(this.#joined());
    throw networkError(this.#name, "the connection was closed before the answer was whole");
  }

  #isChunked(): boolean {
    return /\bchunked\b/i.test(this.#head?.headers["transfer-encoding"] ?? "");
  }

  #takeHead(): AnswerHead | undefined {
    const bytes = this.#joined();
    const text = new TextDecoder("latin1").decode(bytes.subarray(0, MAX_HEAD_BYTES));
    const end = text.indexOf("\r\n\r\n");
    if (end < 0) return undefined;
    const [first = "", ...lines] = text.slice(0, end).split("\r\n");
    const status = /^HTTP\/1\.[01] (\d{3})\b/.exec(first)?.[1];
    if (status === undefined) throw networkError(this.#name, "what answers does not speak HTTP");
    this.#pieces = [bytes.subarray(end + 4)];
    this.#sizeBytes = bytes.length - end - 4;
    const headers = lines.map((line): [string, string] => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    });
    return { status: Number(status), headers: Object.fromEntries(headers) };
  }

  #joined(): Uint8Array {
    if (this.#pieces.length !== 1) this.#pieces = [joinBytes(this.#pieces)];
    return this.#pieces[0]!;
  }

  #finish(body: Uint8Array): LoopbackAnswer {
    return { ...this.#head!, text: new TextDecoder().decode(body) };
  }
}

const MAX_HEAD_BYTES = 65_536;
const NO_BYTES = new Uint8Array(0);

/** The body of a chunked answer, or undefined where its last chunk is not there yet. */
function joinChunks(bytes: Uint8Array): Uint8Array | undefined {
  const chunks: Uint8Array[] = [];
  for (let at = 0;;) {
    const lineEnd = bytes.indexOf(0x0a, at);
    if (lineEnd < 0) return undefined;
    const line = new TextDecoder("latin1").decode(bytes.subarray(at, lineEnd));
    const sizeBytes = Number.parseInt(line, 16);
    if (Number.isNaN(sizeBytes)) return undefined;
    if (sizeBytes === 0) return joinBytes(chunks);
    at = lineEnd + 1;
    if (at + sizeBytes > bytes.length) return undefined;
    chunks.push(bytes.subarray(at, at + sizeBytes));
    at += sizeBytes + 2;
  }
}

function networkError(name: string, message: string, cause?: unknown): EsdhError {
  return new EsdhError("NETWORK", `${name} failed: ${message}`, {
    hint: "check that the server runs and that address and port are right",
    cause,
  });
}

function describeSocketError(error: unknown): string {
  if (error instanceof Deno.errors.ConnectionRefused) {
    return "nothing listens there (connection refused)";
  }
  if (error instanceof Deno.errors.ConnectionReset) return "the connection was reset";
  return error instanceof Error ? error.message : String(error);
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * Outgoing requests, and whom they trust: the system's certificate store, Mozilla's list, and a file
 * of the user's. Every request of this program that leaves the machine goes through here.
 *
 * Proxies follow the usual variables (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`); requests to this
 * machine never take one.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import { type CaCertificate, readCaFile } from "./ca_file.ts";
import { explainFailure, joinMessages } from "./failure.ts";

/** How a request is made. */
export interface TrustedRequest {
  /** Default: GET, or POST where there is a body. */
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array<ArrayBuffer> | undefined;
  /** A file with certificate authorities that are trusted as well. */
  readonly caFile?: string | undefined;
  /** Milliseconds until the whole answer must be there, default 30000. */
  readonly timeoutMs?: number | undefined;
  /** Greatest size of the answer's body in bytes, default 64 MiB. */
  readonly maxBytes?: number | undefined;
  /** Gives the request up early. */
  readonly signal?: AbortSignal | undefined;
}

/** Who vouched for a server. */
export type TrustedBy =
  /** The connection is not encrypted, so nobody did. */
  | "none"
  /** The system's store or Mozilla's list. */
  | "built-in"
  /** The file that was given. */
  | "ca-file";

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
const STORE_VARIABLE = "DENO_TLS_CA_STORE";
const STORE_NAMES: Readonly<Record<string, string>> = {
  system: "the system's store",
  mozilla: "Mozilla's list",
};

/**
 * Sends a request and takes its whole answer, whatever its status.
 *
 * Holds the answer's body in memory, at most `maxBytes`. Redirects are followed.
 *
 * @param address Where to; `http` or `https`.
 * @param request What to send, and whom to trust.
 * @returns The answer; its body is there already.
 * @throws {EsdhError} USAGE if the address is not one; NOT_FOUND, IO or INVALID_CONFIG if the CA file is
 * of no use; NETWORK if the peer can't be reached or trusted, is too slow, or its answer too large;
 * INTERRUPTED if the signal ended it.
 */
export async function fetchTrusted(
  address: string | URL,
  request: TrustedRequest = {},
): Promise<Response> {
  const url = parseAddress(address);
  const authorities = request.caFile === undefined ? undefined : await readCaFile(request.caFile);
  prepareTrust();
  return await send(url, request, authorities);
}

/**
 * Finds out who vouches for a server, with as few requests as that takes.
 *
 * @param address Where the server is.
 * @param request As for {@link fetchTrusted}.
 * @returns Who does.
 * @throws {EsdhError} As {@link fetchTrusted} does: NETWORK if nobody vouches for it.
 */
export async function probeTrust(
  address: string | URL,
  request: TrustedRequest = {},
): Promise<TrustedBy> {
  const { caFile, ...plain } = request;
  try {
    await fetchTrusted(address, plain);
    return parseAddress(address).protocol === "http:" ? "none" : "built-in";
  } catch (error) {
    const isUntrusted = error instanceof EsdhError &&
      /invalid peer certificate/.test(joinMessages(error.cause));
    if (caFile === undefined || !isUntrusted) throw error;
    await fetchTrusted(address, request);
    return "ca-file";
  }
}

/**
 * The stores of certificates that requests of this process trust.
 *
 * @returns Words for a person, such as `the system's store, Mozilla's list`.
 */
export function describeStores(): string {
  prepareTrust();
  const stores = readVariable(STORE_VARIABLE) ?? "mozilla";
  const names = stores.split(",").map((name) => STORE_NAMES[name.trim()] ?? name.trim()).join(", ");
  return isStoreMissing ? `${names}; SSL_CERT_FILE names no file that can be read` : names;
}

/**
 * Makes all requests of this process trust the system's store as well as Mozilla's list, and reach this
 * machine without a proxy.
 *
 * Takes effect only before the process's first request, and once. `DENO_TLS_CA_STORE` wins where it is set.
 */
export function prepareTrust(): void {
  if (isPrepared) return;
  isPrepared = true;
  if (readVariable(STORE_VARIABLE) === undefined) {
    // The runtime would give up all requests, also those that are not encrypted.
    isStoreMissing = !canRead(readVariable("SSL_CERT_FILE"));
    setVariable(STORE_VARIABLE, isStoreMissing ? "mozilla" : "system,mozilla");
  }
  // A company's proxy can't reach this machine's own servers, and few users name them in NO_PROXY.
  for (const name of ["NO_PROXY", "no_proxy"]) {
    const hosts = readVariable(name);
    if (name === "no_proxy" && hosts === undefined) continue;
    setVariable(name, [...(hosts?.split(",") ?? []), "localhost", "127.0.0.1", "::1"].join(","));
  }
}

let isPrepared = false;
let isStoreMissing = false;

/** Whether a file can be read; true where none is named. */
function canRead(path: string | undefined): boolean {
  if (path === undefined) return true;
  try {
    using file = Deno.openSync(path);
    return file.statSync().isFile;
  } catch {
    return false;
  }
}

async function send(
  url: URL,
  request: TrustedRequest,
  authorities: readonly CaCertificate[] | undefined,
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
  let client: Deno.HttpClient | undefined;
  try {
    if (authorities !== undefined) {
      client = Deno.createHttpClient({ caCerts: authorities.map(({ pem }) => pem) });
    }
    const answer = await fetch(url, {
      method,
      signal: controller.signal,
      ...(request.headers === undefined ? {} : { headers: request.headers }),
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(client === undefined ? {} : { client }),
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
    if (error instanceof EsdhError) throw error;
    throw explainFailure({ name, caFile: request.caFile, stores: describeStores() }, error);
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener("abort", abort);
    client?.close();
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

function parseAddress(address: string | URL): URL {
  const url = URL.parse(`${address}`);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new EsdhError("USAGE", `"${address}" is not an address to send a request to`, {
      hint: "give a whole address such as https://host:5000",
    });
  }
  return url;
}

function readVariable(name: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) || undefined : undefined;
}

function setVariable(name: string, value: string): void {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  if (state === "granted") Deno.env.set(name, value);
}

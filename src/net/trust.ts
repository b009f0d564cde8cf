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
import { readCaFile } from "./ca_file.ts";
import { exchange, type ExchangeRequest } from "./exchange.ts";
import { explainFailure, joinMessages } from "./failure.ts";

/** How a request is made. */
export interface TrustedRequest extends ExchangeRequest {
  /** A file with certificate authorities that are trusted as well. */
  readonly caFile?: string | undefined;
}

/** Who vouched for a server. */
export type TrustedBy =
  /** The connection is not encrypted, so nobody did. */
  | "none"
  /** The system's store or Mozilla's list. */
  | "built-in"
  /** The file that was given. */
  | "ca-file";

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
  const client = authorities === undefined
    ? undefined
    : Deno.createHttpClient({ caCerts: authorities.map(({ pem }) => pem) });
  try {
    return await exchange(url, request, {
      client,
      redirect: "follow",
      explain: (name, cause) =>
        explainFailure({ name, caFile: request.caFile, stores: describeStores() }, cause),
    });
  } finally {
    client?.close();
  }
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

/**
 * Turns a failed request into an error that says what to do next.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";

/** What is known of a request that failed. */
export interface FailedRequest {
  /** Method and address, such as `GET https://localhost/`. */
  readonly name: string;
  /** The CA file that was trusted, if any. */
  readonly caFile: string | undefined;
  /** The stores of certificates that were trusted. */
  readonly stores: string;
}

/** A kind of failure: how its text is known, what it means, what to do. */
interface FailureKind {
  readonly pattern: RegExp;
  readonly meaning: string;
  readonly hint: string;
}

const REFUSED = /refused|os error (111|61|10061)\b/i;
const UNKNOWN_HOST = /dns error|failed to lookup|not known|No such host/i;
const NO_ROUTE = /unreachable|No route/i;
const BLOCKED_PORT = /port \d+ (is|are) blocked/i;
const NOT_HTTP = /invalid HTTP|invalid content-length|message head is too large/i;

const KINDS: readonly FailureKind[] = [
  {
    pattern: /platform certificates/,
    meaning: "the system's certificate store can't be read",
    hint: "check the variables SSL_CERT_FILE and SSL_CERT_DIR, or set DENO_TLS_CA_STORE=mozilla",
  },
  {
    pattern: /NotValidForName|not valid for name/i,
    meaning: "the server's certificate is for another host name",
    hint: "use the host name that the certificate was made for",
  },
  {
    pattern: /certificate expired|\bExpired/i,
    meaning: "the server's certificate has expired",
    hint: "check this machine's clock, then ask the server's operator for a new certificate",
  },
  {
    pattern: /NotValidYet|not valid yet/i,
    meaning: "the server's certificate is not valid yet",
    hint: "check this machine's clock",
  },
  {
    pattern: /CaUsedAsEndEntity/,
    meaning: "the server shows the certificate of an authority as its own",
    hint: "give the server a certificate of its own, signed by that authority",
  },
  {
    pattern: /invalid peer certificate/i,
    meaning: "the server's certificate can't be checked",
    hint: "ask the server's operator for a certificate in common form",
  },
  {
    pattern: /InvalidContentType|received corrupt message|tls handshake|HandshakeFailure/i,
    meaning: "the server does not speak TLS as asked",
    hint: "check whether the address should start with http:// instead of https://",
  },
  {
    pattern: BLOCKED_PORT,
    meaning: "this port belongs to another protocol, and no request may go there",
    hint: "choose another port; browsers refuse this one too",
  },
  {
    pattern: NOT_HTTP,
    meaning: "what answers does not speak HTTP",
    hint: "check that host and port are right: another program listens there",
  },
  {
    pattern: REFUSED,
    meaning: "nothing listens there (connection refused)",
    hint: "check that the server runs and that host and port are right",
  },
  {
    pattern: UNKNOWN_HOST,
    meaning: "the host name is not known",
    hint: "check the address; behind a proxy, set HTTPS_PROXY",
  },
  {
    pattern: NO_ROUTE,
    meaning: "the network can't be reached",
    hint: "check the network; behind a proxy, set HTTPS_PROXY",
  },
  {
    pattern: /reset|closed before|IncompleteMessage|broken pipe|error reading a body/i,
    meaning: "the connection was closed before the answer was whole",
    hint: "try again; if it happens again, look at the server's log",
  },
];

/**
 * Explains why a request failed.
 *
 * @param request What is known of it.
 * @param cause What the runtime threw.
 * @returns An error with code NETWORK.
 *
 * @example
 * ```ts
 * import { explainFailure } from "./failure.ts";
 * const request = { name: "GET https://a.example/", caFile: undefined, stores: "mozilla" };
 * const error = explainFailure(request, new TypeError("invalid peer certificate: UnknownIssuer"));
 * if (!error.hint?.includes("--ca-file")) throw new TypeError("the hint names --ca-file");
 * ```
 */
export function explainFailure(request: FailedRequest, cause: unknown): EsdhError {
  const detail = joinMessages(cause);
  if (/UnknownIssuer|BadSignature/.test(detail)) return explainIssuer(request, cause);
  const kind = KINDS.find(({ pattern }) => pattern.test(detail));
  return new EsdhError("NETWORK", `${request.name} failed: ${kind?.meaning ?? detail}`, {
    hint: kind?.hint ?? "check the address and the network",
    cause,
  });
}

/**
 * Whether a request failed because no server of HTTP is there: nothing listens, or another program does.
 *
 * @param error What a request threw.
 * @returns False where a server may be there that does not answer.
 */
export function isNoServer(error: EsdhError): boolean {
  const detail = joinMessages(error.cause);
  return REFUSED.test(detail) || NOT_HTTP.test(detail);
}

/**
 * Whether a request failed before anything of the server was seen: its host is not known or not reached, nothing
 * listens there, or no answer came in time.
 *
 * @param error What a request threw.
 * @returns False where a server showed something, such as a certificate.
 */
export function isUnreached(error: EsdhError): boolean {
  const { cause } = error;
  if (cause instanceof DOMException) return cause.name === "AbortError";
  const detail = joinMessages(cause);
  if (/certificate/i.test(detail)) return false;
  return [REFUSED, UNKNOWN_HOST, NO_ROUTE, BLOCKED_PORT].some((pattern) => pattern.test(detail));
}

function explainIssuer(request: FailedRequest, cause: unknown): EsdhError {
  const trusted = request.caFile === undefined
    ? `trusted: ${request.stores}`
    : `trusted: ${request.stores}, and CA file "${request.caFile}"`;
  return new EsdhError(
    "NETWORK",
    `${request.name} failed: the server's certificate is signed by an unknown authority (${trusted})`,
    {
      hint: request.caFile === undefined
        ? "if you trust it, give its authority's certificate with --ca-file FILE or ESDH_CA_FILE"
        : "the CA file must hold the authority that signed the server's certificate",
      cause,
    },
  );
}

/**
 * Joins an error's message with those of its causes: runtimes differ in where they put the reason.
 *
 * @param error What was thrown.
 * @returns The messages, outermost first.
 */
export function joinMessages(error: unknown): string {
  const messages: string[] = [];
  for (let link = error; link instanceof Error && messages.length < 8; link = link.cause) {
    messages.push(link.message);
  }
  return messages.length === 0 ? String(error) : messages.join(": ");
}

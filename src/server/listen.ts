/**
 * The server on a socket: which address it takes, and how it ends.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import { DEFAULT_PORT } from "../profiles/profile.ts";
import { isLoopback, normaliseHost, serverUrl } from "./address.ts";
import { type App, type AppOptions, makeApp } from "./app.ts";
import { errorBody } from "./error_body.ts";
import { findTokenProblem } from "./middleware/token.ts";

/** Host where nothing else is said: only programs of this machine reach it. */
export const DEFAULT_HOST = "127.0.0.1";

/** Ports that are tried, the first one included, where none is asked for by name. */
export const PORT_ATTEMPTS = 20;

/** Milliseconds a shutdown waits for requests in flight where nothing else is said. */
export const SHUTDOWN_DEADLINE_MS = 8000;

/** How a server is started. */
export interface ServerOptions extends AppOptions {
  /** Name or address to listen on. Default: {@link DEFAULT_HOST}. */
  readonly host?: string | undefined;
  /** Port, 0 for any free one. Default: {@link DEFAULT_PORT}. */
  readonly port?: number | undefined;
  /** Whether a taken port is an error; where not, the next free one is used. Default: false. */
  readonly isPortFixed?: boolean | undefined;
}

/** How a server ended. */
export interface Shutdown {
  /** Whether requests were still in flight at the deadline, and were cut off. */
  readonly isForced: boolean;
}

/** A server that listens. */
export interface RunningServer {
  /** Address for clients, without a final slash. */
  readonly url: string;
  /** Host it listens on. */
  readonly host: string;
  /** Port it listens on; may differ from the one asked for. */
  readonly port: number;
  /** Resolves when it has ended. */
  readonly finished: Promise<Shutdown>;
  /**
   * Ends it: no new connections, requests in flight are finished until the deadline and cut off then.
   *
   * @param deadlineMs Milliseconds to wait. Default: {@link SHUTDOWN_DEADLINE_MS}.
   * @returns The same as `finished`; a second call changes nothing.
   */
  shutdown(deadlineMs?: number): Promise<Shutdown>;
}

/**
 * Starts a server.
 *
 * @param options Where it listens and what it serves.
 * @returns The server, ready for requests.
 * @throws {RangeError} If the port or a limit is out of its range.
 * @throws {EsdhError} REFUSED if others could reach it and there is no token, or the token is unfit; BUSY
 *   if the port, or each of {@link PORT_ATTEMPTS} ports, is taken; USAGE if the host is no name or address;
 *   IO if the system refuses the host or port; UNKNOWN_NAME if there is no such dataset.
 *
 * @example
 * ```ts
 * import { startServer } from "./listen.ts";
 * const server = startServer({ port: 0 });
 * const response = await fetch(`${server.url}/healthz`);
 * if ((await response.json()).status !== "ok") throw new RangeError();
 * await server.shutdown();
 * ```
 */
export function startServer(options: ServerOptions = {}): RunningServer {
  const host = checkHost(options);
  const app = makeApp(options);
  const server = listen(app, host, options);
  const { hostname, port } = server.addr;
  if (options.token === undefined && !isLoopback(normaliseHost(hostname) ?? hostname)) {
    // A hosts file may send `localhost` anywhere: the address that was bound decides.
    server.shutdown();
    throw refuseHost(host);
  }
  let ending: Promise<Shutdown> | undefined;
  let finish: (shutdown: Shutdown) => void;
  const finished = new Promise<Shutdown>((resolve) => finish = resolve);
  return {
    url: serverUrl(host, port),
    host,
    port,
    finished,
    shutdown: (deadlineMs = SHUTDOWN_DEADLINE_MS) => {
      ending ??= endServer(server, app, deadlineMs);
      ending.then(finish);
      return ending;
    },
  };
}

function checkHost(options: ServerOptions): string {
  const given = options.host ?? DEFAULT_HOST;
  const host = normaliseHost(given);
  if (host === undefined) {
    throw new EsdhError("USAGE", `can't listen on "${given}": it is no host name or address`, {
      hint: `leave it out for ${DEFAULT_HOST}`,
    });
  }
  if (options.token === undefined) {
    if (!isLoopback(host)) throw refuseHost(host);
    return host;
  }
  const problem = findTokenProblem(options.token);
  if (problem !== undefined) {
    throw new EsdhError("REFUSED", `refused to serve with this token: ${problem}`, {
      hint: "a token as 32 random bytes in hexadecimal is fit",
    });
  }
  return host;
}

function refuseHost(host: string): EsdhError {
  return new EsdhError(
    "REFUSED",
    `refused to listen on "${host}" without a token: other machines could reach it`,
    {
      hint:
        "set a variable whose name begins with ESDH_ to a secret of 16 characters or more and " +
        "name it with --auth-token-env NAME, or listen on 127.0.0.1",
    },
  );
}

type Server = Deno.HttpServer<Deno.NetAddr>;

function listen(app: App, host: string, options: ServerOptions): Server {
  const first = options.port ?? DEFAULT_PORT;
  if (!Number.isInteger(first) || first < 0 || first > 65_535) {
    throw new RangeError(`port must be a whole number from 0 to 65535, is ${first}`);
  }
  const attempts = options.isPortFixed || first === 0 ? 1 : PORT_ATTEMPTS;
  const last = Math.min(first + attempts - 1, 65_535);
  let taken: unknown;
  for (let port = first; port <= last; port++) {
    try {
      return Deno.serve({
        hostname: host,
        port,
        onListen: () => {},
        onError: (error) => answerDefect(error, options),
      }, (request) => app.fetch(request));
    } catch (cause) {
      if (!isTaken(cause, port)) throw describeFailure(cause, host, port);
      taken = cause;
    }
  }
  const which = first === last ? `port ${first} is taken` : `ports ${first} to ${last} are taken`;
  throw new EsdhError("BUSY", `can't listen on "${host}": ${which}`, {
    cause: taken,
    hint: options.isPortFixed
      ? "end the program that holds it, name another port, or name none and take the next free one"
      : "end a program that holds one of them, or name another port",
  });
}

/** Windows says "permission denied" of a port that another program or the system has reserved. */
function isTaken(cause: unknown, port: number): boolean {
  return cause instanceof Deno.errors.AddrInUse ||
    cause instanceof Deno.errors.PermissionDenied && port >= 1024;
}

function describeFailure(cause: unknown, host: string, port: number): EsdhError {
  const why = cause instanceof Error ? cause.message : `${cause}`;
  const isDenied = cause instanceof Deno.errors.PermissionDenied && port > 0 && port < 1024;
  return new EsdhError("IO", `can't listen on "${host}", port ${port}: ${why}`, {
    hint: isDenied
      ? "name a port above 1023: lower ones belong to the administrator"
      : "name an address of this machine and a port from 0 to 65535",
    cause,
  });
}

/** The last resort: what goes wrong outside the app's own handling of errors. */
function answerDefect(error: unknown, options: ServerOptions): Response {
  const requestId = crypto.randomUUID();
  options.onDefect?.(error, requestId);
  return new Response(errorBody(error, requestId), {
    status: 500,
    headers: {
      "content-type": "application/json",
      "cache-control": "no-store",
      "x-request-id": requestId,
    },
  });
}

/** Milliseconds that connections get to close after their requests were cut off. */
const GRACE_MS = 500;

async function endServer(server: Server, app: App, deadlineMs: number): Promise<Shutdown> {
  const ended = server.shutdown();
  if (await endsWithin(ended, deadlineMs)) return { isForced: false };
  app.ongoing.stopAll();
  // A client that neither reads nor hangs up must not hold the process.
  if (!await endsWithin(ended, GRACE_MS)) server.unref();
  return { isForced: true };
}

async function endsWithin(ended: Promise<void>, timeoutMs: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  const isEnded = await Promise.race([ended.then(() => true), timeout]);
  clearTimeout(timer);
  return isEnded;
}

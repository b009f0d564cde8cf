/**
 * HTTPS servers on this machine for tests, with the certificates of `tests/fixtures/tls`.
 *
 * @module
 */
import { fromFileUrl, join } from "@std/path";

/** Folder with the certificates. */
export const TLS_FOLDER = fromFileUrl(new URL("../../tests/fixtures/tls/", import.meta.url));

/** The file with the authority that signed the servers' certificates. */
export const CA_FILE = join(TLS_FOLDER, "ca.pem");

/** A server that stops at the end of its block. */
export interface TlsServer extends AsyncDisposable {
  readonly port: number;
  /** Address with the host name `localhost`, without a slash at its end. */
  readonly url: string;
}

/**
 * Starts an HTTPS server.
 *
 * @param certificate Name of a certificate in the folder.
 * @param handler Answers requests.
 * @returns The server, listening.
 */
export function serveTls(
  certificate: "server" | "expired" | "other_name",
  handler: (request: Request) => Response | Promise<Response>,
): TlsServer {
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    cert: Deno.readTextFileSync(join(TLS_FOLDER, `${certificate}.pem`)),
    key: Deno.readTextFileSync(join(TLS_FOLDER, "server.key")),
    onListen: () => {},
  }, handler);
  const { port } = server.addr;
  return {
    port,
    url: `https://localhost:${port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

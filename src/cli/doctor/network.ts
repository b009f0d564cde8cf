/**
 * Checks of ports, of certificates and of a server.
 *
 * @module
 */
import { EsdhError } from "../../core/error.ts";
import { type DoctorCheck, type DoctorFinding, finding } from "./check.ts";

/** Whether the API can listen. */
export const portCheck: DoctorCheck = {
  name: "port",
  run({ port, isPortNamed }) {
    try {
      listenOnce(port);
      return finding("pass", `127.0.0.1:${port} is free`);
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) return refusedPort(port, error);
    }
    try {
      listenOnce(0);
    } catch (error) {
      return refusedPort(0, error);
    }
    return isPortNamed
      ? finding(
        "fail",
        `port ${port} is taken`,
        "end the program that holds it, or name another port",
      )
      : finding(
        "warn",
        `port ${port} is taken; demo and serve take the next free one`,
        "name another with --port, DEMO_API_PORT or api_port in the configuration",
      );
  },
};

function listenOnce(port: number): void {
  Deno.listen({ hostname: "127.0.0.1", port }).close();
}

function refusedPort(port: number, error: unknown): DoctorFinding {
  const why = error instanceof Error ? error.message : String(error);
  return finding(
    "fail",
    `can't listen on 127.0.0.1, port ${port}: ${why}`,
    port > 0 && port < 1024
      ? "name a port above 1023"
      : "let this program listen on 127.0.0.1 (sandbox or security software); " +
        "esdh demo --canned needs no API",
  );
}

/** Which certificates outgoing requests trust, and whether a named server is among the trusted. */
export const certificatesCheck: DoctorCheck = {
  name: "certificates",
  async run({ settings, server, isServerChecked, context }) {
    const { describeStores, probeTrust } = await import("../../net/trust.ts");
    const caFile = settings instanceof EsdhError ? undefined : settings.caFile;
    const { readCaFile } = await import("../../net/ca_file.ts");
    let trusted = describeStores();
    if (caFile !== undefined) {
      try {
        const count = (await readCaFile(caFile)).length;
        trusted += `, and ${count} from "${caFile}"`;
      } catch (error) {
        if (!(error instanceof EsdhError)) throw error;
        return finding("fail", error.message, error.hint);
      }
    }
    if (server === undefined) return finding("pass", `trusted: ${trusted}`);
    if (URL.parse(server)?.protocol === "http:") {
      return finding("warn", `${server} is asked without encryption, so nobody vouches for it`);
    }
    try {
      const by = await probeTrust(server, { caFile, signal: context.signal, timeoutMs: 10_000 });
      const voucher = by === "ca-file" ? `"${caFile}" alone` : describeStores();
      return finding("pass", `${server} is vouched for by ${voucher}`);
    } catch (error) {
      if (!(error instanceof EsdhError) || error.code === "INTERRUPTED") throw error;
      const { isUnreached } = await import("../../net/failure.ts");
      return isServerChecked && isUnreached(error)
        ? finding("warn", `${server} can't be reached, so it showed no certificate`)
        : finding("fail", error.message, error.hint);
    }
  },
};

/** Whether a named server serves: what a container's health check asks. */
export const serverCheck: DoctorCheck = {
  name: "server",
  async run({ settings, server, context }) {
    if (server === undefined) return finding("pass", "none is named; --server URL tries one");
    const { fetchTrusted } = await import("../../net/trust.ts");
    const caFile = settings instanceof EsdhError ? undefined : settings.caFile;
    const address = `${server.replace(/\/+$/, "")}/healthz`;
    try {
      const limits = { timeoutMs: 5000, maxBytes: 65_536 };
      const answer = await fetchTrusted(address, { caFile, signal: context.signal, ...limits });
      if (answer.status >= 500) {
        return finding(
          "fail",
          `${address} answers ${answer.status}`,
          "look at the server's messages",
        );
      }
      const { status, version, dataset_version } = await readHealth(answer);
      return status === "ok"
        ? finding("pass", `esdh ${version} serves dataset ${dataset_version}`)
        : finding("warn", `${address} answers ${answer.status}, but not as esdh does`);
    } catch (error) {
      if (!(error instanceof EsdhError) || error.code === "INTERRUPTED") throw error;
      return finding("fail", error.message, error.hint);
    }
  },
};

/** What a server says of itself; nothing where it is none of this program. */
async function readHealth(
  answer: Response,
): Promise<
  { readonly status?: unknown; readonly version?: unknown; readonly dataset_version?: unknown }
> {
  try {
    const value: unknown = await answer.json();
    return answer.ok && typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}

/**
 * Checks of ports and of certificates.
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
  async run({ settings, server, context }) {
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
    try {
      const by = await probeTrust(server, { caFile, signal: context.signal, timeoutMs: 10_000 });
      const words = {
        "none": "answers without encryption, so nobody vouches for it",
        "built-in": `is vouched for by ${describeStores()}`,
        "ca-file": `is vouched for by "${caFile}" alone`,
      };
      return finding(by === "none" ? "warn" : "pass", `${server} ${words[by]}`);
    } catch (error) {
      if (!(error instanceof EsdhError) || error.code === "INTERRUPTED") throw error;
      return finding("fail", error.message, error.hint);
    }
  },
};

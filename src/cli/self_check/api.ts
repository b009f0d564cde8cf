/**
 * Checks the HTTP API of the contract on a free port of this machine.
 *
 * @module
 */
import type { Row } from "../../core/batch.ts";
import { canonicalJson, type JsonValue, parseJson } from "../../core/json.ts";
import { formatItems } from "../../core/units.ts";
import type { LoopbackRequest } from "../../net/loopback.ts";
import { Expectations, type SelfCheck } from "./check.ts";

const RECORDS = 3;

/** A request that must be refused. */
interface WrongRequest {
  readonly path: string;
  readonly method: string;
  readonly body?: string;
  readonly type?: string;
  readonly status: number;
}

const WRONG_REQUESTS: readonly WrongRequest[] = [
  { path: "/no-such-page", method: "GET", status: 404 },
  { path: "/generate/person", method: "GET", status: 405 },
  { path: "/generate/person", method: "POST", body: "{", status: 400 },
  { path: "/generate/vehicle", method: "POST", body: '{"records":-1}', status: 400 },
  { path: "/generate/profile", method: "POST", body: '{"seed":1.5}', status: 400 },
  { path: "/generate/bundle", method: "POST", body: "x=1", type: "text/plain", status: 415 },
];

/** Starts the server, compares its answers with the generator's rows, and ends it. */
export const apiSelfCheck: SelfCheck = {
  name: "api",
  title: "the API answers as the contract says",
  async run({ signal }) {
    const { startServer } = await import("../../server/listen.ts");
    const { requestLoopback } = await import("../../net/loopback.ts");
    const { CONTRACT_DATASET, planDataset, planRun, sampleRows } = await import("../../run.ts");
    const expect = new Expectations("api-answer");
    let requestCount = 0;
    const server = startServer({ port: 0 });
    const ask = async (path: string, init: Omit<LoopbackRequest, "port" | "path"> = {}) => {
      requestCount++;
      const { status, text } = await requestLoopback({ ...init, port: server.port, path, signal });
      return { status, body: parseBody(text) };
    };
    const post = (path: string, body: string, type = "application/json") =>
      ask(path, { method: "POST", body, headers: { "content-type": type } });
    try {
      const health = await ask("/healthz");
      expect.equal("/healthz has another status", health.status, 200);
      expect.equal("/healthz is not ok", show(health.body.status), '"ok"');
      // Beyond 2^53, so that a rounded seed gives other rows.
      const seed = 2n ** 64n + 1n;
      const plan = planRun({ dataset: CONTRACT_DATASET, seed, records: RECORDS });
      const dataset = planDataset(plan);
      const wanted = new Map(
        dataset.entities.map(({ plural }) => [plural, sampleRows(plan, plural, RECORDS)]),
      );
      const request = `{"records":${RECORDS},"seed":${seed}}`;
      for (const { name, plural } of dataset.entities) {
        const { status, body } = await post(`/generate/${name}`, request);
        expect.equal(`/generate/${name} has another status`, status, 200);
        compareRows(expect, `/generate/${name}`, body[plural], wanted.get(plural)!);
        expect.equal(
          `/generate/${name} has another record_count`,
          show(body.record_count),
          `${RECORDS}`,
        );
      }
      const bundle = await post("/generate/bundle", request.replace(`${seed}`, `"${seed}"`));
      for (const { plural } of dataset.entities) {
        compareRows(expect, "/generate/bundle", bundle.body[plural], wanted.get(plural)!);
      }
      const metadata = { ...dataset.metadata(plan) };
      expect.equal(
        "/generate/bundle has other metadata",
        canonicalJson(bundle.body.metadata ?? null),
        canonicalJson(metadata),
      );
      for (const wrong of WRONG_REQUESTS) {
        const init = wrong.body === undefined ? { method: wrong.method } : {
          method: wrong.method,
          body: wrong.body,
          headers: { "content-type": wrong.type ?? "application/json" },
        };
        const { status, body } = await ask(wrong.path, init);
        const what = `${wrong.method} ${wrong.path} ${wrong.body ?? ""}`.trimEnd();
        expect.equal(`"${what}" has another status`, status, wrong.status);
        const error = body.error as { readonly [name: string]: JsonValue } | undefined;
        const shape = `${typeof error?.code} ${typeof error?.message}`;
        expect.equal(`"${what}" is not answered with an error`, shape, "string string");
      }
    } finally {
      await server.shutdown(1000);
    }
    return { detail: formatItems(requestCount, "request"), issues: expect.issues };
  },
};

function parseBody(text: string): { readonly [name: string]: JsonValue } {
  try {
    return parseJson(text) as { readonly [name: string]: JsonValue };
  } catch {
    return {};
  }
}

function show(value: JsonValue | undefined): string {
  return value === undefined ? "missing" : canonicalJson(value);
}

function compareRows(
  expect: Expectations,
  path: string,
  given: JsonValue | undefined,
  wanted: readonly Row[],
): void {
  const rows = Array.isArray(given) ? given as readonly JsonValue[] : [];
  expect.equal(`${path} serves another number of rows`, rows.length, wanted.length);
  wanted.forEach((row, index) =>
    expect.equal(
      `${path} serves another row ${index + 1} than the generator makes`,
      canonicalJson(rows[index] ?? null),
      canonicalJson(row),
    )
  );
}

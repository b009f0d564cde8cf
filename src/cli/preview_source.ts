/**
 * Where the rows of a preview come from: the generator in this process, or a server.
 *
 * @module
 */
import type { Entity } from "../core/entity.ts";
import { EsdhError } from "../core/error.ts";
import { type JsonValue, parseJson } from "../core/json.ts";
import { escapeControls } from "../core/show.ts";
import { describeNames } from "../core/suggest.ts";
import { BUNDLE } from "./_names.ts";

/** Rows of one entity. */
export interface PreviewTable {
  readonly entity: Entity;
  /** The first rows, in order. */
  readonly rows: readonly Readonly<Record<string, JsonValue>>[];
  /** Number of rows there are in all; an average where accounts have different numbers of them. */
  readonly total: number;
  /** Whether `total` is exact. */
  readonly isCounted: boolean;
}

/** What is previewed. */
export interface PreviewResult {
  readonly tables: readonly PreviewTable[];
  /** The seed that gives these rows again; undefined where a server did not tell it. */
  readonly seed: bigint | undefined;
  /** For people: `generator` or an address. */
  readonly source: string;
}

/** What to preview. */
export interface PreviewRequest {
  readonly dataset: string;
  /** Last part of the path: the singular name of an entity, or `bundle` for all. */
  readonly endpoint: string;
  /** Number of accounts. */
  readonly records: number;
  /** Seed; `random` lets the server draw one. */
  readonly seed: bigint | "random";
  /** Rows to take of each entity. */
  readonly rowCount: number;
  /** Options of the dataset, by name, as they were written; the generator alone takes them. */
  readonly options: Readonly<Record<string, string>>;
}

/** How a server is reached. */
export interface ApiOptions {
  /** Address of the server, without `/generate`. */
  readonly url: string;
  readonly caFile?: string | undefined;
  /** Text of the token, if the server asks for one. */
  readonly token?: string | undefined;
  readonly signal: AbortSignal;
}

/** Greatest size of an answer in bytes. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;

/**
 * The entities that an endpoint gives.
 *
 * @param entities Entities of the dataset.
 * @param endpoint Singular name of one, or `bundle`.
 * @returns One entity, or all.
 * @throws {EsdhError} UNKNOWN_NAME if there is no such endpoint.
 */
export function chooseEntities(entities: readonly Entity[], endpoint: string): readonly Entity[] {
  if (endpoint === BUNDLE) return entities;
  const entity = entities.find(({ name, plural }) => name === endpoint || plural === endpoint);
  if (entity !== undefined) return [entity];
  throw new EsdhError("UNKNOWN_NAME", `unknown endpoint "${endpoint}"`, {
    hint: describeNames(endpoint, [...entities.map(({ name }) => name), BUNDLE]),
  });
}

/**
 * Makes the rows in this process.
 *
 * @param request What to preview; a random seed is drawn here.
 * @returns The rows.
 */
export async function previewGenerator(request: PreviewRequest): Promise<PreviewResult> {
  const { planDataset, planRun, sampleRows } = await import("../run.ts");
  const { drawSeed } = await import("../profiles/seed.ts");
  const { dataset, records, options } = request;
  const seed = request.seed === "random" ? drawSeed() : request.seed;
  const plan = planRun({ dataset, records, seed, options });
  const { entities, rowsPerAccount } = planDataset(plan);
  const tables = chooseEntities(entities, request.endpoint).map((entity) => {
    const rows = sampleRows(plan, entity.plural, request.rowCount);
    return rows.length < request.rowCount
      ? { entity, rows, total: rows.length, isCounted: true }
      : { entity, rows, ...countRows(rowsPerAccount(entity, plan.options), records) };
  });
  return { tables, seed, source: "generator" };
}

/**
 * Asks a server for the rows.
 *
 * @param request What to preview; a random seed is drawn by the server.
 * @param api How the server is reached.
 * @returns The rows.
 * @throws {EsdhError} NETWORK if it can't be reached or trusted, or answers with something else than the
 * rows; the server's own error where it tells one.
 */
export async function previewApi(
  request: PreviewRequest,
  api: ApiOptions,
): Promise<PreviewResult> {
  const { planDataset } = await import("../run.ts");
  const { entities: all, rowsPerAccount } = planDataset({ dataset: request.dataset });
  const entities = chooseEntities(all, request.endpoint);
  const endpoint = entities.length === 1 ? entities[0]!.name : BUNDLE;
  // The first accounts are the same however many are asked for.
  const records = Math.min(
    request.records,
    Math.max(
      ...entities.map((entity) =>
        Math.ceil(request.rowCount / Math.min(1, rowsPerAccount(entity)))
      ),
    ),
  );
  const address = joinAddress(api.url, `/generate/${endpoint}`);
  const { fetchTrusted } = await import("../net/trust.ts");
  const answer = await fetchTrusted(address, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json",
      ...(api.token === undefined ? {} : { authorization: `Bearer ${api.token}` }),
    },
    body: `{"records":${records},"seed":"${request.seed}"}`,
    caFile: api.caFile,
    maxBytes: MAX_ANSWER_BYTES,
    signal: api.signal,
  });
  const body = readAnswer(address, answer.status, await answer.text());
  const tables = entities.map((entity) => {
    const rows = body[entity.plural];
    if (!isRows(rows)) {
      throw new EsdhError("NETWORK", `POST ${address} answered without a list "${entity.plural}"`, {
        hint: "check that the address is that of an esdh server",
      });
    }
    return {
      entity,
      rows: rows.slice(0, request.rowCount),
      ...(records === request.records
        ? { total: rows.length, isCounted: true }
        : countRows(rowsPerAccount(entity), request.records)),
    };
  });
  return { tables, seed: readSeed(body["seed"]), source: address };
}

function countRows(
  perAccount: number,
  records: number,
): Pick<PreviewTable, "total" | "isCounted"> {
  return { total: Math.round(records * perAccount), isCounted: Number.isInteger(perAccount) };
}

function joinAddress(base: string, path: string): string {
  const url = URL.parse(base);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new EsdhError("USAGE", `--api-url "${base}" is not an address`, {
      hint: "give a whole address such as http://127.0.0.1:5000",
    });
  }
  url.pathname = url.pathname.replace(/\/+$/, "") + path;
  url.search = "";
  url.hash = "";
  return url.href;
}

type Body = Readonly<Record<string, JsonValue>>;

function readAnswer(address: string, status: number, text: string): Body {
  let body: JsonValue;
  try {
    body = parseJson(text);
  } catch (cause) {
    const start = escapeControls(text.trim().slice(0, 60).replace(/\s+/g, " "));
    throw new EsdhError(
      "NETWORK",
      `POST ${address} answered ${status} with something else than JSON: "${start}"`,
      {
        hint: "check that the address is that of an esdh server; a proxy may have answered instead",
        cause,
      },
    );
  }
  const members = typeof body === "object" && body !== null && !Array.isArray(body)
    ? body as Body
    : {};
  if (status !== 200) throw refusedAnswer(address, status, members);
  return members;
}

function refusedAnswer(address: string, status: number, body: Body): EsdhError {
  const error = body["error"] as
    | { code?: JsonValue; message?: JsonValue; hint?: JsonValue }
    | undefined;
  const told = typeof error?.message === "string" ? `: ${escapeControls(error.message)}` : "";
  // What the server says of headers is of no use to whoever writes options.
  const hint = status === 401
    ? "set a variable to the server's token and name it with --auth-token-env NAME"
    : typeof error?.hint === "string"
    ? escapeControls(error.hint)
    : status < 500 && told !== ""
    ? undefined
    : "check the address and the options; the server's log tells more";
  const code = status === 401
    ? "UNAUTHORIZED"
    : status < 500 && told !== ""
    ? "INVALID_REQUEST"
    : "NETWORK";
  return new EsdhError(code, `POST ${address} answered ${status}${told}`, {
    ...(hint === undefined ? {} : { hint }),
  });
}

function isRows(
  value: JsonValue | undefined,
): value is readonly Readonly<Record<string, JsonValue>>[] {
  return Array.isArray(value) &&
    value.every((row) => typeof row === "object" && row !== null && !Array.isArray(row));
}

function readSeed(value: JsonValue | undefined): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  return typeof value === "string" && /^-?\d+$/.test(value) ? BigInt(value) : undefined;
}

/**
 * What a route is: a declaration that the app turns into a handler, the conformance tests loop over,
 * and an API description can be made from.
 *
 * @module
 */
import type { ZodType } from "zod";
import type { Dataset } from "../core/dataset.ts";
import type { Plan } from "../core/plan.ts";

/** What routes are made for: fixed while the server runs. */
export interface RouteScope {
  /** The dataset that is served. */
  readonly dataset: Dataset;
  /** A plan of the dataset; routes change its seed and records. */
  readonly plan: Plan;
  /** Greatest `records` of one request. */
  readonly maxRecords: number;
}

/** What a route answers when all went well. */
export interface Answer {
  /** JSON text in pieces, as UTF-8; each array is the app's from then on. Short answers are sent whole. */
  readonly pieces: Iterable<Uint8Array<ArrayBuffer>>;
  /** What the pieces are where they are no JSON. */
  readonly mediaType?: string;
  /** Where they are a page with a style sheet: how the policy of the answer names it, which allows no other. */
  readonly styleSource?: string;
}

/** What a route is told of the client, beside the body. */
export interface Client {
  /** Whether it would rather have a page than JSON, as browsers would. */
  readonly prefersHtml: boolean;
  /** Host and port by which it reached the server, safe to be shown; undefined where it did not say. */
  readonly host?: string | undefined;
}

/** A page of the server. */
export interface Route<Body = unknown> {
  readonly method: "GET" | "POST";
  /** Path, without parameters. */
  readonly path: string;
  /** `open` routes answer without a token, on a server that has one too. */
  readonly auth: "open" | "token";
  /** One sentence for documentation. */
  readonly summary: string;
  /** Form of the JSON body, an object; an empty body stands for `{}`. Absent where none is read. */
  readonly body?: ZodType<Body>;
  /**
   * Answers a request.
   *
   * @param body The body, as the schema gives it; undefined for a route without one.
   * @param client Who asks.
   */
  handle(body: Body, client: Client): Answer;
}

/**
 * Declares a route, its body's type drawn from its schema.
 *
 * @param route The declaration.
 * @returns The same object, typed for the registry.
 */
export function defineRoute<Body>(route: Route<Body>): Route {
  return route as unknown as Route;
}

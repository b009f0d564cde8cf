/**
 * `GET /healthz`: whether the server answers, and what it serves.
 *
 * @module
 */
import { stringifyJson } from "../../core/json.ts";
import { defineRoute, type Route, type RouteScope } from "../route.ts";

/**
 * Makes the route.
 *
 * @param scope The dataset it tells of.
 * @returns One route, open to all.
 */
export function makeHealthRoutes(scope: RouteScope): readonly Route[] {
  const { dataset } = scope;
  const names = dataset.entities.map((entity) => entity.plural).join(", ");
  const text = stringifyJson({
    status: "ok",
    dataset_version: dataset.version,
    version: dataset.version,
    default_seed: dataset.defaultSeed,
    seed: dataset.defaultSeed,
    target_records: dataset.defaultRecords,
    plan: {
      steps: [
        `Take the seed and the number of records from the request (at most ${scope.maxRecords}).`,
        `Draw ${names} record by record from the one stream that the seed starts.`,
        "Join them by their identifiers and mark every row as synthetic.",
        "Answer as JSON with the metadata and the seed that makes the same rows again.",
      ],
    },
  });
  return [defineRoute({
    method: "GET",
    path: "/healthz",
    auth: "open",
    summary: "Tells that the server answers, and which dataset it serves.",
    handle: () => ({ pieces: [new TextEncoder().encode(text)] }),
  })];
}

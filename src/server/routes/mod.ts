/**
 * The registry of routes: a line for each file beside this one.
 *
 * @module
 */
import type { Route, RouteScope } from "../route.ts";
import { makeGenerateRoutes } from "./generate.ts";
import { makeHealthRoutes } from "./health.ts";
import { makeIndexRoute } from "./index_page.ts";

/** Makers of routes, in the order they are documented. */
export const ROUTE_MAKERS: readonly ((scope: RouteScope) => readonly Route[])[] = [
  makeHealthRoutes,
  makeGenerateRoutes,
];

/**
 * All routes of a server.
 *
 * @param scope What they serve.
 * @returns The list of them, then the routes in the order of the registry; no two have the same method and path.
 */
export function makeRoutes(scope: RouteScope): readonly Route[] {
  const routes = ROUTE_MAKERS.flatMap((makeSome) => makeSome(scope));
  return [makeIndexRoute(scope, routes), ...routes];
}

/**
 * The keys of all figures that a report can have, so that gates can't name one that is none.
 *
 * @module
 */
import { MEASURE_SOURCES } from "./measures/mod.ts";

/**
 * All keys of figures, measured in a given snapshot or not.
 *
 * @returns Keys, each once, in the order of the registry of measures.
 *
 * @example
 * ```ts
 * import { listFigureKeys } from "./figure_keys.ts";
 * if (!listFigureKeys().includes("fleet.mean_age")) throw new RangeError();
 * ```
 */
export function listFigureKeys(): string[] {
  return [...new Set(MEASURE_SOURCES.flatMap(({ keys }) => keys?.() ?? []))];
}

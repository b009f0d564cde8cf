/**
 * Rows of the book for tests: made in pieces, as a run makes them.
 *
 * @module
 */
import { batchRows, type Row } from "../../core/batch.ts";
import { openMadeRows } from "./entity.ts";
import { ENTITIES } from "./mod.ts";

/** Accounts at a time: fewer than there are, so that rows of several chunks meet. */
const CHUNK = 2000;

/** Which rows are made. */
export interface MadeRowsPlan {
  readonly seed: bigint;
  readonly records: number;
  /** Day on which all states' accounts are looked at. */
  readonly asOf: string;
  /** Plural names of the entities. */
  readonly names: readonly string[];
}

/**
 * Makes rows of some entities.
 *
 * @param plan Which.
 * @returns The rows of each entity by its plural name.
 */
export function makeRows({ seed, records, asOf, names }: MadeRowsPlan): Record<string, Row[]> {
  const plan = { seed, records, options: { footprint: "all", "as-of": asOf } };
  const entities = ENTITIES.filter(({ plural }) => names.includes(plural));
  const source = openMadeRows(entities, plan, CHUNK);
  const out: Record<string, Row[]> = {};
  for (let at = 0; at < records; at += CHUNK) {
    for (const batch of source.next(Math.min(CHUNK, records - at))) {
      const rows = out[batch.entity.plural] ??= [];
      for (const row of batchRows(batch)) rows.push(row);
    }
  }
  return out;
}

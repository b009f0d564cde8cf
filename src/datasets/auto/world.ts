/**
 * What all accounts of a plan share: its seed, its options and the streams derived from them.
 *
 * @module
 */
import type { RowPlan } from "../../core/dataset.ts";

/** Version of the dataset: part of every address, so that no two versions share a draw. */
export const VERSION = "auto@1";

/** Row indices an account takes of each entity: powers of two, larger than any account's number of rows. */
export const STRIDES = { address: 16, person: 64, vehicle: 256 } as const;

/** What all accounts of a plan share. */
export interface World {
  readonly seed: bigint;
  /** Options of the plan, by name, in their normal form. */
  readonly options: Readonly<Record<string, string>>;
}

/**
 * Opens the world of a plan.
 *
 * @param plan Seed and options.
 * @returns What all its accounts share.
 */
export function openWorld(plan: RowPlan): World {
  return { seed: plan.seed, options: plan.options };
}

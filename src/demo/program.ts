/**
 * How this program is called, for commands that are shown to be typed.
 *
 * @module
 */

import { DATASET_FACTS } from "../datasets/facts.ts";

/** `esdh` for the executable; run from source there is no such command, but a task. */
export const PROGRAM: string = Deno.build.standalone ? "esdh" : "deno task esdh";

/**
 * The command that makes the rows of a run again.
 *
 * @param run Its dataset, seed and number of accounts.
 * @returns The command; it names the dataset where that is not the default.
 */
export function commandAgain(
  run: { readonly dataset: string; readonly seed: bigint | undefined; readonly records: number },
): string {
  const dataset = run.dataset === DATASET_FACTS[0]?.name ? "" : ` --dataset ${run.dataset}`;
  return `${PROGRAM} generate${dataset} --seed ${run.seed} --records ${run.records}`;
}

/**
 * A path as a shell takes it.
 *
 * @param path Any path.
 * @returns The path, in quotes where it holds a blank.
 */
export function quotePath(path: string): string {
  return path.includes(" ") ? `"${path}"` : path;
}

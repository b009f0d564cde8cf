/**
 * The light registry: what help, lists and the parser of options say of each dataset. It loads neither tables
 * nor rows; `mod.ts` holds the datasets themselves.
 *
 * @module
 */
import type { DatasetFacts } from "../core/dataset.ts";
import { AUTO_FACTS } from "./auto/facts.ts";
import { V01_FACTS } from "./v0_1/facts.ts";

/** Facts of all datasets, in the order of the registry; the first is the default. */
export const DATASET_FACTS: readonly DatasetFacts[] = [AUTO_FACTS, V01_FACTS];

/**
 * Name of the dataset under contract: `generate-snapshot` and the paths `/generate/*` of the server make it, whatever
 * the default is.
 */
export const CONTRACT_DATASET: string = V01_FACTS.name;

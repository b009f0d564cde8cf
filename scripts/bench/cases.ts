/**
 * What the benchmark measures of whole snapshots.
 *
 * @module
 */
import type { RunRequest } from "../../src/run.ts";
import type { CoreCount } from "./pipe.ts";

/** A case of the benchmark. */
export interface BenchCase {
  readonly name: string;
  /** Accounts, where the case fixes them. */
  readonly records?: number;
  /** What is made; undefined where the case only writes bytes. */
  readonly request?: RunRequest;
  /** Threads; default: the program's own choice. */
  readonly workerCount?: number;
  /** Cores the process is held on; default: all. */
  readonly cores?: CoreCount;
  /** Whether the case is beside the point of the usual run, and runs for others or by its name. */
  readonly isHidden?: boolean;
}

/** The dataset whose first files are a contract with consumers. */
const CONTRACT_DATASET = "v0.1";

/** Rows of one entity, for the growth of memory. */
const GROWTH_ENTITY = "persons";

/**
 * Lists all cases, in the order they are printed.
 *
 * @param dataset Name of the dataset that is measured beside the contract's.
 * @returns The cases; their names are unique.
 */
export function listCases(dataset: string): BenchCase[] {
  const contract: RunRequest = { dataset: CONTRACT_DATASET };
  const formats = ["csv", "ndjson", "parquet"];
  const all = [...formats, "arrow", "csv.zst"].flatMap((format): BenchCase[] => {
    const request = { dataset, formats: [format] };
    return [
      { name: `${dataset} ${format}, all entities`, request },
      { name: `${dataset} ${format}, all entities, one core`, request, workerCount: 0, cores: 1 },
    ];
  });
  const growth = formats.map((format): BenchCase => ({
    name: growthCase(dataset, format),
    request: { dataset, formats: [format], entities: [GROWTH_ENTITY] },
    isHidden: true,
  }));
  return [
    { name: "disk alone: 1 GB of bytes, synced" },
    { name: "contract files", request: contract },
    { name: "contract files, one thread", request: contract, workerCount: 0 },
    { name: "contract files, 1M accounts", records: 1_000_000, request: contract },
    ...all,
    ...growth,
  ];
}

/**
 * Names the case that shows how memory grows.
 *
 * @param dataset Name of the dataset.
 * @param format Name of the format.
 * @returns The name.
 */
export function growthCase(dataset: string, format: string): string {
  return `${dataset} ${format}, ${GROWTH_ENTITY}`;
}

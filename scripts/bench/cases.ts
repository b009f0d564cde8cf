/**
 * What the benchmark measures.
 *
 * @module
 */
import type { RunRequest } from "../../src/run.ts";

/** A case of the benchmark. */
export interface BenchCase {
  readonly name: string;
  /** Accounts, where the case fixes them. */
  readonly records?: number;
  readonly request: RunRequest;
  /** Threads; default: the program's own choice. */
  readonly workerCount?: number;
}

/** All cases, in the order they are printed. */
export const BENCH_CASES: readonly BenchCase[] = [
  { name: "contract files", request: {} },
  { name: "contract files, one thread", request: {}, workerCount: 0 },
  { name: "contract files, 1M accounts", records: 1_000_000, request: {} },
  { name: "csv, all entities", request: { formats: ["csv"] } },
  { name: "ndjson, all entities", request: { formats: ["ndjson"] } },
  { name: "parquet, all entities", request: { formats: ["parquet"] } },
];

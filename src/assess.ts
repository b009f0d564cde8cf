/**
 * A snapshot to a report of its quality: one reading serves measures and checks.
 *
 * @module
 */
import { type ValidateOptions, validateSnapshot } from "./check.ts";
import type { Gates } from "./report/gates.ts";
import { concludeQuality, type QualityReport } from "./report/quality.ts";
import type { MeasureContext } from "./report/measures/measure.ts";
import { contextOf, type TallySums } from "./report/tally_check.ts";

/** How a snapshot is assessed. */
export interface AssessOptions
  extends Omit<ValidateOptions, "sums" | "isProven" | "isRemade" | "onOpen"> {
  /** What the report may not have. */
  readonly gates: Gates;
}

/**
 * Reads a snapshot once: measures it, checks it and proves its identifiers. Memory: that of a validation, sums of
 * fixed size for each field, and up to 2,000,000 rows of each of the tables that are joined by claims, a few numbers of
 * each: up to 370 MB where all five have so many, and their claims by key besides.
 *
 * @param directory The folder, or the path of the manifest in it.
 * @param options Gates, threads, signal, progress.
 * @returns The report; a function of the snapshot and the gates alone.
 * @throws {EsdhError} NOT_FOUND, NOT_A_SNAPSHOT, UNKNOWN_NAME, IO or INTERRUPTED, as {@link validateSnapshot} does.
 */
export async function assessSnapshot(
  directory: string,
  { gates, ...options }: AssessOptions,
): Promise<QualityReport> {
  const sums: TallySums = new Map();
  let context: MeasureContext | undefined;
  const validation = await validateSnapshot(directory, {
    ...options,
    isProven: true,
    sums,
    onOpen: ({ dataset, facts }) => context = contextOf(dataset, facts.plan),
  });
  return concludeQuality({ context: context!, sums, validation, gates });
}

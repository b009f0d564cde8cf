/**
 * The sentence this program is: a plan becomes batches, batches become bytes, bytes become files, and
 * a manifest binds them.
 *
 * @module
 */
import type { Row } from "./core/batch.ts";
import type { Dataset } from "./core/dataset.ts";
import type { Manifest } from "./core/manifest.ts";
import type { Plan } from "./core/plan.ts";
import type { FileRecord } from "./core/sink.ts";

/** What a person asks for; what is left out comes from the dataset. */
export interface RunRequest {
  /** Name of the dataset, default `v0.1`. */
  readonly dataset?: string;
  /** Any whole number; default: the dataset's. */
  readonly seed?: bigint;
  /** Number of accounts; default: the dataset's. */
  readonly records?: number;
  /** Names of formats; default: the dataset's own layout. */
  readonly formats?: readonly string[];
  /** Plural names of entities; default: all. */
  readonly entities?: readonly string[];
}

/** A file a plan would make. */
export interface FileEstimate {
  readonly path: string;
  readonly format: string;
  readonly rowCount: number;
  /** Estimated size in bytes; exact only by chance. */
  readonly sizeBytes: number;
}

/** How far a run is. */
export interface RunProgress {
  /** Rows written, over all files. */
  readonly doneRows: number;
  /** Rows to write, over all files. */
  readonly totalRows: number;
  /** Bytes written. */
  readonly doneBytes: number;
}

/** How a snapshot is made; none of it changes a byte of the files. */
export interface SnapshotOptions {
  /** Write into a folder that holds other files. */
  readonly isForced?: boolean;
  /** Threads that make rows; 0 makes them in this one. Default: by cores and size. */
  readonly workerCount?: number;
  /** Ends the run early; the earlier snapshot stays. */
  readonly signal?: AbortSignal;
  /** Called now and then, at most ten times a second. */
  readonly onProgress?: (progress: RunProgress) => void;
  /** Called with sentences a person should read, such as that leftovers were removed. */
  readonly onNotice?: (text: string) => void;
}

/** A finished snapshot. */
export interface Snapshot {
  /** Folder, as given. */
  readonly directory: string;
  /** File name of the manifest in the folder. */
  readonly manifestPath: string;
  readonly manifest: Manifest;
  /** All files but the manifest. */
  readonly files: readonly FileRecord[];
  readonly plan: Plan;
}

/**
 * Resolves a request against the registries.
 *
 * @param request What is asked for.
 * @returns The plan.
 * @throws {EsdhError} UNKNOWN_NAME if a dataset, entity or format does not exist; USAGE if a number is out of range.
 */
export declare function planRun(request?: RunRequest): Plan;

/**
 * Checks a plan that was read from a file: that its dataset version, entities and formats exist here.
 *
 * @throws {EsdhError} INVALID_PLAN if not.
 */
export declare function checkPlan(plan: Plan): void;

/** The dataset of a plan. */
export declare function planDataset(plan: Plan): Dataset;

/** The files a plan makes, with estimated sizes. */
export declare function estimateRun(plan: Plan): FileEstimate[];

/** Makes a snapshot in a folder. */
export declare function makeSnapshot(
  plan: Plan,
  directory: string,
  options?: SnapshotOptions,
): Promise<Snapshot>;

/** Streams one entity in one streamable format, in this thread, with constant memory. */
export declare function streamEntity(
  plan: Plan,
  entity: string,
  format: string,
): Generator<Uint8Array<ArrayBuffer>>;

/** The first rows of an entity, as plain values. */
export declare function sampleRows(plan: Plan, entity: string, count: number): Row[];

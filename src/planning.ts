/**
 * From what a person asks for to a plan: names become members of the registries, gaps become defaults.
 *
 * @module
 */
import type { Dataset, Document } from "./core/dataset.ts";
import { EsdhError } from "./core/error.ts";
import { formatManifest, makeManifest, type Manifest } from "./core/manifest.ts";
import { MAX_RECORDS, type Plan, type PlanOutput } from "./core/plan.ts";
import type { FileRecord } from "./core/sink.ts";
import { describeNames } from "./core/suggest.ts";
import { DATASETS, findDataset, findEntity } from "./datasets/mod.ts";
import { listFiles, manifestPath } from "./export/files.ts";
import { findFormat, FORMATS } from "./export/mod.ts";

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
  /** Name of the format of a data file; undefined where the file holds no rows. */
  readonly format: string | undefined;
  readonly rowCount: number;
  /** Estimated size in bytes, right to about a fifth. */
  readonly sizeBytes: number;
}

/**
 * Resolves a request against the registries.
 *
 * @param request What is asked for.
 * @returns The plan.
 * @throws {EsdhError} UNKNOWN_NAME if a dataset, entity or format does not exist; USAGE if the number of
 * records is out of range or a list is empty.
 *
 * @example
 * ```ts
 * import { planRun } from "./planning.ts";
 * const plan = planRun({ records: 3, formats: ["ndjson"], entities: ["persons"] });
 * if (plan.seed !== 20251101n || plan.outputs.length !== 1) throw new RangeError();
 * ```
 */
export function planRun(request: RunRequest = {}): Plan {
  const dataset = findDataset(request.dataset);
  const records = request.records ?? dataset.defaultRecords;
  if (!Number.isSafeInteger(records) || records < 0) {
    throw new EsdhError("USAGE", `can't make ${records} records`, {
      hint: `give a whole number from 0 to ${MAX_RECORDS}`,
    });
  }
  return {
    dataset: dataset.name,
    version: dataset.version,
    seed: request.seed ?? dataset.defaultSeed,
    records,
    outputs: planOutputs(dataset, request),
    options: {},
  };
}

function planOutputs(dataset: Dataset, request: RunRequest): PlanOutput[] {
  const { formats, entities } = request;
  if (formats?.length === 0 || entities?.length === 0) {
    throw new EsdhError("USAGE", "an empty list of formats or entities makes no file", {
      hint: "name at least one, or leave the option out",
    });
  }
  const asked = new Set(entities?.map((name) => findEntity(dataset, name).plural));
  const wanted = dataset.entities.map(({ plural }) => plural)
    .filter((plural) => entities === undefined || asked.has(plural));
  if (formats !== undefined) {
    return [...new Set(formats.map((name) => findFormat(name).name))]
      .map((format) => ({ format, entities: wanted }));
  }
  return dataset.defaultOutputs
    .map((output) => ({
      format: output.format,
      entities: output.entities.filter((plural) => wanted.includes(plural)),
    }))
    .filter((output) => output.entities.length > 0);
}

/**
 * Checks a plan that was read from a file: that its dataset version, entities and formats exist here.
 *
 * @param plan The plan.
 * @throws {EsdhError} INVALID_PLAN with all that is wrong.
 */
export function checkPlan(plan: Plan): void {
  const problems: string[] = [];
  const dataset = DATASETS.find((member) => member.name === plan.dataset);
  if (dataset === undefined) {
    const hint = describeNames(plan.dataset, DATASETS.map((member) => member.name));
    problems.push(`unknown dataset "${plan.dataset}" (${hint})`);
  } else {
    if (dataset.version !== plan.version) {
      problems.push(
        `version "${plan.version}" of dataset ${dataset.name} (this program has "${dataset.version}")`,
      );
    }
    const names = dataset.entities.map(({ plural }) => plural);
    for (const name of plan.outputs.flatMap(({ entities }) => entities)) {
      if (!names.includes(name)) {
        problems.push(`unknown entity "${name}" (${describeNames(name, names)})`);
      }
    }
  }
  const formats = FORMATS.map((format) => format.name);
  for (const { format, entities } of plan.outputs) {
    if (!formats.includes(format)) {
      problems.push(`unknown format "${format}" (${describeNames(format, formats)})`);
    }
    if (entities.length === 0) problems.push(`format "${format}" without an entity`);
    if (new Set(entities).size !== entities.length) {
      problems.push(`format "${format}" with an entity twice`);
    }
  }
  if (plan.outputs.length === 0) problems.push("no output");
  if (new Set(plan.outputs.map(({ format }) => format)).size !== plan.outputs.length) {
    problems.push("a format twice");
  }
  for (const name of Object.keys(plan.options)) problems.push(`unknown option "${name}"`);
  if (problems.length === 0) return;
  throw new EsdhError("INVALID_PLAN", `can't run this plan: ${problems.join("; ")}`, {
    hint: "use the version of this program that wrote the plan, or mend the plan",
  });
}

/**
 * The dataset of a plan.
 *
 * @param plan The plan.
 * @returns Its dataset.
 * @throws {EsdhError} UNKNOWN_NAME if it does not exist here.
 */
export function planDataset(plan: Pick<Plan, "dataset">): Dataset {
  return findDataset(plan.dataset);
}

/**
 * The data files a plan makes.
 *
 * @param plan The plan.
 * @returns Data files with estimated sizes, in the order they are written.
 */
export function estimateRun(plan: Plan): FileEstimate[] {
  const dataset = findDataset(plan.dataset);
  return listFiles(plan, dataset, findFormat).map(({ path, format, entities }) => {
    const rows = entities.map((entity) =>
      Math.round(plan.records * dataset.rowsPerAccount(entity))
    );
    const sizes = entities.map((entity, place) => rows[place]! * format.estimateRowBytes(entity));
    return {
      path,
      format: format.name,
      rowCount: rows.reduce((sum, count) => sum + count, 0),
      sizeBytes: Math.round(sizes.reduce((sum, size) => sum + size, 0)),
    };
  });
}

/**
 * The files a plan makes beside the data files.
 *
 * @param plan The plan.
 * @returns Documents with their sizes, then the manifest with its estimated size.
 */
export function estimateDocuments(plan: Plan): FileEstimate[] {
  const dataset = findDataset(plan.dataset);
  const data = estimateRun(plan);
  const toEstimate = (path: string, text: string): FileEstimate => ({
    path,
    format: undefined,
    rowCount: 0,
    sizeBytes: new TextEncoder().encode(text).length,
  });
  const documents = listDocuments(plan).map(({ path, text }) => toEstimate(path, text));
  const records = [...data, ...documents].map((file) => ({ ...file, sha256: "0".repeat(64) }));
  const manifest = makeRunManifest(plan, records);
  return [...documents, toEstimate(manifestPath(dataset), formatManifest(manifest))];
}

/**
 * The documents that a plan puts beside its data files.
 *
 * @param plan The plan.
 * @returns Documents in the order they are written.
 */
export function listDocuments(plan: Plan): readonly Document[] {
  const dataset = findDataset(plan.dataset);
  const files = listFiles(plan, dataset, findFormat);
  return dataset.documents(plan, files.map(({ path }) => path));
}

/**
 * The manifest of a run.
 *
 * @param plan The plan.
 * @param records All files it made but the manifest, in order.
 * @returns The manifest.
 */
export function makeRunManifest(plan: Plan, records: readonly FileRecord[]): Manifest {
  const dataset = findDataset(plan.dataset);
  const keyed = [...listFiles(plan, dataset, findFormat), ...listDocuments(plan)]
    .filter(({ key }) => key !== undefined);
  const paths = Object.fromEntries(keyed.map(({ key, path }) => [key!, path]));
  return makeManifest(dataset.manifestKeys(plan, paths), plan, records);
}

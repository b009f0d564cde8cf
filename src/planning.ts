/**
 * From what a person asks for to a plan: names become members of the registries, gaps become defaults.
 *
 * @module
 */
import type { Dataset, Document, SnapshotPart } from "./core/dataset.ts";
import { EsdhError } from "./core/error.ts";
import { stringifyJson } from "./core/json.ts";
import { formatManifest, makeManifest, type Manifest, type PartFile } from "./core/manifest.ts";
import { type AccountRange, type Plan, type PlanOutput, scopeRange, spanOf } from "./core/plan.ts";
import type { Issue } from "./core/issue.ts";
import type { FileRecord } from "./core/sink.ts";
import { dataFileName, DATASET_STEM } from "./core/snapshot_file.ts";
import { describeNames } from "./core/suggest.ts";
import { planDefects, rowsPerAccount } from "./defects/plan.ts";
import { DATASETS, findDataset, findEntity } from "./datasets/mod.ts";
import { listFiles, manifestPath } from "./export/files.ts";
import { findFormat, FORMATS } from "./export/mod.ts";
import { makeDataPackage, PACKAGE_PATH, type PackagedFile } from "./schema/data_package.ts";

/** What a person asks for; what is left out comes from the dataset. */
export interface RunRequest {
  /** Name of the dataset; default: the first of the registry. */
  readonly dataset?: string;
  /** Any whole number; default: the dataset's. */
  readonly seed?: bigint;
  /** Number of accounts; default: the dataset's. */
  readonly records?: number;
  /** Names of formats; default: the dataset's own layout. */
  readonly formats?: readonly string[];
  /** Plural names of entities; default: all. */
  readonly entities?: readonly string[];
  /** Options of the dataset, by name, as they were written; default: the dataset's. */
  readonly options?: Readonly<Record<string, string>>;
  /** Defects to plant: `2%`, or a list like `vin-check-digit=50`; default: none. */
  readonly defects?: string;
  /** The accounts to make of all; default: all. */
  readonly part?: PlanPart;
}

/** A part of a plan: consecutive accounts, or one of so many shards. */
export type PlanPart = { readonly range: AccountRange } | { readonly shard: Shard };

/** One of the parts of a plan that make it whole. */
export interface Shard {
  /** Which, from 1. */
  readonly index: number;
  /** How many there are. */
  readonly count: number;
}

/** A file a plan would make. */
export interface FileEstimate {
  readonly path: string;
  /** Name of the format of a data file; undefined where the file holds no rows. */
  readonly format: string | undefined;
  /** Plural names of the entities whose rows it holds. */
  readonly entities: readonly string[];
  /** Estimated, where the number of an account's rows is drawn. */
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
 * records is out of range, a list is empty, an option is not the dataset's or a part is none of the plan.
 *
 * @example
 * ```ts
 * import { planRun } from "./planning.ts";
 * const plan = planRun({ dataset: "v0.1", records: 3, formats: ["ndjson"], entities: ["persons"] });
 * if (plan.seed !== 20251101n || plan.outputs.length !== 1) throw new RangeError();
 * ```
 */
export function planRun(request: RunRequest = {}): Plan {
  const dataset = findDataset(request.dataset);
  const records = request.records ?? dataset.defaultRecords;
  if (!Number.isSafeInteger(records) || records < 0 || records > dataset.maxRecords) {
    throw new EsdhError("USAGE", `can't make ${records} records of dataset ${dataset.name}`, {
      hint: `give a whole number from 0 to ${dataset.maxRecords}`,
    });
  }
  const outputs = planOutputs(dataset, request);
  const options = planOptions(dataset, request.options ?? {});
  const defects = request.defects === undefined
    ? undefined
    : normalizeDefects(dataset, outputs, request.defects);
  const plan = {
    dataset: dataset.name,
    version: dataset.version,
    seed: request.seed ?? dataset.defaultSeed,
    records,
    outputs,
    options,
    ...(defects === undefined ? {} : { defects }),
  };
  return request.part === undefined ? plan : planPart(plan, request.part);
}

function normalizeDefects(
  dataset: Dataset,
  outputs: readonly PlanOutput[],
  text: string,
): string | undefined {
  const formats = outputs.map(({ format }) => findFormat(format));
  return planDefects(text, dataset, formats, outputs.flatMap(({ entities }) => entities));
}

function planOptions(
  dataset: Dataset,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const problems: Issue[] = [];
  const refuse = (message: string, hint?: string) =>
    problems.push({
      code: "usage",
      severity: "error",
      message,
      ...(hint !== undefined && { hint }),
    });
  const names = dataset.options.map(({ name }) => name);
  for (const name of Object.keys(given)) {
    if (names.includes(name)) continue;
    const holders = DATASETS.filter(({ options }) => options.some((option) => option.name === name))
      .map((member) => member.name);
    refuse(
      `dataset ${dataset.name} has no option --${name}`,
      holders.length > 0
        ? `it is an option of dataset ${holders.join(" and ")}; leave it out, or give --dataset`
        : describeNames(name, names),
    );
  }
  const options = dataset.options.map((option) => {
    const text = given[option.name];
    if (text === undefined) return [option.name, option.defaultValue];
    try {
      return [option.name, option.normalize(text)];
    } catch (error) {
      if (!(error instanceof EsdhError)) throw error;
      refuse(error.message, error.hint);
      return [option.name, text];
    }
  });
  const [first] = problems;
  if (first === undefined) return Object.fromEntries(options);
  if (problems.length === 1) {
    throw new EsdhError("USAGE", first.message, { ...(first.hint && { hint: first.hint }) });
  }
  throw new EsdhError("USAGE", `${problems.length} options are wrong`, {
    issues: problems,
    hint: "mend each of them; `esdh generate --help` lists the options of each dataset",
  });
}

/**
 * The plan of a part of a plan.
 *
 * @param whole A plan without a range.
 * @param part Which accounts.
 * @returns The plan with its range.
 * @throws {EsdhError} USAGE if the part is none of the plan, or a shard's files can't be joined.
 *
 * @example
 * ```ts
 * import { planPart, planRun } from "./planning.ts";
 * const plan = planPart(planRun({ dataset: "v0.1", records: 100_000 }), { shard: { index: 2, count: 2 } });
 * if (plan.range?.start !== 49_152 || plan.range.end !== 100_000) throw new RangeError();
 * ```
 */
export function planPart(whole: Plan, part: PlanPart): Plan {
  if (whole.range !== undefined) {
    throw new EsdhError("USAGE", "can't take a part of a plan that is a part itself", {
      hint: "give the plan of all accounts: without its range",
    });
  }
  if ("range" in part) {
    const { start, end } = part.range;
    if (start > end || end > whole.records) {
      throw new EsdhError(
        "USAGE",
        `accounts ${start} up to ${end} are no range of ${whole.records} accounts`,
        { hint: `give A:B with 0 <= A <= B <= ${whole.records}; account B itself is not made` },
      );
    }
    return { ...whole, range: { start, end } };
  }
  const unfit = whole.outputs.map(({ format }) => findFormat(format))
    .filter(({ openEncoder }) => openEncoder === undefined);
  if (unfit.length > 0) {
    const names = unfit.map(({ name }) => name).join(" and ");
    const fit = FORMATS.filter(({ openEncoder }) => openEncoder !== undefined);
    throw new EsdhError("USAGE", `can't make ${names} in parts: such files can't be joined`, {
      hint: `make the parts in ${fit.map(({ name }) => name).join(", ")}, ` +
        `or ${names} without --shard`,
    });
  }
  return { ...whole, range: shardRange(findDataset(whole.dataset), whole.records, part.shard) };
}

/**
 * The accounts of a shard: whole blocks, about equally many in each.
 *
 * @param dataset The plan's dataset.
 * @param records Number of accounts of the plan.
 * @param shard Which shard of how many.
 * @returns The range; empty where there are more shards than blocks.
 */
export function shardRange(
  { blockAccounts }: Pick<Dataset, "blockAccounts">,
  records: number,
  { index, count }: Shard,
): AccountRange {
  const blockCount = BigInt(Math.ceil(records / blockAccounts));
  const edge = (place: number) =>
    Math.min(records, Number(BigInt(place) * blockCount / BigInt(count)) * blockAccounts);
  return { start: edge(index - 1), end: edge(index) };
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
 * Names of the files with rows that any format can make of a dataset.
 *
 * @param dataset The dataset.
 * @returns File names; one for each entity of a format, or one for all, as it holds them.
 */
export function listDataNames(dataset: Pick<Dataset, "entities" | "slug">): string[] {
  return FORMATS.flatMap((format) => {
    const stems = format.holds === "dataset"
      ? [DATASET_STEM]
      : dataset.entities.map(({ plural }) => plural);
    return stems.map((stem) => dataFileName(stem, dataset.slug, format.extension));
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
  const accounts = scopeRange(plan).records;
  return listFiles(plan, dataset, findFormat).map(({ path, format, entities }) => {
    const rows = entities.map((entity) =>
      Math.round(accounts * rowsPerAccount(dataset, entity, plan))
    );
    const sizes = entities.map((entity, place) =>
      rows[place]! * format.estimateRowBytes(entity, dataset.fieldSizes?.(entity))
    );
    return {
      path,
      format: format.name,
      entities: entities.map(({ plural }) => plural),
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
    entities: [],
    rowCount: 0,
    sizeBytes: new TextEncoder().encode(text).length,
  });
  const toRecord = ({ path, rowCount, sizeBytes }: FileEstimate) => ({
    ...{ path, rowCount, sizeBytes },
    sha256: "0".repeat(64),
  });
  const documents = listDocuments(plan, data.map(toRecord))
    .map(({ path, text }) => toEstimate(path, text));
  const records = [...data, ...documents].map(toRecord);
  const manifest = makeRunManifest(plan, records);
  return [...documents, toEstimate(manifestPath(dataset), formatManifest(manifest))];
}

/** Which accounts of the whole a plan makes; undefined where it makes all. */
function partOf(plan: Plan): SnapshotPart | undefined {
  const { start, end } = spanOf(plan);
  return end - start === plan.records ? undefined : { start, end, records: plan.records };
}

/**
 * The documents that a plan puts beside its data files.
 *
 * @param plan The plan.
 * @param records The data files it made.
 * @returns Documents in the order they are written.
 */
export function listDocuments(plan: Plan, records: readonly FileRecord[]): readonly Document[] {
  const dataset = findDataset(plan.dataset);
  const files = listFiles(plan, dataset, findFormat);
  const documents = dataset.documents(
    scopeRange(plan),
    files.map(({ path }) => path),
    partOf(plan),
  );
  if (!dataset.hasDataPackage) return documents;
  const made = new Map(records.map((record) => [record.path, record]));
  const packaged = files.flatMap(({ path, format, entities }): PackagedFile[] => {
    const { mediaType, packaging } = format;
    const record = made.get(path);
    return record === undefined ? [] : [{ ...record, entities, mediaType, packaging }];
  });
  const { slug, name, version, description, marker } = dataset;
  const { seed, records: count } = scopeRange(plan);
  const scope = { slug, dataset: name, version, description, marker, seed, records: count };
  const document = makeDataPackage(scope, packaged);
  return document === undefined
    ? documents
    : [...documents, { path: PACKAGE_PATH, text: `${stringifyJson(document, 2)}\n` }];
}

/**
 * The manifest of a run.
 *
 * @param plan The plan.
 * @param records All files it made but the manifest, in order.
 * @param parts How its data files can be joined with those of other parts.
 * @returns The manifest.
 */
export function makeRunManifest(
  plan: Plan,
  records: readonly FileRecord[],
  parts: readonly PartFile[] = [],
): Manifest {
  const dataset = findDataset(plan.dataset);
  const keyed = [...listFiles(plan, dataset, findFormat), ...listDocuments(plan, records)]
    .filter(({ key }) => key !== undefined);
  const paths = Object.fromEntries(keyed.map(({ key, path }) => [key!, path]));
  return makeManifest(dataset.manifestKeys(scopeRange(plan), paths), plan, records, parts);
}

/**
 * Looks at a snapshot before its rows are read: dataset, manifest, plan, files.
 *
 * @module
 */
import type { Dataset } from "../core/dataset.ts";
import { EsdhError } from "../core/error.ts";
import type { LateIssue } from "../core/issue.ts";
import { type Plan, planFromJson, scopeRange } from "../core/plan.ts";
import {
  changeManifestName,
  type FoundFile,
  type JsonFile,
  manifestName,
  STAGING_NAME,
} from "../core/snapshot_file.ts";
import type { TableReader } from "../core/table.ts";
import { DATASETS, findDataset } from "../datasets/mod.ts";
import { readJsonFile } from "../import/folder.ts";
import { findDataFile, READERS } from "../import/mod.ts";
import { listDataNames } from "../run.ts";
import { readClaims } from "../validate/claims.ts";
import { isObject, memberOf, type SnapshotFacts } from "../validate/facts.ts";

const READER_NAMES = READERS.map(({ name }) => name).join(", ");

/**
 * Whether a file name is that of a manifest of a known dataset.
 *
 * @param name File name.
 * @returns True for the name that a dataset's slug gives.
 */
export function isManifestName(name: string): boolean {
  return DATASETS.some((dataset) => name === manifestName(dataset.slug));
}

function tablesOf(dataset: Dataset): string[] {
  return dataset.entities.map(({ plural }) => plural);
}

/**
 * Finds the dataset of a folder, by its manifest or else by its files.
 *
 * @param directory The folder, for messages.
 * @param names Names of the files that lie in it, or are still to be moved there.
 * @returns The dataset.
 * @throws {EsdhError} NOT_A_SNAPSHOT if no file is of a known dataset, as long as a run is at work too.
 */
export function detectDataset(directory: string, names: readonly string[]): Dataset {
  const dataset = guessDataset(names);
  if (dataset !== undefined) return dataset;
  if (names.includes(STAGING_NAME)) {
    throw new EsdhError(
      "NOT_A_SNAPSHOT",
      `"${directory}" is no snapshot yet: a run that was interrupted left its files in ` +
        `${STAGING_NAME}, or one is still making them`,
      {
        path: directory,
        hint: "repeat the command that made it with --resume: it goes on where the run stopped",
      },
    );
  }
  const changes = DATASETS.map(({ slug }) => changeManifestName(slug))
    .find((name) => names.includes(name));
  if (changes !== undefined) {
    throw new EsdhError(
      "NOT_A_SNAPSHOT",
      `"${directory}" holds a change set (${changes}), not a snapshot`,
      {
        path: directory,
        hint: "apply it to the earlier snapshot and check what that becomes; compare two " +
          "snapshots with: esdh diff A B",
      },
    );
  }
  throw new EsdhError(
    "NOT_A_SNAPSHOT",
    `"${directory}" is not a snapshot: it has no manifest and no file of a known dataset`,
    {
      path: directory,
      hint: names.length === 0
        ? "the folder is empty"
        : `a snapshot holds ${DATASETS.map(({ slug }) => manifestName(slug)).join(" or ")}`,
    },
  );
}

/**
 * Finds the dataset that was asked for.
 *
 * @param directory The folder, for messages.
 * @param names Names of the files that lie in it, or are still to be moved there.
 * @param name Name of the dataset.
 * @returns The dataset.
 * @throws {EsdhError} UNKNOWN_NAME if there is none of that name; NOT_A_SNAPSHOT if the folder holds another one's
 * files and none of it.
 */
export function chooseDataset(directory: string, names: readonly string[], name: string): Dataset {
  const dataset = findDataset(name);
  const other = guessDataset(names);
  if (other === undefined || other === dataset || holdsSome(names, dataset)) return dataset;
  throw new EsdhError(
    "NOT_A_SNAPSHOT",
    `"${directory}" holds a snapshot of dataset ${other.name}, and nothing of ${dataset.name}`,
    { path: directory, hint: `leave --dataset out, or give --dataset ${other.name}` },
  );
}

/** The dataset whose manifest, or else whose files, are among the names. */
function guessDataset(names: readonly string[]): Dataset | undefined {
  return DATASETS.find(({ slug }) => names.includes(manifestName(slug))) ??
    DATASETS.find((member) => holdsSome(names, member));
}

/** Whether the manifest or a data file of a dataset is among the names. */
function holdsSome(names: readonly string[], dataset: Dataset): boolean {
  const { slug } = dataset;
  const tables = tablesOf(dataset);
  return names.some((name) => name === manifestName(slug) || findDataFile(name, slug, tables));
}

/** A file with rows. */
export interface SourceFile {
  readonly path: string;
  readonly reader: TableReader;
  /** Tables it holds, or may hold. */
  readonly tables: readonly string[];
}

/** A snapshot before its rows are read. */
export interface OpenSnapshot {
  readonly dataset: Dataset;
  readonly facts: SnapshotFacts;
  readonly files: readonly SourceFile[];
  readonly sources: ReadonlyMap<string, readonly string[]>;
  /** Files with rows that no reader reads. */
  readonly unread: readonly string[];
  /** Findings of the manifest check that came up on the way. */
  readonly issues: readonly LateIssue[];
}

/**
 * Reads manifest and metadata, and lists the files with rows.
 *
 * @param folder The folder.
 * @param dataset The dataset.
 * @param found What lies in the folder.
 * @returns What is known before rows are read.
 * @throws {EsdhError} IO if the system can't read the manifest or the metadata.
 */
export async function openSnapshot(
  folder: string,
  dataset: Dataset,
  found: ReadonlyMap<string, FoundFile>,
): Promise<OpenSnapshot> {
  const manifestPath = manifestName(dataset.slug);
  const read = (name: string) => found.get(name)?.isFile ? readJsonFile(folder, name) : undefined;
  const manifest = await read(manifestPath);
  const metadata = await read(dataset.rules.metadataPath);
  const claims = readClaims(manifest);
  const { plan, problem } = readPlan(manifest, dataset);
  const tables = tablesOf(dataset);
  const dataFiles = [...found.values()].flatMap(({ path, isFile }) => {
    const data = isFile ? findDataFile(path, dataset.slug, tables) : undefined;
    return data === undefined ? [] : [{ path, ...data }];
  });
  const unread = listDataNames(dataset)
    .filter((path) => found.has(path) && findDataFile(path, dataset.slug, tables) === undefined);
  // The cheapest format is read first: others are compared with it.
  const rank = ({ reader, table }: (typeof dataFiles)[number]) =>
    READERS.indexOf(reader) * 1000 + (table === undefined ? 0 : tables.indexOf(table));
  dataFiles.sort((a, b) => rank(a) - rank(b));
  const files = dataFiles
    .filter(({ path }) => claims.files.size === 0 || claims.files.has(path))
    .map(({ path, reader, table }): SourceFile => ({
      path,
      reader,
      tables: table !== undefined ? [table] : plannedTables(plan, reader.name) ?? tables,
    }));
  const sources = new Map(tables.map((name) => [
    name,
    files.filter((file) => file.tables.includes(name)).map(({ path }) => path),
  ]));
  const planKeys = plan === undefined ? undefined : planManifestKeys(plan, dataset, manifest);
  return {
    dataset,
    files,
    sources,
    facts: {
      manifest,
      manifestPath,
      metadata,
      found,
      claims: claims.files,
      dataPaths: dataFiles.map(({ path }) => path),
      plan,
      planProblem: problem,
      planMetadata: plan === undefined ? undefined : dataset.metadata(scopeRange(plan)),
      planKeys,
    },
    unread,
    issues: [...claims.issues, ...unread.map(tellUnread)],
  };
}

/** Says that no reader reads a file with rows: its size and digest are checked all the same. */
function tellUnread(path: string): LateIssue {
  return {
    head: { code: "file-not-read", severity: "warning" },
    build: () => ({
      code: "file-not-read",
      severity: "warning",
      message: "the rows of this file were not read: only its size and SHA-256 are checked",
      path,
      hint: `formats whose rows are read: ${READER_NAMES}`,
    }),
  };
}

/**
 * Says that a proof was asked for and a file with rows is not in it, which is an error: it may hold anything.
 *
 * @param path The file.
 * @returns The finding.
 */
export function tellUnproven(path: string): LateIssue {
  return {
    head: { code: "file-not-proven", severity: "error" },
    build: () => ({
      code: "file-not-proven",
      severity: "error",
      message: "the rows of this file can't be read, so nothing of it is proven",
      path,
      hint: `make the snapshot in formats whose rows are read: ${READER_NAMES}`,
    }),
  };
}

function readPlan(
  manifest: JsonFile | undefined,
  dataset: Dataset,
): { plan?: Plan; problem?: string } {
  if (!isObject(manifest?.value) || !isObject(manifest.value.esdh)) return {};
  try {
    const plan = planFromJson(manifest.value, manifest.path);
    if (plan.dataset === dataset.name && plan.version === dataset.version) return { plan };
    return {
      problem: `the plan is of dataset "${plan.dataset}" version "${plan.version}", ` +
        `the files are of "${dataset.name}" version "${dataset.version}"`,
    };
  } catch (error) {
    if (error instanceof EsdhError) return { problem: error.message };
    throw error;
  }
}

function plannedTables(plan: Plan | undefined, format: string): readonly string[] | undefined {
  return plan?.outputs.find((output) => output.format === format)?.entities;
}

/** The contract's keys for the plan; the list of files is checked against the claims instead. */
function planManifestKeys(plan: Plan, dataset: Dataset, manifest: JsonFile | undefined) {
  const files = memberOf(manifest?.value, "files");
  const names = isObject(files)
    ? Object.fromEntries(
      Object.entries(files).map(([key, value]) => [key, typeof value === "string" ? value : ""]),
    )
    : {};
  return dataset.manifestKeys(scopeRange(plan), names);
}

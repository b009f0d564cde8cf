/**
 * The files of a snapshot folder as they are found, before anything is known to be right.
 *
 * @module
 */
import type { JsonValue } from "./json.ts";

/** First part of the name of a file that holds a whole dataset; other data files begin with their table's. */
export const DATASET_STEM = "dataset";

/**
 * The name of a data file.
 *
 * @param stem Plural name of its entity, or {@link DATASET_STEM}.
 * @param slug The dataset's name in file names.
 * @param extension What the format's files end in, without the dot.
 * @returns For example `persons_v0_1.csv`.
 */
export function dataFileName(stem: string, slug: string, extension: string): string {
  return `${stem}_${slug}.${extension}`;
}

/**
 * The name of a snapshot's manifest.
 *
 * @param slug The dataset's name in file names.
 * @returns For example `snapshot_manifest_v0_1.json`.
 */
export function manifestName(slug: string): string {
  return `snapshot_manifest_${slug}.json`;
}

/**
 * The name of the manifest of a change set: a folder that holds one is no snapshot.
 *
 * @param slug The dataset's name in file names.
 * @returns For example `change_manifest_auto.json`.
 */
export function changeManifestName(slug: string): string {
  return `change_manifest_${slug}.json`;
}

/** Name of the folder in a snapshot's folder in which a run makes its files before they get their names. */
export const STAGING_NAME = ".esdh-staging";

/** Name of the file in the staging folder that says which files are still to be moved. */
export const COMMIT_NAME = "commit.json";

/** What a run that has made all its files has still to do. */
export interface CommitRecord {
  /** Names still to move, in order. */
  readonly names: readonly string[];
  /** Files of the earlier snapshot to remove. */
  readonly obsolete: readonly string[];
}

/**
 * Whether a value is a commit record whose names are those of files in its snapshot's own folder: a record
 * may come with a folder of a stranger.
 *
 * @param value Parsed JSON, or nothing.
 * @returns Whether it can be followed.
 */
export function isCommitRecord(value: unknown): value is CommitRecord {
  const { names, obsolete } = (value ?? {}) as { names?: unknown; obsolete?: unknown };
  const areNames = (list: unknown) =>
    Array.isArray(list) && list.every((name) => typeof name === "string" && isPlainName(name));
  return areNames(names) && areNames(obsolete);
}

/** A small text file of a snapshot, parsed. */
export interface JsonFile {
  readonly path: string;
  /** The whole text. */
  readonly text: string;
  /** Its value; undefined where it is no JSON. */
  readonly value: JsonValue | undefined;
  /** Why it is no JSON. */
  readonly problem?: string;
}

/** A file in the folder. */
export interface FoundFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Whether it is a plain file (or a link to one). */
  readonly isFile: boolean;
}

/**
 * Whether a name that a manifest gives is that of a file in the manifest's own folder, on every system.
 *
 * @param path The name.
 * @returns False for paths, drives, `.` and `..`, and names with control characters.
 */
export function isPlainName(path: string): boolean {
  // deno-lint-ignore no-control-regex
  return path !== "" && path !== "." && path !== ".." && !/[/\\:\x00-\x1f]/.test(path);
}

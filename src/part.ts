/**
 * A part of a plan as it lies in its folder, and whether parts make a whole.
 *
 * @module
 */
import { join } from "@std/path";
import { EsdhError } from "./core/error.ts";
import type { Issue } from "./core/issue.ts";
import { isJsonObject, type JsonValue, parseJson } from "./core/json.ts";
import {
  formatManifest,
  type Manifest,
  manifestDigest,
  type PartFile,
  readFileRecords,
  readPartFiles,
} from "./core/manifest.ts";
import {
  type AccountRange,
  type Plan,
  planDigest,
  planFromJson,
  spanOf,
  wholePlan,
} from "./core/plan.ts";
import type { FileRecord } from "./core/sink.ts";
import { formatCount } from "./core/units.ts";
import { TOOL_VERSION } from "./core/version.ts";
import { DATASETS, findDataset } from "./datasets/mod.ts";
import { describeFailure } from "./export/file_sink.ts";
import { listFiles, manifestPath } from "./export/files.ts";
import { findFormat } from "./export/mod.ts";
import { checkPlan } from "./plan_check.ts";

/** A part in its folder. */
export interface SnapshotPart {
  /** The folder, as it was given. */
  readonly folder: string;
  /** The folder's own path, whatever links led to it. */
  readonly realPath: string;
  readonly plan: Plan & { readonly range: AccountRange };
  /** All files but the manifest, by name. */
  readonly records: ReadonlyMap<string, FileRecord>;
  /** How its data files are joined, by name. */
  readonly files: ReadonlyMap<string, PartFile>;
}

/** Manifests that a folder may have. */
const MANIFEST_NAMES = DATASETS.map(manifestPath);

/**
 * Finds the parts that a path names.
 *
 * @param path The folder of a part, or a folder of such folders.
 * @returns Folders of parts, in the order of their names.
 * @throws {EsdhError} NOT_FOUND or NOT_A_SNAPSHOT if there is none; IO if it can't be read.
 */
export async function findParts(path: string): Promise<string[]> {
  if (await hasManifest(path)) return [path];
  const found: string[] = [];
  try {
    for await (const { name, isFile } of Deno.readDir(path)) {
      if (!isFile && await hasManifest(join(path, name))) found.push(join(path, name));
    }
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) {
      throw new EsdhError("NOT_FOUND", `there is no folder "${path}"`, { path, cause });
    }
    if (cause instanceof Deno.errors.NotADirectory) {
      throw new EsdhError("NOT_A_SNAPSHOT", `"${path}" is a file, not a snapshot folder`, {
        path,
        hint: "give the folder that holds the manifest",
        cause,
      });
    }
    throw describeFailure("read the folder", path, cause);
  }
  if (found.length > 0) return found.sort();
  throw new EsdhError("NOT_A_SNAPSHOT", `"${path}" holds no manifest, nor do the folders in it`, {
    path,
    hint: "give the folders that `esdh generate --shard` made, or the folder they are in",
  });
}

async function hasManifest(folder: string): Promise<boolean> {
  for (const name of MANIFEST_NAMES) {
    if (await Deno.stat(join(folder, name)).then(({ isFile }) => isFile, () => false)) return true;
  }
  return false;
}

/**
 * Reads the manifest of a part.
 *
 * @param folder Its folder.
 * @returns The part; its files were not looked at.
 * @throws {EsdhError} NOT_A_SNAPSHOT if the folder holds no part, or one whose manifest was changed or is of
 * another version of this program; INVALID_PLAN if its plan can't be run here; IO if it can't be read.
 */
export async function openPart(folder: string): Promise<SnapshotPart> {
  const [name, text] = await readManifest(folder);
  const path = join(folder, name);
  const refuse = (reason: string, hint: string) =>
    new EsdhError("NOT_A_SNAPSHOT", `"${path}" ${reason}`, { path, hint });
  let value: JsonValue;
  try {
    value = parseJson(text);
  } catch (cause) {
    throw new EsdhError("NOT_A_SNAPSHOT", `"${path}" is not JSON`, { path, cause });
  }
  const esdh = isJsonObject(value) ? value["esdh"] : undefined;
  if (!isJsonObject(value) || !isJsonObject(esdh)) {
    throw refuse(
      "is the manifest of another producer",
      "parts are made by `esdh generate --shard`",
    );
  }
  const plan = planFromJson(value, path);
  const manifest: Manifest = value;
  const isUnchanged = formatManifest(manifest) === text &&
    esdh["manifest_digest"] === manifestDigest(manifest) &&
    esdh["plan_digest"] === planDigest(plan);
  if (!isUnchanged) {
    throw refuse("was changed after it was made", "copy or make that part again");
  }
  const tool = isJsonObject(esdh["tool"]) ? esdh["tool"]["version"] : undefined;
  if (tool !== TOOL_VERSION) {
    throw refuse(
      `is of version ${tool} of this program, which is ${TOOL_VERSION}`,
      "make and join all parts with one version",
    );
  }
  checkPlan(plan);
  const records = readFileRecords(manifest);
  const files = readPartFiles(manifest);
  const { range } = plan;
  if (range === undefined || files === undefined || records === undefined) {
    throw refuse("is the manifest of a whole, not of a part", "give the parts alone");
  }
  const planned = listFiles(plan, findDataset(plan.dataset), findFormat);
  const byPath = new Map(files.map((file) => [file.path, file]));
  const listed = new Map(records.map((record) => [record.path, record]));
  for (const { path: dataPath, format } of planned) {
    if (format.openEncoder === undefined) {
      throw new EsdhError(
        "USAGE",
        `"${join(folder, dataPath)}" can't be joined: it is ${format.name}`,
        {
          path: join(folder, dataPath),
          hint: `make the parts in other formats, or ${format.name} without parts`,
        },
      );
    }
    if (!byPath.has(dataPath) || !listed.has(dataPath)) {
      throw refuse(`does not list "${dataPath}"`, "make that part again");
    }
  }
  return {
    folder,
    realPath: await Deno.realPath(folder),
    plan: { ...plan, range },
    records: listed,
    files: byPath,
  };
}

async function readManifest(folder: string): Promise<readonly [name: string, text: string]> {
  for (const name of MANIFEST_NAMES) {
    try {
      return [name, await Deno.readTextFile(join(folder, name))];
    } catch (cause) {
      if (cause instanceof Deno.errors.NotFound) continue;
      throw describeFailure("read", join(folder, name), cause);
    }
  }
  throw new EsdhError("NOT_A_SNAPSHOT", `"${folder}" holds no manifest`, {
    path: folder,
    hint: "that part was not finished: make it again, with --resume where it left off",
  });
}

/**
 * Checks that parts are all of one plan, each account in one of them.
 *
 * @param parts The parts, in any order.
 * @returns The parts in the order of their accounts.
 * @throws {EsdhError} USAGE with all that is wrong.
 */
export function checkParts(parts: readonly SnapshotPart[]): SnapshotPart[] {
  const [first] = parts;
  if (first === undefined) throw new EsdhError("USAGE", "there is no part to join");
  const digest = planDigest(wholePlan(first.plan));
  const strangers = parts.filter(({ plan }) => planDigest(wholePlan(plan)) !== digest);
  if (strangers.length > 0) {
    throw refuse(strangers.map(({ folder }) => (
      `"${folder}" is a part of another plan than "${first.folder}"`
    )));
  }
  const sorted = parts.toSorted((a, b) =>
    a.plan.range.start - b.plan.range.start || a.plan.range.end - b.plan.range.end
  );
  const { records } = first.plan;
  const problems: string[] = [];
  let next = 0;
  let last: SnapshotPart | undefined;
  for (const part of sorted) {
    const { start, end } = spanOf(part.plan);
    if (start === end) continue;
    if (start > next) problems.push(describeGap(next, start));
    if (start < next) {
      problems.push(`"${last!.folder}" and "${part.folder}" both hold account ${start}`);
    }
    if (end <= next) continue;
    next = end;
    last = part;
  }
  if (next < records) problems.push(describeGap(next, records));
  const dataset = findDataset(first.plan.dataset);
  const blocked = listFiles(first.plan, dataset, findFormat)
    .filter(({ format }) => format.hasBlocks).map(({ format }) => format.name);
  if (blocked.length > 0 && problems.length === 0) {
    for (const { plan: { range }, folder } of sorted) {
      if (range.start % dataset.blockAccounts === 0 || range.start === range.end) continue;
      problems.push(
        `"${folder}" begins at account ${range.start}, in the middle of a block of ` +
          `${formatCount(dataset.blockAccounts)}: its ${
            [...new Set(blocked)].join(" and ")
          } can't be joined`,
      );
    }
  }
  if (problems.length > 0) throw refuse(problems);
  return sorted;
}

function describeGap(start: number, end: number): string {
  return `accounts ${start} up to ${end} are in no part`;
}

function refuse(problems: readonly string[]): EsdhError {
  const hint = "give every part of one plan once; `esdh generate --shard k/n` makes them";
  const [first] = problems;
  if (problems.length === 1) {
    return new EsdhError("USAGE", `can't join the parts: ${first}`, { hint });
  }
  const issues = problems.map((message): Issue => ({ code: "usage", severity: "error", message }));
  return new EsdhError("USAGE", `can't join the parts: ${problems.length} problems`, {
    issues,
    hint,
  });
}

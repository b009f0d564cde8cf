/**
 * The manifest that binds the files of a snapshot: written last, so that a folder without a valid
 * one is no snapshot.
 *
 * @module
 */
import { digestOfValue } from "./digest.ts";
import { isJsonObject, type JsonValue, stringifyAsciiJson } from "./json.ts";
import { type Plan, planDigest, planToJson, wholePlan } from "./plan.ts";
import { MAX_SEED_DIGITS } from "./seed.ts";
import type { FileRecord } from "./sink.ts";
import { isPlainName } from "./snapshot_file.ts";
import { TOOL_NAME, TOOL_VERSION } from "./version.ts";

/** Version of the manifest's own keys. */
export const MANIFEST_VERSION = 1;

/** Where the rows of an entity lie in a file of a part. */
export interface PartSection {
  readonly entity: string;
  /** First byte of its rows. */
  readonly start: number;
  /** Behind their last byte. */
  readonly end: number;
  readonly rowCount: number;
}

/** What joins the files of a part with those of others. */
export interface PartFile {
  readonly path: string;
  /** In the order of the file. */
  readonly sections: readonly PartSection[];
  /** The file that lists its blocks, where it has such. */
  readonly blocks?: string;
}

/** A manifest, as a JSON value: the dataset's contract keys, then `esdh`. */
export type Manifest = { readonly [name: string]: JsonValue };

/**
 * Makes the manifest of a snapshot. `esdh.manifest_digest` is the digest of all the rest, so that a
 * changed value anywhere in it is found.
 *
 * @param contractKeys The keys of the dataset's contract, in order.
 * @param plan The plan that made the files.
 * @param files The files, in the order they were made.
 * @param parts How the data files can be joined, where the plan is a part of another.
 * @returns The manifest; a function of its arguments and this program's version alone.
 */
export function makeManifest(
  contractKeys: { readonly [name: string]: JsonValue },
  plan: Plan,
  files: readonly FileRecord[],
  parts: readonly PartFile[] = [],
): Manifest {
  const esdh = {
    manifest_version: MANIFEST_VERSION,
    tool: { name: TOOL_NAME, version: TOOL_VERSION },
    plan: planToJson(plan),
    plan_digest: planDigest(plan),
    files: files.map((file) => ({
      path: file.path,
      size_bytes: file.sizeBytes,
      row_count: file.rowCount,
      sha256: file.sha256,
    })),
    ...(plan.range === undefined ? {} : { part: partToJson(plan, parts) }),
  };
  const manifest = { ...contractKeys, esdh };
  return { ...contractKeys, esdh: { ...esdh, manifest_digest: digestOfValue(manifest) } };
}

function partToJson(plan: Plan, parts: readonly PartFile[]): JsonValue {
  return {
    whole_plan_digest: planDigest(wholePlan(plan)),
    files: parts.map(({ path, sections, blocks }) => ({
      path,
      sections: sections.map(({ entity, start, end, rowCount }) => ({
        entity,
        start,
        end,
        row_count: rowCount,
      })),
      ...(blocks === undefined ? {} : { blocks }),
    })),
  };
}

/**
 * The digest a manifest should carry.
 *
 * @param manifest A manifest with an `esdh` key.
 * @returns Digest of it without `esdh.manifest_digest`.
 */
export function manifestDigest(manifest: Manifest): string {
  const { manifest_digest: _own, ...esdh } = manifest.esdh as { [name: string]: JsonValue };
  return digestOfValue({ ...manifest, esdh });
}

/**
 * The files that a manifest of this program binds.
 *
 * @param manifest The manifest.
 * @returns Records in order; undefined where it does not have them in their form.
 */
export function readFileRecords(manifest: Manifest): FileRecord[] | undefined {
  const { esdh } = manifest;
  const files = isJsonObject(esdh) ? esdh["files"] : undefined;
  if (!Array.isArray(files)) return undefined;
  const records = files.map((file: JsonValue) => {
    const { path, size_bytes: sizeBytes, row_count: rowCount, sha256 } = isJsonObject(file)
      ? file
      : {};
    const isGood = typeof path === "string" && isPlainName(path) && typeof sha256 === "string" &&
      typeof sizeBytes === "number" && typeof rowCount === "number";
    return isGood ? { path, sizeBytes, rowCount, sha256 } : undefined;
  });
  return records.includes(undefined) ? undefined : records as FileRecord[];
}

/**
 * How the data files of a part are joined.
 *
 * @param manifest The manifest.
 * @returns Files in order; undefined where it is not that of a part, or not in its form.
 */
export function readPartFiles(manifest: Manifest): PartFile[] | undefined {
  const { esdh } = manifest;
  const part = isJsonObject(esdh) ? esdh["part"] : undefined;
  const files = isJsonObject(part) ? part["files"] : undefined;
  if (!Array.isArray(files)) return undefined;
  const found = files.map((file: JsonValue): PartFile | undefined => {
    const { path, sections, blocks } = isJsonObject(file) ? file : {};
    if (typeof path !== "string" || !Array.isArray(sections)) return undefined;
    if (blocks !== undefined && (typeof blocks !== "string" || !isPlainName(blocks))) {
      return undefined;
    }
    const read = sections.map(readSection);
    if (read.includes(undefined)) return undefined;
    return { path, sections: read as PartSection[], ...(blocks === undefined ? {} : { blocks }) };
  });
  return found.includes(undefined) ? undefined : found as PartFile[];
}

function readSection(value: JsonValue): PartSection | undefined {
  const { entity, start, end, row_count: rowCount } = isJsonObject(value) ? value : {};
  const isGood = typeof entity === "string" && typeof start === "number" &&
    typeof end === "number" && typeof rowCount === "number";
  return isGood ? { entity, start, end, rowCount } : undefined;
}

const SEED_NOTE = new RegExp(`\\bseed=([+-]?[0-9]{1,${MAX_SEED_DIGITS}})(?![0-9])`);

/**
 * What the contract's own keys tell of a run: all there is in a manifest of another producer.
 *
 * @param manifest The manifest.
 * @returns The seed that its notes name and the number of records that all its counts agree on, each
 * only where it is told.
 *
 * @example
 * ```ts
 * import { readContractRun } from "./manifest.ts";
 * const { seed, records } = readContractRun({ record_counts: { a: 3, b: 3 }, notes: "made (seed=7)." });
 * if (seed !== 7n || records !== 3) throw new RangeError();
 * ```
 */
export function readContractRun(
  manifest: Manifest,
): { readonly seed?: bigint; readonly records?: number } {
  const { notes, record_counts: counts } = manifest;
  const digits = typeof notes === "string" ? SEED_NOTE.exec(notes)?.[1] : undefined;
  const [records, ...others] = isJsonObject(counts) ? new Set(Object.values(counts)) : [];
  return {
    ...(digits === undefined ? {} : { seed: BigInt(digits.replace("+", "")) }),
    ...(typeof records === "number" && others.length === 0 ? { records } : {}),
  };
}

/**
 * The bytes of a manifest file. A manifest file that differs from this form of its own value was
 * changed after it was made.
 *
 * @param manifest The manifest.
 * @returns ASCII JSON, indented by two, with a final newline.
 */
export function formatManifest(manifest: Manifest): string {
  return `${stringifyAsciiJson(manifest, 2)}\n`;
}

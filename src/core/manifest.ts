/**
 * The manifest that binds the files of a snapshot: written last, so that a folder without a valid
 * one is no snapshot.
 *
 * @module
 */
import { digestOfValue } from "./digest.ts";
import { isJsonObject, type JsonValue, stringifyAsciiJson } from "./json.ts";
import { type Plan, planDigest, planToJson } from "./plan.ts";
import { MAX_SEED_DIGITS } from "./seed.ts";
import type { FileRecord } from "./sink.ts";
import { TOOL_NAME, TOOL_VERSION } from "./version.ts";

/** Version of the manifest's own keys. */
export const MANIFEST_VERSION = 1;

/** A manifest, as a JSON value: the dataset's contract keys, then `esdh`. */
export type Manifest = { readonly [name: string]: JsonValue };

/**
 * Makes the manifest of a snapshot. `esdh.manifest_digest` is the digest of all the rest, so that a
 * changed value anywhere in it is found.
 *
 * @param contractKeys The keys of the dataset's contract, in order.
 * @param plan The plan that made the files.
 * @param files The files, in the order they were made.
 * @returns The manifest; a function of its arguments and this program's version alone.
 */
export function makeManifest(
  contractKeys: { readonly [name: string]: JsonValue },
  plan: Plan,
  files: readonly FileRecord[],
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
  };
  const manifest = { ...contractKeys, esdh };
  return { ...contractKeys, esdh: { ...esdh, manifest_digest: digestOfValue(manifest) } };
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

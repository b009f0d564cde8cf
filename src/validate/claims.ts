/**
 * What a manifest says of its files, ours or another producer's.
 *
 * @module
 */
import type { Issue } from "../core/issue.ts";
import type { JsonValue } from "../core/json.ts";
import { isPlainName, type JsonFile } from "../core/snapshot_file.ts";
import { type FileClaim, isObject, lineOf, memberOf, showValue } from "./facts.ts";

/** The claims of a manifest. */
export interface Claims {
  /** By file name, in the manifest's order. */
  readonly files: ReadonlyMap<string, FileClaim>;
  /** What is wrong with the list. */
  readonly issues: readonly Issue[];
}

/**
 * Reads the claims of a manifest: of `esdh.files`, and the names of the contract's `files`.
 *
 * @param manifest The manifest.
 * @returns Claims and findings (`manifest-shape`, `file-path-unsafe`).
 */
export function readClaims(manifest: JsonFile | undefined): Claims {
  const files = new Map<string, FileClaim>();
  const issues: Issue[] = [];
  if (manifest === undefined || !isObject(manifest.value)) return { files, issues };
  const at = { severity: "error", path: manifest.path } as const;
  const list = memberOf(manifest.value, "esdh.files");
  if (Array.isArray(list)) {
    for (const entry of list as readonly JsonValue[]) {
      const claim = readClaim(entry);
      if (claim !== undefined) files.set(claim.path, claim);
      else {
        issues.push({
          ...at,
          code: "manifest-shape",
          line: lineOf(manifest.text, "esdh.files"),
          message: "an entry of the list of files has not the form wanted",
          actual: showValue(entry),
          expected: '{"path", "size_bytes", "row_count", "sha256"}',
        });
      }
    }
  } else if (isObject(memberOf(manifest.value, "esdh"))) {
    issues.push({
      ...at,
      code: "manifest-shape",
      line: lineOf(manifest.text, "esdh"),
      message: '"esdh.files" is not a list',
      actual: showValue(list),
    });
  }
  const names = memberOf(manifest.value, "files");
  for (const path of isObject(names) ? Object.values(names) : []) {
    if (typeof path === "string" && !files.has(path)) files.set(path, { path });
  }
  for (const path of [...files.keys()]) {
    if (isPlainName(path)) continue;
    files.delete(path);
    issues.push({
      ...at,
      code: "file-path-unsafe",
      line: lineOf(manifest.text, path),
      message: "the manifest names a file that is not in its own folder; it was not read",
      actual: showValue(path),
      expected: "a file name without folders",
    });
  }
  return { files, issues };
}

function readClaim(entry: JsonValue): FileClaim | undefined {
  const path = memberOf(entry, "path");
  const sizeBytes = memberOf(entry, "size_bytes");
  const rowCount = memberOf(entry, "row_count");
  const sha256 = memberOf(entry, "sha256");
  const isGood = typeof path === "string" && typeof sizeBytes === "number" &&
    typeof rowCount === "number" && typeof sha256 === "string" && /^[0-9a-f]{64}$/.test(sha256);
  return isGood ? { path, sizeBytes, rowCount, sha256 } : undefined;
}

/**
 * What a manifest says of its files, ours or another producer's.
 *
 * @module
 */
import type { Issue, LateIssue } from "../core/issue.ts";
import type { JsonValue } from "../core/json.ts";
import { isPlainName, type JsonFile } from "../core/snapshot_file.ts";
import { type FileClaim, isObject, lineOf, memberOf, showValue } from "./facts.ts";

/** The claims of a manifest. */
export interface Claims {
  /** By file name, in the manifest's order. */
  readonly files: ReadonlyMap<string, FileClaim>;
  /** What is wrong with the list. */
  readonly issues: readonly LateIssue[];
}

/**
 * Reads the claims of a manifest: of `esdh.files`, and the names of the contract's `files`.
 *
 * @param manifest The manifest.
 * @returns Claims and findings (`manifest-shape`, `file-path-unsafe`).
 */
export function readClaims(manifest: JsonFile | undefined): Claims {
  const files = new Map<string, FileClaim>();
  const issues: LateIssue[] = [];
  if (manifest === undefined || !isObject(manifest.value)) return { files, issues };
  const { path, text } = manifest;
  // A line is looked for only where its finding is kept: the whole text is searched for it.
  const add = (
    code: string,
    place: string | readonly string[],
    rest: Pick<Issue, "message">,
    value: JsonValue | undefined,
  ) => {
    const head = { code, severity: "error" } as const;
    const build = () => ({
      ...head,
      ...rest,
      path,
      line: lineOf(text, place),
      actual: showValue(value),
    });
    issues.push({ head, build });
  };
  const list = memberOf(manifest.value, "esdh.files");
  if (Array.isArray(list)) {
    for (const entry of list as readonly JsonValue[]) {
      const claim = readClaim(entry);
      if (claim !== undefined) files.set(claim.path, claim);
      else add("manifest-shape", "esdh.files", BAD_ENTRY, entry);
    }
  } else if (isObject(memberOf(manifest.value, "esdh"))) {
    add("manifest-shape", "esdh", { message: '"esdh.files" is not a list' }, list);
  }
  const names = memberOf(manifest.value, "files");
  for (const name of isObject(names) ? Object.values(names) : []) {
    if (typeof name === "string" && !files.has(name)) files.set(name, { path: name });
  }
  for (const name of [...files.keys()]) {
    if (isPlainName(name)) continue;
    files.delete(name);
    add("file-path-unsafe", ["files", name], UNSAFE, name);
  }
  return { files, issues };
}

const BAD_ENTRY = {
  message: "an entry of the list of files has not the form wanted",
  expected: '{"path", "size_bytes", "row_count", "sha256"}',
};

const UNSAFE = {
  message: "the manifest names a file that is not in its own folder; it was not read",
  expected: "a file name without folders",
};

function readClaim(entry: JsonValue): FileClaim | undefined {
  const path = memberOf(entry, "path");
  const sizeBytes = memberOf(entry, "size_bytes");
  const rowCount = memberOf(entry, "row_count");
  const sha256 = memberOf(entry, "sha256");
  const isGood = typeof path === "string" && typeof sizeBytes === "number" &&
    typeof rowCount === "number" && typeof sha256 === "string" && /^[0-9a-f]{64}$/.test(sha256);
  return isGood ? { path, sizeBytes, rowCount, sha256 } : undefined;
}

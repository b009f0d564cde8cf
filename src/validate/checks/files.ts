/**
 * The files are those the manifest names, byte for byte.
 *
 * @module
 */
import type { Issue } from "../../core/issue.ts";
import { formatItems, formatSize } from "../../core/units.ts";
import type { Check } from "../check.ts";
import { lineOf } from "../facts.ts";

/** Names of files that systems leave in folders by themselves. */
const SYSTEM_FILES = /^(\.|Thumbs\.db$|desktop\.ini$)/i;

const MISSING = { code: "file-missing", severity: "error" } as const;

/** Compares the folder and its files with what the manifest says of them. */
export const filesCheck: Check = {
  name: "files",
  title: "every file is there, with the size and SHA-256 of the manifest",
  open({ facts, findings, rules }) {
    let sizeBytes = 0;
    let fileCount = 0;
    let digestCount = 0;
    const add = (issue: Issue) => findings.addIssue("files", issue);
    const lineAt = (path: string) => ({
      line: facts.manifest === undefined ? 1 : lineOf(facts.manifest.text, ["files", path]),
    });
    return {
      start() {
        for (const { path } of facts.claims.values()) {
          const found = facts.found.get(path);
          if (found?.isFile) continue;
          findings.add("files", MISSING, () => ({
            ...MISSING,
            message: found === undefined
              ? `the manifest names "${path}", the folder has no such file`
              : `the manifest names "${path}", which is no file but a folder`,
            path: facts.manifestPath,
            ...lineAt(path),
            expected: path,
          }));
        }
        if (facts.claims.size === 0) return;
        const known = new Set([
          facts.manifestPath,
          ...facts.claims.keys(),
          ...(facts.plan === undefined ? [rules.metadataPath, ...rules.extraPaths] : []),
        ]);
        for (const { path } of facts.found.values()) {
          if (known.has(path) || SYSTEM_FILES.test(path)) continue;
          const isData = facts.dataPaths.includes(path);
          add({
            code: "file-unexpected",
            severity: isData ? "error" : "warning",
            message: isData
              ? `"${path}" looks like a file of the snapshot, but the manifest does not name it`
              : `"${path}" is not a file of the snapshot`,
            path,
            hint: "remove it, or make the snapshot again into a folder of its own",
          });
        }
      },
      fileEnd(end) {
        sizeBytes += end.sizeBytes;
        fileCount++;
        const claim = facts.claims.get(end.path);
        if (claim === undefined) return;
        if (claim.sha256 !== undefined) digestCount++;
        const at = { severity: "error", path: end.path } as const;
        if (claim.sizeBytes !== undefined && claim.sizeBytes !== end.sizeBytes) {
          add({
            ...at,
            code: "file-size",
            message: `the file has ${formatItems(end.sizeBytes, "byte")}`,
            actual: `${end.sizeBytes}`,
            expected: `${claim.sizeBytes}`,
            hint: "it was changed or cut off after it was made",
          });
          return;
        }
        if (claim.sha256 === undefined || claim.sha256 === end.sha256) return;
        add({
          ...at,
          code: "file-digest",
          message: "the file's SHA-256 is not the manifest's",
          actual: end.sha256,
          expected: claim.sha256,
          hint: "at least one byte was changed after it was made",
        });
      },
      finish() {
        if (fileCount === 0) return { detail: "", skipped: "no file could be read" };
        const digests = digestCount === fileCount
          ? "SHA-256 of each"
          : digestCount === 0
          ? "no checksums to compare with"
          : `SHA-256 of ${digestCount}`;
        return {
          detail: `${formatItems(fileCount, "file")}, ${formatSize(sizeBytes)}, ${digests}`,
        };
      },
    };
  },
};

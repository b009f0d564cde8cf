/**
 * Makes a snapshot again from the plan in its manifest, and compares what comes out.
 *
 * @module
 */
import { join } from "@std/path";
import type { CheckResult } from "../core/report.ts";
import { formatItems } from "../core/units.ts";
import { makeSnapshot } from "../run.ts";
import type { SnapshotFacts } from "../validate/facts.ts";
import type { ValidationPass } from "../validate/pass.ts";

const NAME = "remake";
const TITLE = "the plan in the manifest makes the same bytes";

/**
 * Makes the snapshot of a manifest's plan in a temporary folder, which is removed afterwards.
 *
 * @param facts What is known of the snapshot.
 * @param digests SHA-256 of its files.
 * @param pass Takes the findings (`remake-differs`).
 * @param signal Ends the work early.
 * @returns The result of this check.
 * @throws {EsdhError} IO if there is no room to make it; INTERRUPTED.
 */
export async function remakeSnapshot(
  facts: SnapshotFacts,
  digests: ReadonlyMap<string, string>,
  pass: ValidationPass,
  signal?: AbortSignal,
): Promise<CheckResult> {
  const begin = performance.now();
  const { plan } = facts;
  const result = (status: CheckResult["status"], detail: string): CheckResult => ({
    name: NAME,
    title: TITLE,
    status,
    detail,
    errorCount: pass.findings.countOf(NAME),
    warningCount: 0,
    durationMs: performance.now() - begin,
  });
  if (plan === undefined) return result("skip", "the manifest names no plan");
  const directory = await Deno.makeTempDir({ prefix: "esdh_remake_" });
  try {
    const made = await makeSnapshot(
      plan,
      join(directory, "snapshot"),
      signal === undefined ? {} : { signal },
    );
    for (const { path, sha256 } of made.files) {
      const given = digests.get(path);
      if (given === sha256 || given === undefined) continue;
      pass.addIssue(NAME, {
        code: "remake-differs",
        severity: "error",
        message: "the plan makes another file",
        path,
        actual: given,
        expected: sha256,
        hint: "the file was changed, or this program makes the dataset differently",
      });
    }
    const status = pass.findings.countOf(NAME) === 0 ? "pass" : "fail";
    return result(status, `${formatItems(made.files.length, "file")} made again`);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/**
 * Makes a snapshot again from the plan in its manifest, and compares what comes out.
 *
 * @module
 */
import { join } from "@std/path";
import type { CheckResult } from "../core/report.ts";
import { EsdhError } from "../core/error.ts";
import type { Plan } from "../core/plan.ts";
import { formatItems, formatSize } from "../core/units.ts";
import { checkPlan, estimateRun, makeSnapshot } from "../run.ts";
import type { SnapshotFacts } from "../validate/facts.ts";
import type { ValidationPass } from "../validate/pass.ts";

const NAME = "remake";
const TITLE = "the plan in the manifest makes the same bytes";

/** How many times the size of the files that were read the plan may make, as is estimated. */
const MAX_GROWTH = 2;

/**
 * Makes the snapshot of a manifest's plan in a temporary folder, which is removed afterwards. A plan that
 * can't have made the files is not run: it is foreign, and could ask for more than there is room for.
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
  const doubt = findDoubt(plan, facts, digests, pass);
  if (doubt !== undefined) return result("skip", doubt);
  const directory = await Deno.makeTempDir({ prefix: "esdh_remake_" });
  try {
    const made = await makeSnapshot(
      plan,
      join(directory, "snapshot"),
      signal === undefined ? {} : { signal },
    );
    for (const { path, sha256 } of made.files) {
      const given = digests.get(path);
      if (given === sha256) continue;
      pass.addIssue(NAME, {
        code: "remake-differs",
        severity: "error",
        message: given === undefined
          ? "the plan makes a file that the manifest does not name"
          : "the plan makes another file",
        path,
        ...(given === undefined ? {} : { actual: given }),
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

/** Why the plan can't have made the files. */
function findDoubt(
  plan: Plan,
  { found }: SnapshotFacts,
  digests: ReadonlyMap<string, string>,
  { findings }: ValidationPass,
): string | undefined {
  try {
    checkPlan(plan);
  } catch (error) {
    if (error instanceof EsdhError) return error.message;
    throw error;
  }
  if (findings.countOf("counts") > 0) return "the row counts are not those of the manifest";
  const files = estimateRun(plan);
  const unread = files.find(({ path }) => !digests.has(path));
  if (unread !== undefined) return `${unread.path}, which the plan makes, was not read`;
  const planned = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const read = files.reduce((sum, { path }) => sum + (found.get(path)?.sizeBytes ?? 0), 0);
  if (planned <= read * MAX_GROWTH) return undefined;
  return `the plan makes about ${formatSize(planned)}, the files have ${formatSize(read)}`;
}

/**
 * Makes a snapshot again from the plan that its manifest holds or tells, and compares what comes out.
 *
 * @module
 */
import { join } from "@std/path";
import type { CheckResult } from "../core/report.ts";
import { EsdhError } from "../core/error.ts";
import type { Plan } from "../core/plan.ts";
import { formatItems, formatSize } from "../core/units.ts";
import { checkPlan, estimateRun, makeSnapshot } from "../run.ts";
import type { ValidationPass } from "../validate/pass.ts";
import { planForeign } from "./foreign_plan.ts";
import type { OpenSnapshot } from "./open_snapshot.ts";

const NAME = "remake";
const TITLE = "the plan makes the same bytes again";

/** How many times the size of the files that were read the plan may make, as is estimated. */
const MAX_GROWTH = 2;

/**
 * Makes a snapshot again in a temporary folder, which is removed afterwards. A plan that can't have made the
 * files is not run: it may be a stranger's, and could ask for more than there is room for.
 *
 * @param snapshot The snapshot.
 * @param digests SHA-256 of its files.
 * @param pass Takes the findings (`remake-differs`, `remake-impossible`).
 * @param signal Ends the work early.
 * @returns The result of this check.
 * @throws {EsdhError} IO if there is no room to make it; INTERRUPTED.
 */
export async function remakeSnapshot(
  snapshot: OpenSnapshot,
  digests: ReadonlyMap<string, string>,
  pass: ValidationPass,
  signal?: AbortSignal,
): Promise<CheckResult> {
  const begin = performance.now();
  const { facts } = snapshot;
  const result = (detail: string): CheckResult => {
    const errorCount = pass.findings.countOf(NAME);
    return {
      name: NAME,
      title: TITLE,
      status: errorCount === 0 ? "pass" : "fail",
      detail,
      errorCount,
      warningCount: 0,
      durationMs: performance.now() - begin,
    };
  };
  const plan = facts.plan ?? planForeign(snapshot);
  const doubt = typeof plan === "string" ? plan : findDoubt(plan, snapshot, digests, pass);
  if (typeof plan === "string" || doubt !== undefined) {
    pass.addIssue(NAME, {
      code: "remake-impossible",
      severity: "error",
      message: `the snapshot can't be made again: ${doubt}`,
      path: facts.manifestPath,
      hint: "validate without --remake to know only whether the files are consistent",
    });
    return result(doubt!);
  }
  const directory = await Deno.makeTempDir({ prefix: "esdh_remake_" });
  try {
    const made = await makeSnapshot(
      plan,
      join(directory, "snapshot"),
      signal === undefined ? {} : { signal },
    );
    // Another producer's manifest names no file beside the data that its contract does not.
    const files = made.files.filter(({ path }) => facts.plan !== undefined || digests.has(path));
    for (const { path, sha256 } of files) {
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
    return result(`${formatItems(files.length, "file")} made again`);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** Why the plan can't have made the files. */
function findDoubt(
  plan: Plan,
  { facts: { found } }: OpenSnapshot,
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

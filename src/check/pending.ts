/**
 * A folder whose snapshot is made, but whose files have not all got their names.
 *
 * @module
 */
import { join } from "@std/path";
import type { Dataset } from "../core/dataset.ts";
import type { Issue } from "../core/issue.ts";
import { COMMIT_NAME, manifestName, STAGING_NAME } from "../core/snapshot_file.ts";

/**
 * Says that a run was stopped while it moved its files, and how its snapshot is finished.
 *
 * @param folder The folder.
 * @param dataset The dataset.
 * @returns The issue (`unfinished-commit`).
 */
export async function describePending(folder: string, dataset: Dataset): Promise<Issue> {
  const manifest = manifestName(dataset.slug);
  // The manifest is moved last, so it lies in the staging folder unless the run was at its very end.
  const staged = join(folder, STAGING_NAME, manifest);
  const isStaged = await Deno.lstat(staged).then(() => true, () => false);
  const plan = isStaged ? staged : join(folder, manifest);
  return {
    code: "unfinished-commit",
    severity: "error",
    message: "a run is moving its files to their names, or was stopped while it did: " +
      "the folder holds files of two snapshots, and none was read",
    path: `${STAGING_NAME}/${COMMIT_NAME}`,
    hint: "the next run into the folder finishes it; to keep what it made: " +
      `esdh generate --plan "${plan}" --output-dir "${folder}"`,
  };
}

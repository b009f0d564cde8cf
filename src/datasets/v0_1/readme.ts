/**
 * The page that lies beside the files of a v0.1 snapshot.
 *
 * @module
 */
import type { SnapshotPart } from "../../core/dataset.ts";
import type { Plan } from "../../core/plan.ts";
import { MARKER } from "./tables.ts";
import { describeFiles, describePart } from "../snapshot_readme.ts";

/**
 * Says what a snapshot holds and how to remake it.
 *
 * @param plan The plan that made it.
 * @param files Names of its data and metadata files.
 * @param manifestPath Name of its manifest.
 * @param part Which accounts of a larger plan it holds; left out where it is whole.
 * @returns Markdown with `\n` line ends; a function of its arguments alone.
 */
export function describeSnapshot(
  plan: Plan,
  files: readonly string[],
  manifestPath: string,
  part?: SnapshotPart,
): string {
  return `# Synthetic insurance snapshot, dataset v0.1

Made by \`esdh\` from seed ${plan.seed} with ${plan.records} records. No row describes a real person
or vehicle: each carries \`synthetic_source\` = \`${MARKER}\`.
${describePart(part)}
${describeFiles(files, manifestPath)}`;
}

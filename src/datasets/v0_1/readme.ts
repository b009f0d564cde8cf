/**
 * The page that lies beside the files of a v0.1 snapshot.
 *
 * @module
 */
import type { Plan } from "../../core/plan.ts";
import { MARKER } from "./tables.ts";

/**
 * Says what a snapshot holds and how to remake it.
 *
 * @param plan The plan that made it.
 * @param files Names of its data and metadata files.
 * @param manifestPath Name of its manifest.
 * @returns Markdown with `\n` line ends; a function of its arguments alone.
 */
export function describeSnapshot(
  plan: Plan,
  files: readonly string[],
  manifestPath: string,
): string {
  return `# Synthetic insurance snapshot, dataset v0.1

Made by \`esdh\` from seed ${plan.seed} with ${plan.records} records. No row describes a real person
or vehicle: each carries \`synthetic_source\` = \`${MARKER}\`.

## Files

${files.map((file) => `- \`${file}\``).join("\n")}
- \`${manifestPath}\`: counts, sizes, SHA-256 digests and the plan of this snapshot

## Check it, remake it

    esdh validate .
    esdh generate --plan ${manifestPath} --output-dir again

The second command writes the same bytes on any machine.
`;
}

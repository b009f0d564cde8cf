/**
 * The page that lies beside the files of an `auto` snapshot.
 *
 * @module
 */
import type { SnapshotPart } from "../../core/dataset.ts";
import type { Plan } from "../../core/plan.ts";
import { MARKER } from "./fields.ts";
import { optionOf } from "./options.ts";
import { describeFiles, describePart } from "../snapshot_readme.ts";

function describeDefects(defects: string): string {
  return `
## This data has defects

They were planted on purpose (\`--defects ${defects}\`). \`defects.ndjson\` is the answer key: a line
for each cell that was changed, with the rule that finds it, the row's key, what was and what is.
\`esdh validate . --score defects.ndjson\` tells how many of them are found.
`;
}

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
  const option = (name: string) => optionOf(plan.options, name);
  return `# Synthetic insurance snapshot, dataset auto

Made by \`esdh\` from seed ${plan.seed}, ${plan.records} accounts, as of ${option("as-of")}. No row
describes a real person, business or vehicle: each carries \`synthetic_source\` = \`${MARKER}\`.

- Telephone numbers are NPA-555-0100 to NPA-555-0199, reserved for fiction.
- Mail addresses are in example.com, example.net and example.org, reserved by RFC 2606.
- Licence numbers and VINs are ${option("identifiers")}.
- Social security numbers: ${option("ssn")}.
${plan.defects === undefined ? "" : describeDefects(plan.defects)}${describePart(part)}
${describeFiles(files, manifestPath)}`;
}

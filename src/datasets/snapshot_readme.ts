/**
 * What the pages beside the snapshots of all datasets have in common.
 *
 * @module
 */
import type { SnapshotPart } from "../core/dataset.ts";

/**
 * Says which accounts of a larger plan a snapshot holds.
 *
 * @param part The part; undefined where the snapshot is whole.
 * @returns A paragraph of Markdown with an empty line before it, or nothing.
 */
export function describePart(part: SnapshotPart | undefined): string {
  if (part === undefined) return "";
  const { start, end, records } = part;
  const held = start === end
    ? `no account of the ${records}`
    : `accounts ${start} to ${end - 1} (from 0) of the ${records}`;
  return `
This is a part of a larger plan: it holds ${held}. \`esdh manifest merge\` joins
all parts into the snapshot of the whole.
`;
}

/**
 * The end of the page: the files, and how to check and remake them.
 *
 * @param files Names of data and metadata files.
 * @param manifestPath Name of the manifest.
 * @returns Markdown with `\n` line ends.
 */
export function describeFiles(files: readonly string[], manifestPath: string): string {
  return `## Files

${files.map((file) => `- \`${file}\``).join("\n")}
- \`${manifestPath}\`: counts, sizes, SHA-256 digests and the plan of this snapshot

## Check it, remake it

    esdh validate .
    esdh generate --plan ${manifestPath} --output-dir again

The second command writes the same bytes on any machine.
`;
}

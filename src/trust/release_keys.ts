/**
 * The keys that sign releases of this program.
 *
 * @module
 */

/**
 * Public keys, as the second line of minisign's `.pub` file: any of them may have signed a release. The list is empty
 * until the project has a key; whoever builds releases of their own puts theirs here.
 */
export const RELEASE_KEYS: readonly string[] = [];

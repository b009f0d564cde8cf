/**
 * Trees of files that live as long as a test.
 *
 * @module
 */
import { dirname, join } from "@std/path";
import { withFolder } from "../_folder.ts";

/**
 * Makes a tree of files, gives its folder to a function, and removes it.
 *
 * @param files Texts by paths.
 * @param use Gets the folder.
 */
export function withTree(
  files: Readonly<Record<string, string>>,
  use: (root: string) => Promise<void> | void,
): Promise<void> {
  return withFolder(async (root) => {
    for (const [place, text] of Object.entries(files)) {
      await Deno.mkdir(dirname(join(root, place)), { recursive: true });
      await Deno.writeTextFile(join(root, place), text);
    }
    await use(root);
  });
}

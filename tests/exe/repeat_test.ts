import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { BUNDLE_ENTRY } from "../../scripts/compile/bundle.ts";
import { bundleCopy, copySources } from "../../scripts/release/rebuild.ts";
import { listDigests, withFolder } from "../_folder.ts";
import { testExecutable } from "./_executable.ts";

// What is compiled in is the bundle's bytes and its files' time, and nothing else of the folder.
testExecutable("the bundle in the executable is the same from every folder", async () => {
  await withFolder(async (folder) => {
    const bundles: string[][] = [];
    for (const place of ["a", "deeper/and with blanks/b"]) {
      const tree = join(folder, place);
      await copySources(tree);
      const bundle = join(folder, `bundle ${bundles.length}`);
      await bundleCopy(tree, bundle, { SOURCE_DATE_EPOCH: "1700000000" });
      bundles.push(await listDigests(bundle));
      const times = [...Deno.readDirSync(bundle)]
        .map(({ name }) => Deno.statSync(join(bundle, name)).mtime?.getTime());
      assertEquals(new Set(times), new Set([1_700_000_000_000]));
    }
    assert(bundles[0]!.some((line) => line.startsWith(`${BUNDLE_ENTRY} `)));
    assertEquals(bundles[1], bundles[0]);
  });
});

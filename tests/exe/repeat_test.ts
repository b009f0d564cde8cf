import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { BUNDLE_ENTRY } from "../../scripts/compile/bundle.ts";
import { listDigests, withFolder } from "../_folder.ts";
import { ROOT, testExecutable } from "./_executable.ts";

const PARTS = ["deno.json", "deno.lock", "main.ts", "src", "config", "data", "scripts"];

async function copyTree(from: string, to: string): Promise<void> {
  const info = await Deno.stat(from);
  if (info.isFile) return await Deno.copyFile(from, to);
  await Deno.mkdir(to, { recursive: true });
  for await (const { name } of Deno.readDir(from)) await copyTree(join(from, name), join(to, name));
}

// What is compiled in is the bundle's bytes and its files' time, and nothing else of the folder.
testExecutable("the bundle in the executable is the same from every folder", async () => {
  await withFolder(async (folder) => {
    const bundles: string[][] = [];
    for (const place of ["a", "deeper/and with blanks/b"]) {
      const tree = join(folder, place);
      for (const part of PARTS) {
        await Deno.mkdir(tree, { recursive: true });
        await copyTree(join(ROOT, part), join(tree, part));
      }
      const bundle = join(folder, `bundle ${bundles.length}`);
      const script = join(tree, "bundle_once.ts");
      await Deno.writeTextFile(
        script,
        'import { bundleProgram } from "./scripts/compile/bundle.ts";\n' +
          "await bundleProgram(Deno.execPath(), Deno.args[0]!);\n",
      );
      const { success, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "-q", script, bundle],
        cwd: tree,
      }).output();
      assert(success, new TextDecoder().decode(stderr));
      bundles.push(await listDigests(bundle));
      const times = [...Deno.readDirSync(bundle)]
        .map(({ name }) => Deno.statSync(join(bundle, name)).mtime?.getTime());
      assertEquals(new Set(times), new Set([Date.UTC(2025, 0, 1)]));
    }
    assert(bundles[0]!.some((line) => line.startsWith(`${BUNDLE_ENTRY} `)));
    assertEquals(bundles[1], bundles[0]);
  });
});

import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { EsdhError } from "../../src/core/error.ts";
import { MARKER_NAME, prepareOutDir, refuseSources } from "./out_dir.ts";

async function withProject(run: (base: string, root: string) => Promise<void>): Promise<void> {
  const base = await Deno.makeTempDir();
  try {
    const root = join(base, "project");
    await Deno.mkdir(join(root, "src"), { recursive: true });
    await Deno.writeTextFile(join(root, "main.ts"), "");
    await run(base, root);
  } finally {
    await Deno.remove(base, { recursive: true });
  }
}

function listNames(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

Deno.test("refuseSources() refuses the project and what holds it, and no other folder", () => {
  const root = join(Deno.cwd(), "some", "project");
  for (const folder of [root, join(root, ".."), join(root, "..", "..")]) {
    const error = assertThrows(() => refuseSources(folder, root), EsdhError, "holds the sources");
    assertEquals(error.code, "USAGE");
  }
  for (const folder of [join(root, "dist"), `${root}-dist`, join(root, "..", "other")]) {
    refuseSources(folder, root);
  }
});

Deno.test("prepareOutDir() empties a folder that it made, and leaves the mark", async () => {
  await withProject(async (base, root) => {
    const folder = join(base, "out", "release");
    await prepareOutDir(folder, root, true);
    assertEquals(listNames(folder), [MARKER_NAME]);
    await Deno.writeTextFile(join(folder, "made"), "");
    // One of another user can't be written again.
    await Deno.writeTextFile(join(folder, MARKER_NAME), "another's");
    await prepareOutDir(folder, root, false);
    assertEquals(await Deno.readTextFile(join(folder, MARKER_NAME)), "another's");
    assertEquals(listNames(folder), [MARKER_NAME, "made"]);
    await prepareOutDir(folder, root, true);
    assertEquals(listNames(folder), [MARKER_NAME]);
  });
});

Deno.test("prepareOutDir() leaves a folder of somebody else's alone, with every file of it", async () => {
  await withProject(async (base, root) => {
    const folder = join(base, "downloads");
    await Deno.mkdir(folder);
    await Deno.writeTextFile(join(folder, "app.bundle"), "");
    for (const isEmptied of [true, false]) {
      const error = await assertRejects(
        () => prepareOutDir(folder, root, isEmptied),
        EsdhError,
        "it holds files (app.bundle)",
      );
      assertEquals(error.code, "USAGE");
      await assertRejects(() => prepareOutDir(join(root, "src", ".."), root, isEmptied), EsdhError);
    }
    assertEquals(listNames(folder), ["app.bundle"]);
    assertEquals(listNames(root), ["main.ts", "src"]);
  });
});

Deno.test({
  name: "prepareOutDir() refuses a link to the sources",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await withProject(async (base, root) => {
      const link = join(base, "link");
      await Deno.symlink(root, link);
      await assertRejects(() => prepareOutDir(link, root, true), EsdhError, "holds the sources");
      assertEquals(listNames(root), ["main.ts", "src"]);
    });
  },
});

Deno.test("prepareOutDir() empties the dist of the project without a mark", async () => {
  await withProject(async (_, root) => {
    const folder = join(root, "dist");
    await Deno.mkdir(folder);
    await Deno.writeTextFile(join(folder, "esdh"), "");
    await prepareOutDir(folder, root, true);
    assertEquals(listNames(folder), [MARKER_NAME]);
  });
});

import { assertEquals, assertStringIncludes } from "@std/assert";
import { join, resolve } from "@std/path";
import { listNames, withFolder, writeRun } from "./_fixture.ts";
import { pointLatest, removeLatest } from "./latest.ts";

const FIRST = "20251121T092233Z_baseline";
const SECOND = "20251121T092234Z_heavy";
const refuseLinks = () => Promise.reject(new Deno.errors.PermissionDenied("no links here"));

Deno.test("pointLatest() makes a link and replaces it", async () => {
  await withFolder(async (root) => {
    for (const run of [FIRST, SECOND]) {
      await writeRun(root, run);
      const pointer = await pointLatest(root, run);
      assertEquals(pointer, { path: join(root, "latest_demo"), kind: "link" });
      assertEquals(await Deno.readLink(pointer.path), run);
    }
    assertEquals(await listNames(root), [FIRST, SECOND, "latest_demo"]);
  });
});

Deno.test("pointLatest() writes a file where links are refused, and no stale link stays", async () => {
  await withFolder(async (root) => {
    await pointLatest(root, FIRST);
    const pointer = await pointLatest(root, SECOND, { makeLink: refuseLinks });
    assertEquals([pointer.kind, pointer.reason], ["file", "the system allows no link"]);
    assertEquals(await Deno.readTextFile(pointer.path), `${resolve(root, SECOND)}\n`);
    assertEquals(await listNames(root), ["latest_demo.path"]);
    await pointLatest(root, FIRST);
    assertEquals(await listNames(root), ["latest_demo"]);
  });
});

Deno.test("pointLatest() and removeLatest() leave a foreign latest_demo alone", async () => {
  await withFolder(async (root) => {
    await Deno.mkdir(join(root, "latest_demo"));
    const pointer = await pointLatest(root, FIRST);
    assertEquals(pointer.kind, "file");
    assertStringIncludes(pointer.reason!, "is in the way");
    assertEquals(await removeLatest(root), [join(root, "latest_demo.path")]);
    await Deno.remove(join(root, "latest_demo"));
    await Deno.symlink("somewhere_else", join(root, "latest_demo"), { type: "dir" });
    await Deno.writeTextFile(join(root, "latest_demo.path"), "my own words");
    assertEquals(await removeLatest(root), []);
    assertEquals(await Deno.readLink(join(root, "latest_demo")), "somewhere_else");
  });
});

Deno.test("pointLatest() and removeLatest() take the file a copy made of a link for their own", async () => {
  await withFolder(async (root) => {
    const link = join(root, "latest_demo");
    await Deno.writeTextFile(link, FIRST);
    assertEquals((await pointLatest(root, SECOND)).kind, "link");
    await Deno.remove(link);
    await Deno.writeTextFile(link, FIRST);
    assertEquals((await pointLatest(root, SECOND, { makeLink: refuseLinks })).kind, "file");
    assertEquals(await listNames(root), ["latest_demo.path"]);
    await Deno.writeTextFile(link, FIRST);
    assertEquals((await removeLatest(root)).length, 2);
  });
});

Deno.test("pointLatest() from many at once ends with one whole pointer", async () => {
  await withFolder(async (root) => {
    await Promise.all(
      Array.from({ length: 8 }, (_, index) => pointLatest(root, index % 2 === 0 ? FIRST : SECOND)),
    );
    assertEquals(await listNames(root), ["latest_demo"]);
    assertEquals(await removeLatest(root), [join(root, "latest_demo")]);
  });
});

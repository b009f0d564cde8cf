import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { ROOT } from "../_house.ts";
import { listMissing, listReleaseFiles } from "./release_files.ts";
import { isOutsideSums } from "./signing.ts";
import { CheckLog, type ReleaseContext } from "./step.ts";
import { SUMS } from "./sums.ts";
import { ToolBox } from "./tools.ts";

async function logSums(names: readonly string[], isStrict: boolean): Promise<string[]> {
  const folder = await Deno.makeTempDir();
  try {
    const distDir = join(folder, "dist"), workDir = join(folder, "work");
    for (const made of [distDir, workDir]) await Deno.mkdir(made);
    for (const name of names) await Deno.writeTextFile(join(distDir, name), name);
    const lines: string[] = [];
    const context: ReleaseContext = {
      ...{ distDir, workDir, version: "1.2.3", epochSeconds: 0, isQuick: true },
      compiler: { deno: Deno.execPath(), runtimes: {} },
      tools: new ToolBox(folder, false),
    };
    await SUMS.run(context, new CheckLog((line) => lines.push(line), isStrict));
    return lines.slice(0, 2).map((line) => line.replaceAll(/\s+/g, " "));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("listReleaseFiles() names each file once, and none that is made from the list of digests", () => {
  const names = listReleaseFiles("1.2.3");
  assertEquals(new Set(names).size, names.length);
  for (const name of names) assertEquals(isOutsideSums(name), false, name);
  for (const name of ["esdh-macos-arm64", "esdh-1.2.3-windows-x64.msi", "esdh-1.2.3-oci.tar"]) {
    assert(names.includes(name), name);
  }
});

Deno.test("listReleaseFiles() names what the page on releases names", async () => {
  const page = await Deno.readTextFile(join(ROOT, "docs", "release.md"));
  for (const name of listReleaseFiles("VERSION")) {
    // The page gives families of files by their first members.
    const isFamily = /^esdh-(macos-|VERSION-(macos|linux-arm64))/.test(name);
    assert(isFamily || page.includes(`\`${name}\``), `docs/release.md does not name ${name}`);
  }
});

Deno.test("listMissing() tells what is not there", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(join(folder, "one"), "");
    await Deno.mkdir(join(folder, "two"));
    assertEquals(await listMissing(folder, ["one", "two", "three"]), ["two", "three"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("step sums passes a whole release, and fails one without a file where all has to pass", async () => {
  const names = listReleaseFiles("1.2.3");
  const whole = await logSums(names, true);
  assert(whole.every((line) => line.startsWith("PASS ")), whole.join("\n"));
  const less = names.filter((name) => !name.endsWith("_arm64.deb"));
  const missing = `1 of ${names.length} files are missing: esdh_1.2.3_arm64.deb`;
  for (const isStrict of [true, false]) {
    const [, line = ""] = await logSums(less, isStrict);
    assert(line.startsWith(isStrict ? "FAIL " : "SKIP ") && line.endsWith(missing), line);
  }
});

Deno.test("step sums fails on a file that is no part of a release", async () => {
  const [line = ""] = await logSums([...listReleaseFiles("1.2.3"), "esdh_1.2.2_amd64.deb"], false);
  assert(line.startsWith("FAIL ") && line.includes(" esdh_1.2.2_amd64.deb"), line);
});

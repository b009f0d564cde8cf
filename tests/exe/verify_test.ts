/**
 * `esdh version --verify` by the executable itself, without environment and network.
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { basename, join } from "@std/path";
import { sha256OfFile } from "../../scripts/release/digest.ts";
import { withFolder } from "../_folder.ts";
import { makeSigningKey } from "../_minisign.ts";
import { EXECUTABLE, runExe, testExecutable } from "./_executable.ts";

testExecutable("the executable compares itself with a signed list of digests", async () => {
  const key = await makeSigningKey(7);
  const inline = key.pub.split("\n")[1]!;
  const sha256 = await sha256OfFile(EXECUTABLE!);
  await withFolder(async (cwd) => {
    const verify = async (list: string) => {
      await Deno.writeTextFile(join(cwd, "LIST"), list);
      const signature = await key.sign(new TextEncoder().encode(list));
      await Deno.writeTextFile(join(cwd, "LIST.minisig"), signature);
      return await runExe(["version", "--verify", "LIST", "--key", inline], { cwd });
    };
    const good = await verify(`${sha256}  as-released\n`);
    assertEquals([good.code, good.stderr], [0, ""]);
    assertStringIncludes(good.stdout, `${EXECUTABLE} is as-released as it was released`);
    const changed = await verify(`${"0".repeat(64)}  ${basename(EXECUTABLE!)}\n`);
    assertEquals(changed.code, 1);
    assertStringIncludes(changed.stderr, `its SHA-256 is ${sha256}`);
    await Deno.writeTextFile(join(cwd, "LIST"), `${sha256}  as-released\n`);
    const args = ["version", "--verify", "LIST", "--key", inline, "--json"];
    const { code, stdout } = await runExe(args, { cwd });
    assertEquals([code, JSON.parse(stdout).verification.problem], [1, "other-list"]);
  });
});

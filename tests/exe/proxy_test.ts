import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { assertProxy, serveProxy } from "../e2e/_proxy.ts";
import { withFolder } from "../_folder.ts";
import { runExe, testExecutable } from "./_executable.ts";

testExecutable(
  "the executable reaches other machines through the environment's proxy",
  async () => {
    await withFolder((cwd) =>
      assertProxy((args, env) => runExe(args, { cwd, env, hasNetwork: true }))
    );
  },
);

// Requests would show at the proxy; that nothing is reached without one shows in the other tests, which run without
// any network.
testExecutable("the executable asks no other machine for anything by itself", async () => {
  await withFolder(async (cwd) => {
    await using proxy = serveProxy(9);
    const address = `http://127.0.0.1:${proxy.port}`;
    const env = { HTTPS_PROXY: address, HTTP_PROXY: address };
    const folder = join(cwd, "made");
    const commands = [
      ["version"],
      ["generate", "--records", "20", "--output-dir", folder],
      ["validate", folder, "--prove-synthetic"],
      ["report", folder],
      ["preview", "--records", "2"],
      ["doctor"],
    ];
    for (const args of commands) {
      const { code, stderr } = await runExe(args, { cwd, env, hasNetwork: true });
      assertEquals(code, 0, `${args[0]}: ${stderr}`);
    }
    assertEquals(proxy.requests, []);
  });
});

import { assertProxy } from "../e2e/_proxy.ts";
import { withFolder } from "../_folder.ts";
import { runExe, testExecutable } from "./_executable.ts";

testExecutable(
  "the executable reaches other machines through the proxy of the environment",
  async () => {
    await withFolder((cwd) =>
      assertProxy((args, env) => runExe(args, { cwd, env, hasNetwork: true }))
    );
  },
);

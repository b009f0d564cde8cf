import { assertTrust } from "../e2e/_tls_preview.ts";
import { withFolder } from "../_folder.ts";
import { runExe, testExecutable } from "./_executable.ts";

testExecutable(
  "the executable trusts the system's store and --ca-file, and nobody else",
  async () => {
    await withFolder((cwd) =>
      assertTrust((args, env) => runExe(args, { cwd, env, hasNetwork: true }))
    );
  },
);

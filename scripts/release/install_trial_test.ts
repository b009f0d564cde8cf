import { join } from "@std/path";
import { ROOT } from "../_house.ts";
import { ownPlatform, packFake, withInstallCases } from "./install_trial.ts";
import { findOnPath } from "./tools.ts";

const SCRIPT = join(ROOT, "deploy", "install", "install.sh");

Deno.test({
  name: "withInstallCases() finds that install.sh installs what is whole, and nothing else",
  ignore: Deno.build.os === "windows" || findOnPath("sh") === undefined,
  async fn(t) {
    const folder = await Deno.makeTempDir({ prefix: "esdh_test_" });
    try {
      const archive = join(folder, `esdh-9.9.9-${ownPlatform()}.tar.gz`);
      await packFake(archive);
      const trial = {
        script: SCRIPT,
        shell: findOnPath("sh")!,
        archive,
        folder,
        minisign: findOnPath("minisign"),
      };
      await withInstallCases(trial, async (cases) => {
        for (const { name, run } of cases) await t.step(name, run);
      });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

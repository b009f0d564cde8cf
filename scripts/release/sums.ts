/**
 * The list of digests of all that is released.
 *
 * @module
 */
import { join } from "@std/path";
import { TARGETS } from "../compile/targets.ts";
import { SUMS_NAME, writeSums } from "./digest.ts";
import { listMissing, listReleaseFiles } from "./release_files.ts";
import { listReleased } from "./signing.ts";
import { CheckFailed, type ReleaseStep, ToolMissing } from "./step.ts";
import { findOnPath } from "./tools.ts";

/** The step. */
export const SUMS: ReleaseStep = {
  name: "sums",
  title: "list of digests",
  isQuick: true,
  async run({ distDir, workDir, version, tools }, log) {
    const names = await listReleased(distDir);
    const wanted = listReleaseFiles(version);
    await log.check("nothing is listed that is no part of a release", () => {
      const others = names.filter((name) => !wanted.includes(name));
      if (others.length > 0) throw new CheckFailed(others.join(", "));
      return `${names.length} files`;
    });
    await log.check("all that is released is there", async () => {
      const missing = await listMissing(distDir, wanted);
      if (missing.length > 0) {
        const count = `${missing.length} of ${wanted.length} files are missing`;
        throw new ToolMissing("a whole release", `${count}: ${missing.join(", ")}`);
      }
      return `${wanted.length} files`;
    });
    await writeSums(distDir, names);
    const sha256sum = () => {
      const path = findOnPath("sha256sum");
      if (path === undefined) throw new ToolMissing("sha256sum", "it is not on the PATH");
      return path;
    };
    await log.check("sha256sum finds every file as it is listed", async () => {
      const { out } = await tools.run(sha256sum(), ["--strict", "-c", SUMS_NAME], { cwd: distDir });
      const good = out.split("\n").filter((line) => line.endsWith(": OK")).length;
      if (good !== names.length || good === 0) throw new CheckFailed(out);
      const programs = TARGETS.filter(({ fileName }) => names.includes(fileName)).length;
      return `${good} files, ${programs} of them executables`;
    });
    await log.check("sha256sum finds a changed byte", async () => {
      const name = names[0];
      if (name === undefined) throw new CheckFailed("there is no file");
      const folder = await Deno.makeTempDir({ dir: workDir });
      const text = await Deno.readTextFile(join(distDir, SUMS_NAME));
      const line = text.split("\n").find((line) => line.endsWith(`  ${name}`))!;
      await Deno.writeTextFile(join(folder, SUMS_NAME), `${line}\n`);
      const bytes = await Deno.readFile(join(distDir, name));
      bytes[bytes.length >> 1]! ^= 1;
      await Deno.writeFile(join(folder, name), bytes);
      const { code } = await tools.run(sha256sum(), ["-c", SUMS_NAME], {
        cwd: folder,
        mayFail: true,
      });
      if (code !== 1) throw new CheckFailed(`it ended with status ${code}`);
    });
  },
};

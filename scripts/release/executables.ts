/**
 * Makes the executables of every kind of machine whose runtime can be had.
 *
 * @module
 */
import { compileAll } from "../compile.ts";
import { TARGETS } from "../compile/targets.ts";
import { listMissing } from "./release_files.ts";
import { CheckFailed, type ReleaseStep, ToolMissing } from "./step.ts";

/** The step. */
export const EXECUTABLES: ReleaseStep = {
  name: "executables",
  title: "executables of every kind of machine",
  isQuick: true,
  async run({ distDir, compiler }, log) {
    await log.check("the executables are made", async () => {
      const isMade = await compileAll({
        ...compiler,
        targets: TARGETS,
        isLenient: true,
        isComplete: false,
        outDir: distDir,
      });
      if (!isMade) throw new CheckFailed("none could be made");
    });
    await log.check("there is one for every kind of machine", async () => {
      const missing = await listMissing(distDir, TARGETS.map(({ fileName }) => fileName));
      if (missing.length > 0) throw new ToolMissing(missing.join(", "), "no runtime was found");
      return `${TARGETS.length} executables`;
    });
  },
};

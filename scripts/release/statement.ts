/**
 * States how the release was made, on every file of it.
 *
 * @module
 */
import { join } from "@std/path";
import { ROOT } from "../_house.ts";
import { readRuntime } from "./licences.ts";
import { readLocked } from "./locked.ts";
import { judgeProvenance, readSource, writeProvenance } from "./provenance.ts";
import { digestFiles } from "./digest.ts";
import { listReleased, provenanceName } from "./signing.ts";
import { CheckFailed, type ReleaseStep } from "./step.ts";

/** The step. */
export const PROVENANCE: ReleaseStep = {
  name: "provenance",
  title: "statement on how the release was made",
  isQuick: true,
  async run({ distDir, version, epochSeconds, compiler }, log) {
    const own = provenanceName(version);
    const names = (await listReleased(distDir)).filter((name) => name !== own);
    await log.check("the provenance is on every file of the release", async () => {
      const text = writeProvenance({
        files: await digestFiles(distDir, names),
        packages: readLocked(await Deno.readTextFile(join(ROOT, "deno.lock"))),
        runtime: await readRuntime(compiler.deno),
        source: await readSource(ROOT),
        epochSeconds,
      });
      await Deno.writeTextFile(join(distDir, own), text);
      // Read and compared anew: what is judged is what lies there.
      const files = await digestFiles(distDir, names);
      const faults = judgeProvenance(await Deno.readTextFile(join(distDir, own)), files);
      if (faults.length > 0 || names.length === 0) throw new CheckFailed(faults.join("\n"));
      return `${names.length} files`;
    });
  },
};

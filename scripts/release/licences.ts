/**
 * The licences of what others wrote: the gate, and the notices that every release holds.
 *
 * @module
 */
import { join } from "@std/path";
import { showFinding } from "../_house.ts";
import { runStep } from "../compile/bundle.ts";
import { judgeLicences } from "./licence_gate.ts";
import { readKnownPackages } from "./locked.ts";
import { NOTICES_NAME, type RuntimeFacts, writeNotices } from "./notices.ts";
import { CheckFailed, type ReleaseStep } from "./step.ts";

/** The step. */
export const LICENCES: ReleaseStep = {
  name: "licences",
  title: "licences of packages, and third-party notices",
  isQuick: true,
  async run({ distDir, compiler }, log) {
    const packages = await readKnownPackages();
    const inProgram = packages.filter(({ isInProgram }) => isInProgram);
    await log.check("every locked package has an allowed licence", () => {
      const findings = judgeLicences(packages);
      if (findings.length > 0) throw new CheckFailed(findings.map(showFinding).join("\n"));
      return `${inProgram.length} in the program, ${
        packages.length - inProgram.length
      } for development`;
    });
    await log.check(`${NOTICES_NAME} holds the text of each licence`, async () => {
      const text = await writeNotices(packages, await readRuntime(compiler.deno));
      await Deno.writeTextFile(join(distDir, NOTICES_NAME), text);
      const missing = inProgram.filter(({ name, version }) =>
        !text.includes(`\n${name} ${version} (`)
      );
      if (missing.length > 0) throw new CheckFailed(missing.map(({ id }) => id).join(", "));
      return `${text.length} characters`;
    });
  },
};

/**
 * Asks a Deno for its versions.
 *
 * @param deno Path of the Deno that compiles.
 * @returns Versions of the runtime that it puts into executables.
 */
export async function readRuntime(deno: string): Promise<RuntimeFacts> {
  const { out } = await runStep({ deno, args: ["--version"], cwd: Deno.cwd() });
  const version = /^deno (\S+)/m.exec(out)?.[1], v8 = /^v8 (\S+)/m.exec(out)?.[1];
  if (version !== undefined && v8 !== undefined) return { deno: version, v8 };
  throw new CheckFailed(`${deno} --version does not tell its versions: ${out}`);
}

/**
 * Rehearses a release: makes everything that is released into one folder, installs, runs and verifies it as far as
 * this machine can, and prints what it made. Nothing is published.
 *
 * Exit status 0 if no check failed, else 1. With `--strict` a check that is skipped has failed: a release is made so.
 *
 * @module
 */
import { join, resolve } from "@std/path";
import { EsdhError } from "../src/core/error.ts";
import { describeNames } from "../src/core/suggest.ts";
import { TOOL_VERSION } from "../src/core/version.ts";
import { ROOT, runScript } from "./_house.ts";
import { readEpochSeconds } from "./compile/epoch.ts";
import { MARKER_NAME, prepareOutDir, refuseSources } from "./release/out_dir.ts";
import { findCompiler } from "./release/runtimes.ts";
import { CheckLog, type ReleaseContext, type ReleaseStep } from "./release/step.ts";
import { RELEASE_STEPS } from "./release/steps.ts";
import { ToolBox, toolCacheFolder } from "./release/tools.ts";

const USAGE = `Rehearses a release, and publishes nothing.

  deno task release:rehearse               all steps, into dist
  deno task release:rehearse STEP ...      those steps, with what earlier ones left in dist
  deno task release:rehearse --except STEP,...  all steps but those, with what lies in dist
  --quick                                  the steps that every test run takes; installs nothing that takes minutes
  --strict                                 a check that is skipped has failed, and so has a file of the release that
                                           is not there: how a release is made
  --out-dir DIR                            where to, default dist: a folder that is empty or does not exist yet, or
                                           one that a rehearsal made; without STEP and --except it is EMPTIED first

Steps:
${RELEASE_STEPS.map(({ name, title }) => `  ${name.padEnd(14)} ${title}`).join("\n")}
`;

/** What is asked for. */
export interface RehearsalRequest {
  readonly steps: readonly ReleaseStep[];
  /** Whether the folder is emptied first: where no step is named. */
  readonly isWhole: boolean;
  readonly isQuick: boolean;
  /** Whether a check that is skipped has failed. */
  readonly isStrict: boolean;
  readonly distDir: string;
}

/**
 * Reads the arguments of this script.
 *
 * @param args The arguments.
 * @returns What they ask for.
 * @throws {EsdhError} USAGE if one is unknown or has no value, or the folder holds the sources; UNKNOWN_NAME if a step
 * is unknown.
 *
 * @example
 * ```ts
 * import { parseRehearsal } from "./rehearse.ts";
 * if (parseRehearsal(["executables"]).steps.length !== 1) throw new RangeError();
 * ```
 */
export function parseRehearsal(args: readonly string[]): RehearsalRequest {
  const named: ReleaseStep[] = [], left: ReleaseStep[] = [];
  let isQuick = false, isStrict = false, outDir = "dist";
  const rest = [...args];
  while (rest.length > 0) {
    const arg = rest.shift()!;
    if (arg === "--quick") isQuick = true;
    else if (arg === "--strict") isStrict = true;
    else if (arg === "--out-dir" || arg === "--except") {
      const value = rest.shift();
      if (value === undefined) throw new EsdhError("USAGE", `option ${arg} wants a value`);
      if (arg === "--except") left.push(...value.split(",").map(findStep));
      else outDir = value;
    } else named.push(findStep(arg));
  }
  const isWhole = named.length === 0 && left.length === 0;
  const distDir = resolve(ROOT, outDir);
  refuseSources(distDir, ROOT);
  const steps = RELEASE_STEPS.filter((step) =>
    (named.length === 0 ? step.isQuick || !isQuick : named.includes(step)) && !left.includes(step)
  );
  return { steps, isWhole, isQuick, isStrict, distDir };
}

function findStep(name: string): ReleaseStep {
  const step = RELEASE_STEPS.find((candidate) => candidate.name === name);
  if (step !== undefined) return step;
  throw new EsdhError("UNKNOWN_NAME", `a release has no step "${name}"`, {
    hint: describeNames(name, RELEASE_STEPS.map((candidate) => candidate.name)),
  });
}

/**
 * Rehearses a release and prints its checks.
 *
 * @param request What is asked for.
 * @returns Number of checks that failed.
 * @throws {EsdhError} USAGE if the folder is somebody else's.
 */
export async function rehearse(request: RehearsalRequest): Promise<number> {
  const { distDir, steps } = request;
  const log = new CheckLog(console.log, request.isStrict);
  const workDir = await Deno.makeTempDir({ prefix: "esdh-release-" });
  try {
    await prepareOutDir(distDir, ROOT, request.isWhole);
    const context: ReleaseContext = {
      distDir,
      workDir,
      version: TOOL_VERSION,
      epochSeconds: readEpochSeconds(),
      compiler: await findCompiler(toolCacheFolder()),
      isQuick: request.isQuick,
      tools: new ToolBox(join(toolCacheFolder(), "tools"), !request.isQuick),
    };
    for (const step of steps) {
      const start = performance.now();
      console.log(`\n-- ${step.name}: ${step.title}`);
      try {
        await step.run(context, log);
      } catch (error) {
        await log.check(step.title, () => {
          throw error;
        });
      }
      console.log(`   ${((performance.now() - start) / 1000).toFixed(1)} s`);
    }
  } finally {
    await Deno.remove(workDir, { recursive: true });
  }
  console.log(`\nin ${distDir}:`);
  for (const line of await listMade(distDir)) console.log(`  ${line}`);
  console.log(`\n${log.summary}`);
  return log.failedCount;
}

async function listMade(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile && name !== MARKER_NAME) names.push(name);
  }
  const lines = names.sort().map(async (name) => {
    const { size } = await Deno.stat(join(folder, name));
    return `${String(size).padStart(12)} bytes  ${name}`;
  });
  return await Promise.all(lines);
}

if (import.meta.main) {
  if (Deno.args.includes("--help") || Deno.args.includes("-h")) console.log(USAGE.trim());
  else {
    await runScript(async () => {
      if (await rehearse(parseRehearsal(Deno.args)) > 0) Deno.exitCode = 1;
    });
  }
}

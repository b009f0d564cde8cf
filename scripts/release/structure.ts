/**
 * Looks into the executables: whether they can be built again to the same bytes, start quickly, run on the machines
 * that can be had or emulated here, and hold what Windows wants.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { basename, join } from "@std/path";
import { ROOT } from "../_house.ts";
import { compileBundle } from "../compile.ts";
import { compileBareProgram, measureProcessorMs, measureStarts } from "../compile/start.ts";
import { type Target, TARGETS } from "../compile/targets.ts";
import { sha256OfFile } from "./digest.ts";
import { bundleCopy, copyPackageCache, copySources } from "./rebuild.ts";
import {
  CheckFailed,
  type CheckLog,
  type ReleaseContext,
  type ReleaseStep,
  ToolMissing,
} from "./step.ts";
import { checkWindows } from "./windows_structure.ts";

const WINDOWS = "x86_64-pc-windows-msvc";
const ARM_LINUX = "aarch64-unknown-linux-gnu";
/** Where Debian's packages put what an arm64 program needs of its system. */
const ARM_ROOT = "/usr/aarch64-linux-gnu";

const MAX_START_MS = 60;
const START_RUNS = 9;
/** A start is measured again where it was slow: other programs may have run meanwhile. */
const START_ROUNDS = 3;
const PROCESSOR_RUNS = 15;

/** The step. */
export const STRUCTURE: ReleaseStep = {
  name: "structure",
  title: "what is in the executables, and how they start",
  isQuick: true,
  async run(context, log) {
    const folder = join(context.workDir, "rebuilt");
    await Deno.mkdir(folder, { recursive: true });
    const own = findMade(context, Deno.build.target);
    const isBundled = await log.check(
      "the sources can be bundled in another folder, with another cache of packages",
      () => bundleAgain(folder),
    );
    if (own !== undefined && isBundled) {
      await log.check(`${own.target.fileName} is built again to the same bytes`, async () => {
        const rebuilt = await compileBundle(context.compiler, own.target, folder);
        const digest = await sha256OfFile(rebuilt);
        assertEquals(digest, await sha256OfFile(own.path));
        await Deno.remove(rebuilt);
        return `sha256 ${digest}`;
      });
    }
    if (own !== undefined) await checkStart(context, log, own);
    await checkArm(context, log);
    const windows = findMade(context, WINDOWS);
    if (windows === undefined) return;
    const bare = isBundled
      ? await compileBundle(context.compiler, windows.target, folder)
      : undefined;
    await checkWindows(context, log, windows.path, bare);
  },
};

interface MadeExecutable {
  readonly target: Target;
  readonly path: string;
}

function findMade({ distDir }: ReleaseContext, triple: string): MadeExecutable | undefined {
  const target = TARGETS.find((candidate) => candidate.triple === triple);
  if (target === undefined) return undefined;
  const path = join(distDir, target.fileName);
  return isFile(path) ? { target, path } : undefined;
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

async function bundleAgain(folder: string): Promise<void> {
  const tree = join(folder, "another place", "esdh");
  await copySources(tree);
  const cache = join(folder, "packages");
  await copyPackageCache(cache);
  await bundleCopy(tree, join(folder, "bundle"), { DENO_DIR: cache });
}

async function checkStart(
  { compiler, workDir }: ReleaseContext,
  log: CheckLog,
  { target, path }: MadeExecutable,
): Promise<void> {
  const name =
    `esdh version starts at most ${MAX_START_MS} ms after a compiled program that does nothing`;
  await log.check(name, async () => {
    const folder = join(workDir, "start");
    await Deno.mkdir(folder, { recursive: true });
    const bare = await compileBareProgram(compiler.deno, folder, compiler.runtimes[target.triple]);
    const found: number[] = [];
    for (let round = 1; round <= START_ROUNDS; round++) {
      const { moreMs, medianMs } = await measureStarts(path, bare, START_RUNS);
      const [bareMs, exeMs] = medianMs;
      if (moreMs <= MAX_START_MS) {
        return `${moreMs} ms, medians ${exeMs} and ${bareMs} ms of ${START_RUNS} starts in turns`;
      }
      found.push(moreMs);
    }
    // On a busy machine the clock tells how busy it is. Processor time holds that of helping threads too, so it is
    // no less than the clock would show on an idle one.
    const bareMs = await measureProcessorMs(bare, "", PROCESSOR_RUNS);
    const exeMs = await measureProcessorMs(path, "version", PROCESSOR_RUNS);
    if (bareMs !== undefined && exeMs !== undefined && exeMs - bareMs <= MAX_START_MS) {
      return `${exeMs - bareMs} ms of processor time (${exeMs} and ${bareMs} ms); by the clock ${
        found.join(", ")
      } ms, on a busy machine`;
    }
    throw new CheckFailed(
      `it takes ${
        found.join(", ")
      } ms more by the clock, ${exeMs} and ${bareMs} ms of processor time`,
    );
  });
}

async function checkArm(context: ReleaseContext, log: CheckLog): Promise<void> {
  const made = findMade(context, ARM_LINUX);
  if (made === undefined) return;
  const run = async (args: readonly string[]): Promise<string> => {
    if (Deno.build.target === ARM_LINUX) return (await context.tools.run(made.path, args)).out;
    const emulator = await context.tools.find("qemu-aarch64-static");
    if (!isFile(join(ARM_ROOT, "lib", "ld-linux-aarch64.so.1"))) {
      throw new ToolMissing("an arm64 system", `there is none in ${ARM_ROOT}`);
    }
    return (await context.tools.run(emulator, ["-L", ARM_ROOT, made.path, ...args])).out;
  };
  const isStarted = await log.check(`${basename(made.path)} starts (qemu)`, async () => {
    const { version, target } = JSON.parse(await run(["version", "--json"]));
    assertEquals([version, target], [context.version, ARM_LINUX]);
  });
  if (!isStarted) return;
  const folder = join(context.workDir, "arm");
  await log.check(`${basename(made.path)} makes the committed snapshot of v0.1`, async () => {
    const out = join(folder, "v0_1");
    await run(["generate", "--dataset", "v0.1", "--workers", "0", "-q", "--output-dir", out]);
    await compareFolders(join(ROOT, "data", "snapshots", "v0.1"), out);
  });
  // An emulated processor takes minutes for what a real one does in a second.
  const own = findMade(context, Deno.build.target);
  if (!context.isQuick && own !== undefined) {
    await log.check(
      `${basename(made.path)} makes the same insurance book as this machine`,
      async () => {
        const args = [
          "generate",
          "--records",
          "5",
          "--workers",
          "0",
          "-q",
          "--output-format",
          "csv,parquet",
        ];
        const here = join(folder, "here"), there = join(folder, "there");
        await context.tools.run(own.path, [...args, "--output-dir", here]);
        await run([...args, "--output-dir", there]);
        await compareFolders(here, there);
      },
    );
  }
}

async function compareFolders(wanted: string, found: string): Promise<void> {
  const [want, have] = await Promise.all([wanted, found].map(listDigests));
  assertEquals(have, want);
}

async function listDigests(folder: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    lines.push(`${name} ${await sha256OfFile(join(folder, name))}`);
  }
  return lines.sort();
}

/**
 * The Deno that compiles, and its runtimes. Deno downloads these itself; where it can't, they are named by options, or a
 * tool beside the clone provides those of one version.
 *
 * @module
 */
import { join } from "@std/path";
import { ROOT } from "../_house.ts";
import { TARGETS } from "../compile/targets.ts";
import { findOnPath } from "./tools.ts";

/** The Deno that compiles, and its runtimes by triple. */
export interface Compiler {
  readonly deno: string;
  readonly runtimes: Readonly<Record<string, string>>;
}

const PROVIDER = join(ROOT, "..", "shared", "tools", "denort");
const PROVIDED_VERSION = "2.6.8";

/**
 * Finds what compiles here.
 *
 * @param cacheDir Folder that keeps what is installed.
 * @returns This Deno and its own downloads, or the Deno whose runtimes the tool beside the clone provides.
 */
export async function findCompiler(cacheDir: string): Promise<Compiler> {
  const own = { deno: Deno.execPath(), runtimes: {} };
  const python = findOnPath("python3"), npm = findOnPath("npm");
  if (python === undefined || npm === undefined || !await isFile(PROVIDER)) return own;
  const runtimes: Record<string, string> = {};
  for (const { triple } of TARGETS) {
    const done = await run(python, [PROVIDER, triple]);
    if (done.success) runtimes[triple] = new TextDecoder().decode(done.stdout).trim();
  }
  const folder = join(cacheDir, `deno-${PROVIDED_VERSION}`);
  const deno = join(folder, "node_modules", "deno", "deno");
  if (!await isFile(deno)) {
    await Deno.mkdir(folder, { recursive: true });
    const flags = ["--no-audit", "--no-fund", "--no-save", "--loglevel=error"];
    await run(npm, ["install", "--prefix", folder, ...flags, `deno@${PROVIDED_VERSION}`]);
    // The package's wrapper unpacks the program even where npm runs no scripts.
    await run(join(folder, "node_modules", ".bin", "deno"), ["--version"]);
  }
  return await isFile(deno) && Object.keys(runtimes).length > 0 ? { deno, runtimes } : own;
}

function run(command: string, args: readonly string[]): Promise<Deno.CommandOutput> {
  return new Deno.Command(command, { args: [...args], stdin: "null" }).output();
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false;
  }
}

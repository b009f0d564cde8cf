/**
 * Builds the program once more, from a copy of the sources in another folder and with packages in another cache, as
 * somebody would who wants to know whether the released executables are these sources.
 *
 * @module
 */
import { dirname, join } from "@std/path";
import { ROOT, runDeno } from "../_house.ts";
import { lastLines } from "../compile/bundle.ts";
import { CheckFailed } from "./step.ts";

/** All that an executable is made of. */
export const SOURCE_PARTS: readonly string[] = [
  ...["deno.json", "deno.lock", "main.ts", "src", "config", "data", "scripts"],
];

/**
 * Copies a file, or a folder with all in it.
 *
 * @param from What.
 * @param to Its new path; the folder above it must exist.
 * @param copyFile How one file is copied.
 */
export async function copyTree(
  from: string,
  to: string,
  copyFile: (from: string, to: string) => Promise<void> = Deno.copyFile,
): Promise<void> {
  if ((await Deno.stat(from)).isFile) return await copyFile(from, to);
  await Deno.mkdir(to, { recursive: true });
  for await (const { name } of Deno.readDir(from)) {
    await copyTree(join(from, name), join(to, name), copyFile);
  }
}

/**
 * Copies the sources.
 *
 * @param folder Takes them; made where it is missing.
 */
export async function copySources(folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for (const part of SOURCE_PARTS) await copyTree(join(ROOT, part), join(folder, part));
}

const BUNDLE_SCRIPT = 'import { bundleProgram } from "./scripts/compile/bundle.ts";\n' +
  "await bundleProgram(Deno.execPath(), Deno.args[0]!);\n";

/**
 * Bundles the program from a copy of the sources.
 *
 * @param tree Folder with the copy.
 * @param bundle Folder for the bundle, which does not exist yet.
 * @param env Further variables: `DENO_DIR`, `SOURCE_DATE_EPOCH`.
 * @throws {CheckFailed} If it can't be bundled.
 */
export async function bundleCopy(
  tree: string,
  bundle: string,
  env: Record<string, string> = {},
): Promise<void> {
  const script = join(tree, "bundle_once.ts");
  await Deno.writeTextFile(script, BUNDLE_SCRIPT);
  const { code, err } = await runDeno(["run", "-A", "-q", script, bundle], { cwd: tree, env });
  if (code !== 0) throw new CheckFailed(`the copy can't be bundled: ${lastLines(err)}`);
}

/**
 * Makes another cache of packages, with the same packages under another path.
 *
 * @param folder Takes it; does not exist yet.
 */
export async function copyPackageCache(folder: string): Promise<void> {
  const { out } = await runDeno(["info", "--json"]);
  const { denoDir } = JSON.parse(out) as { denoDir: string };
  await Deno.mkdir(folder, { recursive: true });
  for (const part of ["npm", "dl"]) {
    if (await exists(join(denoDir, part))) {
      await copyTree(join(denoDir, part), join(folder, part), linkFile);
    }
  }
}

// Packages are only read: a second name costs neither time nor space. Another file system wants a copy.
async function linkFile(from: string, to: string): Promise<void> {
  try {
    await Deno.link(from, to);
  } catch {
    await Deno.mkdir(dirname(to), { recursive: true });
    await Deno.copyFile(from, to);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes JavaScript files of the program, with its packages, its configuration and its data inside.
 *
 * @module
 */
import { join } from "@std/path";
import { EsdhError } from "../../src/core/error.ts";
import { ROOT } from "../_house.ts";
import { readEpochSeconds } from "./epoch.ts";

/** Name of the bundle's entry. */
export const BUNDLE_ENTRY = "main.js";

/** A command to run. */
interface Step {
  readonly deno: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a Deno quietly.
 *
 * @param step Which, with what, where.
 * @returns Whether it succeeded, and what it printed, without colours.
 */
export async function runStep(step: Step): Promise<{ success: boolean; out: string; err: string }> {
  const done = await new Deno.Command(step.deno, {
    args: [...step.args],
    cwd: step.cwd,
    env: { ...step.env, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return {
    success: done.success,
    out: decoder.decode(done.stdout),
    err: decoder.decode(done.stderr),
  };
}

/** A bundle. */
export interface Bundle {
  readonly fileCount: number;
  /** Size of all files. */
  readonly sizeBytes: number;
}

/**
 * Bundles the program: its entry, and one file for each part that commands load when they need it. One single
 * file would be parsed as a whole at every start, which costs more than all the rest of it.
 *
 * @param deno The Deno that bundles.
 * @param folder A folder that does not exist yet.
 * @returns What was made.
 * @throws {EsdhError} INTERNAL if it can't be made, or needs a module that is not in it.
 */
export async function bundleProgram(deno: string, folder: string): Promise<Bundle> {
  const bundled = await runStep({
    deno,
    args: [
      ...["bundle", "--quiet", "--minify", "--code-splitting", "--platform", "deno"],
      ...["--outdir", folder, "main.ts"],
    ],
    cwd: ROOT,
  });
  if (!bundled.success) {
    throw new EsdhError("INTERNAL", `main.ts can't be bundled: ${lastLines(bundled.err)}`, {
      hint: /esbuild/.test(bundled.err)
        ? "Deno fetches its bundler from npm's registry: check the network, or run with another Deno"
        : "run `deno task check` first",
    });
  }
  const bundle = await rewriteBundle(folder);
  await rejectImports(deno, folder);
  return bundle;
}

/** How a file of the bundle names another: its name is a hash of more than its content. */
const PART_NAME = /"\.\/([^"\/]+)-[0-9A-Z]{8}\.js"/g;

/**
 * Gives the files of a bundle names that follow from their place in it alone, and all the same time: an executable
 * records it ({@linkcode readEpochSeconds}).
 *
 * The bundler's own names hold a hash of the folders in which the program and its packages lie.
 *
 * @param folder Folder with the bundle; changed.
 * @returns What is in it.
 */
export async function rewriteBundle(folder: string): Promise<Bundle> {
  const changedAt = readEpochSeconds();
  const names = new Map<string, string>([[BUNDLE_ENTRY, BUNDLE_ENTRY]]);
  const texts = new Map<string, string>();
  let sizeBytes = 0;
  // The map grows while it is walked: each file is named when the first file that needs it is read.
  for (const name of names.keys()) {
    const text = await Deno.readTextFile(join(folder, name));
    texts.set(
      name,
      text.replaceAll(PART_NAME, (quoted, stem: string) => {
        const part = quoted.slice(3, -1);
        if (!names.has(part)) names.set(part, `${stem}-${names.size}.js`);
        return `"./${names.get(part)}"`;
      }),
    );
  }
  for await (const { name } of Deno.readDir(folder)) await Deno.remove(join(folder, name));
  for (const [name, text] of texts) {
    const path = join(folder, names.get(name)!);
    await Deno.writeTextFile(path, text);
    await Deno.utime(path, changedAt, changedAt);
    sizeBytes += (await Deno.stat(path)).size;
  }
  return { fileCount: texts.size, sizeBytes };
}

// What the bundler leaves outside would be missing only when the executable comes to need it.
async function rejectImports(deno: string, folder: string): Promise<void> {
  const info = await runStep({
    deno,
    args: ["info", "--no-config", "--no-lock", "--json", BUNDLE_ENTRY],
    cwd: folder,
  });
  const { modules = [] } = info.success ? JSON.parse(info.out) as ModuleGraph : {};
  const outside = modules
    .filter(({ specifier, error }) => error !== undefined || !/^(file|node):/.test(specifier))
    .map(({ specifier }) => specifier);
  if (!info.success || modules.length === 0 || outside.length > 0) {
    throw new EsdhError(
      "INTERNAL",
      `the bundle needs modules that are not in it: ${outside.join(", ") || lastLines(info.err)}`,
      { hint: "import them by a literal name" },
    );
  }
}

/** The part of `deno info --json` that is read here. */
interface ModuleGraph {
  readonly modules?: readonly { readonly specifier: string; readonly error?: string }[];
}

/**
 * Shortens what a command printed to what says why it failed.
 *
 * @param text Standard error.
 * @returns From its first line with `error` on, at most six lines, joined by blanks.
 */
export function lastLines(text: string): string {
  const lines = text.replace(/\nStack backtrace:[^]*/, "").split("\n").map((line) => line.trim())
    .filter((line) => line !== "");
  const first = lines.findIndex((line) => /^error\b/i.test(line));
  return lines.slice(Math.max(0, first)).slice(0, 6).join(" ").replace(/^error:\s*/i, "");
}

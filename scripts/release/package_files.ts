/**
 * The files that packages for Linux install, laid out in a folder as they come to lie on the machine.
 *
 * @module
 */
import { dirname, join } from "@std/path";
import { gzipSync } from "node:zlib";
import { ROOT } from "../_house.ts";
import { makeManPage } from "./man_page.ts";
import { NOTICES_NAME } from "./notices.ts";
import type { ReleaseContext } from "./step.ts";

/** Who packages name as responsible. */
export const MAINTAINER = "esdh maintainers <maintainers@esdh.example>";

/** One line on the program. */
export const SUMMARY = "coherent, reproducible, privacy-safe insurance test data";

/** A few lines on the program. */
export const DESCRIPTION: readonly string[] = [
  "esdh makes insurance test data: households and businesses, their drivers and",
  "vehicles, policies, premiums, claims and payments. It writes files in many",
  "formats, serves data over HTTP, demonstrates and checks it, and proves that",
  "it is synthetic. It opens no connection unless a command is given an address.",
];

/** Where a kind of package keeps what its users read. */
export interface PackagePlaces {
  /** Folder of the licence and the list of changes, below the root. */
  readonly docDir: string;
  /** File that completes commands in zsh, below the root. */
  readonly zshPath: string;
}

/** What a package is made of. */
export interface PackageSource {
  /** The executable for the package's machine. */
  readonly executable: string;
  /** An executable that runs here, which prints the completions. */
  readonly runnable: string;
  readonly places: PackagePlaces;
}

/**
 * Lays out what every package holds: executable, manual page, completions, licence and notices. All files get the
 * release's time.
 *
 * @param context The release.
 * @param root A folder that does not exist yet.
 * @param source What the package is made of.
 */
export async function layOutPackage(
  context: ReleaseContext,
  root: string,
  { executable, runnable, places }: PackageSource,
): Promise<void> {
  const { tools, version, epochSeconds } = context;
  const write = async (path: string, content: string | Uint8Array, mode = 0o644) => {
    const target = join(root, path);
    await Deno.mkdir(dirname(target), { recursive: true });
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    await Deno.writeFile(target, bytes);
    await Deno.chmod(target, mode);
  };
  await write("usr/bin/esdh", await Deno.readFile(executable), 0o755);
  const page = await makeManPage(version, epochSeconds);
  await write("usr/share/man/man1/esdh.1.gz", gzipSync(page, { level: 9 }));
  const completions: readonly (readonly [shell: string, path: string])[] = [
    ["bash", "usr/share/bash-completion/completions/esdh"],
    ["zsh", places.zshPath],
    ["fish", "usr/share/fish/vendor_completions.d/esdh.fish"],
  ];
  for (const [shell, path] of completions) {
    await write(path, (await tools.run(runnable, ["completions", shell])).out);
  }
  const notices = await Deno.readFile(join(context.distDir, NOTICES_NAME));
  await write(`${places.docDir}/${NOTICES_NAME}.gz`, gzipSync(notices, { level: 9 }));
}

/**
 * Gives all that lies in a folder one time.
 *
 * @param folder The folder.
 * @param epochSeconds The time, in seconds since 1970.
 */
export async function setTimes(folder: string, epochSeconds: number): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) await setTimes(path, epochSeconds);
    else await Deno.utime(path, epochSeconds, epochSeconds);
  }
  await Deno.utime(folder, epochSeconds, epochSeconds);
}

/**
 * The licence of the project.
 *
 * @returns Its text.
 */
export function readLicence(): Promise<string> {
  return Deno.readTextFile(join(ROOT, "LICENSE"));
}

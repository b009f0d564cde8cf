/**
 * The files of a whole release: what people are told that they can download.
 *
 * @module
 */
import { join } from "@std/path";
import { archiveName, TARGETS } from "../compile/targets.ts";
import { imageName } from "./container.ts";
import { debianName } from "./debian.ts";
import { POWERSHELL_SCRIPT, SHELL_SCRIPT } from "./install_scripts.ts";
import { type ManifestSource, writeHomebrew, writeScoop, writeWinget } from "./manifest_texts.ts";
import { installerName } from "./msi.ts";
import { NOTICES_NAME } from "./notices.ts";
import { MACHINES } from "./packages.ts";
import { rpmName } from "./rpm.ts";
import { billNames } from "./sbom.ts";
import { provenanceName } from "./signing.ts";

/**
 * Lists the files of a whole release that its list of digests holds. What is made from that list (signatures and the
 * keys beside them) is not among them.
 *
 * @param version Version of the program.
 * @returns Their names, sorted.
 *
 * @example
 * ```ts
 * import { listReleaseFiles } from "./release_files.ts";
 * if (!listReleaseFiles("1.2.3").includes("esdh_1.2.3_amd64.deb")) throw new RangeError();
 * ```
 */
export function listReleaseFiles(version: string): string[] {
  const archives = TARGETS.map((target) => [target.triple, archiveName(target, version)] as const);
  const whole: ManifestSource = {
    version,
    base: "",
    archives: Object.fromEntries(archives.map(([triple, name]) => [triple, { name, sha256: "" }])),
  };
  const manifests = [writeWinget, writeScoop, writeHomebrew].map((write) => write(whole));
  return [
    NOTICES_NAME,
    ...TARGETS.map(({ fileName }) => fileName),
    ...archives.map(([, name]) => name),
    ...MACHINES.map(({ debian }) => debianName(version, debian)),
    ...MACHINES.map(({ rpm }) => rpmName(version, rpm)),
    installerName(version),
    imageName(version),
    ...Object.values(billNames(version)),
    ...manifests.flatMap((texts) => Object.keys(texts)),
    SHELL_SCRIPT,
    POWERSHELL_SCRIPT,
    provenanceName(version),
  ].sort();
}

/**
 * Lists the files that are not in a folder.
 *
 * @param folder The folder.
 * @param names Names of files.
 * @returns Those that are no file there, in the same order.
 */
export async function listMissing(folder: string, names: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  for (const name of names) {
    const isThere = await Deno.stat(join(folder, name)).then(({ isFile }) => isFile, () => false);
    if (!isThere) missing.push(name);
  }
  return missing;
}

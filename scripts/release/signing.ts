/**
 * What signs a release: names of the files, and the keys, which are made at run time where none are given.
 *
 * @module
 */
import { join } from "@std/path";
import { SIGNATURE_ENDING } from "../../src/trust/verify_file.ts";
import { SUMS_NAME } from "./digest.ts";
import { MARKER_NAME } from "./out_dir.ts";
import type { ReleaseContext } from "./step.ts";

/** Public keys, as they lie beside a release. */
export const MINISIGN_PUB = "esdh.pub", COSIGN_PUB = "cosign.pub";

/** Signature of the list of digests, by cosign. */
export const SUMS_BUNDLE = `${SUMS_NAME}.bundle`;

/**
 * Name of the statement that says how a release was made.
 *
 * @param version Version of the program.
 * @returns Its file name.
 */
export function provenanceName(version: string): string {
  return `esdh-${version}.provenance.json`;
}

/**
 * Name of the same statement with cosign's signature around it.
 *
 * @param version Version of the program.
 * @returns Its file name.
 */
export function attestationName(version: string): string {
  return `esdh-${version}.provenance.bundle`;
}

/**
 * Tells whether a file is made from the list of digests, and so can't be in it.
 *
 * @param name File name in a release.
 * @returns Whether it is the list, a key or a signature.
 */
export function isOutsideSums(name: string): boolean {
  return [SUMS_NAME, MINISIGN_PUB, COSIGN_PUB].includes(name) || name.endsWith(SIGNATURE_ENDING) ||
    name.endsWith(".bundle") || name.endsWith(".sigstore.json");
}

/**
 * Removes what an earlier run made from another list of digests, and lists what remains.
 *
 * @param distDir Folder of the release.
 * @returns Names of the files that the list of digests is to hold, sorted.
 */
export async function listReleased(distDir: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, isFile } of Deno.readDir(distDir)) {
    if (!isFile || name === MARKER_NAME) continue;
    if (isOutsideSums(name)) await Deno.remove(join(distDir, name));
    else names.push(name);
  }
  return names.sort();
}

/** A key that signs. */
export interface SecretKey {
  /** File of the secret key, never in the release. */
  readonly path: string;
  /** Whether it was made for this run only. */
  readonly isOfThisRun: boolean;
}

/**
 * Brings the key of minisign, and puts its public half into the release.
 *
 * The variable `ESDH_MINISIGN_KEY` names the file of a secret key without a password, which the release workflow has from
 * its secrets.
 *
 * @param context The run's.
 * @returns The key.
 */
export async function bringMinisignKey(
  { distDir, workDir, tools }: ReleaseContext,
): Promise<SecretKey> {
  const pub = join(distDir, MINISIGN_PUB);
  const given = Deno.env.get("ESDH_MINISIGN_KEY");
  if (given !== undefined && given !== "") {
    await tools.run("minisign", ["-R", "-f", "-W", "-s", given, "-p", pub]);
    return { path: given, isOfThisRun: false };
  }
  const path = join(workDir, "minisign.key");
  await tools.run("minisign", ["-G", "-f", "-W", "-s", path, "-p", pub]);
  return { path, isOfThisRun: true };
}

/**
 * Brings the key of cosign, and puts its public half into the release.
 *
 * The variable `ESDH_COSIGN_KEY` names the file of a secret key, `COSIGN_PASSWORD` its password.
 *
 * @param context The run's.
 * @returns The key, and the variables that cosign is to be run with.
 */
export async function bringCosignKey(
  { distDir, workDir, tools }: ReleaseContext,
): Promise<SecretKey & { readonly env: Readonly<Record<string, string>> }> {
  const pub = join(distDir, COSIGN_PUB);
  const given = Deno.env.get("ESDH_COSIGN_KEY");
  if (given !== undefined && given !== "") {
    const env = { COSIGN_PASSWORD: Deno.env.get("COSIGN_PASSWORD") ?? "" };
    await tools.run("cosign", ["public-key", "--key", given, "--outfile", pub], { env });
    return { path: given, isOfThisRun: false, env };
  }
  const env = { COSIGN_PASSWORD: crypto.randomUUID() };
  await tools.run("cosign", ["generate-key-pair", "--output-key-prefix", "cosign"], {
    env,
    cwd: workDir,
  });
  await Deno.copyFile(join(workDir, "cosign.pub"), pub);
  return { path: join(workDir, "cosign.key"), isOfThisRun: true, env };
}

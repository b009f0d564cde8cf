/**
 * Makes the manifests for winget, scoop and Homebrew from what lies in the release, and compares each with it again.
 *
 * @module
 */
import { join } from "@std/path";
import { parse } from "yaml";
import * as z from "zod";
import { archiveName, TARGETS } from "../compile/targets.ts";
import { sha256OfFile } from "./digest.ts";
import {
  type ManifestSource,
  type ReleasedFile,
  writeHomebrew,
  writeScoop,
  writeWinget,
} from "./manifest_texts.ts";
import { installerName, productCode } from "./msi.ts";
import { releaseBase } from "./release_address.ts";
import { CheckFailed, type ReleaseContext, type ReleaseStep } from "./step.ts";

/** The step. */
export const MANIFESTS: ReleaseStep = {
  name: "manifests",
  title: "manifests for winget, scoop and Homebrew",
  isQuick: true,
  async run(context, log) {
    const { distDir, tools, version } = context;
    const source = await readSource(context);
    const writers = [["winget", writeWinget], ["scoop", writeScoop], [
      "homebrew",
      writeHomebrew,
    ]] as const;
    for (const [kind, write] of writers) {
      const texts = write(source);
      const names = Object.keys(texts);
      const isMade = await log.check(
        `the manifest for ${kind} names what is released`,
        async () => {
          if (names.length === 0) throw new CheckFailed("there is no archive for it");
          const all = Object.values(texts).join("\n");
          for (const [name, text] of Object.entries(texts)) {
            await Deno.writeTextFile(join(distDir, name), text);
          }
          const files = await compareNamed(distDir, source.base, all);
          return `${names.join(", ")}: ${files} files with their digests`;
        },
      );
      if (!isMade) continue;
      if (kind === "homebrew") {
        await log.check("Ruby reads the formula", async () => {
          await tools.run("ruby", ["-c", join(distDir, names[0]!)]);
        });
      } else {
        await log.check(`the fields for ${kind} have the form it wants`, () => {
          for (const text of Object.values(texts)) checkFields(parse(text), version);
        });
      }
    }
  },
};

async function readSource({ distDir, version }: ReleaseContext): Promise<ManifestSource> {
  const read = async (name: string): Promise<ReleasedFile | undefined> => {
    const path = join(distDir, name);
    const isThere = await Deno.stat(path).then(({ isFile }) => isFile, () => false);
    return isThere ? { name, sha256: await sha256OfFile(path) } : undefined;
  };
  const archives: Record<string, ReleasedFile | undefined> = {};
  for (const target of TARGETS) archives[target.triple] = await read(archiveName(target, version));
  const installer = await read(installerName(version));
  return {
    version,
    base: releaseBase(version),
    archives,
    ...(installer && { installer: { ...installer, productCode: productCode(version) } }),
  };
}

/**
 * Compares what a manifest names with the files of a release: each address is followed by the digest of that file.
 *
 * @param distDir Folder of the release.
 * @param base Address of the release.
 * @param text Text of the manifest.
 * @returns Number of files it names.
 * @throws {CheckFailed} If it names none, one without its digest, or another digest than the file's.
 * @throws {Deno.errors.NotFound} If it names a file that is not there.
 */
export async function compareNamed(distDir: string, base: string, text: string): Promise<number> {
  let count = 0;
  const rest = text.split(`${base}/`).slice(1);
  for (const part of rest) {
    const name = /^[\w.+-]+/.exec(part)?.[0] ?? "";
    const digest = /\b[0-9a-f]{64}\b/i.exec(part)?.[0]?.toLowerCase();
    if (digest !== await sha256OfFile(join(distDir, name))) {
      throw new CheckFailed(`it gives ${digest} for ${name}`);
    }
    count++;
  }
  if (count === 0) throw new CheckFailed("it names no file");
  return count;
}

const DIGEST = z.string().regex(/^[0-9A-F]{64}$/);
const ADDRESS = z.url({ protocol: /^https$/ }).max(2048);
const WINGET = {
  PackageIdentifier: z.string().regex(/^[^.\s\\/:*?"<>|]{1,32}(\.[^.\s\\/:*?"<>|]{1,32}){1,7}$/),
  PackageVersion: z.string().regex(/^[^\\/:*?"<>|]{1,128}$/),
  ManifestVersion: z.string().regex(/^\d+\.\d+\.\d+$/),
};

/** Key fields of the manifests, after the published schemas of winget (1.10.0) and scoop. */
const FIELDS = z.union([
  z.strictObject({
    ...WINGET,
    ManifestType: z.literal("version"),
    DefaultLocale: z.string().regex(/^[a-z]{2}-[A-Z]{2}$/),
  }),
  z.strictObject({
    ...WINGET,
    ManifestType: z.literal("installer"),
    MinimumOSVersion: z.string().regex(/^\d+(\.\d+){0,3}$/),
    UpgradeBehavior: z.enum(["install", "uninstallPrevious", "deny"]),
    Commands: z.array(z.string().min(1).max(40)).max(16),
    Installers: z.array(z.union([
      z.strictObject({
        Architecture: z.enum(["x86", "x64", "arm", "arm64", "neutral"]),
        InstallerType: z.literal("wix"),
        Scope: z.enum(["user", "machine"]),
        InstallerUrl: ADDRESS,
        InstallerSha256: DIGEST,
        ProductCode: z.string().regex(/^\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}$/),
      }),
      z.strictObject({
        Architecture: z.enum(["x86", "x64", "arm", "arm64", "neutral"]),
        InstallerType: z.literal("zip"),
        NestedInstallerType: z.literal("portable"),
        NestedInstallerFiles: z.array(
          z.strictObject({
            RelativeFilePath: z.string().min(1).max(512),
            PortableCommandAlias: z.string().min(1).max(40),
          }),
        ).min(1),
        InstallerUrl: ADDRESS,
        InstallerSha256: DIGEST,
      }),
    ])).min(1).max(1024),
  }),
  z.strictObject({
    ...WINGET,
    ManifestType: z.literal("defaultLocale"),
    PackageLocale: z.string().regex(/^[a-z]{2}-[A-Z]{2}$/),
    Publisher: z.string().min(2).max(256),
    PackageName: z.string().min(2).max(256),
    PackageUrl: ADDRESS,
    License: z.string().min(3).max(512),
    ShortDescription: z.string().min(3).max(256),
    Moniker: z.string().min(1).max(40),
    Tags: z.array(z.string().regex(/^\S{1,40}$/)).max(16),
  }),
  z.strictObject({
    version: z.string().regex(/^[\w.+-]+$/),
    description: z.string().min(1),
    homepage: ADDRESS,
    license: z.string().min(1),
    architecture: z.strictObject({
      "64bit": z.strictObject({ url: ADDRESS, hash: z.string().regex(/^[0-9a-f]{64}$/) }),
    }),
    bin: z.string().min(1),
  }),
]);

/**
 * Checks the fields of a manifest for winget or scoop.
 *
 * @param fields What was read from it.
 * @param version Version of the program.
 * @throws {z.ZodError} If a field is unknown, missing or of another form.
 * @throws {CheckFailed} If it is of another version.
 */
export function checkFields(fields: unknown, version: string): void {
  const manifest = FIELDS.parse(fields);
  const told = "version" in manifest ? manifest.version : manifest.PackageVersion;
  if (told !== version) throw new CheckFailed(`it is of version ${told}`);
}

/**
 * Manifests for programs that install others: winget and scoop on Windows, Homebrew on macOS and Linux. They are made
 * from a release's own figures.
 *
 * @module
 */
import { stringify } from "yaml";
import { TARGETS } from "../compile/targets.ts";
import { HOMEPAGE } from "./release_address.ts";

/** A file of a release. */
export interface ReleasedFile {
  /** Its file name. */
  readonly name: string;
  /** SHA-256, in hexadecimal. */
  readonly sha256: string;
}

/** What manifests tell of a release. */
export interface ManifestSource {
  readonly version: string;
  /** Address of the folder that holds the files. */
  readonly base: string;
  /** Archives by triple of the machine; those that were not made are left out. */
  readonly archives: Readonly<Record<string, ReleasedFile | undefined>>;
  /** Windows' installer and its product code, where it was made. */
  readonly installer?: ReleasedFile & { readonly productCode: string };
}

/** Name of the package in winget. */
const WINGET_ID = "Esdh.Esdh";
const WINGET_VERSION = "1.10.0";
const SUMMARY = "Makes coherent, reproducible, privacy-safe insurance test data";
const LICENCE = "Apache-2.0";
const [WINDOWS, LINUX_X64, LINUX_ARM64, MACOS_X64, MACOS_ARM64] = TARGETS.map(({ triple }) =>
  triple
);

/**
 * Writes the three files that winget reads.
 *
 * @param source The release.
 * @returns Texts by file name; none where there is no archive for Windows.
 */
export function writeWinget(source: ManifestSource): Record<string, string> {
  const { version, base, archives, installer } = source;
  const zip = archives[WINDOWS!];
  if (zip === undefined) return {};
  const shared = { PackageIdentifier: WINGET_ID, PackageVersion: version };
  const write = (type: string, fields: object) =>
    `# yaml-language-server: $schema=https://aka.ms/winget-manifest.${type}.${WINGET_VERSION}.schema.json\n` +
    stringify(
      { ...shared, ...fields, ManifestType: type, ManifestVersion: WINGET_VERSION },
      { lineWidth: 0 },
    );
  const installers: object[] = [];
  if (installer !== undefined) {
    installers.push({
      Architecture: "x64",
      InstallerType: "wix",
      Scope: "user",
      InstallerUrl: `${base}/${installer.name}`,
      InstallerSha256: installer.sha256.toUpperCase(),
      ProductCode: `{${installer.productCode}}`,
    });
  }
  installers.push({
    Architecture: "x64",
    InstallerType: "zip",
    NestedInstallerType: "portable",
    NestedInstallerFiles: [{ RelativeFilePath: "esdh.exe", PortableCommandAlias: "esdh" }],
    InstallerUrl: `${base}/${zip.name}`,
    InstallerSha256: zip.sha256.toUpperCase(),
  });
  return {
    [`${WINGET_ID}.yaml`]: write("version", { DefaultLocale: "en-US" }),
    [`${WINGET_ID}.installer.yaml`]: write("installer", {
      MinimumOSVersion: "10.0.17763.0",
      UpgradeBehavior: "install",
      Commands: ["esdh"],
      Installers: installers,
    }),
    [`${WINGET_ID}.locale.en-US.yaml`]: write("defaultLocale", {
      PackageLocale: "en-US",
      Publisher: "esdh maintainers",
      PackageName: "esdh",
      PackageUrl: HOMEPAGE,
      License: LICENCE,
      ShortDescription: SUMMARY,
      Moniker: "esdh",
      Tags: ["insurance", "synthetic-data", "test-data"],
    }),
  };
}

/**
 * Writes the file that scoop reads.
 *
 * @param source The release.
 * @returns Text by file name; none where there is no archive for Windows.
 */
export function writeScoop({ version, base, archives }: ManifestSource): Record<string, string> {
  const zip = archives[WINDOWS!];
  if (zip === undefined) return {};
  const manifest = {
    version,
    description: SUMMARY,
    homepage: HOMEPAGE,
    license: LICENCE,
    architecture: { "64bit": { url: `${base}/${zip.name}`, hash: zip.sha256 } },
    bin: "esdh.exe",
  };
  return { "esdh.json": `${JSON.stringify(manifest, null, 4)}\n` };
}

/**
 * Writes the formula that Homebrew reads.
 *
 * @param source The release.
 * @returns Text by file name; none where there is an archive neither for macOS nor for Linux.
 */
export function writeHomebrew(source: ManifestSource): Record<string, string> {
  const { version, base, archives } = source;
  const lines: string[] = [];
  const systems = [
    { system: "macos", arm: MACOS_ARM64!, intel: MACOS_X64! },
    { system: "linux", arm: LINUX_ARM64!, intel: LINUX_X64! },
  ] as const;
  for (const { system, arm, intel } of systems) {
    const blocks: string[] = [];
    for (const [processor, triple] of [["arm", arm], ["intel", intel]] as const) {
      const file = archives[triple];
      if (file === undefined) continue;
      blocks.push(
        `    on_${processor} do`,
        `      url "${base}/${file.name}"`,
        `      sha256 "${file.sha256}"`,
        "    end",
      );
    }
    if (blocks.length > 0) lines.push(`  on_${system} do`, ...blocks, "  end", "");
  }
  if (lines.length === 0) return {};
  const formula = [
    "class Esdh < Formula",
    `  desc "${SUMMARY}"`,
    `  homepage "${HOMEPAGE}"`,
    `  version "${version}"`,
    `  license "${LICENCE}"`,
    "",
    ...lines,
    "  def install",
    '    bin.install "esdh"',
    '    generate_completions_from_executable(bin/"esdh", "completions", shells: [:bash, :zsh, :fish])',
    "  end",
    "",
    "  test do",
    `    assert_match version.to_s, shell_output("#{bin}/esdh version")`,
    '    system bin/"esdh", "generate", "--records", "3", "--output-dir", testpath/"made"',
    "  end",
    "end",
  ];
  return { "esdh.rb": `${formula.join("\n")}\n` };
}

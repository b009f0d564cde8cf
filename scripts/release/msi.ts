/**
 * The installer for Windows, made with msitools: for one user, without elevation, with the program's folder on the
 * user's PATH.
 *
 * @module
 */
import { join } from "@std/path";
import { drawIcon } from "../compile/icon.ts";
import { sha256OfFile } from "./digest.ts";
import { guidOf, stampInstaller } from "./msi_stamp.ts";
import { MAINTAINER, SUMMARY } from "./package_files.ts";
import { HOMEPAGE } from "./release_address.ts";
import {
  CheckFailed,
  type CheckLog,
  type ReleaseContext,
  type ReleaseStep,
  ToolMissing,
} from "./step.ts";

const EXECUTABLE = "esdh-windows-x64.exe";
const COMPANY = MAINTAINER.replace(/ <.*/, "");
/** The same for all versions, so that a newer one replaces an older one. Never to be changed. */
const UPGRADE_CODE = "7B0C4E0E-6D0B-4C55-9C1C-2E6A5C8C7A10";
/** Names the component that holds program and PATH, for all versions at the same place. */
const COMPONENT_CODE = "0E1B9E5D-3C7A-4B8E-8C0F-5A6E1D2F9B34";

/** The step. */
export const INSTALLER: ReleaseStep = {
  name: "msi",
  title: "installer for Windows",
  isQuick: true,
  async run(context, log) {
    const program = join(context.distDir, EXECUTABLE);
    if (!await Deno.stat(program).then(() => true, () => false)) {
      throw new ToolMissing(EXECUTABLE, "it was not made");
    }
    const folder = join(context.workDir, "msi");
    const name = installerName(context.version);
    const isMade = await log.check("the installer for Windows is made", async () => {
      const path = join(context.distDir, name), again = join(folder, "again");
      await makeInstaller(context, folder, path);
      await makeInstaller(context, again, join(again, name));
      if (await sha256OfFile(path) !== await sha256OfFile(join(again, name))) {
        throw new CheckFailed("another folder gives other bytes");
      }
      return `${name}, ${(await Deno.stat(path)).size} bytes, the same from two folders`;
    });
    if (isMade) await checkInstaller(context, log, folder, name);
  },
};

/**
 * Tells the file name of the installer.
 *
 * @param version Version of the program.
 * @returns For example `esdh-1.2.3-windows-x64.msi`.
 */
export function installerName(version: string): string {
  return `esdh-${version}-windows-x64.msi`;
}

/**
 * Names one version of the product, as Windows tells products apart: the same for every build of it.
 *
 * @param version Version of the program.
 * @returns A GUID of version 5 (RFC 9562), in capitals.
 *
 * @example
 * ```ts
 * import { productCode } from "./msi.ts";
 * if (!/^[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/.test(productCode("1.2.3"))) {
 *   throw new RangeError();
 * }
 * ```
 */
export function productCode(version: string): string {
  return guidOf(`esdh ${version}`);
}

async function makeInstaller(
  { tools, version, distDir, epochSeconds }: ReleaseContext,
  folder: string,
  target: string,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await Deno.copyFile(join(distDir, EXECUTABLE), join(folder, "esdh.exe"));
  await Deno.utime(join(folder, "esdh.exe"), epochSeconds, epochSeconds);
  await Deno.writeFile(join(folder, "esdh.ico"), drawIcon());
  await Deno.writeTextFile(join(folder, "esdh.wxs"), describeInstaller(version));
  await tools.run("wixl", ["--arch", "x64", "--output", target, "esdh.wxs"], {
    cwd: folder,
    env: { TZ: "UTC" },
  });
  // wixl knows no entry in the PATH: the table and the two actions that read it are added afterwards.
  await Deno.writeTextFile(
    join(folder, "Environment.idt"),
    "Environment\tName\tValue\tComponent_\r\ns72\tl255\tL255\ts72\r\nEnvironment\tEnvironment\r\n" +
      "esdh_path\t=-PATH\t[~];[INSTALLDIR]\tProgram\r\n",
  );
  await tools.run("msibuild", [target, "-i", "Environment.idt"], { cwd: folder });
  for (
    const [action, sequence] of [["RemoveEnvironmentStrings", 3300], [
      "WriteEnvironmentStrings",
      5200,
    ]]
  ) {
    const query = "INSERT INTO `InstallExecuteSequence` (`Action`, `Sequence`) " +
      `VALUES ('${action}', ${sequence})`;
    await tools.run("msibuild", [target, "-q", query], { cwd: folder });
  }
  const bytes = await Deno.readFile(target);
  stampInstaller(bytes, epochSeconds);
  await Deno.writeFile(target, bytes);
}

// All for one user: its folder of programs, its part of the registry, its PATH.
function describeInstaller(version: string): string {
  const [plain] = version.split(/[-+]/);
  return `<?xml version="1.0" encoding="utf-8"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
  <Product Id="${productCode(version)}" Name="esdh" Language="1033" Version="${plain}"
    Manufacturer="${COMPANY}" UpgradeCode="${UPGRADE_CODE}">
    <Package InstallerVersion="500" Compressed="yes" InstallScope="perUser" InstallPrivileges="limited"
      Description="${SUMMARY}" Manufacturer="${COMPANY}"/>
    <MajorUpgrade DowngradeErrorMessage="A newer version of esdh is installed."/>
    <Media Id="1" Cabinet="esdh.cab" EmbedCab="yes"/>
    <Icon Id="esdh.ico" SourceFile="esdh.ico"/>
    <Property Id="ARPPRODUCTICON" Value="esdh.ico"/>
    <Property Id="ARPURLINFOABOUT" Value="${HOMEPAGE}"/>
    <Property Id="ARPNOMODIFY" Value="1"/>
    <Property Id="ARPCOMMENTS" Value="${SUMMARY}"/>
    <Directory Id="TARGETDIR" Name="SourceDir">
      <Directory Id="LocalAppDataFolder">
        <Directory Id="ProgramsFolder" Name="Programs">
          <Directory Id="INSTALLDIR" Name="esdh">
            <Component Id="Program" Guid="${COMPONENT_CODE}" Win64="yes">
              <File Id="esdh.exe" Name="esdh.exe" Source="esdh.exe"/>
              <RegistryValue Root="HKCU" Key="Software\\esdh" Name="Version" Type="string"
                Value="${version}" KeyPath="yes"/>
              <RemoveFolder Id="RemoveInstallDir" On="uninstall"/>
            </Component>
          </Directory>
        </Directory>
      </Directory>
    </Directory>
    <Feature Id="Complete" Level="1">
      <ComponentRef Id="Program"/>
    </Feature>
  </Product>
</Wix>
`;
}

async function checkInstaller(
  { tools, distDir, version }: ReleaseContext,
  log: CheckLog,
  folder: string,
  name: string,
): Promise<void> {
  const path = join(distDir, name);
  // A table with streams, such as Icon, is written into the working folder besides.
  const table = async (table: string) =>
    (await tools.run("msiinfo", ["export", path, table], { cwd: folder })).out;
  const expect = (text: string, parts: readonly (string | RegExp)[]) => {
    for (const part of parts) {
      const isThere = typeof part === "string" ? text.includes(part) : part.test(text);
      if (!isThere) throw new CheckFailed(`${part} is not in ${text}`);
    }
  };
  await log.check(`${name}: it holds the executable to the byte`, async () => {
    const out = join(folder, "unpacked");
    await tools.run("msiextract", ["--directory", out, path]);
    const unpacked = join(out, "Programs", "esdh", "esdh.exe");
    if (await sha256OfFile(unpacked) !== await sha256OfFile(join(distDir, EXECUTABLE))) {
      throw new CheckFailed("it holds another one");
    }
  });
  await log.check(`${name}: it installs for one user, without elevation`, async () => {
    // Bit 3 of the summary's "Source" says that no elevation is asked for.
    expect((await tools.run("msiinfo", ["suminfo", path])).out, [/Source: 10\b/]);
    const properties = await table("Property");
    if (/^ALLUSERS\t[12]/m.test(properties)) throw new CheckFailed("it sets ALLUSERS");
    expect(properties, [`ProductCode\t{${productCode(version)}}`, "ARPPRODUCTICON\tesdh.ico"]);
    expect(await table("Directory"), ["INSTALLDIR\tProgramsFolder\tesdh"]);
  });
  await log.check(`${name}: it replaces older ones and is refused over newer ones`, async () => {
    const [plain] = version.split(/[-+]/);
    expect(await table("Upgrade"), [
      `{${UPGRADE_CODE}}\t\t${plain}\t\t1\t\tWIX_UPGRADE_DETECTED`,
      `{${UPGRADE_CODE}}\t${plain}\t\t\t2\t\tWIX_DOWNGRADE_DETECTED`,
    ]);
    expect(await table("LaunchCondition"), ["NOT WIX_DOWNGRADE_DETECTED\t"]);
    expect(await table("Property"), [`UpgradeCode\t{${UPGRADE_CODE}}`]);
  });
  await log.check(
    `${name}: it tells Settings who made it, where, and what it looks like`,
    async () => {
      expect(await table("Property"), [
        `Manufacturer\t${COMPANY}`,
        `ARPURLINFOABOUT\t${HOMEPAGE}`,
        "ARPPRODUCTICON\tesdh.ico",
        `ARPCOMMENTS\t${SUMMARY}`,
      ]);
      expect(await table("Icon"), ["esdh.ico\t"]);
    },
  );
  await log.check(`${name}: it enters its folder in the PATH, and takes it out again`, async () => {
    expect(await table("Environment"), ["=-PATH\t[~];[INSTALLDIR]\tProgram"]);
    expect(await table("InstallExecuteSequence"), [
      /^WriteEnvironmentStrings\t\t5200/m,
      /^RemoveEnvironmentStrings\t\t3300/m,
      /^RemoveExistingProducts\t/m,
      /^RemoveFiles\t/m,
    ]);
    expect(await table("RemoveFile"), [/Program/]);
  });
}

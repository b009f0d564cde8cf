/**
 * Packages for Fedora, Red Hat, SUSE and their relatives, by `rpmbuild`.
 *
 * @module
 */
import { join } from "@std/path";
import { DESCRIPTION, layOutPackage, readLicence, setTimes, SUMMARY } from "./package_files.ts";
import { CheckFailed, type CheckLog, type ReleaseContext } from "./step.ts";

/**
 * Tells the file name of a package.
 *
 * @param version Version of the program.
 * @param architecture Name that these systems give the machine.
 * @returns For example `esdh-1.2.3-1.x86_64.rpm`.
 */
export function rpmName(version: string, architecture: string): string {
  return `esdh-${version}-1.${architecture}.rpm`;
}

/**
 * Makes a package.
 *
 * @param context The release.
 * @param folder A folder of its own for it.
 * @param source File of the executable, one that runs here, and the name that these systems give the machine.
 * @returns File name of the package, in `dist`.
 */
export async function makeRpm(
  context: ReleaseContext,
  folder: string,
  source: { readonly executable: string; readonly runnable: string; readonly architecture: string },
): Promise<string> {
  const { tools, version, epochSeconds, distDir } = context;
  const root = join(folder, "files");
  const places = { docDir: "usr/share/doc/esdh", zshPath: "usr/share/zsh/site-functions/_esdh" };
  await layOutPackage(context, root, { ...source, places });
  await Deno.mkdir(join(root, "usr", "share", "licenses", "esdh"), { recursive: true });
  await Deno.writeTextFile(join(root, "usr/share/licenses/esdh/LICENSE"), await readLicence());
  await setTimes(root, epochSeconds);
  const spec = join(folder, "esdh.spec");
  await Deno.writeTextFile(spec, makeSpec(version, root));
  await tools.run("rpmbuild", [
    ...["-bb", "--target", `${source.architecture}-linux`, "--define", `_topdir ${folder}/top`],
    ...["--define", `_rpmdir ${folder}/out`, "--buildroot", join(folder, "buildroot"), spec],
  ], { env: { SOURCE_DATE_EPOCH: `${epochSeconds}` } });
  const name = rpmName(version, source.architecture);
  await Deno.copyFile(join(folder, "out", source.architecture, name), join(distDir, name));
  return name;
}

// Nothing may look into the executable: `strip` would cut the program off from its runtime.
function makeSpec(version: string, root: string): string {
  return `Name: esdh
Version: ${version}
Release: 1
Summary: ${SUMMARY[0]!.toUpperCase()}${SUMMARY.slice(1)}
License: Apache-2.0
AutoReqProv: no
Requires: glibc >= 2.27, libgcc
%global debug_package %{nil}
%global __os_install_post %{nil}
%global _build_id_links none
%global _buildhost esdh
%global use_source_date_epoch_as_buildtime 1
%global clamp_mtime_to_source_date_epoch 1
%global _binary_payload w3.zstdio

%description
${DESCRIPTION.join("\n")}

%install
cp -a "${root}/." "%{buildroot}/"

%files
%attr(0755, root, root) /usr/bin/esdh
%license /usr/share/licenses/esdh/LICENSE
%doc /usr/share/doc/esdh
/usr/share/man/man1/esdh.1.gz
/usr/share/bash-completion/completions/esdh
/usr/share/zsh/site-functions/_esdh
/usr/share/fish/vendor_completions.d/esdh.fish
`;
}

/**
 * Verifies, installs, runs and removes a package.
 *
 * @param context The release.
 * @param log Takes the checks.
 * @param folder A folder of its own.
 * @param name File name of the package, in `dist`; for this machine.
 */
export async function checkRpm(
  context: ReleaseContext,
  log: CheckLog,
  folder: string,
  name: string,
): Promise<void> {
  const { tools, distDir } = context;
  const path = join(distDir, name);
  await log.check(`${name}: its digests are right`, async () => {
    return (await tools.run("rpm", ["-K", "--nosignature", path])).out.split(": ").at(-1)?.trim();
  });
  await log.check(`${name}: it installs, runs, and is gone when it is removed`, async () => {
    const root = join(folder, "system");
    await Deno.mkdir(root, { recursive: true });
    const rpm = (...args: string[]) =>
      tools.run("rpm", ["--root", root, "--dbpath", "/var/lib/rpm", ...args]);
    await rpm("--install", "--nodeps", "--ignorearch", path);
    const program = join(root, "usr", "bin", "esdh");
    const { out } = await tools.run(program, ["version"]);
    await tools.run(program, ["generate", "--records", "3", "--output-dir", join(folder, "made")]);
    await rpm("--erase", "--nodeps", "esdh");
    const isLeft = await Deno.stat(program).then(() => true, () => false);
    if (isLeft) throw new CheckFailed("the program is still there");
    return out.split("\n", 1)[0];
  });
}

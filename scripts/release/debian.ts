/**
 * Packages for Debian and its relatives, by `dpkg-deb`.
 *
 * @module
 */
import { join } from "@std/path";
import { gzipSync } from "node:zlib";
import { DESCRIPTION, layOutPackage, MAINTAINER, setTimes, SUMMARY } from "./package_files.ts";
import { CheckFailed, type CheckLog, type ReleaseContext } from "./step.ts";

/** What lintian says of the package on purpose, and why that stays. */
const OVERRIDES: readonly (readonly [tag: string, why: string])[] = [
  ["embedded-library", "The runtime holds libraries of its own; it is one file on every system."],
];

/**
 * Tells the file name of a package.
 *
 * @param version Version of the program.
 * @param architecture Debian's name of the machine.
 * @returns For example `esdh_1.2.3_amd64.deb`.
 */
export function debianName(version: string, architecture: string): string {
  return `esdh_${version}_${architecture}.deb`;
}

/**
 * Makes a package.
 *
 * @param context The release.
 * @param folder A folder of its own for it.
 * @param source File of the executable, one that runs here, and Debian's name of the machine.
 * @returns File name of the package, in `dist`.
 */
export async function makeDebianPackage(
  context: ReleaseContext,
  folder: string,
  source: { readonly executable: string; readonly runnable: string; readonly architecture: string },
): Promise<string> {
  const { tools, version, epochSeconds, distDir } = context;
  const root = join(folder, "root");
  const places = {
    docDir: "usr/share/doc/esdh",
    zshPath: "usr/share/zsh/vendor-completions/_esdh",
  };
  await layOutPackage(context, root, { ...source, places });
  const docDir = join(root, places.docDir);
  await Deno.writeTextFile(join(docDir, "copyright"), COPYRIGHT);
  const day = new Date(epochSeconds * 1000).toUTCString().replace("GMT", "+0000");
  const changes =
    `esdh (${version}) stable; urgency=medium\n\n  * See CHANGELOG.md of the project.\n\n` +
    ` -- ${MAINTAINER}  ${day}\n`;
  await Deno.writeFile(join(docDir, "changelog.gz"), gzipSync(changes, { level: 9 }));
  const overridesDir = join(root, "usr", "share", "lintian", "overrides");
  await Deno.mkdir(overridesDir, { recursive: true });
  const overrides = OVERRIDES.map(([tag, why]) => `# ${why}\nesdh: ${tag}\n`).join("");
  await Deno.writeTextFile(join(overridesDir, "esdh"), overrides);
  const control = join(root, "DEBIAN");
  await Deno.mkdir(control);
  await Deno.writeTextFile(
    join(control, "control"),
    [
      "Package: esdh",
      `Version: ${version}`,
      `Architecture: ${source.architecture}`,
      `Maintainer: ${MAINTAINER}`,
      `Installed-Size: ${Math.ceil(await measureBytes(root) / 1024)}`,
      "Depends: libc6 (>= 2.27), libgcc-s1",
      "Section: utils",
      "Priority: optional",
      `Description: ${SUMMARY}`,
      ...DESCRIPTION.map((line) => ` ${line}`),
      "",
    ].join("\n"),
  );
  await setModes(root);
  await setTimes(root, epochSeconds);
  const name = debianName(version, source.architecture);
  await tools.run(
    "dpkg-deb",
    ["--root-owner-group", "-Zxz", "-z3", "--build", root, join(distDir, name)],
    { env: { SOURCE_DATE_EPOCH: `${epochSeconds}` } },
  );
  return name;
}

/**
 * Unpacks, judges, installs, runs and removes a package.
 *
 * @param context The release.
 * @param log Takes the checks.
 * @param folder A folder of its own.
 * @param name File name of the package, in `dist`; for this machine.
 */
export async function checkDebianPackage(
  context: ReleaseContext,
  log: CheckLog,
  folder: string,
  name: string,
): Promise<void> {
  const { tools, distDir } = context;
  const path = join(distDir, name);
  await log.check(`${name}: lintian has nothing against it but what is explained`, async () => {
    const args = [
      "--allow-root",
      "--fail-on",
      "error,warning,info",
      "--no-tag-display-limit",
      path,
    ];
    await tools.run("lintian", args);
    return OVERRIDES.map(([tag]) => tag).join(", ");
  });
  await log.check(`${name}: it installs, runs, and is gone when it is removed`, async () => {
    const root = join(folder, "system");
    const admin = join(root, "var", "lib", "dpkg");
    for (const part of ["updates", "info", "triggers"]) {
      await Deno.mkdir(join(admin, part), { recursive: true });
    }
    await Deno.writeTextFile(join(admin, "status"), "");
    const dpkg = (...args: string[]) =>
      tools.run("dpkg", [`--root=${root}`, "--force-not-root", "--force-depends", ...args]);
    await dpkg("--install", path);
    const program = join(root, "usr", "bin", "esdh");
    const { out } = await tools.run(program, ["version"]);
    await tools.run(program, ["generate", "--records", "3", "--output-dir", join(folder, "made")]);
    await tools.run("mandoc", ["-Tlint", "-Wwarning", join(root, "usr/share/man/man1/esdh.1.gz")]);
    await dpkg("--purge", "esdh");
    const left = await listFiles(join(root, "usr"));
    if (left.length > 0) throw new CheckFailed(`it leaves ${left.join(", ")}`);
    return out.split("\n", 1)[0];
  });
}

const COPYRIGHT = `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: esdh

Files: *
Copyright: 2026 the authors of esdh
License: Apache-2.0
 On Debian systems, the full text of this licence is in
 /usr/share/common-licenses/Apache-2.0.
 .
 What others wrote of the program, with their licences, is listed in
 THIRD_PARTY_NOTICES.txt.gz beside this file.
`;

async function measureBytes(folder: string): Promise<number> {
  let sum = 0;
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    sum += isDirectory ? await measureBytes(path) : (await Deno.stat(path)).size;
  }
  return sum;
}

/** Folders are open to all, files keep their own mode. */
async function setModes(folder: string): Promise<void> {
  await Deno.chmod(folder, 0o755);
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) await setModes(join(folder, name));
  }
}

async function listFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (isDirectory) found.push(...await listFiles(join(folder, name)));
      else found.push(name);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return found;
}

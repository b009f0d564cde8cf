/**
 * Makes packages for Linux and the installer for Windows, and installs, runs and removes what can be here.
 *
 * @module
 */
import { join } from "@std/path";
import { checkDebianPackage, debianName, makeDebianPackage } from "./debian.ts";
import { sha256OfFile } from "./digest.ts";
import { checkRpm, makeRpm, rpmName } from "./rpm.ts";
import { CheckFailed, type ReleaseContext, type ReleaseStep, ToolMissing } from "./step.ts";

/** Machines that Linux packages are made for, and what each kind of package calls them. */
export const MACHINES = [
  { fileName: "esdh-linux-x64", debian: "amd64", rpm: "x86_64", build: "x86_64" },
  { fileName: "esdh-linux-arm64", debian: "arm64", rpm: "aarch64", build: "aarch64" },
] as const;

/** The step. */
export const PACKAGES: ReleaseStep = {
  name: "packages",
  title: ".deb and .rpm packages",
  isQuick: true,
  async run(context, log) {
    if (Deno.build.os !== "linux") throw new ToolMissing("packages", "they are made on Linux");
    const { distDir, workDir } = context;
    const own = MACHINES.find(({ build }) => build === Deno.build.arch)!;
    const runnable = join(distDir, own.fileName);
    const folder = join(workDir, "packages");
    for (const machine of MACHINES) {
      const executable = join(distDir, machine.fileName);
      const isOwn = machine === own;
      // To compress one takes a minute of processor time, and only the one for this machine is installed and run.
      if (context.isQuick && !isOwn) continue;
      if (!await isThere(executable)) {
        await log.check(`the packages for ${machine.build} are made`, () => {
          throw new ToolMissing(machine.fileName, "it was not made");
        });
        continue;
      }
      const debian = { executable, runnable, architecture: machine.debian };
      const debianDir = join(folder, `debian-${machine.debian}`);
      const isDebianMade = await log.check(
        `the package for Debian ${machine.debian} is made`,
        async () => {
          return await makeTwice(
            context,
            debianDir,
            (folder) => makeDebianPackage(context, folder, debian),
            isOwn && !context.isQuick,
          );
        },
      );
      if (isDebianMade && isOwn) {
        const name = debianName(context.version, machine.debian);
        await checkDebianPackage(context, log, debianDir, name);
      }
      const rpm = { executable, runnable, architecture: machine.rpm };
      const rpmDir = join(folder, `rpm-${machine.rpm}`);
      const isRpmMade = await log.check(`the RPM for ${machine.rpm} is made`, async () => {
        return await makeTwice(
          context,
          rpmDir,
          (folder) => makeRpm(context, folder, rpm),
          isOwn && !context.isQuick,
        );
      });
      if (isRpmMade && isOwn) {
        await checkRpm(context, log, rpmDir, rpmName(context.version, machine.rpm));
      }
    }
  },
};

/** Makes a package; with `isCompared`, once more in another folder, which has to give the same bytes. */
async function makeTwice(
  { distDir }: ReleaseContext,
  folder: string,
  make: (folder: string) => Promise<string>,
  isCompared: boolean,
): Promise<string> {
  await Deno.mkdir(join(folder, "one"), { recursive: true });
  const name = await make(join(folder, "one"));
  const path = join(distDir, name);
  const { size } = await Deno.stat(path);
  if (!isCompared) return `${name}, ${size} bytes`;
  const digest = await sha256OfFile(path);
  await Deno.mkdir(join(folder, "another"), { recursive: true });
  await make(join(folder, "another"));
  if (await sha256OfFile(path) !== digest) {
    throw new CheckFailed("another folder gives other bytes");
  }
  return `${name}, ${size} bytes, the same from two folders`;
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

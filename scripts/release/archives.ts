/**
 * Packs each executable with its licence, its notices and a page that says what it is, as people download it; then
 * unpacks each again with programs that are not ours.
 *
 * @module
 */
import { join } from "@std/path";
import { ROOT } from "../_house.ts";
import {
  archiveName,
  commandName,
  isWindowsTarget,
  type Target,
  TARGETS,
} from "../compile/targets.ts";
import { type ArchiveMember, packTarGz, packZip } from "./archive.ts";
import { sha256OfFile } from "./digest.ts";
import { NOTICES_NAME } from "./notices.ts";
import { CheckFailed, type ReleaseContext, type ReleaseStep } from "./step.ts";

/** Where archives are made, and of what. */
export type ArchivePlace = Pick<ReleaseContext, "distDir" | "version" | "epochSeconds">;

/** An archive that was made. */
export interface ReleaseArchive {
  readonly target: Target;
  /** Its file name. */
  readonly name: string;
}

/**
 * Packs the executables that lie in a folder, each into an archive beside it.
 *
 * @param place The folder, which also holds the notices; the version; the time of all members.
 * @param fileNames File names of the executables; default: all that are there.
 * @returns The archives, in the order of the machines.
 */
export async function packArchives(
  place: ArchivePlace,
  fileNames?: readonly string[],
): Promise<ReleaseArchive[]> {
  const { distDir, version, epochSeconds } = place;
  const shared: ArchiveMember[] = [
    { name: "LICENSE", bytes: await Deno.readFile(join(ROOT, "LICENSE")) },
    { name: "README.md", bytes: await Deno.readFile(join(ROOT, "README.md")) },
    { name: NOTICES_NAME, bytes: await Deno.readFile(join(distDir, NOTICES_NAME)) },
  ];

  const archives: ReleaseArchive[] = [];
  for (const target of TARGETS) {
    if (fileNames?.includes(target.fileName) === false) continue;
    const bytes = await readWhereThere(join(distDir, target.fileName));
    if (bytes === undefined) continue;
    const members = [{ name: commandName(target), bytes, isExecutable: true }, ...shared];
    const name = archiveName(target, version);
    const pack = isWindowsTarget(target) ? packZip : packTarGz;
    await Deno.writeFile(join(distDir, name), await pack(members, epochSeconds));
    archives.push({ target, name });
  }
  return archives;
}

async function readWhereThere(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

// Prints what a zip file holds as Python sees it; `testzip` compares every checksum.
const LIST_ZIP = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    for i in z.infolist():
        print(i.filename, oct(i.external_attr >> 16), *i.date_time)
`;

/** The step. */
export const ARCHIVES: ReleaseStep = {
  name: "archives",
  title: "zip and tar.gz of each executable with its licences",
  isQuick: true,
  async run(context, log) {
    let archives: ReleaseArchive[] = [];
    await log.check("the archives are made", async () => {
      archives = await packArchives(context);
      if (archives.length === 0) throw new CheckFailed(`no executable is in ${context.distDir}`);
      return `${archives.length} of ${TARGETS.length}`;
    });
    for (const { target, name } of archives) {
      const folder = join(context.workDir, "archives", name);
      await Deno.mkdir(folder, { recursive: true });
      const unpacker = isWindowsTarget(target) ? "unzip" : "tar";
      await log.check(`${unpacker} unpacks ${name} to the same executable`, async () => {
        await unpack(context, name, folder);
        await compareFolder(context, target, folder);
      });
      if (isWindowsTarget(target)) {
        await log.check(`Python reads ${name}`, async () => {
          const path = join(context.distDir, name);
          const { out } = await context.tools.run("python3", ["-c", LIST_ZIP, path]);
          const time = timeOf(context.epochSeconds);
          const wanted = namesIn(target).map((member) =>
            `${member} ${member === commandName(target) ? "0o100755" : "0o100644"} ${time}\n`
          );
          if (out !== wanted.join("")) {
            throw new CheckFailed(`it reads:\n${out}not:\n${wanted.join("")}`);
          }
        });
      }
      if (target.triple === Deno.build.target) {
        await log.check(`the program from ${name} runs`, async () => {
          const program = join(folder, commandName(target));
          const { out } = await context.tools.run(program, ["version", "--json"]);
          const { version } = JSON.parse(out);
          if (version !== context.version) throw new CheckFailed(`it says that it is ${version}`);
        });
      }
      await Deno.remove(folder, { recursive: true });
    }
  },
};

async function unpack(context: ReleaseContext, name: string, folder: string): Promise<void> {
  const path = join(context.distDir, name);
  if (name.endsWith(".zip")) await context.tools.run("unzip", ["-q", path, "-d", folder]);
  else await context.tools.run("tar", ["-xzf", path, "-C", folder]);
}

function namesIn(target: Target): string[] {
  return ["LICENSE", "README.md", NOTICES_NAME, commandName(target)].sort();
}

async function compareFolder(
  { distDir, epochSeconds }: ReleaseContext,
  target: Target,
  folder: string,
): Promise<void> {
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  if (names.join() !== namesIn(target).join()) throw new CheckFailed(`it holds ${names.join()}`);
  const program = join(folder, commandName(target));
  if (await sha256OfFile(program) !== await sha256OfFile(join(distDir, target.fileName))) {
    throw new CheckFailed("its executable is another");
  }
  const { mode, mtime } = await Deno.stat(program);
  if (Deno.build.os !== "windows" && mode! & 0o111 ^ 0o111) {
    throw new CheckFailed(`its executable has mode ${mode?.toString(8)}`);
  }
  // Of a zip file the unpacker reads the time as that of its own zone.
  if (!isWindowsTarget(target) && mtime?.getTime() !== epochSeconds * 1000) {
    throw new CheckFailed(`its executable is of ${mtime?.toISOString()}`);
  }
}

/** Time as Python prints the parts of a zip file's, which are even seconds. */
function timeOf(epochSeconds: number): string {
  const time = new Date(Math.floor(epochSeconds / 2) * 2000);
  return [
    time.getUTCFullYear(),
    time.getUTCMonth() + 1,
    time.getUTCDate(),
    time.getUTCHours(),
    time.getUTCMinutes(),
    time.getUTCSeconds(),
  ].join(" ");
}

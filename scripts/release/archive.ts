/**
 * Packs a few files into an archive as people unpack it: a zip file for Windows, a compressed tar file for the rest.
 * Equal members and times give equal bytes, whichever folder, user and time zone they are packed in.
 *
 * @module
 */
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import { packTar } from "modern-tar";

/** A file in an archive. */
export interface ArchiveMember {
  /** Its path in the archive. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly isExecutable?: boolean;
}

const EXECUTABLE_MODE = 0o755;
const PLAIN_MODE = 0o644;
const REGULAR_FILE = 0o100000;
/** 1980-01-01: a zip file knows no earlier time. */
const FIRST_ZIP_SECOND = Date.UTC(1980, 0, 1) / 1000;

function modeOf(member: ArchiveMember): number {
  return member.isExecutable === true ? EXECUTABLE_MODE : PLAIN_MODE;
}

function sortMembers(members: readonly ArchiveMember[]): ArchiveMember[] {
  return members.toSorted((a, b) => a.name < b.name ? -1 : 1);
}

/**
 * Packs a zip file. Times are written as UTC, in steps of two seconds; Unix modes stand beside them.
 *
 * @param members What it holds; written in order of their names.
 * @param epochSeconds Time of all members, in seconds since 1970; times before 1980 become 1980-01-01.
 * @returns Its bytes.
 */
export async function packZip(
  members: readonly ArchiveMember[],
  epochSeconds: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const zip = new ZipWriter(new Uint8ArrayWriter(), {
    useWebWorkers: false,
    extendedTimestamp: false,
    rawLastModDate: dosTime(Math.max(epochSeconds, FIRST_ZIP_SECOND)),
    dataDescriptor: false,
  });
  for (const member of sortMembers(members)) {
    const options = { externalFileAttributes: ((REGULAR_FILE | modeOf(member)) << 16) >>> 0 };
    await zip.add(member.name, new Uint8ArrayReader(member.bytes), {
      ...options,
      versionMadeBy: MADE_ON_UNIX,
    });
  }
  return await zip.close();
}

/** Version 2.0, on Unix: only then are the modes read. */
const MADE_ON_UNIX = (3 << 8) | 20;

function dosTime(epochSeconds: number): number {
  const time = new Date(epochSeconds * 1000);
  const date = ((time.getUTCFullYear() - 1980) << 9) | ((time.getUTCMonth() + 1) << 5) |
    time.getUTCDate();
  const clock = (time.getUTCHours() << 11) | (time.getUTCMinutes() << 5) |
    (time.getUTCSeconds() >> 1);
  return ((date << 16) | clock) >>> 0;
}

/**
 * Packs a tar file (POSIX `ustar`, owned by user and group 0) and compresses it by gzip without name and time.
 *
 * @param members What it holds; written in order of their names.
 * @param epochSeconds Time of all members, in seconds since 1970.
 * @returns Its bytes.
 */
export async function packTarGz(
  members: readonly ArchiveMember[],
  epochSeconds: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const tar = await packTar(
    sortMembers(members).map((member) => ({
      header: {
        name: member.name,
        size: member.bytes.length,
        type: "file",
        mode: modeOf(member),
        mtime: new Date(epochSeconds * 1000),
        uid: 0,
        gid: 0,
        uname: "root",
        gname: "root",
      },
      body: member.bytes,
    })),
  );
  const packed = new Blob([tar]).stream().pipeThrough(new CompressionStream("gzip"));
  return await new Response(packed).bytes();
}

/**
 * The lock that lets one run at a time into a snapshot's folder.
 *
 * @module
 */
import { join } from "@std/path";
import { EsdhError } from "../core/error.ts";

/** Name of the locked file in the staging folder. */
export const LOCK_NAME = "lock";

const LOCK_PATIENCE_MS = 200;

function busyError(directory: string): EsdhError {
  return new EsdhError("BUSY", `another run is writing into "${directory}"`, {
    path: directory,
    hint: "wait for it to end, or choose another folder with --output-dir",
  });
}

/**
 * Makes the staging folder and takes its lock. The system drops the lock when this process ends, however
 * it ends.
 *
 * @param directory The snapshot's folder, for messages.
 * @param staging The staging folder.
 * @returns The locked file; closing it gives the lock up.
 * @throws {EsdhError} BUSY if another run holds it; NOT_A_SNAPSHOT if the staging folder is a link.
 */
export async function lockStaging(directory: string, staging: string): Promise<Deno.FsFile> {
  for (let attempt = 0; attempt < 5; attempt++) {
    await Deno.mkdir(staging, { recursive: true });
    if ((await Deno.lstat(staging).catch(() => undefined))?.isSymlink) {
      throw new EsdhError(
        "NOT_A_SNAPSHOT",
        `"${staging}" is a link, not a folder of this program`,
        {
          path: staging,
          hint: "remove the link",
        },
      );
    }
    let file: Deno.FsFile;
    try {
      file = await Deno.open(join(staging, LOCK_NAME), { write: true, create: true });
    } catch (error) {
      // The holder was just removing the folder.
      if (error instanceof Deno.errors.NotFound) continue;
      // On Windows a file that is being removed can't be opened.
      if (Deno.build.os === "windows" && error instanceof Deno.errors.PermissionDenied) continue;
      throw error;
    }
    if (!await tryLock(file)) throw busyError(directory);
    if (await isSameFile(file, join(staging, LOCK_NAME))) return file;
    file.close();
  }
  throw busyError(directory);
}

async function tryLock(file: Deno.FsFile): Promise<boolean> {
  const modern = file as Deno.FsFile & { tryLock?(exclusive: boolean): Promise<boolean> };
  if (modern.tryLock !== undefined) {
    let isLocked = false;
    try {
      isLocked = await modern.tryLock(true);
    } finally {
      if (!isLocked) file.close();
    }
    return isLocked;
  }
  // Deno before 2.9 has only the waiting form; a wait that lasts means that somebody holds it.
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), LOCK_PATIENCE_MS);
  });
  const locked = file.lock(true).then(() => true);
  const isLocked = await Promise.race([locked, patience]);
  clearTimeout(timer);
  // The wait can't be called off: give the lock back when it comes.
  if (!isLocked) locked.then(() => file.close(), () => file.close());
  return isLocked;
}

async function isSameFile(file: Deno.FsFile, path: string): Promise<boolean> {
  try {
    const [held, named] = await Promise.all([file.stat(), Deno.stat(path)]);
    return held.ino === named.ino && held.dev === named.dev;
  } catch {
    return false;
  }
}

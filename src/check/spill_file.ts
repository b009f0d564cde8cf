/**
 * The temporary file of a validation: what rows leave behind and memory does not hold.
 *
 * @module
 */
import { join } from "@std/path";
import { EsdhError } from "../core/error.ts";
import type { SpillFile } from "../validate/record_store.ts";

/** Bytes that are written at a time. */
const WRITE_BYTES = 1024 * 1024;

/**
 * Opens a file in a folder of its own that nobody else may enter. Where the system allows it, folder and file
 * lose their names at once, so that nothing is left even if the program is killed.
 *
 * @returns The file, empty.
 * @throws {EsdhError} IO if the system refuses, also later, when the disk is full.
 */
export function openSpillFile(): SpillFile {
  const guard = <T>(what: string, work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new EsdhError("IO", `can't ${what} a temporary file: ${reason}`, {
        cause,
        hint:
          "check the space and rights of the temporary folder; TMPDIR (TEMP on Windows) chooses another",
      });
    }
  };
  const folder = guard("make", () => Deno.makeTempDirSync({ prefix: "esdh_validate_" }));
  const file = guard("open", () => {
    try {
      return Deno.openSync(join(folder, "rows"), {
        read: true,
        write: true,
        create: true,
        truncate: true,
        mode: 0o600,
      });
    } catch (cause) {
      removeFolder(folder);
      throw cause;
    }
  });
  const isGone = removeFolder(folder);
  const room = new Uint8Array(WRITE_BYTES);
  let used = 0;
  let written = 0;
  const flush = () =>
    guard("write", () => {
      file.seekSync(written, Deno.SeekMode.Start);
      for (let at = 0; at < used;) at += file.writeSync(room.subarray(at, used));
      written += used;
      used = 0;
    });
  return {
    write(bytes) {
      for (let at = 0; at < bytes.length;) {
        if (used === room.length) flush();
        const count = Math.min(room.length - used, bytes.length - at);
        room.set(bytes.subarray(at, at + count), used);
        used += count;
        at += count;
      }
    },
    read(bytes, offsetBytes) {
      if (used > 0) flush();
      guard("read", () => {
        file.seekSync(offsetBytes, Deno.SeekMode.Start);
        for (let at = 0; at < bytes.length;) {
          const count = file.readSync(bytes.subarray(at));
          if (count === null) throw new RangeError("it is shorter than what was written");
          at += count;
        }
      });
    },
    close() {
      file.close();
      if (!isGone) removeFolder(folder);
    },
  };
}

/** Removes a folder; systems that keep the names of open files refuse until they are closed. */
function removeFolder(folder: string): boolean {
  try {
    Deno.removeSync(folder, { recursive: true });
    return true;
  } catch {
    return false;
  }
}

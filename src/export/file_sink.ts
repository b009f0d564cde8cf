/**
 * A file being written: hashed and counted on the way.
 *
 * @module
 */
import { type Digest, startDigest } from "../core/digest.ts";
import { EsdhError } from "../core/error.ts";
import { isOutOfSpace } from "../core/system_error.ts";
import type { ByteSink, FileRecord } from "../core/sink.ts";

/** Bytes after which the system is asked to start writing to the disk, so that closing is short. */
const FLUSH_INTERVAL_BYTES = 32 * 1024 * 1024;

/** A sink of a file, of which a part can be made durable. */
export interface FileSink extends ByteSink {
  /** Resolves when all bytes that were written before are on the disk. */
  sync(): Promise<void>;
  /** Gives the sink up and leaves its file. Never throws. */
  leave(): Promise<void>;
}

/** What is kept of a file that an interrupted run left. */
export interface KeptBytes {
  /** Bytes from the start; what is behind them is cut off. */
  readonly sizeBytes: number;
  /** Rows in them. */
  readonly rowCount: number;
}

/**
 * Creates a file, or goes on with one, and takes its bytes. While the system copies an array to the file, this thread hashes
 * it. Holds no bytes of its own: memory is the writer's arrays, one under way at a time.
 *
 * @param filePath Where the file is made; an existing file is replaced.
 * @param name Name in the file's record.
 * @param kept What to keep of the file. Default: nothing.
 * @returns A sink.
 * @throws {EsdhError} IO if the file can't be made, or holds less than is to be kept; `write` and `close` throw
 * it too.
 */
export async function openFileSink(
  filePath: string,
  name: string,
  kept?: KeptBytes,
): Promise<FileSink> {
  const digest = startDigest();
  let sizeBytes = kept?.sizeBytes ?? 0;
  let rowCount = kept?.rowCount ?? 0;
  let flushedBytes = sizeBytes;
  let flush: Promise<void> | undefined;
  let flushFailure: { readonly error: unknown } | undefined;
  const guard = async <T>(verb: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      throw describeFailure(verb, filePath, cause);
    }
  };
  const file = kept === undefined
    ? await guard(
      "create",
      () => Deno.open(filePath, { write: true, create: true, truncate: true }),
    )
    : await guard("go on with", () => openKept(filePath, kept, digest));
  let isOpen = true;
  const closeFile = () => {
    if (isOpen) file.close();
    isOpen = false;
  };
  return {
    write: (bytes, rows) =>
      guard("write", async () => {
        const written = writeAll(file, bytes);
        digest.update(bytes);
        sizeBytes += bytes.length;
        rowCount += rows;
        await written;
        if (sizeBytes - flushedBytes >= FLUSH_INTERVAL_BYTES && flush === undefined) {
          flushedBytes = sizeBytes;
          // The system tells of a failed write once, so what is told here must not be lost.
          flush = file.syncData().catch((error) => void (flushFailure ??= { error }))
            .finally(() => flush = undefined);
        }
      }),
    sync: () =>
      guard("sync", async () => {
        await flush;
        if (flushFailure !== undefined) throw flushFailure.error;
        flushedBytes = sizeBytes;
        await file.syncData();
      }),
    close: () =>
      guard("finish", async (): Promise<FileRecord> => {
        try {
          await flush;
          if (flushFailure !== undefined) throw flushFailure.error;
          await file.sync();
        } finally {
          closeFile();
        }
        return { path: name, sizeBytes, rowCount, sha256: digest.hex() };
      }),
    leave: async () => {
      await flush;
      closeFile();
    },
    abort: async () => {
      await flush;
      closeFile();
      await Deno.remove(filePath).catch(() => {});
    },
  };
}

/** Cuts a file to what is kept of it, hashes that, and stands behind it. */
async function openKept(
  filePath: string,
  { sizeBytes }: KeptBytes,
  digest: Digest,
): Promise<Deno.FsFile> {
  const file = await Deno.open(filePath, { read: true, write: true });
  try {
    await file.truncate(sizeBytes);
    const room = new Uint8Array(READ_BYTES);
    for (let rest = sizeBytes; rest > 0;) {
      const count = await file.read(room.subarray(0, Math.min(rest, room.length)));
      if (count === null) throw new Deno.errors.UnexpectedEof("it is shorter than it was");
      digest.update(room.subarray(0, count));
      rest -= count;
    }
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Bytes read at a time. */
const READ_BYTES = 1024 * 1024;

/**
 * Syncs and hashes a file that something else has filled.
 *
 * @param filePath The file.
 * @param name Name in the file's record.
 * @param rowCount Rows it holds.
 * @returns Its record.
 * @throws {EsdhError} IO if it can't be read.
 */
export async function measureFile(
  filePath: string,
  name: string,
  rowCount: number,
): Promise<FileRecord> {
  try {
    using file = await Deno.open(filePath, { read: true, write: true });
    await file.sync();
    const digest = startDigest();
    const room = new Uint8Array(READ_BYTES);
    let sizeBytes = 0;
    for (let count; (count = await file.read(room)) !== null;) {
      digest.update(room.subarray(0, count));
      sizeBytes += count;
    }
    return { path: name, sizeBytes, rowCount, sha256: digest.hex() };
  } catch (cause) {
    throw describeFailure("read", filePath, cause);
  }
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  let rest = bytes;
  while (rest.length > 0) rest = rest.subarray(await file.write(rest));
}

/**
 * Names what a system call failed on and what to do about it.
 *
 * @param verb What was tried, for example `write`.
 * @param path The file or folder.
 * @param cause What the system threw.
 * @returns An error to throw; an {@link EsdhError} is given back as it is.
 */
export function describeFailure(verb: string, path: string, cause: unknown): EsdhError {
  if (cause instanceof EsdhError) return cause;
  const reason = cause instanceof Error ? cause.message : `${cause}`;
  const hint = hintFor(cause, reason);
  return new EsdhError("IO", `can't ${verb} "${path}": ${reason}`, { path, hint, cause });
}

function hintFor(cause: unknown, reason: string): string {
  if (isOutOfSpace(cause)) {
    return "free space on that disk, or choose another folder with --output-dir";
  }
  if (cause instanceof Deno.errors.PermissionDenied || cause instanceof Deno.errors.NotCapable) {
    return "choose a folder you may write to with --output-dir";
  }
  if (/os error (30|19)\b|read-only/i.test(reason)) {
    return "that file system is read-only: choose another folder with --output-dir";
  }
  return "check that the path is right and its disk is there, or choose another with --output-dir";
}

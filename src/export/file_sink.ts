/**
 * A file being written: hashed and counted on the way.
 *
 * @module
 */
import { type Digest, digestBytesOf, startDigest } from "../core/digest.ts";
import { EsdhError } from "../core/error.ts";
import { describeFileError, isOutOfSpace } from "../core/system_error.ts";
import type { ByteSink, FileRecord } from "../core/sink.ts";

/** Bytes after which the system is asked to start writing to the disk, so that closing is short. */
const FLUSH_INTERVAL_BYTES = 32 * 1024 * 1024;

/** A sink of a file, of which a part can be made durable. */
export interface FileSink extends ByteSink {
  /** Resolves when all bytes that were written before are on the disk. */
  sync(): Promise<void>;
  /** SHA-256 of all bytes written so far; call it while none are under way. */
  digest(): string;
  /** Gives the sink up and leaves its file. Never throws. */
  leave(): Promise<void>;
}

/** What is kept of a file that an interrupted run left. */
export interface KeptBytes {
  /** Bytes from the start; what is behind them is cut off. */
  readonly sizeBytes: number;
  /** Rows in them. */
  readonly rowCount: number;
  /** Their SHA-256. */
  readonly sha256: string;
}

/**
 * Creates a file, or goes on with one, and takes its bytes. While the system copies an array to the file, this thread hashes
 * it. Holds no bytes of its own: memory is the writer's arrays, one under way at a time.
 *
 * @param filePath Where the file is made; an existing file is replaced.
 * @param name Name in the file's record.
 * @param kept What to keep of the file. Default: nothing.
 * @returns A sink.
 * @throws {EsdhError} IO if the file can't be made or read; `write` and `close` throw it too. FINDINGS if it does not
 * begin with the bytes that are to be kept; it is unchanged then.
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
        if (flushFailure !== undefined) throw flushFailure.error;
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
        await file.syncData().catch((error) => {
          flushFailure = { error };
          throw error;
        });
      }),
    digest: () => digest.peek(),
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

/** Hashes what is kept of a file, compares it with what it was, cuts off the rest, and stands behind it. */
async function openKept(
  filePath: string,
  { sizeBytes, sha256 }: KeptBytes,
  digest: Digest,
): Promise<Deno.FsFile> {
  const refuse = (reason: string, cause?: unknown) =>
    new EsdhError("FINDINGS", `"${filePath}" ${reason}`, { path: filePath, cause });
  const file = await Deno.open(filePath, { read: true, write: true }).catch((error) => {
    throw error instanceof Deno.errors.NotFound ? refuse("is gone", error) : error;
  });
  try {
    // Cutting a file that is too short would fill it up with zeros.
    const { size } = await file.stat();
    if (size < sizeBytes) throw refuse(`holds ${size} bytes of the ${sizeBytes} that were written`);
    const room = new Uint8Array(READ_BYTES);
    for (let rest = sizeBytes; rest > 0;) {
      const count = await file.read(room.subarray(0, Math.min(rest, room.length)));
      if (count === null) throw refuse("became shorter while it was read");
      digest.update(room.subarray(0, count));
      rest -= count;
    }
    if (digest.peek() !== sha256) throw refuse("holds other bytes than were written");
    await file.truncate(sizeBytes);
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Bytes read at a time. */
const READ_BYTES = 1024 * 1024;

/**
 * Makes a file that something else has filled durable.
 *
 * @param filePath The file.
 * @throws {EsdhError} IO if it can't be.
 */
export async function syncFile(filePath: string): Promise<void> {
  try {
    using file = await Deno.open(filePath, { read: true, write: true });
    await file.sync();
  } catch (cause) {
    throw describeFailure("sync", filePath, cause);
  }
}

/**
 * Hashes a file; reads it alone.
 *
 * @param filePath The file.
 * @param name Name in the file's record.
 * @param rowCount Rows it holds.
 * @param check Called now and then; what it throws ends the reading.
 * @returns Its record.
 * @throws {EsdhError} IO if it can't be read.
 */
export async function digestFile(
  filePath: string,
  name: string,
  rowCount: number,
  check: () => void = () => {},
): Promise<FileRecord> {
  try {
    using file = await Deno.open(filePath, { read: true });
    const { sizeBytes, sha256 } = await digestBytesOf(file, check);
    return { path: name, sizeBytes, rowCount, sha256 };
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
  const hint = hintFor(cause, cause instanceof Error ? cause.message : `${cause}`);
  // The runtime's words on a refusal name its own switches, which this program's user does not have.
  const reason = isRefusal(cause)
    ? describeFileError(cause)
    : cause instanceof Error
    ? cause.message
    : `${cause}`;
  return new EsdhError("IO", `can't ${verb} "${path}": ${reason}`, { path, hint, cause });
}

function isRefusal(cause: unknown): boolean {
  return cause instanceof Deno.errors.PermissionDenied || cause instanceof Deno.errors.NotCapable;
}

function hintFor(cause: unknown, reason: string): string {
  if (isOutOfSpace(cause)) {
    return "free space on that disk, or choose another folder with --output-dir";
  }
  if (isRefusal(cause)) {
    return "choose a folder you may write to with --output-dir";
  }
  if (/os error (30|19)\b|read-only/i.test(reason)) {
    return "that file system is read-only: choose another folder with --output-dir";
  }
  return "check that the path is right and its disk is there, or choose another with --output-dir";
}

/**
 * A window that moves over the bytes of a file: what is unread moves to its front, the next bytes
 * come behind.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import type { ByteSource, ReadScope } from "../core/table.ts";

/** Bytes read at a time. */
export const READ_BYTES = 512 * 1024;

/** Greatest size of one row in a text format; what is longer is reported and passed over. */
export const MAX_ROW_BYTES = 1024 * 1024;

/** Greatest size of one quoted cell; a quote that stays open longer was never meant to open. */
export const MAX_CELL_BYTES = 64 * 1024;

/**
 * Opens a file for reading.
 *
 * @param path The file.
 * @returns The open file, to be closed by the caller.
 * @throws {EsdhError} IO if the system refuses.
 */
export async function openFile(path: string): Promise<Deno.FsFile> {
  try {
    return await Deno.open(path, { read: true });
  } catch (cause) {
    throw readError(path, cause);
  }
}

/**
 * Wraps what the system says when a file can't be read.
 *
 * @param path The file.
 * @param cause The system's error.
 * @returns An error to throw.
 */
export function readError(path: string, cause: unknown): EsdhError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new EsdhError("IO", `can't read "${path}": ${reason}`, {
    path,
    cause,
    hint: "check that it is a file and that you may read it",
  });
}

/** Bytes that are read, `bytes[position]` up to `bytes[limit - 1]`, with room for one sentinel behind them. */
export interface Window {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** First unread byte. */
  position: number;
  /** Byte behind the last one at hand. */
  readonly limit: number;
  /** Whether there are no more bytes. */
  readonly isLast: boolean;
  /** Moves the unread bytes to the front and gets more behind them; gives how far they moved. */
  refill(): Promise<number>;
}

/**
 * A window over bytes that are all at hand.
 *
 * @param bytes The bytes, with room for one more.
 * @param limit How many they are.
 * @param position The first one to read, default 0.
 * @returns A window that needs no refill.
 */
export function openBytes(
  bytes: Uint8Array<ArrayBuffer>,
  limit: number,
  position = 0,
): Window {
  return { bytes, position, limit, isLast: true, refill: () => Promise.resolve(0) };
}

/**
 * The unread part of a file, at most {@link READ_BYTES} + {@link MAX_ROW_BYTES} of it at a time.
 * `bytes[position]` up to `bytes[limit - 1]` are unread; there is room for one sentinel behind them.
 */
export class ByteWindow implements Window {
  /** The room. The same array as long as the window lives. */
  readonly bytes: Uint8Array<ArrayBuffer> = new Uint8Array(READ_BYTES + MAX_ROW_BYTES + 64);
  /** First unread byte. */
  position = 0;
  /** Byte behind the last one read from the file. */
  limit = 0;
  /** Whether the file has no more bytes. */
  isLast = false;
  /** Whether the file began with the UTF-8 byte order mark, which is passed over. */
  hasMark = false;
  readonly #file: ByteSource;
  readonly #scope: ReadScope;
  #isFresh = true;

  private constructor(file: ByteSource, scope: ReadScope) {
    this.#file = file;
    this.#scope = scope;
  }

  /**
   * Opens a file and reads its first bytes.
   *
   * @param scope The file.
   * @param offsetBytes The first byte to read, default 0.
   * @returns A window at this byte; at the file's first behind a byte order mark.
   * @throws {EsdhError} IO if the system refuses.
   */
  static async open(scope: ReadScope, offsetBytes = 0): Promise<ByteWindow> {
    const file = await (scope.openSource ?? (() => openFile(scope.path)))();
    const window = new ByteWindow(file, scope);
    try {
      if (offsetBytes > 0) {
        if (!("seek" in file)) throw new TypeError("the text of a packed file has one beginning");
        await (file as Deno.FsFile).seek(offsetBytes, Deno.SeekMode.Start);
        window.#isFresh = false;
      }
      await window.refill();
      return window;
    } catch (error) {
      window.close();
      throw error;
    }
  }

  /**
   * Moves the unread bytes to the front and reads more behind them; spans handed out before are void.
   *
   * @returns The number of bytes by which unread ones moved.
   * @throws {EsdhError} IO if the system can't read on.
   */
  async refill(): Promise<number> {
    const moved = this.position;
    this.bytes.copyWithin(0, this.position, this.limit);
    this.limit -= moved;
    this.position = 0;
    const wanted = Math.min(this.limit + READ_BYTES, READ_BYTES + MAX_ROW_BYTES);
    while (!this.isLast && this.limit < wanted) {
      this.#scope.signal?.throwIfAborted();
      const room = this.bytes.subarray(this.limit, wanted);
      let count: number | null;
      try {
        count = await this.#file.read(room);
      } catch (cause) {
        throw readError(this.#scope.path, cause);
      }
      if (count === null) {
        this.isLast = true;
        break;
      }
      this.#scope.onBytes?.(room.subarray(0, count));
      this.limit += count;
    }
    if (this.#isFresh) {
      this.#isFresh = false;
      const [a, b, c] = this.bytes;
      this.hasMark = this.limit >= 3 && a === 0xef && b === 0xbb && c === 0xbf;
      if (this.hasMark) this.position = 3;
    }
    return moved;
  }

  /** Reads the file to its end without looking at it, so that `onBytes` has seen all. */
  async drain(): Promise<void> {
    while (!this.isLast) {
      this.position = this.limit;
      await this.refill();
    }
  }

  /** Closes the file. */
  close(): void {
    this.#file.close();
  }
}

/**
 * Parts of a file, read wherever they lie.
 *
 * @module
 */
import { readError } from "./byte_window.ts";
import { damaged } from "./thrift.ts";

/** Reads parts of a file. Memory: what is asked for. */
export class ByteSlices {
  readonly #file: Deno.FsFile;
  readonly #path: string;

  /**
   * @param file The open file; it stays the caller's.
   * @param path Its path, for messages.
   * @param size Its size in bytes.
   */
  constructor(file: Deno.FsFile, path: string, readonly size: number) {
    this.#file = file;
    this.#path = path;
  }

  /**
   * Reads bytes.
   *
   * @param start First byte.
   * @param end Byte behind the last.
   * @returns As many bytes.
   * @throws {SyntaxError} If the file has them not.
   * @throws {EsdhError} IO if the system refuses.
   */
  async read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = this.#make(start, end);
    try {
      this.#file.seekSync(start, Deno.SeekMode.Start);
      for (let done = 0; done < bytes.length;) {
        done += countRead(await this.#file.read(bytes.subarray(done)));
      }
    } catch (cause) {
      throw cause instanceof SyntaxError ? cause : readError(this.#path, cause);
    }
    return bytes;
  }

  /**
   * Reads bytes, while this thread waits: what is in memory is had sooner than another thread is asked for it.
   *
   * @param start First byte.
   * @param end Byte behind the last.
   * @param slackBytes Room behind them, default 0.
   * @returns As many bytes, and the room.
   * @throws {SyntaxError} If the file has them not.
   * @throws {EsdhError} IO if the system refuses.
   */
  readSync(start: number, end: number, slackBytes = 0): Uint8Array<ArrayBuffer> {
    const bytes = this.#make(start, end, slackBytes);
    const target = bytes.subarray(0, end - start);
    try {
      this.#file.seekSync(start, Deno.SeekMode.Start);
      for (let done = 0; done < target.length;) {
        done += countRead(this.#file.readSync(target.subarray(done)));
      }
    } catch (cause) {
      throw cause instanceof SyntaxError ? cause : readError(this.#path, cause);
    }
    return bytes;
  }

  #make(start: number, end: number, slackBytes = 0): Uint8Array<ArrayBuffer> {
    if (start < 0 || end > this.size || start > end) throw damaged("it points outside itself");
    return new Uint8Array(end - start + slackBytes);
  }
}

/**
 * Makes of what the reading of slices throws an error for people.
 *
 * @param path The file.
 * @param error What was thrown.
 * @returns An {@linkcode EsdhError} IO where the file has not the bytes; any other error as it is.
 */
export function tellSlices(path: string, error: unknown): unknown {
  return error instanceof SyntaxError ? readError(path, error) : error;
}

function countRead(count: number | null): number {
  if (count === null) throw damaged("it became shorter while it was read");
  return count;
}

/**
 * Standard output and standard error as commands see them.
 *
 * @module
 */
import { EsdhError } from "../core/error.ts";
import { describeFileError, isOutOfSpace } from "../core/system_error.ts";
import type { Output } from "./command.ts";

/** Thrown by a write to standard output whose reader is gone: the program ends, without a word. */
export class ClosedOutputError extends Error {
  override readonly name = "ClosedOutputError";
}

/** The part of `Deno.stdout` and `Deno.stderr` that is used here. */
export interface ByteStream {
  writeSync(bytes: Uint8Array): number;
  write(bytes: Uint8Array): Promise<number>;
  isTerminal(): boolean;
}

/** What is known of the terminal. */
export interface OutputOptions {
  /** Whether colours may be used on a terminal. */
  readonly allowsColor: boolean;
  /** Width where the stream is no terminal, in characters. Default 80. */
  readonly fallbackColumns?: number | undefined;
  /** Called once when the reader is gone. */
  readonly onClosed?: () => void;
}

const encoder = new TextEncoder();
const MIN_COLUMNS = 20;

/**
 * Opens a stream for text. Writes are synchronous, so that nothing is lost when the program exits.
 *
 * @param stream `Deno.stdout` or `Deno.stderr`.
 * @param options Colour and width.
 * @returns The output. Its `write` throws {@link ClosedOutputError} when the reader is gone, if
 * `options.onClosed` is given; without it such text is dropped. It throws EsdhError IO where the system refuses.
 */
export function openOutput(stream: ByteStream, options: OutputOptions): Output {
  const isTerminal = stream.isTerminal();
  let isClosed = false;
  const { fallbackColumns } = options;
  return {
    isTerminal,
    ...(isTerminal || fallbackColumns === undefined
      ? {}
      : { pipeColumns: Math.max(MIN_COLUMNS, fallbackColumns) }),
    hasColor: isTerminal && options.allowsColor,
    get columns() {
      const columns = isTerminal ? readConsoleColumns() : undefined;
      return Math.max(MIN_COLUMNS, columns ?? fallbackColumns ?? 80);
    },
    write(text) {
      try {
        if (!isClosed) writeAllSync(stream, encoder.encode(text));
      } catch (error) {
        if (!isClosedPipe(error)) throw refusedWrite(error);
        isClosed = true;
        options.onClosed?.();
      }
      if (isClosed && options.onClosed !== undefined) throw new ClosedOutputError();
    },
  };
}

/**
 * Writes bytes and waits for a slow reader without blocking the program, so that a signal is heard.
 *
 * @param stream `Deno.stdout`.
 * @param bytes Free again when this resolves.
 * @throws {ClosedOutputError} If the reader is gone.
 * @throws {EsdhError} IO if the system refuses, as on a full disk.
 */
export async function writeAll(stream: ByteStream, bytes: Uint8Array): Promise<void> {
  try {
    for (let start = 0; start < bytes.length;) {
      start += await stream.write(start === 0 ? bytes : bytes.subarray(start));
    }
  } catch (error) {
    throw isClosedPipe(error) ? new ClosedOutputError() : refusedWrite(error);
  }
}

function writeAllSync(stream: ByteStream, bytes: Uint8Array): void {
  for (let start = 0; start < bytes.length;) {
    try {
      start += stream.writeSync(bytes.subarray(start));
    } catch (error) {
      // A pipe that its other end made non-blocking is full: wait for the reader.
      if (!(error instanceof Deno.errors.WouldBlock)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function refusedWrite(cause: unknown): EsdhError {
  return new EsdhError("IO", `can't write the output: ${describeFileError(cause)}`, {
    hint: isOutOfSpace(cause)
      ? "free space where the output goes, or send it elsewhere"
      : "check where the output goes, or send it elsewhere",
    cause,
  });
}

function isClosedPipe(error: unknown): boolean {
  if (error instanceof ClosedOutputError || error instanceof Deno.errors.BrokenPipe) return true;
  // Windows: ERROR_BROKEN_PIPE and ERROR_NO_DATA, "the pipe is being closed".
  return error instanceof Error && /os error (109|232)\b/.test(error.message);
}

function readConsoleColumns(): number | undefined {
  try {
    const { columns } = Deno.consoleSize();
    return columns > 0 ? columns : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A growing run of bytes that writers fill.
 *
 * @module
 */

/** Bytes past the written length that a writer may spoil without asking. */
export const SLACK_BYTES = 64;

const encoder = new TextEncoder();

/** Characters of a text that is copied one by one, at most. */
const MOST_COPIED = 96;

/**
 * Bytes being written: `bytes[0]` up to `bytes[length - 1]`. Writers reserve room once for many rows,
 * then write at `length` through `bytes` and `view`, and set `length`.
 *
 * @example
 * ```ts
 * import { ByteBuffer } from "./buffer.ts";
 * const buffer = new ByteBuffer();
 * buffer.writeText("é");
 * if (buffer.written().length !== 2) throw new RangeError();
 * ```
 */
export class ByteBuffer {
  /** The room; replaced when it grows. */
  bytes: Uint8Array<ArrayBuffer>;
  /** A view of the whole of `bytes`. */
  view: DataView<ArrayBuffer>;
  /** Number of bytes written. */
  length = 0;

  /** @param room A buffer to fill, for example one that was handed back. Default: 64 KiB. */
  constructor(room: ArrayBuffer = new ArrayBuffer(65_536)) {
    this.bytes = new Uint8Array(room);
    this.view = new DataView(room);
  }

  /**
   * Makes sure that so many more bytes, and {@link SLACK_BYTES} beyond, can be written.
   *
   * @param byteCount Bytes about to be written.
   */
  reserve(byteCount: number): void {
    const wanted = this.length + byteCount + SLACK_BYTES;
    if (wanted <= this.bytes.length) return;
    const room = new ArrayBuffer(Math.max(wanted, this.bytes.length * 2));
    const bytes = new Uint8Array(room);
    bytes.set(this.bytes.subarray(0, this.length));
    this.bytes = bytes;
    this.view = new DataView(room);
  }

  /**
   * Appends bytes.
   *
   * @param bytes Copied.
   */
  writeBytes(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /**
   * Appends a text's UTF-8.
   *
   * @param text Any text.
   */
  writeText(text: string): void {
    const { length } = text;
    if (length > MOST_COPIED) return this.writeBytes(encoder.encode(text));
    this.reserve(length);
    const { bytes } = this;
    const start = this.length;
    // A short text of ASCII is copied in less time than the encoder takes to be called.
    for (let at = 0; at < length; at++) {
      const code = text.charCodeAt(at);
      if (code > 127) return this.writeBytes(encoder.encode(text));
      bytes[start + at] = code;
    }
    this.length = start + length;
  }

  /** The bytes written so far, as a view that the next write may change. */
  written(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length);
  }

  /** Forgets what was written; keeps the room. */
  clear(): void {
    this.length = 0;
  }
}

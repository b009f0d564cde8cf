/**
 * The rows of a batch as the text of a format, and where each of them lies.
 *
 * @module
 */
import type { Batch } from "../core/batch.ts";
import { ByteBuffer } from "../core/buffer.ts";
import type { Encoder } from "../core/format.ts";

const LF = 10;
const QUOTE = 34;

/** Encodes batches; each row is a line. */
export class RowLines {
  /** Where each row begins, and behind the last row. */
  starts: Int32Array<ArrayBuffer> = new Int32Array(1024);
  readonly #buffer = new ByteBuffer();

  /**
   * @param encoder Writes rows that end with a line feed.
   * @param lineEndBytes Bytes of a line's end.
   * @param hasQuotes Whether a text between quotes may hold line feeds, and quotes that are doubled.
   */
  constructor(
    readonly encoder: Encoder,
    readonly lineEndBytes: number,
    readonly hasQuotes: boolean,
  ) {}

  /** What the starts point into. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#buffer.bytes;
  }

  /**
   * Encodes a batch; what was encoded before is gone.
   *
   * @param batch The batch.
   */
  fill(batch: Batch): void {
    const buffer = this.#buffer;
    buffer.clear();
    this.encoder.encode(batch, buffer);
    const { bytes, length } = buffer;
    if (this.starts.length <= batch.count) this.starts = new Int32Array(2 * batch.count + 1);
    const { starts } = this;
    let row = 0;
    starts[0] = 0;
    // A quote within a quoted text is written twice, which closes and opens it.
    const quote = this.hasQuotes ? QUOTE : -1;
    let isQuoted = false;
    for (let at = 0; at < length; at++) {
      const byte = bytes[at]!;
      if (byte === quote) isQuoted = !isQuoted;
      else if (byte === LF && !isQuoted) starts[++row] = at + 1;
    }
    if (row !== batch.count) throw new RangeError(`${row} lines of ${batch.count} rows`);
  }

  /**
   * A row without its line's end.
   *
   * @param row Its place in the batch.
   * @returns A view.
   */
  line(row: number): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(this.starts[row]!, this.starts[row + 1]! - this.lineEndBytes);
  }
}

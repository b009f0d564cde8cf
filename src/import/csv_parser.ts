/**
 * The rows of CSV bytes, one at a time: RFC 4180 with CRLF or LF, and a clear word about all else.
 *
 * @module
 */
import { CELL } from "../core/table.ts";
import { MAX_CELL_BYTES, MAX_ROW_BYTES, type Window } from "./byte_window.ts";
import { BLOCK_ROWS, type RowBuffer } from "./row_buffer.ts";

const LF = 10;
const CR = 13;
const QUOTE = 34;
const COMMA = 44;

/** Cells of one row that are kept; a wider row is counted, not kept. */
export const MAX_CELLS = 4096;

/** 1 for the bytes that end an unquoted run: comma, LF, quote. */
const ENDS_RUN = new Uint8Array(256);
ENDS_RUN[LF] = ENDS_RUN[COMMA] = ENDS_RUN[QUOTE] = 1;

/** The byte behind the comma, four times; with the sign bits, it tells whether one of four bytes is below it. */
const ABOVE_COMMA = 0x2d2d2d2d;
const SIGN_BITS = 0x80808080 | 0;

/** What came of a look at the next row. */
export type CsvStep = "row" | "more" | "end" | "open-quote" | "too-long";

/**
 * Looks at the next row of a window. A row that does not end in the window is looked at again, from its
 * first byte, once there is more of it.
 */
export class CsvParser {
  /** First byte of each cell of the row. */
  readonly starts: Int32Array = new Int32Array(MAX_CELLS);
  /** Byte behind the last of each cell. */
  readonly ends: Int32Array = new Int32Array(MAX_CELLS);
  /** Number of cells of the row, also of those not kept. */
  cellCount = 0;
  /** Line on which the next row starts, from 1. */
  line = 1;
  /** Whether a quote stands inside an unquoted cell, or text behind a closing one. */
  hasStrayQuote = false;
  /** Whether the row is an empty line. */
  isBlank = false;
  readonly #window: Window;
  readonly #doubled: number[] = [];

  /** @param window The bytes. */
  constructor(window: Window) {
    this.#window = window;
  }

  /**
   * Reads a row and moves behind it; on anything but `row` nothing moves.
   *
   * @returns `row`; `more` where the window must be refilled; `end` behind the last row; `open-quote` or
   *   `too-long` where {@link skipRow} must give the row up.
   */
  next(): CsvStep {
    const window = this.#window;
    const { bytes, limit, position } = window;
    if (position === limit) return window.isLast ? "end" : "more";
    bytes[limit] = LF;
    const { starts, ends } = this;
    this.#doubled.length = 0;
    this.hasStrayQuote = false;
    let at = position;
    let cell = 0;
    let breaks = 0;
    while (true) {
      let start = at;
      let end: number;
      if (bytes[at] === QUOTE && at < limit) {
        start = ++at;
        let hasDoubled = false;
        while (true) {
          const close = bytes.indexOf(QUOTE, at);
          if (close === -1 || close >= limit) {
            return window.isLast || limit - start > MAX_CELL_BYTES ? "open-quote" : this.#short();
          }
          at = close + 1;
          if (at === limit && !window.isLast) return this.#short();
          if (at === limit || bytes[at] !== QUOTE) break;
          hasDoubled = true;
          at++;
        }
        end = at - 1;
        if (end - start > MAX_CELL_BYTES) return "open-quote";
        for (let b = start; b < end; b++) if (bytes[b] === LF) breaks++;
        if (hasDoubled && cell < MAX_CELLS) this.#doubled.push(cell);
        const behind = bytes[at];
        if (behind !== COMMA && behind !== LF && !(behind === CR && bytes[at + 1] === LF)) {
          this.hasStrayQuote = true;
          start--;
          if (hasDoubled) this.#doubled.pop();
          while (bytes[at] !== COMMA && bytes[at] !== LF) at++;
          end = bytes[at] === LF && bytes[at - 1] === CR ? at - 1 : at;
        } else if (behind === CR) at++;
      } else {
        while (true) {
          while (ENDS_RUN[bytes[at]!] === 0) at++;
          if (bytes[at] !== QUOTE) break;
          this.hasStrayQuote = true;
          at++;
        }
        end = bytes[at] === LF && at > start && bytes[at - 1] === CR ? at - 1 : at;
      }
      if (at >= limit && !window.isLast) return this.#short();
      if (cell < MAX_CELLS) {
        starts[cell] = start;
        ends[cell] = end;
      }
      cell++;
      if (bytes[at] === LF) break;
      at++;
    }
    if (at - position > MAX_ROW_BYTES) return "too-long";
    this.isBlank = cell === 1 && ends[0] === starts[0] && bytes[position] !== QUOTE;
    this.cellCount = cell;
    this.#breaks = breaks;
    window.position = Math.min(at + 1, limit);
    if (this.#doubled.length > 0) this.#undouble(bytes);
    return "row";
  }

  #breaks = 0;

  /** Lines the row took that {@link next} last read. */
  get rowLines(): number {
    return this.#breaks + 1;
  }

  #short(): CsvStep {
    const { limit, position } = this.#window;
    return limit - position >= MAX_ROW_BYTES ? "too-long" : "more";
  }

  /**
   * Passes over the rest of the line at which the row starts, as far as the window holds it.
   *
   * @returns Whether the end of the line was reached; where not, refill and call again.
   */
  skipLine(): boolean {
    const window = this.#window;
    const { bytes, position, limit } = window;
    const end = bytes.subarray(position, limit).indexOf(LF);
    window.position = end === -1 ? limit : position + end + 1;
    return end !== -1 || window.isLast;
  }

  /**
   * Reads plain rows straight into a buffer, until it is full or a row comes that is not plain: one with quotes,
   * with another number of cells, or one that does not end in the window. {@link next} then reads that one.
   *
   * @param rows The buffer; a row has as many cells as its width.
   */
  nextPlain(rows: RowBuffer): void {
    const window = this.#window;
    const { bytes, limit } = window;
    const { starts, ends, kinds, lines, width } = rows;
    bytes[limit] = LF;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const last = width - 1;
    let { count } = rows;
    let at = window.position;
    let cell = count * width;
    while (count < BLOCK_ROWS) {
      const first = at;
      let column = 0;
      while (true) {
        const start = at;
        let byte: number;
        while (true) {
          // Four bytes at a time as long as all are letters, digits or others behind the comma.
          const four = view.getInt32(at, true);
          const below = (four - ABOVE_COMMA) & ~four & SIGN_BITS;
          if (below === 0) {
            at += 4;
            continue;
          }
          // The lowest bit is that of the first such byte.
          at += (31 - Math.clz32(below & -below)) >> 3;
          byte = bytes[at]!;
          if (ENDS_RUN[byte] === 1) break;
          at++;
        }
        let end = at;
        if (column === last) {
          if (byte !== LF || at >= limit || at - first > MAX_ROW_BYTES) break;
          if (end > start && bytes[end - 1] === CR) end--;
        } else if (byte !== COMMA) break;
        starts[cell] = start;
        ends[cell] = end;
        kinds[cell] = start === end ? CELL.null : CELL.untyped;
        cell++;
        at++;
        column++;
        if (column > last) break;
      }
      if (column <= last) break;
      lines[count++] = this.line++;
      window.position = at;
    }
    rows.count = count;
  }

  /** Writes `""` as `"` in the cells that hold it: they only get shorter, and are not read again. */
  #undouble(bytes: Uint8Array): void {
    for (const cell of this.#doubled) {
      let to = this.starts[cell]!;
      const end = this.ends[cell]!;
      for (let from = to; from < end; from++) {
        const byte = bytes[from]!;
        bytes[to++] = byte;
        if (byte === QUOTE) from++;
      }
      this.ends[cell] = to;
    }
  }
}

/**
 * The rows of an entity as members of a JSON array, from the engine's own line writer: a line of
 * NDJSON is a row of JSON, so only what stands between rows differs.
 *
 * @module
 */
import type { ByteBuffer } from "../core/buffer.ts";

const NEWLINE = 0x0a;
const COMMA = 0x2c;

/** Writes NDJSON on as the members of one JSON array. */
export class JsonRowWriter {
  /** Number of rows written. */
  rowCount = 0;
  /** A line has ended, and what follows it is not known yet. */
  #isBetween = false;

  /**
   * Appends lines as rows, with commas between them and none behind the last.
   *
   * @param lines NDJSON, cut anywhere; may be filled again afterwards.
   * @param target Takes the rows.
   */
  write(lines: Uint8Array, target: ByteBuffer): void {
    if (lines.length === 0) return;
    target.reserve(lines.length + 1);
    if (this.#isBetween) target.bytes[target.length++] = COMMA;
    const { bytes, length: start } = target;
    bytes.set(lines, start);
    const end = start + lines.length;
    const isWhole = bytes[end - 1] === NEWLINE;
    target.length = isWhole ? end - 1 : end;
    if (isWhole) this.rowCount++;
    this.#isBetween = isWhole;
    // A newline inside a text is written `\n`, so each byte 10 is the end of a row.
    const rows = target.written();
    for (let at = rows.indexOf(NEWLINE, start); at !== -1; at = rows.indexOf(NEWLINE, at + 1)) {
      rows[at] = COMMA;
      this.rowCount++;
    }
  }
}

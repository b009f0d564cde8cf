/**
 * The rows of an entity as members of a JSON array, from the engine's own line writer: a line of
 * NDJSON is a row of JSON, so only what stands between rows differs.
 *
 * @module
 */

const NEWLINE = 0x0a;
const COMMA = 0x2c;

/**
 * Turns NDJSON into the members of one JSON array, in place: no row is copied.
 *
 * @param lines NDJSON, cut anywhere; the arrays are changed and handed on.
 * @yields The same bytes with commas between rows and none behind the last; one array is held back.
 * @returns The number of rows.
 *
 * @example
 * ```ts
 * import { joinRows } from "./json_rows.ts";
 * const lines = [new TextEncoder().encode('{"a":1}\n{"a":2}\n')];
 * const text = new TextDecoder().decode(joinRows(lines).next().value as Uint8Array);
 * if (text !== '{"a":1},{"a":2}') throw new RangeError(text);
 * ```
 */
export function* joinRows(
  lines: Iterable<Uint8Array<ArrayBuffer>>,
): Generator<Uint8Array<ArrayBuffer>, number> {
  let rowCount = 0;
  let held: Uint8Array<ArrayBuffer> | undefined;
  for (const bytes of lines) {
    if (bytes.length === 0) continue;
    if (held !== undefined) yield held;
    held = bytes;
    // A newline inside a text is written `\n`, so each byte 10 is the end of a row.
    for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) {
      bytes[at] = COMMA;
      rowCount++;
    }
  }
  if (held !== undefined) yield held.subarray(0, held.length - 1);
  return rowCount;
}

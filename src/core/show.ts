/**
 * Bytes of a file as text for a finding.
 *
 * @module
 */

/** Characters of a value that a finding shows at most. */
export const SHOWN_LENGTH = 80;

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const windows = new TextDecoder("windows-1252");

/**
 * Bytes as text a terminal can show: UTF-8, else windows-1252; controls as `\xNN`, cut at
 * {@link SHOWN_LENGTH}.
 *
 * @param bytes What the span points into.
 * @param start First byte.
 * @param end Byte behind the last.
 * @returns The text.
 *
 * @example
 * ```ts
 * import { showBytes } from "./show.ts";
 * if (showBytes(new Uint8Array([65, 0, 233]), 0, 3) !== "A\\x00é") throw new RangeError();
 * ```
 */
export function showBytes(bytes: Uint8Array, start: number, end: number): string {
  const span = bytes.subarray(start, Math.min(end, start + 4 * SHOWN_LENGTH));
  let text: string;
  try {
    text = strict.decode(span);
  } catch {
    text = windows.decode(span);
  }
  return showText(end - start > span.length ? `${text.slice(0, SHOWN_LENGTH)}...` : text);
}

/**
 * A text that a terminal can show: controls as `\xNN`, cut at {@link SHOWN_LENGTH}.
 *
 * @param text Any text.
 * @returns One line.
 */
export function showText(text: string): string {
  const clean = escapeControls(text);
  return clean.length > SHOWN_LENGTH + 3 ? `${clean.slice(0, SHOWN_LENGTH)}...` : clean;
}

/**
 * A text that can do nothing to a terminal, whole: controls as `\xNN`, marks that turn the direction of
 * writing as `\uNNNN`.
 *
 * @param text Any text without escape codes of our own.
 * @returns One line.
 */
export function escapeControls(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g, (character) => {
    const hex = character.charCodeAt(0).toString(16);
    return hex.length > 2 ? `\\u${hex}` : `\\x${hex.padStart(2, "0")}`;
  });
}

/**
 * JSON strings as the JSON formats write them.
 *
 * @module
 */
import { escapeNonAscii } from "../core/json.ts";

/**
 * A text as a JSON string.
 *
 * @param text Any text; a lone surrogate is escaped.
 * @returns The string with its quotes, characters beyond ASCII as they are.
 */
export function formatJsonText(text: string): string {
  return JSON.stringify(text);
}

/**
 * A text as a JSON string in ASCII.
 *
 * @param text Any text.
 * @returns The string with its quotes.
 */
export function formatAsciiJsonText(text: string): string {
  return escapeNonAscii(JSON.stringify(text));
}

/**
 * Whether a byte may stand in an ASCII JSON string as it is.
 *
 * @param byte From 0 to 255.
 * @returns False for quotes, backslashes, control characters and bytes beyond ASCII.
 */
export function isSafeJsonByte(byte: number): boolean {
  return byte >= 0x20 && byte < 0x80 && byte !== 0x22 && byte !== 0x5c && byte !== 0x7f;
}

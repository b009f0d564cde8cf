/**
 * JSON strings as the JSON formats write them.
 *
 * @module
 */
import { escapeNonAscii } from "../core/json.ts";

/** A text as a JSON string, in UTF-8. */
export function formatJsonText(text: string): string {
  return JSON.stringify(text);
}

/** A text as a JSON string, in ASCII. */
export function formatAsciiJsonText(text: string): string {
  return escapeNonAscii(JSON.stringify(text));
}

/** Whether an ASCII byte may stand in a JSON string as it is. */
export function isSafeJsonByte(byte: number): boolean {
  return byte >= 0x20 && byte < 0x80 && byte !== 0x22 && byte !== 0x5c && byte !== 0x7f;
}

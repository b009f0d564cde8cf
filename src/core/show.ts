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
  // deno-lint-ignore no-control-regex
  const clean = text.replace(
    /[\x00-\x1f\x7f-\x9f]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
  return clean.length > SHOWN_LENGTH + 3 ? `${clean.slice(0, SHOWN_LENGTH)}...` : clean;
}

/**
 * A count with a comma between thousands.
 *
 * @param count A whole number.
 * @returns For example `1,234,567`.
 *
 * @example
 * ```ts
 * import { showCount } from "./show.ts";
 * if (showCount(1234567) !== "1,234,567") throw new RangeError();
 * ```
 */
export function showCount(count: number): string {
  return `${count}`.replace(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * A count with its noun.
 *
 * @param count A whole number.
 * @param noun In the singular; the plural gets an "s".
 * @returns For example `1 row` or `2,000 rows`.
 */
export function showCountOf(count: number, noun: string): string {
  return `${showCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/**
 * A size with its unit, in powers of 1000.
 *
 * @param sizeBytes A whole number.
 * @returns For example `308 kB`.
 */
export function showSize(sizeBytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = sizeBytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

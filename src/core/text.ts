/**
 * Text that fits: wrapping, padding and cutting by the width a terminal shows.
 *
 * @module
 */
import { escapeControls } from "./show.ts";

// deno-lint-ignore no-control-regex
const ESCAPE_CODES = /\x1b\[[0-9;]*m/g;
const PLAIN = /^[\x20-\x7e]*$/;
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]$/u;
const EMOJI = /^\p{Emoji_Presentation}$/u;
/** Blocks whose characters take two columns (East Asian Width W and F), as first and last. */
const WIDE_BLOCKS = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
] as const;

/**
 * The number of columns a text takes on a terminal.
 *
 * @param text One line; escape codes of colours take no room.
 * @returns Columns: 2 for wide East Asian characters and emoji, 0 for combining marks.
 *
 * @example
 * ```ts
 * import { textWidth } from "./text.ts";
 * if (textWidth("\x1b[31mab\x1b[39m") !== 2 || textWidth("\u6771") !== 2) throw new RangeError();
 * ```
 */
export function textWidth(text: string): number {
  const bare = text.includes("\x1b") ? text.replace(ESCAPE_CODES, "") : text;
  if (PLAIN.test(bare)) return bare.length;
  let width = 0;
  for (const character of bare) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  if (NO_WIDTH.test(character)) return 0;
  const code = character.codePointAt(0)!;
  const isWide = WIDE_BLOCKS.some(([first, last]) => code >= first && code <= last);
  return isWide || EMOJI.test(character) ? 2 : 1;
}

/**
 * Breaks a text at its blanks. A word that is wider than a line stands alone on one. Controls are shown as
 * `\xNN`: what is wrapped may come from a foreign file or server.
 *
 * @param given One paragraph without escape codes.
 * @param width Greatest width of a line, in columns; Infinity breaks nothing.
 * @returns At least one line, none with a blank at its end.
 *
 * @example
 * ```ts
 * import { wrapText } from "./text.ts";
 * if (wrapText("one two three", 7).join("|") !== "one two|three") throw new RangeError();
 * ```
 */
export function wrapText(given: string, width: number): string[] {
  const text = escapeControls(given);
  if (textWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer) > width) {
      lines.push(line.trimEnd());
      line = word;
    } else {
      line = longer;
    }
  }
  lines.push(line.trimEnd());
  return lines;
}

/**
 * Cuts a text to a width, with an ellipsis where something was cut.
 *
 * @param text One line without escape codes.
 * @param width Greatest width in columns.
 * @param ellipsis What stands for the rest; default `…`.
 * @returns The text, or its start and the ellipsis.
 *
 * @example
 * ```ts
 * import { cutText } from "./text.ts";
 * if (cutText("Walnut Creek", 8) !== "Walnut …") throw new RangeError();
 * ```
 */
export function cutText(text: string, width: number, ellipsis = "…"): string {
  if (textWidth(text) <= width) return text;
  const room = width - textWidth(ellipsis);
  if (room < 0) return "";
  let start = "";
  let used = 0;
  for (const character of text) {
    const next = textWidth(character);
    if (used + next > room) break;
    start += character;
    used += next;
  }
  return `${start}${ellipsis}`;
}

/**
 * Fills a text with blanks up to a width.
 *
 * @param text One line without escape codes.
 * @param width Width in columns.
 * @param align Side the text stands on, default left.
 * @returns A text at least `width` columns wide.
 */
export function padText(text: string, width: number, align: "left" | "right" = "left"): string {
  const blanks = " ".repeat(Math.max(0, width - textWidth(text)));
  return align === "left" ? `${text}${blanks}` : `${blanks}${text}`;
}

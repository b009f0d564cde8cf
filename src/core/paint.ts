/**
 * Colours and weights of text on a terminal.
 *
 * @module
 */

/** Colours and weights; each returns its text unchanged where colours are off. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

/**
 * The colours of one output.
 *
 * @param output Decides by `hasColor`.
 * @returns Functions that wrap a text in its escape codes, or leave it alone.
 *
 * @example
 * ```ts
 * import { paintFor } from "./paint.ts";
 * if (paintFor({ hasColor: false }).red("x") !== "x") throw new RangeError();
 * if (paintFor({ hasColor: true }).red("x") !== "\x1b[31mx\x1b[39m") throw new RangeError();
 * ```
 */
export function paintFor(output: { readonly hasColor: boolean }): Paint {
  const code = (open: number, close: number) => (text: string) =>
    output.hasColor && text !== "" ? `\x1b[${open}m${text}\x1b[${close}m` : text;
  return {
    bold: code(1, 22),
    dim: code(2, 22),
    red: code(31, 39),
    green: code(32, 39),
    yellow: code(33, 39),
    cyan: code(36, 39),
  };
}

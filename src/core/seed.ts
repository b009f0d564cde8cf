/**
 * Seeds as people and programs write them: one grammar for options, files and requests.
 *
 * @module
 */

/** Greatest number of digits of a seed: enough for any key, few enough to be read in no time. */
export const MAX_SEED_DIGITS = 4000;

const SEED_DIGITS = new RegExp(`^[+-]?[0-9]{1,${MAX_SEED_DIGITS}}$`);

/**
 * Parses a seed.
 *
 * @param text Decimal digits, with or without a sign, or `random`.
 * @returns The number; `random` where one is to be drawn; undefined where the text is neither.
 *
 * @example
 * ```ts
 * import { parseSeed } from "./seed.ts";
 * if (parseSeed("+42") !== 42n || parseSeed("4.2") !== undefined) throw new RangeError();
 * ```
 */
export function parseSeed(text: string): bigint | "random" | undefined {
  if (text === "random") return text;
  if (!SEED_DIGITS.test(text)) return undefined;
  return BigInt(text.startsWith("+") ? text.slice(1) : text);
}

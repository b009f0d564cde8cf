/**
 * The token that opens a server: how it must look, and how one is compared with another.
 *
 * @module
 */
import { createHash, timingSafeEqual } from "node:crypto";

/** Least number of characters of a token. */
export const MIN_TOKEN_LENGTH = 16;

/** Greatest number of characters of a token. */
export const MAX_TOKEN_LENGTH = 1024;

/**
 * What is wrong with a token that is to guard a server.
 *
 * @param token The token.
 * @returns A sentence that does not hold the token, or undefined where it is fit.
 *
 * @example
 * ```ts
 * import { findTokenProblem } from "./token.ts";
 * if (findTokenProblem("short") !== "it has 5 characters, wanted are 16 to 1024") throw new RangeError();
 * ```
 */
export function findTokenProblem(token: string): string | undefined {
  if (token.length < MIN_TOKEN_LENGTH || token.length > MAX_TOKEN_LENGTH) {
    return `it has ${token.length} characters, wanted are ${MIN_TOKEN_LENGTH} to ${MAX_TOKEN_LENGTH}`;
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    return "it holds a blank, a line end or a character beyond ASCII, which a header can't carry";
  }
  return undefined;
}

/**
 * Makes the check of an `Authorization` header. The time it takes does not depend on how much of a
 * wrong token is right: digests of equal length are compared as a whole.
 *
 * @param token The token that opens.
 * @returns A function from the header, or undefined where there is none, to whether it opens.
 */
export function makeTokenCheck(token: string): (header: string | undefined) => boolean {
  const wanted = digest(token);
  return (header) => {
    const given = /^bearer +([\x21-\x7e]+) *$/i.exec(header ?? "")?.[1];
    return given !== undefined && timingSafeEqual(digest(given), wanted);
  };
}

function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
